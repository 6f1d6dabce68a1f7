// One question to a model and its answer, as plain values.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/usd.h"
#include "data/message.h"
#include "data/tool.h"

namespace generator {

/// A JSON Schema that a reply must follow. Made once a stage and referred to.
struct Schema {
  std::string name;  // [a-z_]+, for providers that want one
  std::string json;  // the schema's text
};

/// What is sent of it depends on the provider; negative: not set.
struct Sampling {
  double temperature = -1;
  double top_p = -1;
  std::int64_t max_tokens = 2048;
  std::int64_t seed = -1;
};

/// The facts a prompt was rendered from, by name, in order: for the offline rules and for reports.
struct Inputs {
  std::vector<std::pair<std::string, std::string>> values;
  std::string_view get(std::string_view name) const {
    for (const auto& [key, value] : values)
      if (key == name) return value;
    return {};
  }
};

struct ChatRequest {
  std::vector<Message> messages;
  const std::vector<Tool>* tools = nullptr;  // must outlive the request
  const Schema* schema = nullptr;            // must outlive the request
  Sampling sampling;
  std::string
      task;  // "generate", "enrich", "judge", ...: names the offline rule and the report's row
  Inputs inputs;
};

enum class StopReason : std::uint8_t { kStop, kLength, kToolCalls, kRefusal, kContentFilter };

/// Tokens as billed; cached, written and reasoning tokens are parts of input and output, counted
/// once. Sums end at the largest number: what a provider reports may be nonsense.
struct Usage {
  std::int64_t input = 0;
  std::int64_t output = 0;
  std::int64_t cached = 0;  // of input: read from the provider's prompt cache
  std::int64_t reasoning = 0;
  std::int64_t cache_written = 0;  // of input: written to that cache
  std::int64_t cache_written_hour = 0;  // of cache_written: to be kept for an hour

  Usage& operator+=(const Usage& more) {
    input = sum(input, more.input);
    output = sum(output, more.output);
    cached = sum(cached, more.cached);
    reasoning = sum(reasoning, more.reasoning);
    cache_written = sum(cache_written, more.cache_written);
    cache_written_hour = sum(cache_written_hour, more.cache_written_hour);
    return *this;
  }

 private:
  static std::int64_t sum(std::int64_t a, std::int64_t b) {
    std::int64_t out = 0;
    return __builtin_add_overflow(a, b, &out) ? std::numeric_limits<std::int64_t>::max() : out;
  }
};

struct Completion {
  Message message;
  StopReason stop_reason = StopReason::kStop;
  Usage usage;
  std::string model;             // as the provider names it
  std::int64_t unix_ms = 0;      // when it was received
  std::optional<Usd> told_cost;  // where whoever answered says itself what it cost
};

/// How an ask ended when no usable completion came of it.
struct Failure {
  enum class Kind : std::uint8_t {
    kRefused,         // by the model, or by the provider's filter
    kTooLong,         // the request does not fit
    kCut,             // the reply does not fit, nor into twice the limit
    kAttemptsUsedUp,  // the replies could not be used
    kCallFailed
  };
  Kind kind = Kind::kCallFailed;
  std::string message;
  std::string reply{};  // the last one that came; "" where none did
};

/// What a dialogue hears of an ask.
using Outcome = std::variant<Completion, Failure>;

}  // namespace generator
