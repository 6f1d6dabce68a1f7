// A log and not a bucket: a bucket that is refilled steadily lets up to twice its limit pass in the
// minute after a pause, and a fixed minute lets twice its limit pass around its end. The log is as
// exact as the provider's strictest reading, and whoever keeps to it also keeps to a bucket of the
// same size.
#include "model/limiter.h"

#include <algorithm>

namespace generator {
namespace {

constexpr Measure kAll[] = {Measure::kRequests, Measure::kTokens, Measure::kOutput};

}  // namespace

std::int64_t Limiter::usable(Measure measure) const {
  const std::int64_t limit = limits_[measure];
  if (limit == 0 || measure == Measure::kRequests) return limit;
  return std::max<std::int64_t>(
      1, static_cast<std::int64_t>(static_cast<double>(limit) * kTokenShare));
}

void Limiter::forget(std::int64_t now_ms) {
  while (!window_.empty() && window_.front().ms + kWindowMs <= now_ms) {
    for (const Measure measure : kAll) used_[measure] -= window_.front().cost[measure];
    window_.pop_front();
    ++first_;
  }
}

std::int64_t Limiter::wait_ms(const Amounts& cost, std::int64_t now_ms) {
  forget(now_ms);
  std::int64_t until = now_ms;
  for (const Measure measure : kAll) {
    if (limits_[measure] == 0) continue;
    std::int64_t over = used_[measure] + cost[measure] - usable(measure);
    for (const Spent& spent : window_) {
      if (over <= 0) break;
      over -= spent.cost[measure];
      until = std::max(until, spent.ms + kWindowMs);
    }
  }
  return until - now_ms;
}

bool Limiter::fits(const Amounts& cost) const {
  return std::ranges::all_of(kAll, [&](Measure measure) {
    return limits_[measure] == 0 || cost[measure] <= usable(measure);
  });
}

std::uint64_t Limiter::reserve(const Amounts& cost, std::int64_t now_ms) {
  forget(now_ms);
  window_.push_back({now_ms, cost});
  for (const Measure measure : kAll) used_[measure] += cost[measure];
  return first_ + window_.size() - 1;
}

void Limiter::settle(std::uint64_t reservation, const Amounts& cost) {
  if (reservation < first_ || reservation >= first_ + window_.size()) return;
  Amounts& counted = window_[reservation - first_].cost;
  for (const Measure measure : kAll) used_[measure] += cost[measure] - counted[measure];
  counted = cost;
}

const Amounts& Limiter::used(std::int64_t now_ms) {
  forget(now_ms);
  return used_;
}

}  // namespace generator
