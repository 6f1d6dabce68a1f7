// How sure a number is that was measured on a sample.
#pragma once

#include <cstdint>
#include <span>

namespace generator::measure {

/// A value and the bounds between which the true one lies in 95 of 100 such samples.
struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;
};

/// The share of `hits` in `of`, with Wilson's score interval; 0 to 1 where `of` is 0.
Estimate share_of(std::int64_t hits, std::int64_t of);

/// The mean of independent values with Student's t interval; the lower bound is not below 0, which
/// none of our values is. One value alone tells nothing of its spread: its upper bound is infinite.
Estimate mean_of(std::span<const double> values);

/// All three numbers times `factor`, which is not negative.
Estimate scaled(const Estimate& estimate, double factor);

}  // namespace generator::measure
