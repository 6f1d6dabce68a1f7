// What a response says about the limits of the account.
#pragma once

#include <array>
#include <cstdint>

#include "http/message.h"
#include "model/limits.h"

namespace generator {

/// Of one measure; 0 and -1: the response does not say.
struct LimitReport {
  struct Line {
    std::int64_t limit = 0;
    std::int64_t remaining = -1;
    std::int64_t rounding = 0;  // `remaining` may be off by so much
  };
  std::array<Line, kMeasures> per_minute;
  Line requests_per_day;
  Line& operator[](Measure measure) { return per_minute[static_cast<std::size_t>(measure)]; }
  const Line& operator[](Measure measure) const {
    return per_minute[static_cast<std::size_t>(measure)];
  }
};

/// Reads `anthropic-ratelimit-{requests,input-tokens,output-tokens,tokens}-{limit,remaining}` and
/// `x-ratelimit-{limit,remaining,reset}-{requests,tokens}`. Limits of 0 and below, as Azure sends
/// them, say nothing. OpenAI gives some accounts a limit of requests a day under the same name as
/// others a limit a minute: how fast `reset` says that it fills up tells which.
LimitReport read_limit_headers(const http::Response& response);

}  // namespace generator
