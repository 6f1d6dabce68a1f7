// Seeded randomness that gives the same numbers on every machine (std's distributions do not).
#pragma once

#include <cstdint>
#include <random>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.h"

namespace generator {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  /// A stream of its own for `purpose`, so that drawing more in one place changes nothing in
  /// another.
  Random(std::uint64_t seed, std::string_view purpose) : engine_(seed ^ checksum(purpose)) {}

  std::uint64_t next() { return engine_(); }
  /// Uniform in [0, bound); `bound` > 0.
  std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    std::uint64_t x;
    do x = engine_();
    while (x >= limit);
    return x % bound;
  }
  /// Uniform in [0, 1).
  double unit() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }

  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace generator
