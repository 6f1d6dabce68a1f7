#include "cli/limits.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"

namespace generator::cli {
namespace {

constexpr std::string_view kFields[] = {"requests_per_minute", "tokens_per_minute",
                                        "output_tokens_per_minute", "requests_per_day"};

// What everyone gets without paying, where the provider does not say it in its responses.
constexpr std::int64_t kGeminiFreeRequests = 10;
constexpr std::int64_t kGeminiFreeTokens = 250'000;

std::int64_t limit(const Settings& settings, std::string_view provider, std::string_view field) {
  const std::string key = fmt::format("llm.{}.{}", provider, field);
  const ConfigEntry* entry = settings.config().find(key);
  if (entry == nullptr) return 0;
  const auto number = entry->values.empty() ? std::nullopt : to_integer(entry->values.back());
  if (!number || *number < 1)
    throw Fatal(kWrongUseExit, fmt::format("{}:{}: `{}` is not a whole number of 1 or more",
                                           settings.config().path(), entry->line, key));
  return *number;
}

TokenRule rule_of(std::string_view provider) {
  if (provider == "openai") return TokenRule::kReserved;
  if (provider == "anthropic") return TokenRule::kUncachedInput;
  if (provider == "gemini") return TokenRule::kInput;
  return TokenRule::kUsed;
}

}  // namespace

std::span<const std::string_view> limit_fields() { return kFields; }

QuotaOptions quota_options(const Settings& settings, const StageModel& choice, bool is_vendor,
                           const std::string& folder) {
  QuotaOptions out;
  out.rule = rule_of(choice.provider);
  Amounts& minute = out.configured.per_minute;
  minute[Measure::kRequests] = limit(settings, choice.provider, kFields[0]);
  minute[Measure::kTokens] = limit(settings, choice.provider, kFields[1]);
  minute[Measure::kOutput] = limit(settings, choice.provider, kFields[2]);
  out.configured.requests_per_day = limit(settings, choice.provider, kFields[3]);
  if (choice.provider == "gemini" && is_vendor) {
    out.preset.per_minute[Measure::kRequests] = kGeminiFreeRequests;
    out.preset.per_minute[Measure::kTokens] = kGeminiFreeTokens;
    out.day = QuotaDay::kPacific;
  }
  if (!folder.empty())
    out.path = fmt::format("{}/limits-{:016x}.json", folder,
                           checksum(choice.provider + "/" + choice.model));
  return out;
}

std::string preset_note(const QuotaOptions& options, std::string_view provider) {
  const std::int64_t requests = options.preset.per_minute[Measure::kRequests];
  if (requests == 0 || options.configured.per_minute[Measure::kRequests] > 0) return "";
  return fmt::format(
      "{0}: asked {1} times a minute, which is what its free tier allows; with a paid account set "
      "`llm.{0}.requests_per_minute` in config.yaml",
      provider, requests);
}

}  // namespace generator::cli
