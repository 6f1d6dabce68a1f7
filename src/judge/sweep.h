// What other thresholds and weights would keep: many selections over the same stored ratings.
#pragma once

#include <cstdint>
#include <vector>

#include "data/rating.h"
#include "judge/curation.h"
#include "judge/weights.h"

namespace generator::judge {

struct Grid {
  std::vector<Weights> weights;
  std::vector<double> thresholds;  // ascending
};

/// Ten weightings by ten thresholds from 5 to 9.5.
Grid default_grid();

/// Counts, row by row, how many every setting of a grid keeps: the rows that a Curation keeps whose
/// selection has that setting's threshold and weights. Memory for the settings alone; who knows
/// only later whether a row counts keeps its Reach until then, some 80 bytes.
class Sweep {
 public:
  /// `selection`: what is the same everywhere, the bar for accuracy and the topic.
  Sweep(Grid grid, Selection selection);

  /// What a row's rating comes to: of each weighting how many of the thresholds it reaches.
  struct Reach {
    std::vector<std::uint32_t> thresholds;  // empty: a gate takes the row
    bool is_fixed = false;                  // no weights change its total (is_mean_of_parts)
  };
  Reach reach_of(const Rating& rating) const;
  void add(const Reach& reach);
  void add(const Rating& rating) { add(reach_of(rating)); }

  struct Setting {
    const Weights& weights;
    double threshold;
    std::int64_t kept;
    double share;  // of all rated rows; 0 where there is none
  };
  /// Weights in the order of the grid, with each its thresholds.
  std::vector<Setting> settings() const;
  std::int64_t rated() const { return rated_; }
  std::int64_t gated() const { return gated_; }  // that go whatever their total
  std::int64_t fixed() const { return fixed_; }

 private:
  Grid grid_;
  Selection selection_;
  std::int64_t rated_ = 0;
  std::int64_t gated_ = 0;
  std::int64_t fixed_ = 0;
  std::vector<std::int64_t> rows_;  // by weights, then by how many thresholds are reached
};

}  // namespace generator::judge
