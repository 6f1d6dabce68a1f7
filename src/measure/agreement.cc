#include "measure/agreement.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace generator::measure {
namespace {

double squared(double x) { return x * x; }

// A matrix of how often two values stand in one unit, every unit counting as much as it has values.
struct Coincidences {
  std::vector<double> values;  // ascending
  std::vector<std::vector<double>> together;
  std::vector<double> sums;  // of each row
  double total = 0;
};

std::vector<double> given(const UnitValues& unit) {
  std::vector<double> out;
  for (const auto& value : unit)
    if (value) out.push_back(*value);
  return out;
}

Coincidences coincidences(std::span<const UnitValues> units) {
  std::map<double, std::size_t> index;
  for (const UnitValues& unit : units)
    if (const auto values = given(unit); values.size() > 1)
      for (const double value : values) index.emplace(value, 0);
  Coincidences out;
  for (auto& [value, place] : index) {
    place = out.values.size();
    out.values.push_back(value);
  }
  out.together.assign(index.size(), std::vector<double>(index.size()));
  for (const UnitValues& unit : units) {
    const auto values = given(unit);
    for (std::size_t i = 0; i < values.size(); ++i)
      for (std::size_t j = 0; j < values.size(); ++j)
        if (i != j)
          out.together[index.at(values[i])][index.at(values[j])] +=
              1 / static_cast<double>(values.size() - 1);
  }
  for (const auto& row : out.together)
    out.sums.push_back(std::accumulate(row.begin(), row.end(), 0.0));
  out.total = std::accumulate(out.sums.begin(), out.sums.end(), 0.0);
  return out;
}

// The squared difference of the values at `a` < `b`.
double difference(const Coincidences& in, std::size_t a, std::size_t b, Level level) {
  if (level == Level::kNominal) return 1;
  if (level == Level::kInterval) return squared(in.values[b] - in.values[a]);
  double between = -(in.sums[a] + in.sums[b]) / 2;
  for (std::size_t i = a; i <= b; ++i) between += in.sums[i];
  return squared(between);
}

// Ascending ranks from 1, those of equal values being the mean of the places that they take.
std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> out(values.size());
  for (std::size_t from = 0, to = 0; from < order.size(); from = to) {
    while (to < order.size() && values[order[to]] == values[order[from]]) ++to;
    for (std::size_t i = from; i < to; ++i)
      out[order[i]] = (static_cast<double>(from + to) + 1) / 2;
  }
  return out;
}

}  // namespace

std::optional<double> cohens_kappa(const Confusion& counts, KappaWeights weights) {
  const std::size_t size = counts.size();
  std::vector<double> rows(size), columns(size);
  double total = 0;
  for (std::size_t i = 0; i < size; ++i)
    for (std::size_t j = 0; j < size; ++j) {
      const auto count = static_cast<double>(counts[i][j]);
      rows[i] += count;
      columns[j] += count;
      total += count;
    }
  double observed = 0, expected = 0;
  for (std::size_t i = 0; i < size; ++i)
    for (std::size_t j = 0; j < size; ++j) {
      if (i == j) continue;
      const double weight = weights == KappaWeights::kUnweighted
                                ? 1
                                : squared(static_cast<double>(i) - static_cast<double>(j));
      observed += weight * static_cast<double>(counts[i][j]);
      expected += weight * rows[i] * columns[j];
    }
  if (expected == 0) return std::nullopt;
  return 1 - observed * total / expected;
}

std::optional<double> krippendorffs_alpha(std::span<const UnitValues> units, Level level) {
  const Coincidences in = coincidences(units);
  double observed = 0, expected = 0;
  for (std::size_t a = 0; a < in.values.size(); ++a)
    for (std::size_t b = a + 1; b < in.values.size(); ++b) {
      const double apart = difference(in, a, b, level);
      observed += in.together[a][b] * apart;
      expected += in.sums[a] * in.sums[b] * apart;
    }
  if (expected == 0) return std::nullopt;
  return 1 - (in.total - 1) * observed / expected;
}

std::optional<double> spearmans_rho(std::span<const std::pair<double, double>> pairs) {
  std::vector<double> first, second;
  for (const auto& [a, b] : pairs) {
    first.push_back(a);
    second.push_back(b);
  }
  const std::vector<double> x = ranks(first), y = ranks(second);
  const double mean = (static_cast<double>(pairs.size()) + 1) / 2;
  double both = 0, of_x = 0, of_y = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    both += (x[i] - mean) * (y[i] - mean);
    of_x += squared(x[i] - mean);
    of_y += squared(y[i] - mean);
  }
  if (of_x == 0 || of_y == 0) return std::nullopt;
  return both / std::sqrt(of_x * of_y);
}

}  // namespace generator::measure
