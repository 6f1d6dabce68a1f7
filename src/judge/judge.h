// LLM as judge: examples, their passage, four marks with reasons for each.
//
// AlpaGasus (arXiv 2307.08701) has a model grade each example and keeps the best. Ours differs
// where it matters to us: the judge reads the passage, gives its reasons before the marks, and
// marks four things apart, each against written anchors, so that a mark means the same in every
// row.
#pragma once

#include <array>
#include <optional>
#include <span>
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
  int votes = 1;             // samples whose median a rating is
  int batch = 1;             // rows of one passage that are asked about in one call
  std::size_t panel = 1;     // judges that rate one after the other; a rating is their median
  std::size_t place = 0;     // this one's among them
};

/// Rows that are asked about together: of one passage, or of none.
using JudgedRows = std::span<const SourcedExample* const>;

/// What a reply says.
struct Ratings {
  std::vector<std::optional<Rating>> rows;  // in the order of the rows; nothing where one is missing
  bool is_void = false;  // the judge did what a line in the data asked for (judge/canary.h)
};

/// What to ask a judge, and how to read it; it keeps and drops nothing: what a rating means for a
/// row is the selection's (judge/curation.h). Everything of the rows and their passage is shown
/// inside fences that it cannot close. The dialogue is judge/judge_dialogue.h.
class Judge {
 public:
  /// `prompt` must outlive the judge, and the judge its requests.
  /// Errors: kInvalidInput where the template wants a hole that is not offered, or has none for
  /// several pairs where more than one is to be asked about at once.
  static Result<Judge> create(const prompt::Template& prompt, JudgeOptions options);

  const JudgeOptions& options() const { return options_; }

  /// Of rows that all are conversations, or none. Of their chains of thought nothing is shown: those
  /// are rated apart (judge/reasoning_judge.h).
  ChatRequest ask(JudgedRows rows) const;
  ChatRequest ask(const SourcedExample& row) const { return ask(std::array{&row}); }
  /// Errors: kInvalidInput: no JSON; of one row: no reasons, a mark missing or not a whole number
  /// from 1 to 10; of several: no rating of any of them.
  Result<Ratings> read(JudgedRows rows, const Completion& completion) const;
  /// With half of the passage, around the row's evidence; nothing where it cannot be halved.
  static std::optional<SourcedExample> shorter(const SourcedExample& row);
  static Reject give_up(const SourcedExample& row, const Failure& failure);

  /// The row as a judge sees it: without what in it addresses a model (measure/injection.h);
  /// nothing where there is none.
  static std::optional<SourcedExample> without_injections(const SourcedExample& row);
  /// The holes that are offered to a template.
  static std::vector<prompt::Hole> holes();
  /// False where `example` has a rating that `--keep-ratings` may use: it has a total and, where a
  /// topic is set, was asked about this one.
  bool needs_rating(const Example& example) const;

 private:
  Judge(const prompt::Template& prompt, JudgeOptions options);
  prompt::Values values(JudgedRows rows) const;
  Inputs inputs(const SourcedExample& row) const;
  const prompt::Template* prompt_;
  JudgeOptions options_;
  // With and without the mark that not every row is asked for: [several][has topic].
  Schema schemas_[2][2];
};

/// How several rows of one request are told apart: 6 hex digits and more of question and answer,
/// no two the same.
std::vector<std::string> pair_ids(JudgedRows rows);

}  // namespace generator::judge
