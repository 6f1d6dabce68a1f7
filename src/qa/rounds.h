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
#include <vector>

#include "qa/plan.h"
#include "run/dialogue.h"

namespace generator::qa {

/// The questions of all proposed pairs, the refused ones too: no later round asks them
/// again.
std::vector<std::string> proposed_questions(const Finished& finished);

/// Positions are those of the chunks in input order, from 0. Holds a byte a chunk, and the
/// questions that were asked of chunks which may be asked again.
class Rounds {
 public:
  /// `most`: pairs that are asked for at most, over all rounds.
  explicit Rounds(std::int64_t target, std::int64_t most = INT64_MAX)
      : target_(target), most_(most), plan_(std::min(target, most)) {}

  /// Before the first round: every chunk once, in order.
  void count(const Bearing& chunk);

  /// In a round: how many pairs the chunk is asked for. Every chunk once, in order.
  std::int64_t share(std::uint64_t position);
  /// The questions that earlier rounds proposed for it.
  const std::vector<std::string>& asked(std::uint64_t position) const;
  /// What the chunk gave, before repeats are dropped; in any order, within the round. A chunk that
  /// proposed fewer pairs than it was asked for has no more to give.
  void heard(std::uint64_t position, const Finished& finished);

  /// After a round, with the pairs kept in all: false where the target is met or no chunk bears
  /// more. The next round asks for what is missing and, on top, for as much as the share that this
  /// one lost; so the last rounds may give a few pairs too many. False
  /// too where `most` pairs were asked for.
  bool next(std::int64_t kept);

  std::int64_t target() const { return target_; }
  std::int64_t possible() const { return possible_; }
  /// Pairs that were asked for so far.
  std::int64_t asked_for() const { return asked_for_; }
  int round() const { return round_; }  // from 1

 private:
  std::int64_t target_;
  std::int64_t most_;
  std::int64_t possible_ = 0;
  std::int64_t asked_for_ = 0;
  int round_ = 1;
  std::int64_t kept_ = 0;            // before this round
  TargetPlan plan_;                  // of this round
  std::vector<std::uint8_t> left_;   // pairs that a chunk still bears
  std::vector<std::uint8_t> given_;  // its share of this round
  std::map<std::uint64_t, std::vector<std::string>> asked_;
};

}  // namespace generator::qa
