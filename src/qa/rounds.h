// `--target-pairs N` in rounds: a pilot that is spread over all chunks; then what is still missing,
// of the chunks that promise most (qa/promise.h), in rounds that each learn from those before.
//
// A round is a function of the complete results of the rounds before it, so the same rows come in
// the same order whatever the concurrency, and after any interruption.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "measure/interval.h"
#include "qa/plan.h"
#include "qa/promise.h"
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
  /// `pilot`: pairs that the first round asks for at most.
  explicit Rounds(std::int64_t target, std::int64_t most = INT64_MAX, double joint_share = 0,
                  std::int64_t pilot = INT64_MAX)
      : target_(target),
        most_(most),
        pilot_(pilot),
        joint_share_(joint_share),
        plan_(std::min({target, most, pilot})) {}

  /// So many pairs tell enough of the pass rate to plan the rest.
  static std::int64_t pilot_for(std::int64_t target) {
    return std::max<std::int64_t>(kFewestOfPilot, target / 5);
  }

  /// Before the first round: every chunk once, in order. `group`: which chunks are alike (Promise).
  void count(const Bearing& chunk, std::uint32_t group = 0);
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

  /// After a round, with the pairs kept in all: false where the target is met, no chunk bears more,
  /// or `most` pairs were asked for. The next round asks for so many pairs that what is missing is
  /// to be expected of them, of the chunks that promise most, but for at most four times of it; so
  /// the last rounds may give a few pairs too many. What pairs of passages owe to their share is
  /// asked of further ones, as long as there are any.
  /// `good`: by checksum of their chunk's id, the pairs of this round that count; null: all that
  /// the chunks gave.
  bool next(std::int64_t kept, const std::vector<std::uint64_t>* good = nullptr);

  /// What is to be expected, from all rounds so far; of chunks, not of pairs of passages.
  struct Forecast {
    std::int64_t asked = 0, kept = 0;
    measure::Estimate rate;  // share of the pairs asked for that count
    std::int64_t left = 0;   // pairs that the chunks still bear
    measure::Estimate more;  // of these, that would count
  };
  Forecast forecast() const;

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
  static constexpr std::int64_t kFewestOfPilot = 20;
  void plan_joint(std::int64_t joint);
  void learn(const std::vector<std::uint64_t>* good);
  void choose(std::int64_t rest, std::int64_t most);
  std::int64_t joint_target() const;
  std::int64_t joints_left() const;
  std::int64_t given() const {
    return (round_ == 1 ? plan_.planned() : chunks_given_) + joint_given_;
  }

  std::int64_t target_;
  std::int64_t most_, pilot_;
  double joint_share_;
  std::int64_t possible_ = 0;  // of chunks
  std::int64_t asked_for_ = 0, joint_asked_for_ = 0;
  std::int64_t joint_came_ = 0;  // in all
  int round_ = 1;
  TargetPlan plan_;                   // of the first round
  std::int64_t chunks_given_ = 0;     // in a later one
  std::vector<std::uint16_t> bears_;  // pairs of a chunk, in all
  std::vector<std::uint16_t> left_;   // that it still bears
  std::vector<std::uint16_t> given_;  // its share of this round
  std::vector<std::uint16_t> came_;   // what it gave of that
  Promise promise_;
  std::unordered_map<std::uint64_t, std::uint64_t> places_;  // of chunks that gave something
  std::vector<bool> is_joint_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> joint_;  // rank and position
  std::size_t joint_next_ = 0;                                  // of `joint_`: not asked yet
  std::int64_t joint_given_ = 0;                                // in this round
  std::map<std::uint64_t, std::vector<std::string>> asked_;
};

}  // namespace generator::qa
