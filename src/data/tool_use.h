// A row of tool use: what was asked, what was called and came back, and what was answered.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "data/example.h"
#include "data/message.h"
#include "data/rating.h"
#include "data/tool.h"

namespace generator {

/// What was thought of one message of a model, in its context (ToolMind, arXiv 2511.15718). A
/// masked one stays in the row, so that what follows makes sense, and is not trained on.
struct Verdict {
  double score = 0;      // 1–10
  std::string reasons;   // "" where none are told
  bool is_masked = false;
};

/// What a model does before it sees anything again.
struct ToolStep {
  std::string thought;              // "" where none is written down
  std::vector<ToolCall> calls;      // several: in parallel
  std::vector<CallResult> results;  // of each call; fewer where not all were carried out
  std::optional<Verdict> verdict = {};
};

struct ToolTurn {
  std::string instruction;
  std::vector<ToolStep> steps;  // none: it was answered without a tool
  std::string answer;           // "" where the row ends with a result
  std::optional<Verdict> verdict = {};  // of the answer
};

/// A branch of the search that led nowhere: in place of the step that the row has there.
struct DeadEnd {
  std::size_t turn = 0, step = 0;
  ToolStep tried;
  std::string why;
};

/// Something that the instruction asks for, and whether the row does it.
struct Requirement {
  std::string text;
  bool is_met = false;
  std::string evidence;  // words of a call, a result or the answer; "" where nothing shows it
};

/// How a row ended for whoever asked (MCP-AgentBench, arXiv 2509.09734).
struct ToolOutcome {
  std::string status;  // "fully", "partially", "not_satisfied", "execution_failed"
  double score = 0;    // the share of requirements that are met, 0–1
  std::vector<Requirement> requirements;
  std::string model;  // who said so
};

namespace outcomes {
inline constexpr std::string_view kFully = "fully";
inline constexpr std::string_view kPartially = "partially";
inline constexpr std::string_view kNotSatisfied = "not_satisfied";
inline constexpr std::string_view kExecutionFailed = "execution_failed";
}  // namespace outcomes

/// What a row shows: the values of `case`.
namespace cases {
inline constexpr std::string_view kCall = "call";
inline constexpr std::string_view kAbstention = "abstention";            // no tool fits
inline constexpr std::string_view kMissingArgument = "missing_argument"; // it asks back
inline constexpr std::string_view kRecovery = "error_recovery";  // a call fails, another one does it
inline constexpr std::array kAll = {kCall, kAbstention, kMissingArgument, kRecovery};
}  // namespace cases

struct ToolUse {
  std::string id;
  std::string method;  // "single_step", "multi_step", "chain_first"; "" where not told
  std::string style;   // "simple", "multiple", "parallel", "parallel_multiple", "multi_turn"; or ""
  std::string case_kind;        // of `cases`; "" where not told
  std::vector<Tool> tools;      // that were offered, where the row has them
  /// Of the tools (Gorilla, arXiv 2305.15334): "" as they are, "absent", or "other": what stands in
  /// `tools` is not what is called.
  std::string documentation;
  std::vector<ToolTurn> turns;  // one at least
  std::vector<DeadEnd> dead_ends;
  std::optional<ToolOutcome> outcome;
  std::optional<Rating> rating;
  Provenance provenance;  // source_file: of the tools; without a chunk
  std::string extra;      // unknown fields as raw JSON, carried through untouched
};

/// Fields: id, method, style, case, tools, documentation, turns: [{instruction, steps: [{thought, calls: [{id,
/// name, arguments}], results: [{content, is_error}], verdict}], answer, verdict}], dead_ends:
/// [{turn, step, tried, why}], outcome: {status, score, requirements: [{text, met, evidence}],
/// model}, source_file, model, generated_at, rating, then the unknown ones. A verdict is {score,
/// reasons, weight}: weight 0 is a masked one. `arguments` and a `content` that is JSON stand as
/// values; turn and step of a dead end count from 1. What says nothing is left away.
void write_tool_use(json::Writer& out, const ToolUse& row);

/// The same as text.
std::string tool_use_text(const ToolUse& row);

/// Reads what write_tool_use wrote; rows with `solution.reasoning_path` (a step a call, with
/// tool, args, status and actual_result); and messages in OpenAI's form, with `tool_calls` and the
/// role "tool". Arguments may be an object or a text that holds one.
/// Errors: kInvalidInput naming the field.
Result<ToolUse> read_tool_use(json::Value row);

/// "turn 1, step 2", from 1; without the turn where there is only one.
std::string step_name(const ToolUse& row, std::size_t turn, std::size_t step);

}  // namespace generator
