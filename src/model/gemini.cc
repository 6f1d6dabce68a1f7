// Gemini Developer API (POST /{version}/models/{model}:generateContent), key in the header, never
// in the URL. https://ai.google.dev/api; field names as in google-genai 3.4, November 2026.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "model/provider.h"
#include "model/retry_hint.h"
#include "model/schema_dialect.h"
#include "model/wire.h"

namespace generator {
namespace {

using Kind = CallError::Kind;

void write_parts_text(json::Writer& out, std::string_view text) {
  out.key("parts").begin_array().begin_object().field("text", text).end_object().end_array();
}

// Parts of an earlier model turn go back as they came: 3.x models refuse calls without their
// thoughtSignature.
void write_model_turn(json::Writer& out, const Message& message) {
  out.begin_object().field("role", "model");
  if (!message.opaque.empty()) {
    out.key("parts").raw(message.opaque).end_object();
    return;
  }
  out.key("parts").begin_array();
  if (!message.content.empty()) out.begin_object().field("text", message.content).end_object();
  for (const ToolCall& call : message.tool_calls) {
    out.begin_object().key("functionCall").begin_object();
    if (!call.id.empty()) out.field("id", call.id);
    out.field("name", call.name);
    wire::raw_field(out, "args", json::Document::parse(call.arguments) ? call.arguments : "{}");
    out.end_object().end_object();
  }
  out.end_array().end_object();
}

// The name of the tool that `id` called, from the turns before.
std::string_view called_name(const std::vector<Message>& messages, std::string_view id) {
  for (const Message& message : messages)
    for (const ToolCall& call : message.tool_calls)
      if (call.id == id) return call.name;
  return id;
}

// As many results stand together in one turn as there were calls in the turn before.
std::size_t write_tool_results(json::Writer& out, const std::vector<Message>& messages,
                               std::size_t from) {
  out.begin_object().field("role", "user").key("parts").begin_array();
  std::size_t at = from;
  for (; at < messages.size() && messages[at].role == Role::kTool; ++at) {
    out.begin_object().key("functionResponse").begin_object();
    out.field("id", messages[at].tool_call_id);
    out.field("name", called_name(messages, messages[at].tool_call_id));
    out.key("response").begin_object().field("output", messages[at].content).end_object();
    out.end_object().end_object();
  }
  out.end_array().end_object();
  return at;
}

void write_contents(json::Writer& out, const std::vector<Message>& messages) {
  out.key("contents").begin_array();
  for (std::size_t i = 0; i < messages.size();) {
    const Message& message = messages[i];
    if (message.role == Role::kTool) {
      i = write_tool_results(out, messages, i);
      continue;
    }
    if (message.role == Role::kAssistant) write_model_turn(out, message);
    if (message.role == Role::kUser) {
      out.begin_object().field("role", "user");
      write_parts_text(out, message.content);
      out.end_object();
    }
    ++i;
  }
  out.end_array();
}

StopReason stop_reason(std::string_view text) {
  static constexpr std::string_view kFiltered[] = {
      "SAFETY", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY"};
  if (text == "MAX_TOKENS") return StopReason::kLength;
  if (std::find(std::begin(kFiltered), std::end(kFiltered), text) != std::end(kFiltered))
    return StopReason::kContentFilter;
  return StopReason::kStop;
}

// Reasons that leave nothing of use, and that another try may not meet: the reply counts as a bad
// one, whatever there is of it.
bool spoils(std::string_view reason) {
  static constexpr std::string_view kSpoilt[] = {"RECITATION",
                                                 "OTHER",
                                                 "MALFORMED_FUNCTION_CALL",
                                                 "MALFORMED_RESPONSE",
                                                 "UNEXPECTED_TOOL_CALL",
                                                 "TOO_MANY_TOOL_CALLS"};
  return std::find(std::begin(kSpoilt), std::end(kSpoilt), reason) != std::end(kSpoilt);
}

// A quota of 0 is one that the account does not have at all: no day brings it.
void read_violation(json::Value violation, CallError& error) {
  const std::string_view quota = violation.text_of("quotaId");
  const std::string value(violation.text_of("quotaValue"));
  const std::int64_t limit = std::strtoll(value.c_str(), nullptr, 10);
  if (value == "0") {
    error.kind = Kind::kNoCredit;
  } else if (text::contains(quota, "PerDay")) {
    if (error.kind != Kind::kNoCredit) error.kind = Kind::kDailyQuota;
  } else if (text::contains(quota, "PerMinute") && limit > 0) {
    error.passed
        .per_minute[text::contains(quota, "Token") ? Measure::kTokens : Measure::kRequests] = limit;
  }
}

// One google.rpc detail of an error: quotas and when to come back.
void read_detail(json::Value detail, CallError& error) {
  const std::string_view type = detail.text_of("@type");
  if (text::contains(type, "RetryInfo"))
    error.retry_after_ms = duration_ms(detail.text_of("retryDelay"));
  const json::Value violations = wire::at(detail, "violations");
  for (std::size_t i = 0; i < violations.size(); ++i) read_violation(violations.at(i), error);
  if (detail.text_of("reason") == "API_KEY_INVALID") error.kind = Kind::kBadKey;
}

CallError decode_error(const http::Response& response, json::Value root) {
  if (root.is_array() && root.size() > 0) root = root.at(0);
  const json::Value body = wire::at(root, "error");
  const std::string_view status = body.text_of("status");
  const std::string_view message = body.text_of("message");
  CallError out =
      wire::error(wire::kind_of_status(response.status), response,
                  status.empty() ? std::string(message) : fmt::format("{} ({})", message, status));
  if (status == "INVALID_ARGUMENT" && text::contains(message, "token count"))
    out.kind = Kind::kContextTooLong;
  if (text::contains(message, "API key not valid")) out.kind = Kind::kBadKey;
  const json::Value details = wire::at(body, "details");
  for (std::size_t i = 0; i < details.size(); ++i) read_detail(details.at(i), out);
  if (response.status == 429 && !out.retry_after_ms) out.retry_after_ms = retry_text_ms(message);
  return out;
}

class Gemini final : public Provider {
 public:
  explicit Gemini(Endpoint endpoint) : endpoint_(std::move(endpoint)) {
    if (endpoint_.version.empty()) endpoint_.version = "v1beta";
  }

  http::Request encode(const ChatRequest& request) const override {
    http::Request out;
    out.url = fmt::format("{}/{}/models/{}:generateContent", endpoint_.base_url, endpoint_.version,
                          endpoint_.model);
    out.headers = headers();
    json::Writer body(out.body);
    body.begin_object();
    std::string system;
    for (const Message& message : request.messages)
      if (message.role == Role::kSystem) system += (system.empty() ? "" : "\n\n") + message.content;
    if (!system.empty()) {
      body.key("systemInstruction").begin_object();
      write_parts_text(body, system);
      body.end_object();
    }
    write_contents(body, request.messages);
    write_config(body, request);
    if (request.tools != nullptr && !request.tools->empty()) write_tools(body, *request.tools);
    body.end_object();
    return out;
  }

  Decoded decode(const http::Response& response) const override {
    const auto document = json::Document::parse(response.body);
    if (!document) return tl::unexpected(wire::unreadable(response, "the reply is no JSON"));
    const json::Value root = document->root();
    if (response.status != 200) return tl::unexpected(decode_error(response, root));
    const json::Value candidates = wire::at(root, "candidates");
    if (candidates.size() == 0) {
      const std::string_view reason = wire::at(root, "promptFeedback").text_of("blockReason");
      if (reason.empty())
        return tl::unexpected(wire::unreadable(response, "the reply has no `candidates`"));
      return tl::unexpected(
          wire::error(Kind::kContentFilter, response, fmt::format("prompt blocked: {}", reason)));
    }
    const std::string_view reason = candidates.at(0).text_of("finishReason");
    if (reason == "MISSING_THOUGHT_SIGNATURE" || reason == "PUP_LIMITED_DISABLED")
      return tl::unexpected(wire::error(
          reason == "PUP_LIMITED_DISABLED" ? Kind::kNoCredit : Kind::kInvalidRequest, response,
          fmt::format("{} {}", reason, candidates.at(0).text_of("finishMessage"))));
    return read_candidate(root, candidates.at(0));
  }

  http::Request list_models() const override {
    return wire::get(
        fmt::format("{}/{}/models?pageSize=1000", endpoint_.base_url, endpoint_.version),
        headers());
  }
  Listed decode_models(const http::Response& response) const override {
    if (response.status != 200) return tl::unexpected(decode(response).error());
    return wire::read_models(response, "models", "name", {"inputTokenLimit"}, "models/");
  }

 private:
  http::Headers headers() const {
    return {{"content-type", "application/json"}, {"x-goog-api-key", endpoint_.api_key}};
  }

  static void write_config(json::Writer& body, const ChatRequest& request) {
    body.key("generationConfig")
        .begin_object()
        .field("maxOutputTokens", request.sampling.max_tokens);
    if (request.sampling.temperature >= 0) body.field("temperature", request.sampling.temperature);
    if (request.sampling.top_p >= 0) body.field("topP", request.sampling.top_p);
    if (request.sampling.seed >= 0) body.field("seed", request.sampling.seed);
    if (request.schema != nullptr) {
      body.field("responseMimeType", "application/json");
      wire::raw_field(body, "responseJsonSchema",
                      narrow_schema(request.schema->json, SchemaDialect::kGemini));
    }
    body.end_object();
  }

  static void write_tools(json::Writer& body, const std::vector<Tool>& tools) {
    body.key("tools").begin_array().begin_object().key("functionDeclarations").begin_array();
    for (const Tool& tool : tools) {
      body.begin_object().field("name", tool.name).field("description", tool.description);
      wire::raw_field(body, "parametersJsonSchema", tool.parameters);
      body.end_object();
    }
    body.end_array().end_object().end_array();
  }

  Completion read_candidate(json::Value root, json::Value candidate) const {
    Completion out;
    out.message.role = Role::kAssistant;
    const json::Value parts = wire::at(candidate, "content.parts");
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const json::Value part = parts.at(i);
      if (const auto call = part.find("functionCall"))
        out.message.tool_calls.push_back(
            {std::string(call->text_of("id")), std::string(call->text_of("name")),
             call->find("args") ? std::string(call->find("args")->raw()) : "{}"});
      if (wire::at(part, "thought").boolean().value_or(false)) continue;
      out.message.content += part.text_of("text");
    }
    if (!out.message.tool_calls.empty()) out.message.opaque = parts.raw();
    out.stop_reason = stop_reason(candidate.text_of("finishReason"));
    if (!out.message.tool_calls.empty() && out.stop_reason == StopReason::kStop)
      out.stop_reason = StopReason::kToolCalls;
    if (spoils(candidate.text_of("finishReason"))) out.message = {Role::kAssistant, "", {}, "", ""};
    out.model = root.text_of("modelVersion", endpoint_.model);
    out.usage.input = wire::count_at(root, "usageMetadata.promptTokenCount");
    out.usage.cached = wire::count_at(root, "usageMetadata.cachedContentTokenCount");
    out.usage.reasoning = wire::count_at(root, "usageMetadata.thoughtsTokenCount");
    // Candidates leave thoughts out, the bill does not.
    out.usage.output =
        wire::count_at(root, "usageMetadata.candidatesTokenCount") + out.usage.reasoning;
    return out;
  }

  Endpoint endpoint_;
};

}  // namespace

std::unique_ptr<Provider> make_gemini(Endpoint endpoint) {
  return std::make_unique<Gemini>(std::move(endpoint));
}

}  // namespace generator
