// What a command of tool use would ask and what that would cost, without asking.
#pragma once

#include <vector>

#include "cli/settings.h"
#include "data/tool.h"
#include "tool/dependencies.h"

namespace generator::cli {

/// `chain_first`: every row is made so. `judges`: the rows are judged, as `tool-pipeline` does.
struct ToolMaking {
  bool chain_first = false, judges = false;
};

/// Plays the rows of `tool-generate` out: plans, prompts and calls are those of the run, calls are
/// carried out in the simulated world (of a live server's tools, too), and the rules of `offline`
/// stand in for the model. Prints what cli/estimate_text.h says. Opens no ledger, makes no file.
int dry_run_tool_making(const Settings& settings, ToolMaking making);

/// The requests about the rows of the input: of `tool-curate`, behind its gate, or of
/// `tool-evaluate`.
enum class RowsAsk { kJudge, kEvaluate };
int dry_run_tool_rows(const Settings& settings, RowsAsk ask);

/// The requests of `tool-deps --confirm`, one an edge.
int dry_run_tool_edges(const Settings& settings, const std::vector<Tool>& tools,
                       const tool::DependencyGraph& graph);

/// The one request of `tool-from-topic`.
int dry_run_tool_topic(const Settings& settings);

}  // namespace generator::cli
