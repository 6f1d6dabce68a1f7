// Flags and fields as in the official SDK's transport to the program (claude-agent-sdk 0.2.187, for
// @anthropic-ai/claude-code 2.1.330, November 2026).
//
// The output is asked for as events, one JSON object a line, because only there a spent limit says
// when it ends (`rate_limit_event`); the last line, `result`, is what the plain form would be.
#include "model/claude.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/json.h"
#include "base/text.h"
#include "model/schema_dialect.h"
#include "model/wire.h"

namespace generator {
namespace {

using Kind = CallError::Kind;

// The kernel takes no longer argument than 128 KiB.
constexpr std::size_t kLongestArgument = 100'000;

// A schema is enforced by a tool, which takes a turn, and another where the model has to try again.
constexpr std::int64_t kTurnsForAText = 1, kTurnsForASchema = 4;
// What the program itself adds to a turn: its own instructions, the tool, the day's date, and the
// chores that it has a smaller model do.
constexpr std::int64_t kTokensAroundATurn = 4'096;

std::int64_t turns_of(const ChatRequest& request) {
  return request.schema == nullptr ? kTurnsForAText : kTurnsForASchema;
}

CallError call_error(Kind kind, std::string message, int status = 0) {
  CallError out;
  out.kind = kind;
  out.message = std::move(message);
  out.status = status;
  return out;
}

std::string system_prompt(const std::vector<Message>& messages) {
  std::string out;
  for (const Message& message : messages)
    if (message.role == Role::kSystem) out += (out.empty() ? "" : "\n\n") + message.content;
  return out;
}

// One text: a print-mode session has no earlier turns, so they are told.
std::string prompt_text(const std::vector<Message>& messages) {
  std::string out;
  for (const Message& message : messages) {
    if (message.role == Role::kSystem) continue;
    if (!out.empty()) out += "\n\n";
    if (message.role == Role::kAssistant)
      out += fmt::format("Your earlier reply to this was:\n{}", message.content);
    else
      out += message.content;
  }
  return out;
}

struct Events {
  std::optional<json::Document> result;
  std::optional<json::Document> limit;  // the last rate_limit_event
};

Events read_events(std::string_view output) {
  Events out;
  for (const std::string_view line : text::split(output, '\n')) {
    if (!text::trim(line).starts_with('{')) continue;
    auto event = json::Document::parse(text::trim(line));
    if (!event) continue;
    const std::string_view type = event->root().text_of("type");
    if (type == "result")
      out.result = std::move(*event);
    else if (type == "rate_limit_event")
      out.limit = std::move(*event);
  }
  return out;
}

std::string first_line(std::string_view text) {
  const std::string_view trimmed = text::trim(text);
  return std::string(text::prefix(trimmed.substr(0, trimmed.find('\n')), 500));
}

// What the program's words mean, where a status does not tell or tells less.
std::optional<Kind> kind_of_words(std::string_view words) {
  struct Meaning {
    std::string_view words;
    Kind kind;
  };
  static constexpr Meaning kMeanings[] = {
      {"prompt is too long", Kind::kContextTooLong},
      {"credit balance", Kind::kNoCredit},
      {"spend limit", Kind::kNoCredit},
      {"spending limit", Kind::kNoCredit},
      {"/login", Kind::kBadKey},
      {"invalid api key", Kind::kBadKey},
      {"oauth token", Kind::kBadKey},
      {"usage limit", Kind::kRateLimited},
      {"hit your limit", Kind::kRateLimited},
      {"unknown option", Kind::kInvalidRequest},
  };
  const std::string lower = text::to_lower(words);
  for (const Meaning& meaning : kMeanings)
    if (text::contains(lower, meaning.words)) return meaning.kind;
  return std::nullopt;
}

CallError without_result(std::string_view output, std::string_view complaints) {
  std::string words = first_line(complaints);
  if (words.empty()) words = first_line(output);
  if (words.empty()) words = "ended without a word";
  const Kind kind = kind_of_words(words).value_or(Kind::kTransport);
  const bool is_old = kind == Kind::kInvalidRequest;
  return call_error(
      kind, fmt::format("{}{}", words, is_old ? "; this program may be too old: update it" : ""));
}

CallError read_error(json::Value result, const Events& events, std::int64_t now_unix_ms) {
  const auto status = static_cast<int>(wire::count_at(result, "api_error_status"));
  const std::string_view subtype = result.text_of("subtype");
  std::string words = first_line(result.text_of("result"));
  if (const json::Value errors = wire::at(result, "errors"); words.empty() && errors.size() > 0)
    words = first_line(errors.at(0).is_string() ? errors.at(0).text() : errors.at(0).raw());
  if (words.empty()) words = subtype;
  Kind kind = status > 0 ? wire::kind_of_status(status) : Kind::kTransport;
  if (const auto told = kind_of_words(words)) kind = *told;
  CallError out = call_error(
      kind, status > 0 ? fmt::format("HTTP {}: {}", status, words) : std::move(words), status);
  if (!events.limit) return out;
  const json::Value limit = wire::at(events.limit->root(), "rate_limit_info");
  if (limit.text_of("status") != "rejected") return out;
  if (!status || status == 429) out.kind = Kind::kRateLimited;
  if (const std::int64_t resets_at = wire::count_at(limit, "resetsAt"); resets_at > 0)
    out.retry_after_ms = std::max<std::int64_t>(0, resets_at * 1000 - now_unix_ms);
  return out;
}

StopReason stop_reason(std::string_view text) {
  if (text == "max_tokens" || text == "model_context_window_exceeded") return StopReason::kLength;
  if (text == "refusal") return StopReason::kRefusal;
  return StopReason::kStop;  // also `tool_use`: the schema is enforced by a tool of its own
}

// Of several models (the program asks a small one for chores) the one that wrote most.
std::string_view answering_model(json::Value result, std::string_view otherwise) {
  const json::Value models = wire::at(result, "modelUsage");
  std::int64_t most = -1;
  std::string_view out = otherwise;
  for (std::size_t i = 0; i < models.size(); ++i) {
    const std::int64_t written = wire::count_at(models.at(i), "outputTokens");
    if (written <= most) continue;
    most = written;
    out = models.key(i);
  }
  return out;
}

// Whether a limit that we set ended it: of the tokens of a turn, or of what it may cost.
bool was_cut(json::Value result) {
  return result.text_of("subtype") == "error_max_budget_usd" ||
         text::contains(result.text_of("result"), "output token maximum");
}

Completion read_result(json::Value result, std::string_view model) {
  Completion out;
  out.message.role = Role::kAssistant;
  const auto structured = result.find("structured_output");
  out.message.content =
      structured && !structured->is_null() ? structured->raw() : result.text_of("result");
  out.stop_reason = stop_reason(result.text_of("stop_reason"));
  out.model = answering_model(result, model);
  // Counts the chores of smaller models too, which the usage does not.
  if (const auto cost = wire::at(result, "total_cost_usd").number(); cost && *cost >= 0)
    out.told_cost = usd_of(*cost);
  out.usage.cached = wire::count_at(result, "usage.cache_read_input_tokens");
  out.usage.cache_written = wire::count_at(result, "usage.cache_creation_input_tokens");
  out.usage.cache_written_hour =
      wire::count_at(result, "usage.cache_creation.ephemeral_1h_input_tokens");
  out.usage.input =
      wire::count_at(result, "usage.input_tokens") + out.usage.cached + out.usage.cache_written;
  out.usage.output = wire::count_at(result, "usage.output_tokens");
  out.usage.reasoning = wire::count_at(result, "usage.output_tokens_details.thinking_tokens");
  return out;
}

}  // namespace

TokenBound claude_token_bound(const ChatRequest& request) {
  const TokenBound turn = token_bound(request);
  const std::int64_t turns = turns_of(request);
  return {turns * (turn.prompt + kTokensAroundATurn) + turns * (turns - 1) / 2 * turn.reply,
          turns * turn.reply};
}

tl::expected<ClaudeCommand, CallError> encode_claude(const ChatRequest& request,
                                                     std::string_view model,
                                                     const ClaudeLimits& limits) {
  if (request.tools != nullptr && !request.tools->empty())
    return tl::unexpected(call_error(Kind::kInvalidRequest,
                                     "the Claude program takes no definitions of tools; ask "
                                     "`anthropic`"));
  ClaudeCommand out;
  std::string system = system_prompt(request.messages);
  out.input = prompt_text(request.messages);
  if (system.size() > kLongestArgument) {
    out.input = std::exchange(system, "") + "\n\n" + out.input;
  }
  std::string schema;
  if (request.schema != nullptr)
    schema = narrow_schema(request.schema->json, SchemaDialect::kAnthropic);
  if (schema.size() > kLongestArgument)
    return tl::unexpected(call_error(Kind::kInvalidRequest,
                                     "the schema of the reply is too long for the Claude program"));
  out.arguments = {"-p", "--output-format", "stream-json", "--verbose", "--tools", "",
                   "--setting-sources=", "--strict-mcp-config", "--system-prompt",
                   std::move(system), "--model", std::string(model), "--max-turns",
                   std::to_string(turns_of(request))};
  if (!schema.empty()) {
    out.arguments.emplace_back("--json-schema");
    out.arguments.push_back(std::move(schema));
  }
  if (limits.cost > Usd{}) {
    out.arguments.emplace_back("--max-budget-usd");
    out.arguments.push_back(fmt::format("{:.6f}", limits.cost.dollars()));
  }
  if (limits.reply_tokens > 0)
    out.environment.push_back(
        fmt::format("CLAUDE_CODE_MAX_OUTPUT_TOKENS={}", limits.reply_tokens));
  return out;
}

Decoded decode_claude(std::string_view output, std::string_view complaints, std::string_view model,
                      std::int64_t now_unix_ms) {
  const Events events = read_events(output);
  if (!events.result) return tl::unexpected(without_result(output, complaints));
  const json::Value result = events.result->root();
  const bool is_error = wire::at(result, "is_error").boolean().value_or(true);
  if (!is_error) return read_result(result, model);
  // What is paid for is a bad reply and no failed call.
  const bool is_cut = was_cut(result);
  if (!is_cut && result.text_of("subtype") != "error_max_structured_output_retries")
    return tl::unexpected(read_error(result, events, now_unix_ms));
  Completion out = read_result(result, model);
  if (is_cut) out.stop_reason = StopReason::kLength;
  return out;
}

}  // namespace generator
