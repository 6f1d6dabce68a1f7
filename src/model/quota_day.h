// When the day of a provider's daily quota ends.
#pragma once

#include <cstdint>

namespace generator {

enum class QuotaDay : std::uint8_t { kUtc, kPacific };  // Gemini counts by midnight in California

/// The next midnight after `unix_ms`, as milliseconds since 1970.
std::int64_t end_of_day(std::int64_t unix_ms, QuotaDay day);

}  // namespace generator
