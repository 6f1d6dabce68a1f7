// Rows of one passage before the judge: all of them in one call, or each in its own; once, or
// several times where a rating is to be the median of votes.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "judge/judge.h"
#include "run/dialogue.h"

namespace generator::judge {

/// A rated example comes back with `rating` set anew and everything else as it was. What a reply
/// about several rows leaves out is asked again without the others; a reply about several that
/// cannot be had is asked for row by row. A row that no judgement could be had of is a reject, and
/// so is one whose judge obeyed the data (`void_rating`).
///
/// A judge of a panel adds its rating to those of the judges before it, which the row brings; where
/// it has none to give, the row stays as they left it.
class JudgeDialogue final : public Dialogue {
 public:
  /// `keep_ratings`: rows with a usable rating stay as they are, unasked. `judge` must outlive this.
  JudgeDialogue(const Judge& judge, std::vector<SourcedExample> rows, bool keep_ratings = false);

  Turn open() override;
  Result<Turn> hear(std::span<const Outcome> outcomes) override;
  std::vector<std::size_t> unusable() const override { return unusable_; }

 private:
  // One ask: which rows, and which of their votes.
  struct Put {
    std::vector<std::size_t> rows;
    int sample = 0;
    bool is_shortened = false;
  };
  struct Heard {
    std::vector<Rating> votes;
    std::optional<Failure> failure;  // of a vote that could not be had
    bool is_void = false;
  };

  std::vector<const SourcedExample*> rows_of(const Put& put) const;
  Turn put_or_finish();
  void take(const Put& put, const Ratings& ratings);
  void lose(const Put& put, const Failure& failure);
  bool shorten(std::size_t row);
  void put_apart(const Put& put);
  bool is_to_be_asked(const Example& example, bool keep_ratings) const;
  Rating joined(const Example& example, Rating rating) const;
  Finished finish();

  const Judge& judge_;
  std::vector<SourcedExample> rows_;
  std::vector<bool> is_asked_, is_shortened_;  // by row
  std::vector<Heard> heard_;                   // by row
  std::vector<Put> puts_;       // that are out, in the order of their asks
  std::vector<Put> next_;
  std::vector<std::size_t> unusable_;
};

/// A row whose judge did what its data asked for.
Reject void_rating(const SourcedExample& row);

/// The rating that several votes come to: the median of each mark, the reasons of the vote whose
/// total is nearest to the total of the medians, the totals of all as `votes`. One vote is itself.
Rating median_of(std::vector<Rating> votes, const Weights& weights);

/// The rating that a panel comes to: their median, with what each of them said.
Rating rating_of(std::vector<Rating> panel, const Weights& weights);

}  // namespace generator::judge
