#include "cli/pace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.h"

namespace generator::cli {
namespace {

constexpr double kMinute = 60;
constexpr double kDay = 24 * 60 * kMinute;

// A window holds `limit` of them at once; the rest comes as the window moves on.
double seconds(double amount, std::int64_t limit, double window) {
  if (limit <= 0) return 0;
  return std::max(0.0, amount / static_cast<double>(limit) - 1) * window;
}

}  // namespace

Load load_of(TokenRule rule, double input, double output, double max_tokens) {
  Load out{1, input, output};
  if (rule == TokenRule::kUsed) out.tokens = input + output;
  if (rule == TokenRule::kReserved) out.tokens = std::max(input, max_tokens);
  return out;
}

double seconds_at_limits(const Limits& limits, const Load& load) {
  const double minutes =
      std::max({seconds(load.requests, limits.per_minute[Measure::kRequests], kMinute),
                seconds(load.tokens, limits.per_minute[Measure::kTokens], kMinute),
                seconds(load.output, limits.per_minute[Measure::kOutput], kMinute)});
  if (limits.requests_per_day <= 0) return minutes;
  // A day's requests are all allowed when the day begins.
  const double days =
      std::floor(std::max(0.0, load.requests - 1) / static_cast<double>(limits.requests_per_day));
  return std::max(minutes, days * kDay);
}

std::string to_text(const Limits& limits) {
  std::vector<std::string> minute;
  const auto add = [&](Measure measure, std::string_view unit) {
    if (const std::int64_t limit = limits.per_minute[measure]; limit > 0)
      minute.push_back(fmt::format("{} {}", text::with_commas(limit), unit));
  };
  add(Measure::kRequests, "requests");
  add(Measure::kTokens, "tokens");
  add(Measure::kOutput, "output tokens");
  std::string out = text::join(minute, " and ");
  if (!out.empty()) out += " a minute";
  if (limits.requests_per_day > 0)
    out += fmt::format("{}{} a day", out.empty() ? "" : ", ",
                       text::counted(limits.requests_per_day, "request"));
  return out;
}

}  // namespace generator::cli
