// Which failed calls are tried again, when, and what is said of those that are not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/random.h"
#include "model/provider.h"

namespace generator {

struct RetryOptions {
  int most = 8;            // further tries of one request, after time-outs, 5xx, cut connections
  int most_alone = 14;     // where others are served meanwhile: then only that request fails
  int most_refused = 20;   // after 429s; they are not counted in the other two
  int most_unreached = 2;  // where nobody was there from the beginning
  std::int64_t first_ms = 500;             // doubles each time, less a quarter of it by chance
  std::int64_t longest_ms = 60'000;        // without a word of the server
  std::int64_t longest_alone_ms = 4'000;   // the same, where others are served meanwhile
  std::int64_t longest_hint_ms = 600'000;  // a server that says to wait longer stops the run
};

/// What was tried of one call.
struct Tries {
  int sent = 0;
  int refused = 0;  // of those, with 429
  int lost = 0;     // of those, given up after a long silence
  std::int64_t first_sent_ms = 0;
};

/// Of the endpoint as a whole.
struct EndpointHealth {
  bool was_reached = false;            // somebody took a request, in this run
  std::int64_t served_ms = INT64_MIN;  // when it last gave a reply
};

/// Whether a call that failed so has a try left.
bool may_try_again(const RetryOptions& options, const Tries& tries, const CallError& error,
                   const EndpointHealth& health);

/// Whether a call that has no try left fails alone: one unlucky request is no reason to stop the
/// others, which were served meanwhile.
bool is_of_one_call(const CallError& error, const Tries& tries, const EndpointHealth& health);

/// When: what the server says and up to a tenth more, so that not all come back at once; else
/// exponentially. A request that was given up after a long silence is tried soon.
std::int64_t retry_delay_ms(const RetryOptions& options, const Tries& tries, const CallError& error,
                            const EndpointHealth& health, Random& random);

/// " (after 3 tries)", or "" where it was tried once.
std::string tries_text(const Tries& tries);

/// What to do about an error that stops the run: "; check the key".
std::string_view stop_remedy(CallError::Kind kind);

}  // namespace generator
