#include "base/usd.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace generator {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

std::int64_t power_of_ten(int n) {
  std::int64_t out = 1;
  for (; n > 0; --n) out *= 10;
  return out;
}

// Rounded up to `decimals` places.
std::string with_decimals(std::int64_t pico, int decimals) {
  const std::int64_t step = power_of_ten(12 - decimals);
  const std::int64_t steps = pico / step + (pico % step > 0 ? 1 : 0);
  const std::int64_t whole = power_of_ten(decimals);
  return fmt::format("{}.{:0{}}", steps / whole, steps % whole, decimals);
}

}  // namespace

Usd operator+(Usd a, Usd b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a.pico, b.pico, &sum)) sum = a.pico < 0 ? -kMost : kMost;
  return {sum};
}

Usd operator-(Usd a, Usd b) {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(a.pico, b.pico, &difference)) difference = a.pico < 0 ? -kMost : kMost;
  return {difference};
}

Usd operator*(std::int64_t count, Usd each) {
  std::int64_t product = 0;
  if (count <= 0) return {};
  if (__builtin_mul_overflow(count, each.pico, &product)) product = each.pico < 0 ? -kMost : kMost;
  return {product};
}

Usd stretched(Usd amount, double factor) {
  const double product = std::ceil(static_cast<double>(amount.pico) * factor);
  return {product >= static_cast<double>(kMost) ? kMost : static_cast<std::int64_t>(product)};
}

std::optional<Usd> read_usd(std::string_view text, int decimals) {
  std::int64_t whole = 0, unit = Usd::kPerDollar;
  bool has_digit = false, behind_point = false;
  for (const char c : text) {
    if (c == '.' && !behind_point) {
      behind_point = true;
      continue;
    }
    if (c < '0' || c > '9' || (behind_point && decimals-- <= 0)) return std::nullopt;
    if (behind_point) unit /= 10;
    std::int64_t value = 0;
    if (!behind_point && __builtin_mul_overflow(whole, 10, &whole)) return std::nullopt;
    if (__builtin_mul_overflow(static_cast<std::int64_t>(c - '0'), unit, &value) ||
        __builtin_add_overflow(whole, value, &whole))
      return std::nullopt;
    has_digit = true;
  }
  if (!has_digit) return std::nullopt;
  return Usd{whole};
}

Usd usd_of(double dollars) {
  const double pico = std::round(dollars * static_cast<double>(Usd::kPerDollar));
  if (std::abs(pico) < static_cast<double>(kMost)) return {static_cast<std::int64_t>(pico)};
  return {dollars < 0 ? -kMost : kMost};
}

std::string to_text(Usd amount) {
  if (amount.pico < 0) return "-" + to_text(Usd{-amount.pico});
  if (amount.pico >= Usd::kPerDollar) return with_decimals(amount.pico, 2);
  if (amount.pico == 0) return "0.00";
  return with_decimals(amount.pico, amount.pico >= Usd::kPerDollar / 10'000 ? 4 : 6);
}

}  // namespace generator
