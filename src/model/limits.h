// How much a provider lets one account ask, as numbers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace generator {

/// What is counted in a window of a minute.
enum class Measure : std::uint8_t { kRequests, kTokens, kOutput };
inline constexpr std::size_t kMeasures = 3;

/// One amount a measure.
struct Amounts {
  std::array<std::int64_t, kMeasures> of{};
  std::int64_t& operator[](Measure measure) { return of[static_cast<std::size_t>(measure)]; }
  std::int64_t operator[](Measure measure) const { return of[static_cast<std::size_t>(measure)]; }
  bool operator==(const Amounts&) const = default;
};

/// 0: not known, so not limited.
struct Limits {
  Amounts per_minute;  // tokens by the provider's own TokenRule; output tokens apart
  std::int64_t requests_per_day = 0;
  bool operator==(const Limits&) const = default;
  bool any() const { return *this != Limits{}; }
};

/// What of a request counts as its tokens.
enum class TokenRule : std::uint8_t {
  kUsed,           // input and output together: servers of one's own
  kReserved,       // OpenAI: the larger of the output that is allowed and the input, when it comes
  kInput,          // Gemini
  kUncachedInput,  // Anthropic: what the prompt cache gives is free; output is limited apart
};

}  // namespace generator
