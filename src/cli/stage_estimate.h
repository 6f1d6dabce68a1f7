// What the requests of one stage would come to, as ranges.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/known_replies.h"
#include "cli/pace.h"
#include "cli/session.h"
#include "model/batch.h"
#include "model/price.h"
#include "run/dialogue.h"

namespace generator::cli {

struct Range {
  double low = 0, high = 0;
  Range& operator+=(const Range& more) {
    low += more.low;
    high += more.high;
    return *this;
  }
};

/// Tokens of a prompt, counted in another vocabulary than the model's own, are in this range of
/// the count.
Range vocabulary(std::string_view provider, bool is_exact);

class StageEstimate {
 public:
  /// `replies` must outlive this, and what `session` and `settings` refer to.
  StageEstimate(std::string_view stage, const Session& session, const Settings& settings,
                const KnownReplies& replies, const std::string& ledger);

  /// A request whose `prompt` has so many tokens, asked `times`; the reply has at least `reply`.
  void add(const ChatRequest& request, Range times, Range prompt, std::int64_t reply);
  /// The same for one that is known to the letter, and stands for `times` like it: where the ledger
  /// answers it, this one costs nothing.
  void add(const Ask& ask, Range times, Range prompt, std::int64_t reply);

  Range requests, input, output, usd;
  bool priced = true;      // every request has a price
  std::int64_t known = 0;  // answered by the ledger
  std::optional<ChatRequest> first;

  bool is_paid() const { return is_paid_; }
  /// With `concurrency` in flight and `kQuickReply` to `kSlowReply` seconds a reply, and at the
  /// limits.
  Range seconds() const;
  const Limits& limits() const { return limits_; }
  /// Into how many batches the requests go, and what one of them holds at most; where the stage is
  /// asked in batches.
  Range batches() const;
  const BatchLimits& batch_limits() const { return batch_limits_; }

  static constexpr double kQuickReply = 2, kSlowReply = 20;  // seconds

 private:
  const KnownReplies& replies_;
  std::string identity_;
  bool is_rules_, is_paid_;
  const Price* price_;
  std::int64_t now_unix_ms_;
  int concurrency_;
  TokenRule rule_;
  Limits limits_;
  Load least_, most_;
  std::unique_ptr<BatchProvider> batch_form_;  // nullptr: not in batches
  BatchLimits batch_limits_;
  Range batch_bytes_;
};

}  // namespace generator::cli
