// OpenAI chat completions (POST /chat/completions), and vLLM, which speaks the same with keys of
// its own. https://developers.openai.com/api/docs; field names as in openai-python 3.54 and vLLM
// 0.33, November 2026.
#include <fmt/format.h>

#include "base/text.h"
#include "model/provider.h"
#include "model/retry_hint.h"
#include "model/schema_dialect.h"
#include "model/wire.h"

namespace generator {
namespace {

using Kind = CallError::Kind;

void write_part(json::Writer& out, std::string_view text, bool is_marked) {
  out.begin_object().field("type", "text").field("text", text);
  if (is_marked)
    out.key("prompt_cache_breakpoint").begin_object().field("mode", "explicit").end_object();
  out.end_object();
}

// `cut`: bytes of the content up to a mark for the prompt cache; 0: none.
void write_message(json::Writer& out, const Message& message, std::string_view more,
                   std::size_t cut) {
  out.begin_object().field("role", to_text(message.role));
  if (message.role == Role::kTool) out.field("tool_call_id", message.tool_call_id);
  if (cut > 0) {
    const std::string rest = message.content.substr(cut) + std::string(more);
    out.key("content").begin_array();
    write_part(out, std::string_view(message.content).substr(0, cut), true);
    if (!rest.empty()) write_part(out, rest, false);
    out.end_array();
  } else if (message.tool_calls.empty()) {
    out.field("content", message.content + std::string(more));
  } else {
    if (message.content.empty())
      out.key("content").null();
    else
      out.field("content", message.content);
    out.key("tool_calls").begin_array();
    for (const ToolCall& call : message.tool_calls) {
      out.begin_object()
          .field("id", call.id)
          .field("type", "function")
          .key("function")
          .begin_object();
      out.field("name", call.name).field("arguments", call.arguments).end_object().end_object();
    }
    out.end_array();
  }
  out.end_object();
}

// The function that has to be called where a schema is sent as a tool.
constexpr std::string_view kReplyTool = "structured_reply";

void write_json_schema(json::Writer& out, const Schema& schema, bool strict) {
  out.key("response_format")
      .begin_object()
      .field("type", "json_schema")
      .key("json_schema")
      .begin_object();
  out.field("name", schema.name);
  if (strict) out.key("strict").boolean(true);
  wire::raw_field(
      out, "schema",
      narrow_schema(schema.json, strict ? SchemaDialect::kOpenAiStrict : SchemaDialect::kServer));
  out.end_object().end_object();
}

void write_json_object(json::Writer& out, const Schema& schema, bool with_schema) {
  out.key("response_format").begin_object().field("type", "json_object");
  if (with_schema)
    wire::raw_field(out, "schema", narrow_schema(schema.json, SchemaDialect::kServer));
  out.end_object();
}

void write_reply_tool(json::Writer& out, const Schema& schema) {
  out.key("tools").begin_array().begin_object().field("type", "function");
  out.key("function").begin_object().field("name", kReplyTool);
  out.field("description", "Gives the reply; to be called once.");
  wire::raw_field(out, "parameters", narrow_schema(schema.json, SchemaDialect::kServer));
  out.end_object().end_object().end_array();
  out.key("tool_choice").begin_object().field("type", "function");
  out.key("function").begin_object().field("name", kReplyTool).end_object().end_object();
}

// Where no field of the request holds the schema, its last message does.
std::string in_words(const Schema& schema) {
  return fmt::format(
      "\n\nReply with one JSON value that follows this JSON Schema, and with nothing else:\n{}",
      schema.json);
}

bool is_vendor(const Endpoint& endpoint) {
  return endpoint.base_url == "https://api.openai.com/v1";
}

std::string_view limit_name(const Endpoint& endpoint, bool is_vllm) {
  return !is_vllm && (is_vendor(endpoint) || is_openai_reasoning(endpoint.model))
             ? "max_completion_tokens"
             : "max_tokens";
}

// From gpt-5.6 on the writing of the prompt cache is billed, and breakpoints say up to where. Until
// then whatever a request begins with is kept without a word or a charge.
bool bills_cache_writes(std::string_view model) {
  constexpr std::string_view kFamily = "gpt-5.";
  if (model.starts_with("gpt-6")) return true;
  if (!model.starts_with(kFamily)) return false;
  const std::string_view minor = model.substr(kFamily.size());
  if (minor.empty() || !text::is_digit(minor[0])) return false;
  return minor[0] >= '6' || (minor.size() > 1 && text::is_digit(minor[1]));
}

constexpr std::int64_t kLeastCached = 1024;  // tokens

StopReason stop_reason(std::string_view text) {
  if (text == "length") return StopReason::kLength;
  if (text == "tool_calls" || text == "function_call") return StopReason::kToolCalls;
  if (text == "content_filter") return StopReason::kContentFilter;
  return StopReason::kStop;
}

// {"error":{"message","type","param","code"}}; older vLLM puts the fields at the top.
json::Value error_of(json::Value root) {
  const json::Value body = wire::at(root, "error");
  return body.is_object() || body.is_string() ? body : root;
}

CallError decode_error(const http::Response& response, json::Value root) {
  const json::Value body = error_of(root);
  if (body.is_string())
    return wire::error(wire::kind_of_status(response.status), response, body.text());
  const std::string_view message = body.text_of("message");
  const std::string_view code = body.text_of("code");
  const std::string_view type = body.text_of("type");
  Kind kind = wire::kind_of_status(response.status);
  if (code == "insufficient_quota" || type == "insufficient_quota")
    kind = Kind::kNoCredit;
  else if (code == "context_length_exceeded" || text::contains(message, "maximum context length") ||
           text::contains(message, "Request too large"))
    kind = Kind::kContextTooLong;
  else if (code == "content_policy_violation" || code == "invalid_prompt")
    kind = Kind::kContentFilter;
  else if (code == "model_not_found")
    kind = Kind::kNoSuchModel;
  else if (kind == Kind::kRateLimited &&
           (text::contains(message, "per day") || text::contains(message, "(RPD)") ||
            text::contains(message, "(TPD)")))
    kind = Kind::kDailyQuota;
  CallError out = wire::error(
      kind, response, code.empty() ? std::string(message) : fmt::format("{} ({})", message, code));
  if (response.status == 429) out.retry_after_ms = retry_text_ms(message);
  out.wants_fewer = code == "slow_down";
  return out;
}

class OpenAi : public Provider {
 public:
  OpenAi(Endpoint endpoint, bool is_vllm)
      : endpoint_(std::move(endpoint)),
        is_vllm_(is_vllm),
        spelling_(endpoint_.structured, limit_name(endpoint_, is_vllm)) {}

  http::Request encode(const ChatRequest& request) const override {
    http::Request out;
    out.url = endpoint_.base_url + "/chat/completions";
    out.headers = headers();
    json::Writer body(out.body);
    body.begin_object().field("model", endpoint_.model);
    write_messages(body, request);
    write_cache_fields(body, request);
    body.field(spelling_.max_tokens(), request.sampling.max_tokens);
    write_sampling(body, request.sampling);
    wire::write_functions(body, request.tools);
    if (request.schema != nullptr) write_schema(body, request);
    // A reasoning model thinks first unless its template is told not to.
    if (is_vllm_ && !endpoint_.thinks)
      wire::raw_field(body, "chat_template_kwargs", R"({"enable_thinking":false})");
    body.end_object();
    return out;
  }

  std::vector<SharedFront> written_fronts(const ChatRequest& request) const override {
    return has_breakpoints() ? shared_fronts(request, kLeastCached) : std::vector<SharedFront>();
  }

  Decoded decode(const http::Response& response) const override {
    const auto document = json::Document::parse(response.body);
    if (!document) return tl::unexpected(wire::unreadable(response, "the reply is no JSON"));
    const json::Value root = document->root();
    if (response.status != 200) return tl::unexpected(decode_error(response, root));
    const json::Value choices = wire::at(root, "choices");
    if (choices.size() == 0)
      return tl::unexpected(wire::unreadable(response, "the reply has no `choices`"));
    if (choices.at(0).text_of("finish_reason") == "abort")  // of vLLM: the engine gave it up
      return tl::unexpected(wire::unreadable(response, "the server aborted the request"));
    return read_choice(root, choices.at(0));
  }

  http::Request list_models() const override {
    return wire::get(endpoint_.base_url + "/models", headers());
  }
  Listed decode_models(const http::Response& response) const override {
    if (response.status != 200) return tl::unexpected(decode(response).error());
    return wire::read_models(response, "data", "id", {"max_model_len", "context_length"});
  }

  int spelling() const override { return spelling_.version(); }
  bool learn(const ChatRequest& request, int spelling, const http::Response& refused) override {
    const auto document = json::Document::parse(refused.body);
    if (!document) return false;
    const json::Value body = error_of(document->root());
    return spelling_.learn(spelling, request.schema != nullptr, refused.status,
                           body.text_of("param"),
                           body.is_string() ? body.text() : body.text_of("message"));
  }
  std::string learned() const override { return spelling_.learned(); }
  void recall(std::string_view learned) override { spelling_.recall(learned); }

 private:
  http::Headers headers() const {
    http::Headers out = wire::bearer_headers(endpoint_.api_key);
    out.insert(out.end(), endpoint_.more_headers.begin(), endpoint_.more_headers.end());
    return out;
  }

  // Tools of the request's own leave no place for one that gives the reply.
  Structured way(const ChatRequest& request) const {
    const bool has_tools = request.tools != nullptr && !request.tools->empty();
    const Structured known = spelling_.structured();
    return known == Structured::kTool && has_tools ? Structured::kPrompt : known;
  }

  void write_messages(json::Writer& out, const ChatRequest& request) const {
    const Structured known = way(request);
    const bool tells = request.schema != nullptr &&
                       (known == Structured::kPrompt ||
                        (known == Structured::kJsonObject && !spelling_.has_object_schema()));
    const std::vector<SharedFront> fronts = written_fronts(request);
    out.key("messages").begin_array();
    for (std::size_t i = 0; i < request.messages.size(); ++i) {
      const bool is_last = i + 1 == request.messages.size();
      write_message(out, request.messages[i], tells && is_last ? in_words(*request.schema) : "",
                    cut_of(fronts, i));
    }
    out.end_array();
  }

  // Of the vendor's own, or where it was asked for: compatible servers know none of these fields.
  bool tells_of_cache() const {
    if (is_vllm_ || endpoint_.cache_marks == CacheMarks::kOff) return false;
    return endpoint_.cache_marks == CacheMarks::kOn || is_vendor(endpoint_);
  }
  bool has_breakpoints() const {
    return tells_of_cache() && bills_cache_writes(endpoint_.model) &&
           spelling_.takes("prompt_cache_options") && spelling_.takes("prompt_cache_breakpoint");
  }

  // Requests with one key go to one machine, as long as it can follow (some 15 a minute). Without
  // the word "explicit" every prompt would be written whole, and billed, also what never comes
  // again.
  void write_cache_fields(json::Writer& out, const ChatRequest& request) const {
    if (!tells_of_cache()) return;
    const std::vector<SharedFront> fronts = shared_fronts(request, kLeastCached);
    if (!fronts.empty() && spelling_.takes("prompt_cache_key"))
      out.field("prompt_cache_key", name_of(request, fronts.back()).hex());
    if (has_breakpoints())
      out.key("prompt_cache_options").begin_object().field("mode", "explicit").end_object();
  }

  void write_sampling(json::Writer& out, const Sampling& sampling) const {
    const bool takes = is_vllm_ || !is_openai_reasoning(endpoint_.model);
    if (sampling.temperature >= 0 && takes && spelling_.takes("temperature"))
      out.field("temperature", sampling.temperature);
    if (sampling.top_p >= 0 && takes && spelling_.takes("top_p"))
      out.field("top_p", sampling.top_p);
    if (sampling.seed >= 0 && spelling_.takes("seed")) out.field("seed", sampling.seed);
  }

  void write_schema(json::Writer& out, const ChatRequest& request) const {
    const Structured known = way(request);
    if (known == Structured::kJsonSchema) write_json_schema(out, *request.schema, !is_vllm_);
    if (known == Structured::kJsonObject)
      write_json_object(out, *request.schema, spelling_.has_object_schema());
    if (known == Structured::kTool) write_reply_tool(out, *request.schema);
  }

  Completion read_choice(json::Value root, json::Value choice) const {
    Completion out;
    const json::Value message = wire::at(choice, "message");
    out.message.role = Role::kAssistant;
    out.message.content = wire::without_thinking(message.text_of("content"));
    const json::Value calls = wire::at(message, "tool_calls");
    for (std::size_t i = 0; i < calls.size(); ++i) {
      const json::Value function = wire::at(calls.at(i), "function");
      if (function.text_of("name") == kReplyTool) {
        out.message.content = function.text_of("arguments");
        continue;
      }
      out.message.tool_calls.push_back({std::string(calls.at(i).text_of("id")),
                                        std::string(function.text_of("name")),
                                        std::string(function.text_of("arguments"))});
    }
    out.stop_reason = stop_reason(choice.text_of("finish_reason"));
    // With a function that had to be called the reason is "stop" all the same.
    if (out.stop_reason == StopReason::kStop || out.stop_reason == StopReason::kToolCalls)
      out.stop_reason = out.message.tool_calls.empty() ? StopReason::kStop : StopReason::kToolCalls;
    if (const std::string_view refusal = message.text_of("refusal"); !refusal.empty()) {
      out.stop_reason = StopReason::kRefusal;
      out.message.content = refusal;
    }
    out.model = root.text_of("model", endpoint_.model);
    out.usage.input = wire::count_at(root, "usage.prompt_tokens");
    out.usage.output = wire::count_at(root, "usage.completion_tokens");
    out.usage.cached = wire::count_at(root, "usage.prompt_tokens_details.cached_tokens");
    out.usage.cache_written =
        wire::count_at(root, "usage.prompt_tokens_details.cache_write_tokens");
    out.usage.reasoning = wire::count_at(root, "usage.completion_tokens_details.reasoning_tokens");
    return out;
  }

  Endpoint endpoint_;
  bool is_vllm_;
  Spelling spelling_;
};

}  // namespace

bool is_openai_reasoning(std::string_view model) {
  for (const std::string_view family : {"gpt-5", "gpt-6", "o1", "o3", "o4"})
    if (model.substr(0, family.size()) == family) return true;
  return false;
}

std::unique_ptr<Provider> make_openai(Endpoint endpoint) {
  return std::make_unique<OpenAi>(std::move(endpoint), false);
}
std::unique_ptr<Provider> make_vllm(Endpoint endpoint) {
  return std::make_unique<OpenAi>(std::move(endpoint), true);
}

}  // namespace generator
