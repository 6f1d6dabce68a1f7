// Time comes in as an argument, so that a whole run can be played on a virtual clock.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace generator {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::int64_t unix_ms() const = 0;       // wall time, milliseconds since 1970
  virtual std::int64_t monotonic_ms() const = 0;  // never goes back; for durations
};

/// The machine's clock; `unix_ms` stands still at SOURCE_DATE_EPOCH (seconds) where that variable
/// is set.
class SystemClock final : public Clock {
 public:
  SystemClock();
  std::int64_t unix_ms() const override;
  std::int64_t monotonic_ms() const override;

 private:
  std::int64_t fixed_ms_ = -1;
};

/// "2026-11-23T09:10:25Z"
std::string iso_time(std::int64_t unix_ms);
/// "1h02m", "3m20s", "12.3s"
std::string duration_text(std::int64_t ms);

}  // namespace generator
