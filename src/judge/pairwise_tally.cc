#include "judge/pairwise_tally.h"

#include <algorithm>

namespace generator::judge {

double PairwiseReport::score_a() const {
  if (items == 0) return 0.5;
  return (static_cast<double>(wins_a) + static_cast<double>(ties) / 2) / static_cast<double>(items);
}

Winner PairwiseReport::winner() const {
  const measure::Estimate share = share_a();
  if (share.low > 0.5) return Winner::kA;
  return share.high < 0.5 ? Winner::kB : Winner::kTie;
}

void add(PairwiseReport& report, const PairwiseVerdict& verdict) {
  ++report.items;
  const Winner winner = verdict.winner();
  report.wins_a += winner == Winner::kA ? 1 : 0;
  report.wins_b += winner == Winner::kB ? 1 : 0;
  report.ties += winner == Winner::kTie ? 1 : 0;
  report.inconsistent += verdict.is_consistent() ? 0 : 1;
  report.choices += 2 - std::ranges::count(verdict.choices, Choice::kTie);
  report.first += std::ranges::count(verdict.choices, Choice::kFirst);
  ++report.judges[verdict.model.empty() ? "unknown" : verdict.model];
}

}  // namespace generator::judge
