// Whether one of the passages of an unanswerable row answers its question after all. Such a row is
// not rated: its answer says nothing that could be good or bad.
#pragma once

#include <memory>
#include <string>

#include "judge/judge.h"

namespace generator::judge {

/// What a judge found.
struct Finding {
  std::string reasons;
  std::size_t answered_by = 0;  // the passage's number, from 1; 0: none of them
  std::string quote;            // its words that answer
};

/// Task "judge_unanswerable"; inputs question, passages (how many), chunk_1, chunk_2, ... Of the
/// judge's options sampling and from_inputs count.
class UnanswerableJudge {
 public:
  /// As Judge::create.
  static Result<UnanswerableJudge> create(const prompt::Template& prompt, JudgeOptions options);

  ChatRequest ask(const SourcedExample& row) const;
  /// Errors: kInvalidInput: no JSON, no reasons, no such passage, or a quote that it does not have:
  /// a judge that cannot show the answer has not found it.
  static Result<Finding> read(const SourcedExample& row, const Completion& completion);
  static std::vector<prompt::Hole> holes();

 private:
  UnanswerableJudge(const prompt::Template& prompt, JudgeOptions options);
  const prompt::Template* prompt_;
  JudgeOptions options_;
  Schema schema_;
};

/// A row none of whose passages answers comes back as it is; else it is a reject
/// (`answered_by_passage`), and so is one that nobody could say it of, or whose judge obeyed the
/// data. `row.shown` is known, and `judge` must outlive the dialogue.
std::unique_ptr<Dialogue> judge_unanswerable(const UnanswerableJudge& judge, SourcedExample row);

}  // namespace generator::judge
