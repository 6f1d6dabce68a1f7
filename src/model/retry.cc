// The official SDKs' table (408, 409, 429, 5xx, lost connections; `x-should-retry` overrides), with
// more patience than they have: they serve one request that a person waits for, a run loses all
// that is in flight. What cannot get better by asking again (key, credit, quota, model) stops the
// run at once.
#include "model/retry.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace generator {

using Kind = CallError::Kind;

namespace {

bool others_are_served(const Tries& tries, const EndpointHealth& health) {
  return health.served_ms > tries.first_sent_ms;
}

}  // namespace

bool is_of_one_call(const CallError& error, const Tries& tries, const EndpointHealth& health) {
  return is_retryable(error.kind) && others_are_served(tries, health);
}

bool may_try_again(const RetryOptions& options, const Tries& tries, const CallError& error,
                   const EndpointHealth& health) {
  if (!is_retryable(error.kind) || error.says_no_retry) return false;
  if (!health.was_reached) return tries.sent <= options.most_unreached;
  if (error.kind == Kind::kRateLimited && tries.refused > options.most_refused) return false;
  const int most = others_are_served(tries, health) ? options.most_alone : options.most;
  return tries.sent - tries.refused <= most;
}

std::int64_t retry_delay_ms(const RetryOptions& options, const Tries& tries, const CallError& error,
                            const EndpointHealth& health, Random& random) {
  if (error.retry_after_ms.value_or(0) > 0) {
    const double hint = static_cast<double>(*error.retry_after_ms);
    return *error.retry_after_ms +
           static_cast<std::int64_t>(std::min(hint / 10, 1000.0) * random.unit());
  }
  if (error.is_silence) return options.first_ms;
  const double backoff =
      static_cast<double>(options.first_ms) * std::pow(2.0, std::min(tries.sent, 40) - 1);
  const std::int64_t longest =
      others_are_served(tries, health) ? options.longest_alone_ms : options.longest_ms;
  return static_cast<std::int64_t>(std::min(backoff, static_cast<double>(longest)) *
                                   (1 - 0.25 * random.unit()));
}

std::string tries_text(const Tries& tries) {
  return tries.sent > 1 ? fmt::format(" (after {} tries)", tries.sent) : "";
}

std::string_view stop_remedy(CallError::Kind kind) {
  switch (kind) {
    case Kind::kBadKey:
      return "; check the key";
    case Kind::kNoCredit:
      return "; the account has no credit or reached its spend limit; what was bought is kept, the "
             "same command goes on";
    case Kind::kNoSuchModel:
      return "; check --model";
    case Kind::kInvalidRequest:
      return "; the endpoint does not take such requests";
    default:
      return "; what was bought is kept, the same command goes on";
  }
}

}  // namespace generator
