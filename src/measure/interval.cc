// Wilson's interval stays inside 0..1 and is right for few trials and for shares near the ends,
// where the textbook's p ± z·√(p(1−p)/n) is not (E. B. Wilson, 1927).
#include "measure/interval.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace generator::measure {
namespace {

constexpr double kZ = 1.959964;  // 97.5 % of the normal distribution

// 97.5 % of Student's distribution, by degrees of freedom from 1.
constexpr double kStudent[] = {12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060,
                               2.2622,  2.2281, 2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199,
                               2.1098,  2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639,
                               2.0595,  2.0555, 2.0518, 2.0484, 2.0452, 2.0423};

double student(std::size_t freedom) {
  if (freedom <= std::size(kStudent)) return kStudent[freedom - 1];
  return kZ + (kZ * kZ * kZ + kZ) / (4 * static_cast<double>(freedom));
}

}  // namespace

Estimate share_of(std::int64_t hits, std::int64_t of) {
  if (of <= 0) return {0, 0, 1};
  const auto n = static_cast<double>(of);
  const double p = static_cast<double>(hits) / n;
  const double z2 = kZ * kZ;
  const double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half = kZ / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  return {p, std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

Estimate mean_of(std::span<const double> values) {
  if (values.empty()) return {};
  const auto n = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / n;
  if (values.size() == 1) return {mean, 0, std::numeric_limits<double>::infinity()};
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double half = student(values.size() - 1) * std::sqrt(squares / (n - 1) / n);
  return {mean, std::max(0.0, mean - half), mean + half};
}

Estimate scaled(const Estimate& estimate, double factor) {
  return {estimate.value * factor, estimate.low * factor, estimate.high * factor};
}

}  // namespace generator::measure
