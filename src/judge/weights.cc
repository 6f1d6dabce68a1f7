#include "judge/weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <vector>

#include "base/text.h"

namespace generator::judge {
namespace {

double rounded(double value) { return std::round(value * 1e4) / 1e4; }

}  // namespace

Result<Weights> read_weights(std::string_view text) {
  Weights weights;
  if (text::trim(text).empty()) return weights;
  for (const std::string_view part : text::split(text, ',')) {
    const std::size_t equals = part.find('=');
    const std::string_view name = text::trim(part.substr(0, equals));
    const auto found = std::find(kCriteria.begin(), kCriteria.end(), name);
    if (equals == std::string_view::npos || found == kCriteria.end())
      return fail(ErrorKind::kWrongUse,
                  fmt::format("weights: `{}` is not CRITERION=NUMBER with one of {}",
                              text::for_terminal(text::trim(part)), fmt::join(kCriteria, ", ")));
    const std::string_view number = text::trim(part.substr(equals + 1));
    double value = -1;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    const bool whole = error == std::errc() && end == number.data() + number.size();
    if (!whole || !(value >= 0) || value > 1e6)
      return fail(ErrorKind::kWrongUse, fmt::format("weights: `{}` of {} is not a number from 0 on",
                                                    text::for_terminal(number), name));
    weights.values[static_cast<std::size_t>(found - kCriteria.begin())] = value;
  }
  if (std::all_of(weights.values.begin(), weights.values.end(), [](double w) { return w == 0; }))
    return fail(ErrorKind::kWrongUse, "weights: at least one criterion has to count");
  return weights;
}

std::string to_text(const Weights& weights) {
  std::string out;
  for (std::size_t i = 0; i < kCriteria.size(); ++i)
    out += fmt::format("{}{}={}", i == 0 ? "" : ",", kCriteria[i], weights.values[i]);
  return out;
}

bool is_mean_of_parts(const Rating& rating) {
  if (rating.criteria.empty()) return false;
  double least = 1e300, most = -1e300;
  for (const auto& [name, value] : rating.criteria) {
    least = std::min(least, value);
    most = std::max(most, value);
  }
  return least <= rating.total + 1e-3 && rating.total <= most + 1e-3;
}

std::optional<double> weighted_mean(const Rating& rating, const Weights& weights) {
  double sum = 0, weight = 0;
  for (std::size_t i = 0; i < kCriteria.size(); ++i) {
    if (weights.values[i] == 0) continue;
    const auto value = rating.criterion(kCriteria[i]);
    if (!value) return std::nullopt;
    sum += weights.values[i] * *value;
    weight += weights.values[i];
  }
  if (weight == 0) return std::nullopt;
  return rounded(sum / weight);
}

double total_of(const Rating& rating, const Weights& weights) {
  if (!is_mean_of_parts(rating)) return rating.total;
  return weighted_mean(rating, weights).value_or(rating.total);
}

}  // namespace generator::judge
