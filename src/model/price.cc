#include "model/price.h"

#include <algorithm>
#include <ctime>

#include "base/clock.h"

namespace generator {
namespace {

constexpr std::int64_t kTokensAroundARequest = 1'024;  // tool and schema instructions of providers
constexpr std::int64_t kTokensAroundAMessage = 32;

std::int64_t size_of(std::string_view text) { return static_cast<std::int64_t>(text.size()); }

// The parts of a prompt that are priced apart.
struct Prompt {
  std::int64_t all = 0, cached = 0, written = 0, for_an_hour = 0;
  std::int64_t plain() const { return all - cached - written - for_an_hour; }
};

Prompt parts_of(const Usage& usage) {
  Prompt out;
  out.all = std::max<std::int64_t>(0, usage.input);
  out.cached = std::clamp<std::int64_t>(usage.cached, 0, out.all);
  const auto written = std::clamp<std::int64_t>(usage.cache_written, 0, out.all - out.cached);
  out.for_an_hour = std::clamp<std::int64_t>(usage.cache_written_hour, 0, written);
  out.written = written - out.for_an_hour;
  return out;
}

std::optional<Usd> worst_on(const Price& price, TokenBound bound, std::int64_t unix_ms) {
  const Price::Period* period = price.on(day_of(unix_ms));
  if (period == nullptr) return std::nullopt;
  Usd in, out;
  for (const Price::Band& band : period->bands) {
    if (band.above > 0 && band.above >= bound.prompt) continue;
    in = std::max({in, band.rates.input, band.rates.cached.value_or(Usd{}),
                   band.rates.cache_write.value_or(Usd{})});
    // Only in batches is anything written for an hour.
    if (period->is_of_batches) in = std::max(in, band.rates.hour_write());
    out = std::max(out, band.rates.output);
  }
  return bound.prompt * in + bound.reply * out;
}

}  // namespace

const Rates& Price::Period::rates(std::int64_t prompt_tokens) const {
  const Band* found = &bands.front();
  for (const Band& band : bands)
    if (prompt_tokens > band.above) found = &band;
  return found->rates;
}

const Price::Period* Price::on(std::string_view day) const {
  for (const Period& period : periods)
    if ((period.from.empty() || period.from <= day) &&
        (period.until.empty() || day <= period.until))
      return &period;
  return nullptr;
}

Price Price::in_batches() const {
  Price out = *this;
  for (Period& period : out.periods) {
    period.is_of_batches = true;
    const auto share = [&](Usd& usd) {
      usd.pico = (usd.pico * period.batch_permille + 999) / 1000;
    };
    for (Band& band : period.bands) {
      share(band.rates.input);
      share(band.rates.output);
      if (band.rates.cached) share(*band.rates.cached);
      if (band.rates.cache_write) share(*band.rates.cache_write);
      if (band.rates.cache_hour) share(*band.rates.cache_hour);
    }
  }
  return out;
}

std::string day_of(std::int64_t unix_ms) { return iso_time(unix_ms).substr(0, 10); }

std::optional<Usd> cost(const Price& price, const Usage& usage, std::int64_t unix_ms) {
  const Price::Period* period = price.on(day_of(unix_ms));
  if (period == nullptr) return std::nullopt;
  const Prompt prompt = parts_of(usage);
  const Rates& rates = period->rates(prompt.all);
  return prompt.plain() * rates.input + prompt.cached * rates.cached.value_or(rates.input) +
         prompt.written * rates.cache_write.value_or(rates.input) +
         prompt.for_an_hour * rates.hour_write() + usage.output * rates.output;
}

Usd saved_by_cache(const Price& price, const Usage& usage, std::int64_t unix_ms) {
  const Price::Period* period = price.on(day_of(unix_ms));
  if (period == nullptr) return {};
  const Prompt prompt = parts_of(usage);
  const Rates& rates = period->rates(prompt.all);
  return prompt.cached * (rates.input - rates.cached.value_or(rates.input)) -
         prompt.written * (rates.cache_write.value_or(rates.input) - rates.input) -
         prompt.for_an_hour * (rates.hour_write() - rates.input);
}

std::int64_t most_prompt_tokens(const ChatRequest& request) {
  std::int64_t out = kTokensAroundARequest;
  for (const Message& message : request.messages) {
    out += kTokensAroundAMessage + size_of(message.content) + size_of(message.opaque);
    for (const ToolCall& call : message.tool_calls)
      out +=
          kTokensAroundAMessage + size_of(call.id) + size_of(call.name) + size_of(call.arguments);
  }
  if (request.tools != nullptr)
    for (const Tool& tool : *request.tools)
      out += kTokensAroundAMessage + size_of(tool.name) + size_of(tool.description) +
             size_of(tool.parameters);
  // What a provider's narrower dialect does not take is told once more in words.
  if (request.schema != nullptr)
    out += 2 * (size_of(request.schema->name) + size_of(request.schema->json));
  return out;
}

TokenBound token_bound(const ChatRequest& request) {
  return {most_prompt_tokens(request), request.sampling.max_tokens};
}

std::optional<Usd> worst_case(const Price& price, TokenBound bound, std::int64_t unix_ms,
                              std::int64_t within_ms) {
  const std::optional<Usd> now = worst_on(price, bound, unix_ms);
  const std::optional<Usd> soon = worst_on(price, bound, unix_ms + within_ms);
  if (!now || !soon) return now ? now : soon;
  return std::max(*now, *soon);
}

std::optional<Usd> billed(const Price& price, const Completion& reply, Usd worst) {
  const bool is_empty = reply.message.content.empty() && reply.message.tool_calls.empty();
  const bool says_usage = reply.usage.input > 0 && (reply.usage.output > 0 || is_empty);
  return says_usage ? cost(price, reply.usage, reply.unix_ms) : std::optional<Usd>(worst);
}

}  // namespace generator
