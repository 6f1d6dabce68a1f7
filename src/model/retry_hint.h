// When a provider says to come back.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/message.h"

namespace generator {

/// From `retry-after-ms` (milliseconds), then `retry-after` (seconds, also with a fraction, or an
/// HTTP date, against the response's own `date`, else `now_unix_ms`), in milliseconds. Nothing where absent, negative
/// or unreadable.
std::optional<std::int64_t> retry_after_ms(const http::Response& response,
                                           std::int64_t now_unix_ms);

/// From a message that says "Please try again in 6m0s." or "Please retry in 46.7s.".
std::optional<std::int64_t> retry_text_ms(std::string_view message);

/// Go-style ("1h2m3.5s", "12ms") and protobuf ("46.72s") durations in milliseconds; nothing where
/// unreadable.
std::optional<std::int64_t> duration_ms(std::string_view text);

}  // namespace generator
