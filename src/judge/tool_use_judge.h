// The third layer of verification: a model looks at instruction, calls and results (APIGen, arXiv
// 2406.18518), message by message (ToolMind, arXiv 2511.15718).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "data/tool_use.h"
#include "model/chat.h"
#include "prompt/template.h"
#include "run/dialogue.h"

namespace generator::judge {

struct ToolUseJudgeOptions {
  Sampling sampling;
  double threshold = 7;       // of the total, 1–10
  double turn_threshold = 5;  // of a message; below it, it is masked
  bool from_inputs = false;   // who answers reads the inputs alone: no prompt is written
  std::string model;          // for the rating
};

/// What was said of a row.
struct ToolUseRating {
  Rating rating;  // criteria instruction, tool_choice, arguments, answer; the answer counts twice
  std::vector<Verdict> messages;  // of the assistant, in their order: steps and answers
};

/// Task "judge_tool_use"; input row (as text). Reply {"messages": [{"reason", "score"}, …],
/// "reasons", "instruction", "tool_choice", "arguments", "answer"}.
///
/// A message below `turn_threshold` is masked, not deleted: the messages after it make sense only
/// with it. The row goes where its last message, or every one, is masked (below_turn_threshold), or
/// its total is below `threshold`.
class ToolUseJudge {
 public:
  /// `prompt` must outlive it, and it its dialogues. Errors: kInvalidInput where the template wants
  /// a hole that is not offered.
  static Result<ToolUseJudge> create(const prompt::Template& prompt, ToolUseJudgeOptions options);

  std::unique_ptr<Dialogue> begin(ToolUse row) const;
  ChatRequest ask(const ToolUse& row) const;
  /// Errors: kInvalidInput, in words for the model.
  Result<ToolUseRating> read(const ToolUse& row, const Completion& completion) const;
  static std::vector<prompt::Hole> holes();
  const ToolUseJudgeOptions& options() const { return options_; }

 private:
  ToolUseJudge(const prompt::Template& prompt, ToolUseJudgeOptions options);
  const prompt::Template* prompt_;
  ToolUseJudgeOptions options_;
  Schema schema_;
};

/// How many messages of the assistant a row has: steps and answers.
std::size_t assistant_messages(const ToolUse& row);

}  // namespace generator::judge
