// Which of two rows on the same matter is better, by a judge that does not know whose they are.
//
// Judges prefer what stands first (Zheng et al., Judging LLM-as-a-Judge, arXiv 2306.05685, 3.3). So
// each two rows are shown in both orders, and a row wins where it wins in both.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/example.h"
#include "judge/marks.h"
#include "model/chat.h"
#include "prompt/template.h"

namespace generator::judge {

struct PairwiseOptions {
  Sampling sampling;
  bool from_inputs = false;  // who answers reads the inputs alone: no prompt is written
};

/// Task "compare"; inputs question_1, answer_1, chunk_1, second_1, and the same with 2. What in the
/// rows or their passages addresses a model is not shown (measure/injection.h), and the passages
/// hold the line that finds out who obeys them (judge/canary.h).
class PairwiseJudge {
 public:
  /// `prompt` must outlive the judge, and the judge its requests. Errors: kInvalidInput where the
  /// template wants a hole that is not offered.
  static Result<PairwiseJudge> create(const prompt::Template& prompt, PairwiseOptions options);

  ChatRequest ask(const SourcedExample& first, const SourcedExample& second) const;
  /// Errors: as read_pairwise_mark.
  static Result<PairwiseMark> read(const Completion& completion);
  /// Whether a judge that was shown these rows did what their passages ask for.
  static bool obeys(const PairwiseMark& mark, const SourcedExample& a, const SourcedExample& b);
  static std::vector<prompt::Hole> holes();

 private:
  PairwiseJudge(const prompt::Template& prompt, PairwiseOptions options);
  const prompt::Template* prompt_;
  PairwiseOptions options_;
  Schema schema_;
};

}  // namespace generator::judge
