// Stages over rows of tool use, each from a file to a file.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "cli/session.h"
#include "cli/settings.h"
#include "cli/stages.h"
#include "cli/tool_gate.h"
#include "store/rejects.h"

namespace generator::cli {

/// The rows of `in_path` that pass the gate and then the judge, to `out_path`, the first `most` of
/// them; where `gate` is null all go to the judge.
StageResult judge_tool_rows(Session& session, const Settings& settings, const std::string& in_path,
                            ToolGate* gate, const std::string& out_path, RejectWriter& rejects,
                            std::int64_t most = INT64_MAX);

/// How the rows of a file end for whoever asked.
struct OutcomeTally {
  std::map<std::string, std::int64_t> by_status;
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> by_cell;  // fully, of all
  std::string text() const;
};

/// The rows of `in_path`, each with its outcome, to `out_path`; those that --strict and --min-score
/// refuse go to `rejects`, unless --report-only.
StageResult evaluate_tool_rows(Session& session, const Settings& settings,
                               const std::string& in_path, const std::string& out_path,
                               RejectWriter& rejects, OutcomeTally& tally);

}  // namespace generator::cli
