// `--target-pairs N` in rounds: what refusals take from one round is asked for in the next, of
// chunks that still bear more.
//
// A round is a function of the complete results of the rounds before it, so the same rows come in
// the same order whatever the concurrency, and after any interruption.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "qa/plan.h"
#include "run/dialogue.h"

namespace generator::qa {

/// The questions of all proposed pairs, the refused ones too: no later round asks them
/// again.
std::vector<std::string> proposed_questions(const Finished& finished);

/// Positions are those of the items in their order, from 0: chunks, and pairs of passages of which
/// one question each is asked that takes both. Holds a few bytes an item, and the questions that
/// were asked of chunks which may be asked again.
class Rounds {
 public:
  /// `most`: pairs that are asked for at most, over all rounds.
  /// `joint_share`: so much of the target is asked of pairs of passages, as far as there are any
  /// that were not asked; with 1 the chunks themselves are not.
  explicit Rounds(std::int64_t target, std::int64_t most = INT64_MAX, double joint_share = 0)
      : target_(target),
        most_(most),
        joint_share_(joint_share),
        plan_(std::min(target, most)) {}

  /// Before the first round: every chunk once, in order.
  void count(const Bearing& chunk);
  /// The same for a pair of passages, which is asked once: those of lower `rank` first.
  void count_joint(std::uint64_t rank);
  /// Behind the last of them, where there are pairs of passages.
  void begin();

  /// In a round: how many pairs the chunk is asked for. Every chunk once, in order.
  std::int64_t share(std::uint64_t position);
  /// The questions that earlier rounds proposed for it.
  const std::vector<std::string>& asked(std::uint64_t position) const;
  /// What the chunk gave, before repeats are dropped; in any order, within the round. A chunk that
  /// proposed fewer pairs than it was asked for has no more to give.
  void heard(std::uint64_t position, const Finished& finished);

  /// After a round, with the pairs kept in all: false where the target is met or no chunk bears
  /// more. The next round asks for what is missing and, on top, for as much as the share that this
  /// one lost; so the last rounds may give a few pairs too many. What pairs
  /// of passages owe to their share is asked of further ones, as long as there are any. False
  /// too where `most` pairs were asked for.
  bool next(std::int64_t kept);

  std::int64_t target() const { return target_; }
  std::int64_t possible() const {
    return (joint_share_ < 1 ? possible_ : 0) + std::ssize(joint_);
  }
  /// Pairs that were asked for so far.
  std::int64_t asked_for() const { return asked_for_; }
  /// Of these, from pairs of passages; and how many such pairs there are.
  std::int64_t joint_asked_for() const { return joint_asked_for_; }
  std::int64_t joints() const { return std::ssize(joint_); }
  int round() const { return round_; }  // from 1

 private:
  void plan(std::int64_t of_chunks, std::int64_t joint);
  std::int64_t joint_target() const;
  std::int64_t joints_left() const;
  std::int64_t given() const { return plan_.planned() + joint_given_; }

  std::int64_t target_;
  std::int64_t most_;
  double joint_share_;
  std::int64_t possible_ = 0;  // of chunks
  std::int64_t asked_for_ = 0, joint_asked_for_ = 0;
  std::int64_t joint_came_ = 0, joint_came_before_ = 0;  // in all, and before this round
  int round_ = 1;
  std::int64_t kept_ = 0;            // before this round
  TargetPlan plan_;                  // of this round
  std::vector<std::uint16_t> left_;   // pairs that a chunk still bears
  std::vector<std::uint16_t> given_;  // its share of this round
  std::vector<bool> is_joint_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> joint_;  // rank and position
  std::size_t joint_next_ = 0;                                  // of `joint_`: not asked yet
  std::int64_t joint_given_ = 0;                                // in this round
  std::map<std::uint64_t, std::vector<std::string>> asked_;
};

}  // namespace generator::qa
