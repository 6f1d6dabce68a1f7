#include "report/rating_statistics.h"

#include <algorithm>
#include <cmath>

namespace generator {
namespace {

double share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

double mean(std::int64_t thousandths, std::int64_t rows) { return share(thousandths, rows) / 1000; }

// Ratings as floating-point sums of weighted parts: 7.0 may come as 6.999999.
std::int64_t thousandths(double value) {
  return std::isfinite(value) ? std::llround(std::clamp(value, -1e6, 1e6) * 1000) : 0;
}

}  // namespace

void RatingStatistics::add_to(Sum& sum, double value, bool kept) {
  sum.all += thousandths(value);
  ++sum.all_rows;
  if (!kept) return;
  sum.kept += thousandths(value);
  ++sum.kept_rows;
}

void RatingStatistics::add(const Rating& rating, bool kept) {
  ++rated_;
  if (kept) ++kept_;
  const std::int64_t total = thousandths(rating.total);
  if (total == thousandths(threshold_)) ++at_threshold_;
  ++histogram_[static_cast<std::size_t>(std::clamp<std::int64_t>(total / 1000 - 1, 0, 9))];
  add_to(total_, rating.total, kept);
  for (const auto& [name, value] : rating.criteria) add_to(criteria_[name], value, kept);
  if (rating.reasoning_quality) add_to(criteria_["reasoning"], *rating.reasoning_quality, kept);
  ++judges_[rating.model.empty() ? "unknown" : rating.model];
}

RatingReport RatingStatistics::report() const {
  RatingReport out;
  out.rated = rated_;
  out.kept = kept_;
  out.retention = share(kept_, rated_);
  out.threshold = threshold_;
  out.at_threshold = at_threshold_;
  out.tied_share = share(at_threshold_, rated_);
  out.histogram = histogram_;
  const auto put = [&](const std::string& name, const Sum& sum) {
    out.criteria.push_back({name, mean(sum.all, sum.all_rows), mean(sum.kept, sum.kept_rows)});
  };
  if (rated_ > 0) put("total", total_);
  for (const auto& [name, sum] : criteria_) put(name, sum);
  out.judges.assign(judges_.begin(), judges_.end());
  return out;
}

}  // namespace generator
