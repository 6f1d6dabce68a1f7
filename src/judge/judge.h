// LLM as judge: one example, its passage, four marks with reasons.
//
// AlpaGasus (arXiv 2307.08701) has a model grade each example and keeps the best. Ours differs
// where it matters to us: the judge reads the passage, gives its reasons before the marks, and
// marks four things apart, each against written anchors, so that a mark means the same in every
// row.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/example.h"
#include "judge/weights.h"
#include "model/chat.h"
#include "prompt/template.h"
#include "run/dialogue.h"

namespace generator::judge {

struct JudgeOptions {
  Sampling sampling;
  Weights weights;
  std::string topic;         // "": not asked about
  bool from_inputs = false;  // who answers reads the inputs alone: no prompt is written
};

/// Rates; it keeps and drops nothing: what a rating means for a row is the selection's
/// (judge/curation.h). A rated example comes back with `rating` set anew and everything else as it
/// was. Everything of the row and its passage is shown inside fences that it cannot close.
class Judge final : public Task<SourcedExample> {
 public:
  /// `prompt` must outlive the judge, and the judge its requests.
  /// Errors: kInvalidInput where the template wants a hole that is not offered.
  static Result<Judge> create(const prompt::Template& prompt, JudgeOptions options);

  ChatRequest ask(const SourcedExample& item) const override;
  /// Errors: kInvalidInput: no JSON, no reasons, a mark missing or not a whole number from 1 to 10.
  Result<Finished> read(const SourcedExample& item, const Completion& completion) const override;
  /// With half of the passage, around the row's evidence.
  std::optional<SourcedExample> shorter(const SourcedExample& item) const override;
  Reject give_up(const SourcedExample& item, const Failure& failure) const override;

  /// The item as a judge sees it: without what in it addresses a model (measure/injection.h);
  /// nothing where there is none.
  static std::optional<SourcedExample> without_injections(const SourcedExample& item);
  /// The holes that are offered to a template.
  static std::vector<prompt::Hole> holes();
  /// False where `example` has a rating that `--keep-ratings` may use: it has a total and, where a
  /// topic is set, was asked about this one.
  bool needs_rating(const Example& example) const;

 private:
  Judge(const prompt::Template& prompt, JudgeOptions options);
  prompt::Values values(const SourcedExample& item) const;
  ChatRequest ask_about(const SourcedExample& item) const;
  const prompt::Template* prompt_;
  JudgeOptions options_;
  // With and without the marks that not every row is asked for, by [has reasoning][has topic].
  Schema schemas_[2][2];
};

}  // namespace generator::judge
