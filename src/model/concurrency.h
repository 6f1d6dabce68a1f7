// How many requests are in flight: as many as were configured, fewer while the server cannot take
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace generator {

struct ConcurrencyOptions {
  int most = 8;  // what was configured, and where it begins
  /// For servers of one's own, which show overload as latency: they queue and never refuse.
  bool watches_latency = false;
};

/// Pure over the milliseconds it is told.
///
/// Signs of overload are refusals (429, 503, 529), and, where it is watched, latency that is a
/// multiple of what it was. A sign cuts the level to 0.7, once an episode: only requests sent after
/// the cut can cut again. A cut is a question to the server. Where less in flight gets as much
/// done, the level stays low and grows by one for two rounds of replies. Where less gets done and
/// as much is refused, the refusals had another cause: the level goes back up, and that sign must
/// become stronger before it is believed again.
class Concurrency {
 public:
  explicit Concurrency(ConcurrencyOptions options);

  /// Requests that may be in flight, 1 to `most`.
  int level() const { return static_cast<int>(level_); }

  enum class End : std::uint8_t { kServed, kRefused, kOther };
  /// A request is sent; gives its number.
  std::uint64_t sent();
  /// One has ended after `took_ms`. `work` is what it had to do, in any one unit (tokens written),
  /// by which latencies are compared; at least 1. `was_full`: as many were in flight as the level
  /// allows.
  void ended(std::uint64_t number, End end, std::int64_t took_ms, std::int64_t now_ms, double work,
             bool was_full);

  /// A request is answered with the wish for fewer (`ramp_limit_exceeded`, `slow_down`): cuts
  /// without a trial, once an episode.
  void slow_down(std::uint64_t number) {
    if (number >= level_first_) cut(std::nullopt);
  }
  /// Of the last `count` requests that were sent (at most 50) four fifths were refused by now:
  /// there is no point in sending another one.
  bool refuses_all(std::size_t count) const;

 private:
  enum class Sign : std::uint8_t { kRefusals, kLatency };
  struct Trial {
    Sign sign;
    double level_before;
    double rate_before;  // served a millisecond
    double strength;     // of the sign when it was believed
    std::size_t served = 0;
    std::int64_t since_ms = -1;  // of the first reply to a request of this level
  };
  void cut(std::optional<Trial> trial);
  void judge(std::int64_t now_ms);
  void look_for_signs();
  double refused_share() const;
  std::optional<double> rate() const;
  std::optional<double> slowness();

  ConcurrencyOptions options_;
  double level_;
  std::uint64_t next_ = 1, level_first_ = 1;  // numbers; of the first sent at this level
  std::deque<bool> refused_;            // of the last 50 sent, whether they were refused by now
  std::deque<std::int64_t> served_at_;  // the last that were served
  std::deque<double> pace_;             // milliseconds a unit of work, the last at this level
  std::size_t paced_ = 0;               // ever, at this level
  double best_pace_ = 0;                // 0: not known
  double refusals_believed_ = 0;        // a share above it is a sign
  double slowness_believed_ = 4;        // as a multiple of the best pace
  std::optional<Trial> trial_;
};

}  // namespace generator
