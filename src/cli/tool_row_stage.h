// Stages over rows of tool use, each from a file to a file.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "cli/session.h"
#include "cli/settings.h"
#include "cli/stages.h"
#include "cli/tool_gate.h"
#include "judge/outcome_evaluation.h"
#include "judge/tool_use_judge.h"
#include "store/rejects.h"
#include "store/row_stream.h"

namespace generator::cli {

/// Errors: kInvalidInput where it is no row of tool use.
Result<ToolUse> read_tool_row(const RawRow& raw);
/// Rows of the file at `path`, of whatever kind.
std::uint64_t count_tool_rows(const std::string& path);
/// The name under which a preview knows a row again behind a stage.
std::string tool_row_name(const RawRow& raw);

/// What the stages ask with, as the settings say. `from_inputs`: no prompt is written.
judge::ToolUseJudge make_tool_judge(const Session& session, const Settings& settings,
                                    bool from_inputs);
judge::OutcomeEvaluation make_tool_evaluation(const Session& session, bool from_inputs);

/// The rows of `in_path` that pass the gate and then the judge, to `out_path`, the first `most` of
/// them; where `gate` is null all go to the judge. A `sample`, where not null, says which rows are
/// worked on, as in cli/stages.h.
StageResult judge_tool_rows(Session& session, const Settings& settings, const std::string& in_path,
                            ToolGate* gate, const std::string& out_path, RejectWriter& rejects,
                            std::int64_t most = INT64_MAX, Sample* sample = nullptr);

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
                               RejectWriter& rejects, OutcomeTally& tally,
                               Sample* sample = nullptr);

}  // namespace generator::cli
