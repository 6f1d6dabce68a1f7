// California's clocks without a time-zone database, which a container may not have: eight hours
// behind UTC, seven from the second Sunday of March, 2 a.m., to the first of November, 2 a.m.
#include "model/quota_day.h"

#include <ctime>

namespace generator {
namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;

std::int64_t unix_seconds(int year, int month, int day) {
  std::tm utc{};
  utc.tm_year = year - 1900;
  utc.tm_mon = month - 1;
  utc.tm_mday = day;
  return static_cast<std::int64_t>(timegm(&utc));
}

/// Midnight (UTC) of the `nth` Sunday of a month.
std::int64_t sunday(int year, int month, int nth) {
  const std::int64_t first = unix_seconds(year, month, 1);
  const std::int64_t weekday = (first / kDay + 4) % 7;  // 1970 began on a Thursday; 0 is Sunday
  return first + ((7 - weekday) % 7 + 7 * (nth - 1)) * kDay;
}

std::int64_t pacific_offset(std::int64_t seconds) {
  const std::time_t time = static_cast<std::time_t>(seconds);
  std::tm utc{};
  gmtime_r(&time, &utc);
  const int year = utc.tm_year + 1900;
  const std::int64_t begins = sunday(year, 3, 2) + (2 + 8) * kHour;
  const std::int64_t ends = sunday(year, 11, 1) + (2 + 7) * kHour;
  return seconds >= begins && seconds < ends ? -7 * kHour : -8 * kHour;
}

}  // namespace

std::int64_t end_of_day(std::int64_t unix_ms, QuotaDay day) {
  const std::int64_t now = unix_ms / 1000;
  if (day == QuotaDay::kUtc) return (now / kDay + 1) * kDay * 1000;
  const std::int64_t local = now + pacific_offset(now);
  const std::int64_t midnight = (local / kDay + 1) * kDay;  // by California's own clock
  // The offset that holds at that midnight; the switch is at 2 a.m., never at midnight.
  const std::int64_t offset = pacific_offset(midnight + 8 * kHour);
  return (midnight - offset) * 1000;
}

}  // namespace generator
