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

void write_message(json::Writer& out, const Message& message) {
  out.begin_object().field("role", to_text(message.role));
  if (message.role == Role::kTool) out.field("tool_call_id", message.tool_call_id);
  if (message.tool_calls.empty()) {
    out.field("content", message.content);
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

void write_tools(json::Writer& out, const std::vector<Tool>& tools) {
  out.key("tools").begin_array();
  for (const Tool& tool : tools) {
    out.begin_object().field("type", "function").key("function").begin_object();
    out.field("name", tool.name).field("description", tool.description);
    wire::raw_field(out, "parameters", tool.parameters);
    out.end_object().end_object();
  }
  out.end_array();
}

void write_schema(json::Writer& out, const Schema& schema, bool strict) {
  out.key("response_format")
      .begin_object()
      .field("type", "json_schema")
      .key("json_schema")
      .begin_object();
  out.field("name", schema.name);
  if (strict) out.key("strict").boolean(true);
  wire::raw_field(out, "schema",
                  strict ? narrow_schema(schema.json, SchemaDialect::kOpenAiStrict) : schema.json);
  out.end_object().end_object();
}

// Reasoning models take neither temperature nor top_p; unknown names are taken for models of a
// compatible server.
bool takes_sampling(std::string_view model) {
  for (const std::string_view family : {"gpt-5", "gpt-6", "o1", "o3", "o4"})
    if (model.substr(0, family.size()) == family) return false;
  return true;
}

StopReason stop_reason(std::string_view text) {
  if (text == "length") return StopReason::kLength;
  if (text == "tool_calls" || text == "function_call") return StopReason::kToolCalls;
  if (text == "content_filter") return StopReason::kContentFilter;
  return StopReason::kStop;
}

CallError decode_error(const http::Response& response, json::Value root) {
  // {"error":{"message","type","param","code"}}; older vLLM puts the fields at the top.
  json::Value body = wire::at(root, "error");
  if (body.is_string())
    return wire::error(wire::kind_of_status(response.status), response, body.text());
  if (!body.is_object()) body = root;
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
  return wire::error(kind, response,
                     code.empty() ? std::string(message) : fmt::format("{} ({})", message, code));
}

class OpenAi : public Provider {
 public:
  OpenAi(Endpoint endpoint, bool is_vllm) : endpoint_(std::move(endpoint)), is_vllm_(is_vllm) {}

  http::Request encode(const ChatRequest& request) const override {
    http::Request out;
    out.url = endpoint_.base_url + "/chat/completions";
    out.headers = {{"content-type", "application/json"}};
    if (!endpoint_.api_key.empty())
      out.headers.emplace_back("authorization", "Bearer " + endpoint_.api_key);
    json::Writer body(out.body);
    body.begin_object().field("model", endpoint_.model).key("messages").begin_array();
    for (const Message& message : request.messages) write_message(body, message);
    body.end_array();
    body.field(is_vllm_ ? "max_tokens" : "max_completion_tokens", request.sampling.max_tokens);
    if (is_vllm_ || takes_sampling(endpoint_.model)) {
      if (request.sampling.temperature >= 0)
        body.field("temperature", request.sampling.temperature);
      if (request.sampling.top_p >= 0) body.field("top_p", request.sampling.top_p);
    }
    if (request.sampling.seed >= 0) body.field("seed", request.sampling.seed);
    if (request.tools != nullptr && !request.tools->empty()) write_tools(body, *request.tools);
    if (request.schema != nullptr) write_schema(body, *request.schema, !is_vllm_);
    body.end_object();
    return out;
  }

  Decoded decode(const http::Response& response) const override {
    const auto document = json::Document::parse(response.body);
    if (!document) return tl::unexpected(wire::unreadable(response, "the reply is no JSON"));
    const json::Value root = document->root();
    if (response.status != 200) return tl::unexpected(decode_error(response, root));
    const json::Value choices = wire::at(root, "choices");
    if (choices.size() == 0)
      return tl::unexpected(wire::unreadable(response, "the reply has no `choices`"));
    return read_choice(root, choices.at(0));
  }

 private:
  Completion read_choice(json::Value root, json::Value choice) const {
    Completion out;
    const json::Value message = wire::at(choice, "message");
    out.message.role = Role::kAssistant;
    out.message.content = wire::without_thinking(message.text_of("content"));
    const json::Value calls = wire::at(message, "tool_calls");
    for (std::size_t i = 0; i < calls.size(); ++i) {
      const json::Value function = wire::at(calls.at(i), "function");
      out.message.tool_calls.push_back({std::string(calls.at(i).text_of("id")),
                                        std::string(function.text_of("name")),
                                        std::string(function.text_of("arguments"))});
    }
    out.stop_reason = stop_reason(choice.text_of("finish_reason"));
    if (!out.message.tool_calls.empty() && out.stop_reason == StopReason::kStop)
      out.stop_reason = StopReason::kToolCalls;
    if (const std::string_view refusal = message.text_of("refusal"); !refusal.empty()) {
      out.stop_reason = StopReason::kRefusal;
      out.message.content = refusal;
    }
    out.model = root.text_of("model", endpoint_.model);
    out.usage.input = wire::count_at(root, "usage.prompt_tokens");
    out.usage.output = wire::count_at(root, "usage.completion_tokens");
    out.usage.cached = wire::count_at(root, "usage.prompt_tokens_details.cached_tokens");
    out.usage.reasoning = wire::count_at(root, "usage.completion_tokens_details.reasoning_tokens");
    return out;
  }

  Endpoint endpoint_;
  bool is_vllm_;
};

}  // namespace

std::unique_ptr<Provider> make_openai(Endpoint endpoint) {
  return std::make_unique<OpenAi>(std::move(endpoint), false);
}
std::unique_ptr<Provider> make_vllm(Endpoint endpoint) {
  return std::make_unique<OpenAi>(std::move(endpoint), true);
}

}  // namespace generator
