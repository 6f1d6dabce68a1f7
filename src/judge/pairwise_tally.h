// What the verdicts on two sets come to.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "judge/pairwise_dialogue.h"
#include "measure/interval.h"

namespace generator::judge {

struct PairwiseReport {
  std::int64_t items = 0;  // with a verdict
  std::int64_t failed = 0;  // without one: in none of the counts below
  std::int64_t wins_a = 0, wins_b = 0;
  std::int64_t ties = 0;           // of these:
  std::int64_t inconsistent = 0;   // where the two orders do not say the same
  std::int64_t choices = 0;        // replies that name a row, of both orders
  std::int64_t first = 0;          // of these: the one that was shown first
  std::map<std::string, std::int64_t> judges;  // items by who judged

  /// Of the items that are no tie, those that A wins, with Wilson's interval of 95 %. Ties say
  /// nothing of which is better, as in a sign test.
  measure::Estimate share_a() const { return measure::share_of(wins_a, wins_a + wins_b); }
  /// Wins of A and half of the ties, over all items; 0.5 where there is none.
  double score_a() const;
  /// The share of `first`: 0.5 where the place has no influence.
  measure::Estimate first_share() const { return measure::share_of(first, choices); }
  /// The set whose lead is beyond chance: the interval of share_a leaves out 0.5.
  Winner winner() const;
};

void add(PairwiseReport& report, const PairwiseVerdict& verdict);

}  // namespace generator::judge
