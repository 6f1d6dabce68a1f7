#include "judge/sweep.h"

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
      kept_(grid_.weights.size() * grid_.thresholds.size()) {}

void Sweep::add(const Rating& rating) {
  ++rated_;
  if (!is_mean_of_parts(rating)) ++fixed_;
  if (gate(rating, selection_)) {
    ++gated_;
    return;
  }
  auto kept = kept_.begin();
  for (const Weights& weights : grid_.weights) {
    const double total = total_of(rating, weights);
    for (const double threshold : grid_.thresholds) *kept++ += reaches(total, threshold) ? 1 : 0;
  }
}

std::vector<Sweep::Setting> Sweep::settings() const {
  std::vector<Setting> out;
  for (const Weights& weights : grid_.weights)
    for (const double threshold : grid_.thresholds) {
      const std::int64_t kept = kept_[out.size()];
      const double share =
          rated_ == 0 ? 0 : static_cast<double>(kept) / static_cast<double>(rated_);
      out.push_back({weights, threshold, kept, share});
    }
  return out;
}

}  // namespace generator::judge
