// An amount of US dollars, exact: sums of token prices never round.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace generator {

/// Whole picodollars (10⁻¹² USD): a price of 0.000001 USD a million tokens is 1 a token. Up to 9.2
/// million USD; sums and products beyond that stay there instead of wrapping around.
struct Usd {
  std::int64_t pico = 0;

  static constexpr std::int64_t kPerDollar = 1'000'000'000'000;
  double dollars() const { return static_cast<double>(pico) / static_cast<double>(kPerDollar); }
  auto operator<=>(const Usd&) const = default;
};

Usd operator+(Usd a, Usd b);
Usd operator-(Usd a, Usd b);
/// `count` times the amount; nothing for a negative count.
Usd operator*(std::int64_t count, Usd each);
inline Usd& operator+=(Usd& sum, Usd more) { return sum = sum + more; }

/// Not below `amount` times `factor`, which is 1 or more.
Usd stretched(Usd amount, double factor);

/// "0.50", "12", "0.000075": digits and at most one point, at most `decimals` behind it; nothing
/// where the text is anything else or more than there is room for.
std::optional<Usd> read_usd(std::string_view text, int decimals = 12);

/// Of a number of dollars as others report it; what there is no room for becomes the most.
Usd usd_of(double dollars);

/// For people, rounded up so that it never says less than it is: "12.35", below a dollar
/// "0.0123", below a hundredth of a cent "0.000075".
std::string to_text(Usd amount);

}  // namespace generator
