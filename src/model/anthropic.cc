// Anthropic Messages API (POST /v1/messages), version 2026-10-21 by default, which refuses sampling
// parameters. https://platform.claude.com/docs; field names as in anthropic 2.12, November 2026.
#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "model/provider.h"
#include "model/retry_hint.h"
#include "model/schema_dialect.h"
#include "model/wire.h"

namespace generator {
namespace {

using Kind = CallError::Kind;
constexpr std::string_view kVersion = "2026-10-21";

void write_text_block(json::Writer& out, std::string_view text) {
  out.begin_object().field("type", "text").field("text", text).end_object();
}

// Where the shared fronts end, and how long they are kept from their last use.
struct Marks {
  const std::vector<SharedFront>& fronts;
  bool for_an_hour = false;  // else five minutes
};

// The cache is read and written up to the end of a marked block.
void write_marked_block(json::Writer& out, std::string_view text, bool for_an_hour) {
  out.begin_object().field("type", "text").field("text", text);
  out.key("cache_control").begin_object().field("type", "ephemeral");
  if (for_an_hour) out.field("ttl", "1h");
  out.end_object().end_object();
}

// `cut`: bytes up to the mark; 0: none.
void write_text_blocks(json::Writer& out, std::string_view text, std::size_t cut,
                       bool for_an_hour) {
  if (cut > 0) write_marked_block(out, text.substr(0, cut), for_an_hour);
  if (cut < text.size()) write_text_block(out, text.substr(cut));
}

// `opaque` holds the raw thinking blocks of an earlier reply; they go back first and unchanged.
void write_assistant(json::Writer& out, const Message& message) {
  out.begin_object().field("role", "assistant").key("content").begin_array();
  if (!message.opaque.empty()) out.raw(message.opaque);
  if (!message.content.empty()) write_text_block(out, message.content);
  for (const ToolCall& call : message.tool_calls) {
    out.begin_object().field("type", "tool_use").field("id", call.id).field("name", call.name);
    wire::raw_field(out, "input", json::Document::parse(call.arguments) ? call.arguments : "{}");
    out.end_object();
  }
  out.end_array().end_object();
}

// The results of one assistant turn stand together in one user message.
std::size_t write_tool_results(json::Writer& out, const std::vector<Message>& messages,
                               std::size_t from) {
  out.begin_object().field("role", "user").key("content").begin_array();
  std::size_t at = from;
  for (; at < messages.size() && messages[at].role == Role::kTool; ++at)
    out.begin_object()
        .field("type", "tool_result")
        .field("tool_use_id", messages[at].tool_call_id)
        .field("content", messages[at].content)
        .end_object();
  out.end_array().end_object();
  return at;
}

void write_user(json::Writer& out, const Message& message, std::size_t cut, bool for_an_hour) {
  out.begin_object().field("role", "user");
  if (cut == 0) {
    out.field("content", message.content);
  } else {
    out.key("content").begin_array();
    write_text_blocks(out, message.content, cut, for_an_hour);
    out.end_array();
  }
  out.end_object();
}

void write_messages(json::Writer& out, const std::vector<Message>& messages, const Marks& marks) {
  out.key("messages").begin_array();
  for (std::size_t i = 0; i < messages.size();) {
    const Message& message = messages[i];
    if (message.role == Role::kTool) {
      i = write_tool_results(out, messages, i);
      continue;
    }
    if (message.role == Role::kAssistant)
      write_assistant(out, message);
    else if (message.role == Role::kUser)
      write_user(out, message, cut_of(marks.fronts, i), marks.for_an_hour);
    ++i;
  }
  out.end_array();
}

void write_system(json::Writer& out, const std::vector<Message>& messages, const Marks& marks) {
  bool is_open = false;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (messages[i].role != Role::kSystem || messages[i].content.empty()) continue;
    if (!std::exchange(is_open, true)) out.key("system").begin_array();
    write_text_blocks(out, messages[i].content, cut_of(marks.fronts, i), marks.for_an_hour);
  }
  if (is_open) out.end_array();
}

StopReason stop_reason(std::string_view text) {
  if (text == "max_tokens" || text == "model_context_window_exceeded") return StopReason::kLength;
  if (text == "tool_use") return StopReason::kToolCalls;
  if (text == "refusal") return StopReason::kRefusal;
  return StopReason::kStop;
}

CallError decode_error(const http::Response& response, json::Value root) {
  const json::Value body = wire::at(root, "error");
  const std::string_view type = body.text_of("type");
  const std::string_view message = body.text_of("message");
  const std::string_view code = wire::at(body, "details").text_of("error_code");
  Kind kind = wire::kind_of_status(response.status);
  if (code == "enforced_spend_limit_reached" || code == "contract_spend_limit_reached" ||
      type == "billing_error")
    kind = Kind::kNoCredit;
  else if (type == "authentication_error" || type == "permission_error")
    kind = Kind::kBadKey;
  else if (type == "overloaded_error" || type == "api_error" || type == "timeout_error")
    kind = Kind::kOverloaded;
  else if (type == "invalid_request_error" && text::contains(message, "prompt is too long"))
    kind = Kind::kContextTooLong;
  else if (type == "invalid_request_error" &&
           (text::contains(message, "spend limit") || text::contains(message, "credit balance")))
    kind = Kind::kNoCredit;
  CallError out = wire::error(
      kind, response, type.empty() ? std::string(message) : fmt::format("{} ({})", message, type));
  out.wants_fewer = code == "ramp_limit_exceeded";
  return out;
}

class Anthropic final : public Provider {
 public:
  explicit Anthropic(Endpoint endpoint) : endpoint_(std::move(endpoint)) {
    if (endpoint_.version.empty()) endpoint_.version = kVersion;
  }

  http::Request encode(const ChatRequest& request) const override {
    http::Request out;
    out.url = endpoint_.base_url + "/v1/messages";
    out.headers = headers();
    json::Writer body(out.body);
    body.begin_object()
        .field("model", endpoint_.model)
        .field("max_tokens", request.sampling.max_tokens);
    if (request.tools != nullptr && !request.tools->empty()) {
      body.key("tools").begin_array();
      for (const Tool& tool : *request.tools) {
        body.begin_object().field("name", tool.name).field("description", tool.description);
        wire::raw_field(body, "input_schema", tool.parameters);
        body.end_object();
      }
      body.end_array();
    }
    const std::vector<SharedFront> fronts = written_fronts(request);
    const Marks marks{fronts, endpoint_.keeps_cache_for_an_hour};
    write_system(body, request.messages, marks);
    write_messages(body, request.messages, marks);
    if (endpoint_.version < kVersion) {
      if (request.sampling.temperature >= 0)
        body.field("temperature", request.sampling.temperature);
      if (request.sampling.top_p >= 0) body.field("top_p", request.sampling.top_p);
    }
    if (request.schema != nullptr) {
      body.key("output_config")
          .begin_object()
          .key("format")
          .begin_object()
          .field("type", "json_schema");
      wire::raw_field(body, "schema",
                      narrow_schema(request.schema->json, SchemaDialect::kAnthropic));
      body.end_object().end_object();
    }
    body.end_object();
    return out;
  }

  // A front that is shorter than the model's least is not kept, and not billed either.
  std::vector<SharedFront> written_fronts(const ChatRequest& request) const override {
    if (endpoint_.cache_marks == CacheMarks::kOff) return {};
    return shared_fronts(request, text::contains(endpoint_.model, "-5-5") ? 512 : 1024);
  }

  Decoded decode(const http::Response& response) const override {
    const auto document = json::Document::parse(response.body);
    if (!document) return tl::unexpected(wire::unreadable(response, "the reply is no JSON"));
    const json::Value root = document->root();
    if (response.status != 200 || root.text_of("type") == "error")
      return tl::unexpected(decode_error(response, root));
    const auto content = root.find("content");
    if (!content || !content->is_array())
      return tl::unexpected(wire::unreadable(response, "the reply has no `content`"));
    Completion out;
    out.message.role = Role::kAssistant;
    for (std::size_t i = 0; i < content->size(); ++i) read_block(content->at(i), out.message);
    out.stop_reason = stop_reason(root.text_of("stop_reason"));
    if (out.stop_reason == StopReason::kRefusal) read_refusal(root, out.message);
    out.model = root.text_of("model", endpoint_.model);
    out.usage.cached = wire::count_at(root, "usage.cache_read_input_tokens");
    // `input_tokens` leaves cached ones out; ours counts all.
    out.usage.cache_written = wire::count_at(root, "usage.cache_creation_input_tokens");
    out.usage.cache_written_hour =
        wire::count_at(root, "usage.cache_creation.ephemeral_1h_input_tokens");
    out.usage.input =
        wire::count_at(root, "usage.input_tokens") + out.usage.cached + out.usage.cache_written;
    out.usage.output = wire::count_at(root, "usage.output_tokens");
    out.usage.reasoning = wire::count_at(root, "usage.output_tokens_details.thinking_tokens");
    return out;
  }

  http::Request list_models() const override {
    return wire::get(endpoint_.base_url + "/v1/models?limit=1000", headers());
  }
  Listed decode_models(const http::Response& response) const override {
    if (response.status != 200) return tl::unexpected(decode(response).error());
    return wire::read_models(response, "data", "id", {"max_input_tokens"});
  }

 private:
  static void read_block(json::Value block, Message& message) {
    const std::string_view type = block.text_of("type");
    if (type == "text")
      message.content += block.text_of("text");
    else if (type == "tool_use")
      message.tool_calls.push_back({std::string(block.text_of("id")),
                                    std::string(block.text_of("name")),
                                    std::string(wire::at(block, "input").raw())});
    else if (type == "thinking" || type == "redacted_thinking")
      message.opaque += (message.opaque.empty() ? "" : ",") + std::string(block.raw());
  }

  // Why it was refused says more than what was written before: some categories (`frontier_llm`,
  // `reasoning_extraction`) mean the making of training data itself.
  static void read_refusal(json::Value root, Message& message) {
    const json::Value details = wire::at(root, "stop_details");
    const std::string_view category = details.text_of("category");
    const std::string_view explanation = details.text_of("explanation");
    if (category.empty() && explanation.empty()) return;
    message.content = category.empty() || explanation.empty()
                          ? fmt::format("{}{}", category, explanation)
                          : fmt::format("{}: {}", category, explanation);
  }

  http::Headers headers() const {
    http::Headers out = {{"content-type", "application/json"}};
    if (endpoint_.is_bearer)
      out.emplace_back("authorization", "Bearer " + endpoint_.api_key);
    else
      out.emplace_back("x-api-key", endpoint_.api_key);
    out.emplace_back("anthropic-version", endpoint_.version);
    return out;
  }

  Endpoint endpoint_;
};

}  // namespace

std::unique_ptr<Provider> make_anthropic(Endpoint endpoint) {
  return std::make_unique<Anthropic>(std::move(endpoint));
}

}  // namespace generator
