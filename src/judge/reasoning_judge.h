// The chain of thought before a judge of its own: neither its mark nor its words touch the answer's.
#pragma once

#include <memory>

#include "judge/judge.h"
#include "judge/marks.h"

namespace generator::judge {

/// Task "judge_reasoning"; inputs question, answer, reasoning, chunk. Of the judge's options
/// sampling, votes and from_inputs count.
class ReasoningJudge {
 public:
  /// As Judge::create.
  static Result<ReasoningJudge> create(const prompt::Template& prompt, JudgeOptions options);

  const JudgeOptions& options() const { return options_; }
  ChatRequest ask(const SourcedExample& row) const;
  /// Errors: kInvalidInput: no JSON, no reasons, or no whole number from 1 to 10.
  static Result<ReasoningMark> read(const Completion& completion);
  static std::vector<prompt::Hole> holes();

 private:
  ReasoningJudge(const prompt::Template& prompt, JudgeOptions options);
  const prompt::Template* prompt_;
  JudgeOptions options_;
  Schema schema_;
};

/// A row that was rated, and has a chain of thought, comes back with `reasoning_quality` and
/// `reasoning_reasons` in its rating, of several votes the median and the words of the vote nearest
/// to it; any other row as it is, unasked, and so with `keep_ratings` one that has the mark. A row
/// whose reasoning nobody could rate is a reject, and so is one whose judge obeyed the data.
std::unique_ptr<Dialogue> judge_reasoning(const ReasoningJudge& judge, SourcedExample row,
                                          bool keep_ratings);

}  // namespace generator::judge
