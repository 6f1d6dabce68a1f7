// TCP takes each loss for congestion, and at a fifth of packets lost by chance comes to a stand.
// A proxy that refuses every fifth request by chance would do the same to us: 20 % of refusals must
// cost 20 % of the calls and no more. So the cut is measured: served replies a second before it
// against after it, each over enough replies to tell 1.0 from 0.7 (64 and more).
#include "model/concurrency.h"

#include <algorithm>
#include <vector>

namespace generator {
namespace {

constexpr double kCut = 0.7;
constexpr double kGrowth = 0.5;       // a round of replies
constexpr std::size_t kShareOf = 50;  // refusals are counted among so many that were sent
constexpr std::size_t kFewest = 10;   // below so many, no share is told
constexpr double kFlood = 0.5;        // above this share nothing is weighed: it is overload
constexpr std::size_t kRateOf = 64;   // replies to measure a rate by
constexpr std::size_t kPaceOf = 64;   // latencies to compare
constexpr double kForgiven = 0.9998;  // a reply: disbelief fades
constexpr double kFirstSlowness = 4;

}  // namespace

Concurrency::Concurrency(ConcurrencyOptions options)
    : options_(options), level_(std::max(1, options.most)) {}

std::uint64_t Concurrency::sent() {
  refused_.push_back(false);
  if (refused_.size() > kShareOf) refused_.pop_front();
  return next_++;
}

/// Of the requests sent at this level. Those that are in flight count as not refused: refusals come
/// quickly, and those that ended first are no fair sample.
double Concurrency::refused_share() const {
  const std::size_t count = std::min<std::size_t>(refused_.size(), next_ - level_first_);
  if (count < kFewest) return 0;
  const auto refused =
      std::count(refused_.end() - static_cast<std::ptrdiff_t>(count), refused_.end(), true);
  return static_cast<double>(refused) / static_cast<double>(count);
}

bool Concurrency::refuses_all(std::size_t count) const {
  if (refused_.size() < count) return false;
  const auto refused =
      std::count(refused_.end() - static_cast<std::ptrdiff_t>(count), refused_.end(), true);
  return static_cast<std::size_t>(refused) * 5 >= count * 4;
}

std::optional<double> Concurrency::rate() const {
  if (served_at_.size() < kRateOf / 2 || served_at_.back() == served_at_.front())
    return std::nullopt;
  return static_cast<double>(served_at_.size() - 1) /
         static_cast<double>(served_at_.back() - served_at_.front());
}

/// The median pace as a multiple of the best that was seen; nothing before there are enough.
std::optional<double> Concurrency::slowness() {
  if (pace_.size() < kPaceOf || paced_ % (kPaceOf / 4) != 0) return std::nullopt;
  std::vector<double> sorted(pace_.begin(), pace_.end());
  std::ranges::sort(sorted);
  const double low = sorted[sorted.size() / 10];
  best_pace_ = best_pace_ == 0 ? low : std::min(best_pace_, low);
  return best_pace_ <= 0 ? std::nullopt : std::optional(sorted[sorted.size() / 2] / best_pace_);
}

void Concurrency::cut(std::optional<Trial> trial) {
  trial_ = trial;
  level_ = std::max(1.0, level_ * kCut);
  level_first_ = next_;
  pace_.clear();
  paced_ = 0;
}

void Concurrency::ended(std::uint64_t number, End end, std::int64_t took_ms, std::int64_t now_ms,
                        double work, bool was_full) {
  const bool is_of_level = number >= level_first_;
  if (end == End::kServed) {
    served_at_.push_back(now_ms);
    if (served_at_.size() > kRateOf) served_at_.pop_front();
    refusals_believed_ *= kForgiven;
    slowness_believed_ = kFirstSlowness + (slowness_believed_ - kFirstSlowness) * kForgiven;
    if (trial_ && trial_->since_ms >= 0) ++trial_->served;
    if (trial_ && trial_->since_ms < 0 && is_of_level) trial_->since_ms = now_ms;
    if (!trial_ && was_full) level_ = std::min<double>(options_.most, level_ + kGrowth / level_);
  }
  if (end == End::kRefused && next_ - number <= refused_.size())
    refused_[refused_.size() - (next_ - number)] = true;
  if (is_of_level && end == End::kServed && options_.watches_latency) {
    pace_.push_back(static_cast<double>(took_ms) / std::max(1.0, work));
    ++paced_;
    if (pace_.size() > kPaceOf) pace_.pop_front();
  }
  if (!is_of_level) return;
  judge(now_ms);
  if (end != End::kOther) look_for_signs();
}

/// Ends a trial that has seen enough.
void Concurrency::judge(std::int64_t now_ms) {
  if (!trial_ ||
      trial_->served < std::max<std::size_t>(kRateOf, 2 * static_cast<std::size_t>(level_)) ||
      now_ms <= trial_->since_ms)
    return;
  const double rate =
      static_cast<double>(trial_->served) / static_cast<double>(now_ms - trial_->since_ms);
  const double if_in_vain = level_ / trial_->level_before;
  const bool in_vain = rate < trial_->rate_before * (1 + if_in_vain) / 2;
  if (in_vain) {
    // Fewer refusals and fewer answers: it was overload, and the cut too deep.
    const bool helped = trial_->sign == Sign::kRefusals && refused_share() < trial_->strength / 3;
    if (trial_->sign == Sign::kRefusals && !helped)
      refusals_believed_ = std::min(0.95, std::max(trial_->strength, refused_share()) * 1.5 + 0.1);
    if (trial_->sign == Sign::kLatency) slowness_believed_ = trial_->strength * 2;
    level_ = helped ? (level_ + trial_->level_before) / 2 : trial_->level_before;
    level_first_ = next_;
    pace_.clear();
    paced_ = 0;
  }
  trial_.reset();
}

void Concurrency::look_for_signs() {
  if (level_ <= 1) return;
  const double share = refused_share();
  const bool is_flood = share > std::max(kFlood, refusals_believed_);
  if (is_flood) return cut(std::nullopt);
  if (trial_) return;
  const std::optional<double> before = rate();
  if (!before) return;
  if (share > refusals_believed_) return cut(Trial{Sign::kRefusals, level_, *before, share});
  if (!options_.watches_latency) return;
  const std::optional<double> slow = slowness();
  if (slow && *slow > slowness_believed_) cut(Trial{Sign::kLatency, level_, *before, *slow});
}

}  // namespace generator
