#include "model/limit_headers.h"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"
#include "model/retry_hint.h"

namespace generator {
namespace {

using Line = LimitReport::Line;

constexpr std::int64_t kThousand = 1000;            // Anthropic rounds remaining tokens to it
constexpr double kLongestMinuteMs = 10 * 60'000.0;  // a period above it is taken for a day

std::optional<std::int64_t> whole(std::string_view text) {
  text = text::trim(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Line read(const http::Response& response, const std::string& limit, const std::string& remaining,
          std::int64_t rounding) {
  Line out;
  out.limit = whole(response.header(limit)).value_or(0);
  if (out.limit <= 0) return {};
  out.remaining = whole(response.header(remaining)).value_or(-1);
  if (out.remaining < 0 || out.remaining > out.limit) out.remaining = -1;
  out.rounding = rounding;
  return out;
}

/// True where what is used of the limit takes far longer than a minute to come back.
bool is_of_a_day(const Line& line, std::string_view reset) {
  if (line.limit == 0 || line.remaining < 0 || line.remaining == line.limit) return false;
  const auto ms = duration_ms(text::trim(reset));
  if (!ms) return false;
  const double used = static_cast<double>(line.limit - line.remaining);
  return static_cast<double>(*ms) * static_cast<double>(line.limit) / used > kLongestMinuteMs;
}

Line anthropic(const http::Response& response, std::string_view what, std::int64_t rounding) {
  const std::string stem = "anthropic-ratelimit-" + std::string(what);
  return read(response, stem + "-limit", stem + "-remaining", rounding);
}

}  // namespace

LimitReport read_limit_headers(const http::Response& response) {
  LimitReport out;
  Line& requests = out[Measure::kRequests];
  Line& tokens = out[Measure::kTokens];
  requests = anthropic(response, "requests", 0);
  tokens = anthropic(response, "input-tokens", kThousand);
  out[Measure::kOutput] = anthropic(response, "output-tokens", kThousand);
  if (requests.limit == 0) {
    requests = read(response, "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", 0);
    if (is_of_a_day(requests, response.header("x-ratelimit-reset-requests"))) {
      out.requests_per_day = requests;
      requests = {};
    }
  }
  if (tokens.limit == 0) {
    tokens = read(response, "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", 0);
    if (is_of_a_day(tokens, response.header("x-ratelimit-reset-tokens"))) tokens = {};
  }
  return out;
}

}  // namespace generator
