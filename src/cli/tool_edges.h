// The edges of a dependency graph, asked about one by one.
#pragma once

#include <cstdint>
#include <vector>

#include "cli/consent.h"
#include "cli/session.h"
#include "cli/settings.h"
#include "cli/stages.h"
#include "tool/confirmation.h"
#include "trajectory/edge_question.h"

namespace generator::cli {

/// As the settings say. `from_inputs`: no prompt is written. Throws Fatal.
trajectory::EdgeConfirmation make_edge_confirmation(const Session& session, bool from_inputs);

struct AskedEdges {
  tool::EdgeVerdicts verdicts;
  std::int64_t answered = 0, unanswered = 0;
  StageResult result;  // for a preview
};

/// Asks about every edge, or those of a `sample`, where not null.
AskedEdges ask_edges(Session& session, const std::vector<Tool>& tools,
                     const tool::DependencyGraph& graph, Sample* sample = nullptr);

/// What is referred to must outlive it.
Undertaking tool_edges(Session& session, const std::vector<Tool>& tools,
                       const tool::DependencyGraph& graph);

}  // namespace generator::cli
