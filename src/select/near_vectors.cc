#include "select/near_vectors.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/random.h"

namespace generator::select {
namespace {

constexpr std::size_t kBits = 12;   // of a band
constexpr std::size_t kBands = 20;  // at a cosine of 0.95 two agree in none once in 700 times
constexpr std::size_t kMany = 64;   // alike: compared with the first of them only

double dot(const SmallVector& a, const SmallVector& b) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::int64_t{a[i]} * b[i];
  return static_cast<double>(sum);
}

/// On which side of the band's random planes the vector lies.
std::uint32_t side(const SmallVector& vector, const std::vector<std::vector<std::int8_t>>& planes) {
  std::uint32_t out = 0;
  for (const auto& plane : planes) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < vector.size(); ++i) sum += std::int64_t{vector[i]} * plane[i];
    out = out << 1 | (sum > 0 ? 1 : 0);
  }
  return out;
}

std::vector<std::vector<std::int8_t>> planes_of(std::size_t dimensions, std::size_t band) {
  Random random(band, "near-vectors");
  std::vector<std::vector<std::int8_t>> out(kBits);
  for (auto& plane : out)
    for (std::size_t i = 0; i < dimensions; ++i) plane.push_back(random.below(2) == 0 ? -1 : 1);
  return out;
}

}  // namespace

SmallVector small_vector(std::span<const float> vector) {
  float largest = 0;
  for (const float number : vector) {
    if (!std::isfinite(number)) return {};
    largest = std::max(largest, std::abs(number));
  }
  SmallVector out;
  if (largest == 0) return out;
  for (const float number : vector)
    out.push_back(static_cast<std::int8_t>(std::lround(number / largest * 127)));
  return out;
}

double cosine(const SmallVector& a, const SmallVector& b) {
  if (a.size() != b.size() || a.empty()) return 0;
  return dot(a, b) / std::sqrt(dot(a, a) * dot(b, b));
}

std::vector<std::pair<std::size_t, std::size_t>> near_vectors(
    std::span<const SmallVector* const> vectors, double least) {
  std::map<std::size_t, std::vector<std::size_t>> by_size;
  for (std::size_t i = 0; i < vectors.size(); ++i)
    if (!vectors[i]->empty()) by_size[vectors[i]->size()].push_back(i);
  std::vector<std::pair<std::size_t, std::size_t>> out;
  for (const auto& [size, rows] : by_size) {
    for (std::size_t band = 0; band < kBands; ++band) {
      const auto planes = planes_of(size, band);
      std::vector<std::pair<std::uint32_t, std::size_t>> sides;
      for (const std::size_t row : rows) sides.emplace_back(side(*vectors[row], planes), row);
      std::ranges::sort(sides);
      for (std::size_t first = 0, i = 0; i < sides.size(); ++i) {
        if (sides[i].first != sides[first].first) first = i;
        for (std::size_t j = first; j < std::min(i, first + kMany); ++j)
          if (cosine(*vectors[sides[i].second], *vectors[sides[j].second]) >= least)
            out.emplace_back(sides[i].second, sides[j].second);
      }
    }
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

}  // namespace generator::select
