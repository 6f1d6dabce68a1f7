// How much of a sweep is played: `make test` plays the quick form, GENERATOR_SWEEP=full (make
// reliability) all of it. The names of tests that ask hold "Sweep".
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace generator::testing {

inline bool is_full_sweep() {
  const char* sweep = std::getenv("GENERATOR_SWEEP");
  return sweep != nullptr && std::string_view(sweep) == "full";
}

/// Whether a sanitizer slows everything down: quick forms are then smaller still.
constexpr bool is_sanitized() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return true;
#else
  return false;
#endif
}

template <class T>
T full_or(T full, T quick, T sanitized) {
  return is_full_sweep() ? full : is_sanitized() ? sanitized : quick;
}

/// Seeds [first, first + count). GENERATOR_SEED=n replays one, GENERATOR_SEEDS=n plays as many.
struct Seeds {
  std::uint64_t first = 0, count = 0;
};

inline Seeds seeds(std::uint64_t full, std::uint64_t quick) {
  if (const char* one = std::getenv("GENERATOR_SEED"))
    return {std::strtoull(one, nullptr, 10), 1};
  if (const char* many = std::getenv("GENERATOR_SEEDS"))
    return {0, std::strtoull(many, nullptr, 10)};
  return {0, is_full_sweep() ? full : quick};
}

}  // namespace generator::testing
