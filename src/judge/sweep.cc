#include "judge/sweep.h"

#include <algorithm>
#include <numeric>

namespace generator::judge {

Grid default_grid() {
  Grid grid;
  grid.weights = {{{1, 2, 1, 0}}, {{1, 1, 1, 0}}, {{1, 3, 1, 0}}, {{1, 2, 2, 0}}, {{1, 2, 1, 1}},
                  {{1, 1, 1, 1}}, {{0, 1, 1, 0}}, {{1, 0, 0, 0}}, {{0, 1, 0, 0}}, {{0, 0, 1, 0}}};
  for (int half = 10; half < 20; ++half) grid.thresholds.push_back(half / 2.0);
  return grid;
}

Sweep::Sweep(Grid grid, Selection selection)
    : grid_(std::move(grid)),
      selection_(std::move(selection)),
      rows_(grid_.weights.size() * (grid_.thresholds.size() + 1)) {}

Sweep::Reach Sweep::reach_of(const Rating& rating) const {
  Reach out;
  out.is_fixed = !is_mean_of_parts(rating);
  if (gate(rating, selection_)) return out;
  out.thresholds.reserve(grid_.weights.size());
  for (const Weights& weights : grid_.weights) {
    const double total = total_of(rating, weights);
    const auto first_missed =
        std::ranges::partition_point(grid_.thresholds, [&](double t) { return reaches(total, t); });
    out.thresholds.push_back(
        static_cast<std::uint32_t>(first_missed - grid_.thresholds.begin()));
  }
  return out;
}

void Sweep::add(const Reach& reach) {
  ++rated_;
  if (reach.is_fixed) ++fixed_;
  if (reach.thresholds.empty()) ++gated_;
  auto rows = rows_.begin();
  for (const std::uint32_t reached : reach.thresholds) {
    ++rows[reached];
    rows += static_cast<std::ptrdiff_t>(grid_.thresholds.size()) + 1;
  }
}

std::vector<Sweep::Setting> Sweep::settings() const {
  std::vector<Setting> out;
  auto rows = rows_.begin();
  for (const Weights& weights : grid_.weights) {
    const auto end = rows + static_cast<std::ptrdiff_t>(grid_.thresholds.size()) + 1;
    for (const double threshold : grid_.thresholds) {
      const std::int64_t kept = std::reduce(++rows, end);  // that reach this threshold or more
      const double share =
          rated_ == 0 ? 0 : static_cast<double>(kept) / static_cast<double>(rated_);
      out.push_back({weights, threshold, kept, share});
    }
    rows = end;
  }
  return out;
}

}  // namespace generator::judge
