// Lets requests leave so that no minute, wherever it begins, holds more than the limits allow.
#pragma once

#include <cstdint>
#include <deque>

#include "model/limits.h"

namespace generator {

/// A log of what was sent in the last minute. Pure over the milliseconds it is told, which must not
/// go back; any clock will do. What is reserved counts until a minute after it was sent, whatever
/// became of it, for a provider counts refused and lost requests too. O(1) a request, amortised.
class Limiter {
 public:
  /// A request is counted where it arrives, up to `kArrivalMs` later than it was sent: the window
  /// that is kept is longer by that much, so that two arrivals are never closer than they should.
  static constexpr std::int64_t kArrivalMs = 600;
  static constexpr std::int64_t kWindowMs = 60'000 + kArrivalMs;
  /// Of a limit in tokens this share is used; the rest bears what estimates are too low.
  static constexpr double kTokenShare = 0.985;

  /// 0: that measure is not limited. What was sent before stays counted.
  void set(const Amounts& per_minute) { limits_ = per_minute; }
  const Amounts& limits() const { return limits_; }

  /// Milliseconds until a request of this `cost` may leave; 0: now. For a cost that is over a limit
  /// by itself, see `fits`.
  std::int64_t wait_ms(const Amounts& cost, std::int64_t now_ms);
  /// Whether a request of this cost can ever leave.
  bool fits(const Amounts& cost) const;

  /// Counts a request that leaves now. The caller has asked `wait_ms`.
  std::uint64_t reserve(const Amounts& cost, std::int64_t now_ms);
  /// What it really cost, once that is known; its time stays that of leaving. Too late is no error.
  void settle(std::uint64_t reservation, const Amounts& cost);

  /// What was sent in the window that ends now.
  const Amounts& used(std::int64_t now_ms);

  struct Spent {
    std::int64_t ms = 0;
    Amounts cost;
  };
  /// The window, oldest first: for keeping it across processes.
  const std::deque<Spent>& window() const { return window_; }

 private:
  std::int64_t usable(Measure measure) const;
  void forget(std::int64_t now_ms);

  Amounts limits_, used_;
  std::deque<Spent> window_;
  std::uint64_t first_ = 1;  // the reservation at the front of the window
};

}  // namespace generator
