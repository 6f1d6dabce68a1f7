// How a judge rated a set.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "data/rating.h"

namespace generator {

struct CriterionReport {
  std::string name;  // "total", "clarity", ...
  double all = 0;    // mean over all rated rows that have it
  double kept = 0;   // mean over the kept ones; 0 where none
};

struct RatingReport {
  std::int64_t rated = 0;
  std::int64_t kept = 0;
  double retention = 0;  // kept / rated
  double threshold = 0;
  std::int64_t at_threshold = 0;             // ratings equal to the threshold
  double tied_share = 0;                     // at_threshold / rated
  std::array<std::int64_t, 10> histogram{};  // [0]: below 2, [i]: i+1 up to i+2, [9]: 10
  std::vector<CriterionReport> criteria;     // "total" first, then by name
  std::vector<std::pair<std::string, std::int64_t>> judges;  // model and rows, by name
};

/// Collects over rated rows; sums are kept in whole thousandths, so that the order of rows changes
/// nothing.
class RatingStatistics {
 public:
  explicit RatingStatistics(double threshold) : threshold_(threshold) {}
  void add(const Rating& rating, bool kept);
  RatingReport report() const;

 private:
  struct Sum {
    std::int64_t all = 0, all_rows = 0, kept = 0, kept_rows = 0;  // sums in thousandths
  };
  static void add_to(Sum& sum, double value, bool kept);
  double threshold_;
  std::int64_t rated_ = 0, kept_ = 0, at_threshold_ = 0;
  std::array<std::int64_t, 10> histogram_{};
  Sum total_;
  std::map<std::string, Sum> criteria_;
  std::map<std::string, std::int64_t> judges_;
};

}  // namespace generator
