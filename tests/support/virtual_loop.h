// A loop and a clock on virtual time: a whole run plays in microseconds, the same way for the same
// seed.
#pragma once

#include <functional>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "http/loop.h"

namespace generator::testing {

/// Time stands still until it is set forward.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(std::int64_t start_unix_ms = 1'700'000'000'000) : start_(start_unix_ms) {}
  std::int64_t unix_ms() const override { return start_ + now_; }
  std::int64_t monotonic_ms() const override { return now_; }
  void set(std::int64_t monotonic_ms) { now_ = monotonic_ms; }
  void advance(std::int64_t ms) { now_ += ms; }

 private:
  std::int64_t start_;
  std::int64_t now_ = 0;
};

/// Events in order of (time, order of asking). Pool jobs run on the one thread, after a delay drawn
/// from the seed.
class VirtualLoop final : public Loop {
 public:
  explicit VirtualLoop(FakeClock& clock, std::uint64_t seed = 0, std::int64_t longest_job_ms = 5)
      : clock_(clock), random_(seed, "loop"), longest_job_ms_(longest_job_ms) {}

  void post(Action action) override { after(0, std::move(action)); }
  Timer after(std::int64_t ms, Action action) override {
    const Timer id = ++last_;
    const Key key{clock_.monotonic_ms() + (ms < 0 ? 0 : ms), id};
    events_.emplace(key, std::move(action));
    due_.emplace(id, key.first);
    return id;
  }
  void cancel(Timer timer) override {
    const auto due = due_.find(timer);
    if (due == due_.end()) return;
    events_.erase({due->second, timer});
    due_.erase(due);
  }
  void work(Action job, Action done) override {
    const auto starts =
        static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(longest_job_ms_) + 1));
    const auto takes =
        static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(longest_job_ms_) + 1));
    after(starts, [this, takes, job = std::move(job), done = std::move(done)]() mutable {
      job();
      after(takes, std::move(done));
    });
  }
  void on_interrupt(Action action) override { interrupt_ = std::move(action); }
  void run_until(const std::function<bool()>& finished) override {
    while (!finished()) {
      if (events_.empty()) throw Fatal(1, "virtual loop: nothing is left to wait for");
      auto next = events_.extract(events_.begin());
      due_.erase(next.key().second);
      if (next.key().first > clock_.monotonic_ms()) clock_.set(next.key().first);
      next.mapped()();
    }
  }
  std::int64_t monotonic_ms() const override { return clock_.monotonic_ms(); }
  int cores() const override { return 2; }

  /// As the first signal does.
  void interrupt() {
    if (const Action action = std::exchange(interrupt_, nullptr)) action();
  }

 private:
  using Key = std::pair<std::int64_t, Timer>;
  FakeClock& clock_;
  Random random_;
  std::int64_t longest_job_ms_;
  std::map<Key, Action> events_;
  std::unordered_map<Timer, std::int64_t> due_;
  Timer last_ = 0;
  Action interrupt_;
};

}  // namespace generator::testing
