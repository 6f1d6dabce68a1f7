#include "cli/network.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/settings.h"

namespace generator::cli {
namespace {

constexpr double kDay = 86'400;  // seconds
constexpr double kMostRetries = 100;

std::optional<double> number(const Settings& settings, std::string_view field, double most) {
  const std::string key = fmt::format("llm.{}", field);
  const ConfigEntry* entry = settings.config().find(key);
  if (entry == nullptr) return std::nullopt;
  const auto value = entry->values.empty() ? std::nullopt : to_number(entry->values.back());
  if (!value || !(*value >= 0) || *value > most)
    throw Fatal(kWrongUseExit, fmt::format("{}:{}: `{}` is not a number from 0 to {}",
                                           settings.config().path(), entry->line, key, most));
  return value;
}

void read_ms(const Settings& settings, std::string_view field, std::int64_t& ms) {
  const auto seconds = number(settings, field, kDay);
  if (seconds) ms = std::max<std::int64_t>(1, static_cast<std::int64_t>(*seconds * 1000));
}

}  // namespace

http::ClientOptions client_options(const Settings& settings) {
  http::ClientOptions out;
  read_ms(settings, "timeout.connect", out.connect_ms);
  read_ms(settings, "timeout.silence", out.silence_ms);
  read_ms(settings, "timeout.total", out.total_ms);
  return out;
}

RetryOptions retry_options(const Settings& settings) {
  RetryOptions out;
  if (const auto most = number(settings, "retry.most", kMostRetries))
    out.most = static_cast<int>(*most);
  read_ms(settings, "retry.first", out.first_ms);
  read_ms(settings, "retry.longest", out.longest_ms);
  return out;
}

}  // namespace generator::cli
