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
constexpr double kMostInABatch = 100'000;  // that any provider takes
constexpr double kMostBatches = 1000;

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

BatchOptions batch_options(const Settings& settings, std::string_view stage) {
  BatchOptions out;
  out.task = stage;
  if (const auto requests = number(settings, "batch.requests", kMostInABatch))
    out.requests = std::max<std::size_t>(1, static_cast<std::size_t>(*requests));
  if (const auto batches = number(settings, "batch.at_once", kMostBatches))
    out.at_once = std::max<std::size_t>(1, static_cast<std::size_t>(*batches));
  read_ms(settings, "batch.first_look", out.first_look_ms);
  read_ms(settings, "batch.longest_look", out.longest_look_ms);
  read_ms(settings, "batch.listed_after", out.listed_after_ms);
  out.longest_look_ms = std::max(out.longest_look_ms, out.first_look_ms);
  return out;
}

}  // namespace generator::cli
