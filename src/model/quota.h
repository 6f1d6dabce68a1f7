// What the provider still allows: limits that are set, preset or learned, and what was used of
// them.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "model/chat.h"
#include "model/limit_headers.h"
#include "model/limiter.h"
#include "model/limits.h"
#include "model/quota_day.h"
#include "model/token_estimate.h"

namespace generator {

struct QuotaOptions {
  TokenRule rule = TokenRule::kUsed;
  Limits configured;  // by the user; where the provider says less, the less holds
  Limits preset;      // until the provider says otherwise
  QuotaDay day = QuotaDay::kUtc;
  std::string path;  // of the file that tells the next process; "": none
};

/// What holds of limits that are set, preset, and learned.
Limits limits_in_force(const QuotaOptions& options, const Limits& learned);

/// Of one model of one account. Times are the loop's monotonic milliseconds, which all processes of
/// a machine share until it is started anew, and `unix_ms` for the quota's day.
///
/// Processes after this one respect what it used of the last minute and the day, and the limits it
/// learned: they stand in `path`. A process that is killed leaves there what it had leave to send
/// before the next write, at most a fiftieth of each limit or one request more than it sent.
/// Processes at the same time know of each other only where the provider says in its responses how
/// much remains.
class Quota {
 public:
  /// Reads `path` where it is there; what is no such file is taken for an empty one, and replaced.
  Quota(QuotaOptions options, std::int64_t now_ms);
  /// Writes `path` once more, so that the next process need not assume more than was sent.
  ~Quota();
  Quota(const Quota&) = delete;
  Quota& operator=(const Quota&) = delete;

  /// Whether a request may leave.
  struct Leave {
    enum class Kind : std::uint8_t { kNow, kLater, kNever, kNotToday };
    Kind kind = Kind::kNow;
    std::int64_t wait_ms = 0;       // kLater
    std::int64_t ends_unix_ms = 0;  // kNotToday: of the day
    std::string limit;              // that stands in the way: "10 requests a minute"
  };
  Leave ask(const RequestSize& size, std::int64_t now_ms, std::int64_t unix_ms);
  /// Counts a request that leaves now, and gives the ticket to settle it with. Errors: kIo
  /// (`path`).
  Result<std::uint64_t> take(const RequestSize& size, std::int64_t now_ms, std::int64_t unix_ms);
  /// A reply came, and says what was used.
  void settle(std::uint64_t ticket, const RequestSize& size, const Usage& usage);

  /// From the headers of a response. What the provider counted and we did not was asked by others,
  /// and counts from now.
  void learn(const LimitReport& report, std::int64_t now_ms, std::int64_t unix_ms);
  /// From an error that names the limit which was passed.
  void learn(const Limits& limits);

  const Limits& limits() const { return limits_; }
  const Amounts& used(std::int64_t now_ms) { return limiter_.used(now_ms); }

 private:
  void combine();
  void turn_day(std::int64_t unix_ms);
  void read(std::int64_t now_ms);
  Status write(const Amounts& ahead);
  Amounts ahead() const;

  QuotaOptions options_;
  Limits learned_, limits_;
  Limiter limiter_;
  TokenEstimate estimate_;
  std::int64_t day_requests_ = 0, day_ends_unix_ms_ = 0;
  std::int64_t now_ms_ = 0;  // when it was last told
  Amounts unwritten_;        // sent since `path` was written
  Amounts leased_;           // that `path` allows to be sent since
};

}  // namespace generator
