// Points in time by which something must have happened.
#pragma once

#include <chrono>
#include <cstdint>

namespace generator {

using Deadline = std::chrono::steady_clock::time_point;

inline Deadline in_ms(std::int64_t ms) {
  return std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
}
/// 0 where it has passed.
inline std::int64_t ms_until(Deadline deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - std::chrono::steady_clock::now());
  return left.count() > 0 ? left.count() : 0;
}

}  // namespace generator
