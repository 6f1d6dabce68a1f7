// Whether a row does what was asked: requirements, each with its evidence (MCP-AgentBench, arXiv
// 2509.09734).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "data/tool_use.h"
#include "model/chat.h"
#include "prompt/template.h"
#include "run/dialogue.h"

namespace generator::judge {

struct OutcomeOptions {
  Sampling sampling;
  bool from_inputs = false;
  std::string model;
};

/// Task "evaluate_tool_use"; input row. Reply {"requirements": [{"text", "met", "evidence"}, …]}.
///
/// The status is the program's: a requirement is met only where its evidence really stands in a
/// call, a result or an answer. All met: fully; some: partially; none: not_satisfied, or
/// execution_failed where the last calls were answered with errors alone.
class OutcomeEvaluation {
 public:
  static Result<OutcomeEvaluation> create(const prompt::Template& prompt, OutcomeOptions options);

  /// Ends in the row with its outcome.
  std::unique_ptr<Dialogue> begin(ToolUse row) const;
  ChatRequest ask(const ToolUse& row) const;
  /// Errors: kInvalidInput, in words for the model.
  Result<ToolOutcome> read(const ToolUse& row, const Completion& completion) const;
  static std::vector<prompt::Hole> holes();

 private:
  OutcomeEvaluation(const prompt::Template& prompt, OutcomeOptions options);
  const prompt::Template* prompt_;
  OutcomeOptions options_;
  Schema schema_;
};

/// Whether words of `evidence` stand, in this order, in a call, a result or an answer of the row.
bool has_evidence(const ToolUse& row, std::string_view evidence);

}  // namespace generator::judge
