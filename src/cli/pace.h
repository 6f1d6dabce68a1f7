// How long requests take at least where a provider limits them.
#pragma once

#include <string>

#include "model/limits.h"
#include "model/quota.h"

namespace generator::cli {

/// What many requests come to, as a provider's limits count it.
struct Load {
  double requests = 0;
  double tokens = 0;  // by the provider's TokenRule
  double output = 0;
};

/// What one request counts: `input` and `output` tokens, of which `max_tokens` are allowed.
Load load_of(TokenRule rule, double input, double output, double max_tokens);

/// Seconds until the last of them may leave, when the first leaves now: full windows of a minute,
/// and days. 0 where nothing is limited.
double seconds_at_limits(const Limits& limits, const Load& load);

/// "10 requests and 250,000 tokens a minute, 500 requests a day"; "" where nothing is limited.
std::string to_text(const Limits& limits);

}  // namespace generator::cli
