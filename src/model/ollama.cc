// Ollama's own API (POST /api/chat): options inside `options`, arguments as objects, no
// tool_choice. https://github.com/ollama/ollama/blob/main/docs/api.md, August 2026.
//
// `num_ctx` is always sent: without it a server truncates long prompts silently, from the front. It
// is a power of two over prompt and reply, so that a run of similar requests keeps one value and
// the model is not reloaded; and no more than the model was made for, which is asked of the server
// once (POST /api/show). What does not fit is an error (`truncate`, `shift`), never cut.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "model/provider.h"
#include "model/retry_hint.h"
#include "model/wire.h"

namespace generator {
namespace {

using Kind = CallError::Kind;
constexpr std::int64_t kLeastContext = 4096;
constexpr std::int64_t kMostContext = 131072;

// At least as many tokens as any tokenizer in use makes of running text: three bytes a token.
std::int64_t context_size(const ChatRequest& request, std::int64_t most) {
  std::int64_t bytes = 0;
  for (const Message& message : request.messages)
    bytes += static_cast<std::int64_t>(message.content.size()) + 32;
  if (request.tools != nullptr)
    for (const Tool& tool : *request.tools)
      bytes += static_cast<std::int64_t>(tool.description.size() + tool.parameters.size());
  if (request.schema != nullptr) bytes += static_cast<std::int64_t>(request.schema->json.size());
  const std::int64_t needed = bytes / 3 + request.sampling.max_tokens;
  std::int64_t size = kLeastContext;
  while (size < needed && size < most) size *= 2;
  return std::min(size, most);
}

// The name of the tool that `id` called, from the turns before.
std::string_view called_name(const std::vector<Message>& messages, std::string_view id) {
  for (const Message& message : messages)
    for (const ToolCall& call : message.tool_calls)
      if (call.id == id) return call.name;
  return id;
}

// `opaque` holds what the model thought before its calls, as a JSON string.
void write_message(json::Writer& out, const Message& message,
                   const std::vector<Message>& messages) {
  out.begin_object().field("role", to_text(message.role)).field("content", message.content);
  if (!message.opaque.empty()) wire::raw_field(out, "thinking", message.opaque);
  if (message.role == Role::kTool) {
    out.field("tool_name", called_name(messages, message.tool_call_id));
    out.field("tool_call_id", message.tool_call_id);
  }
  if (!message.tool_calls.empty()) {
    out.key("tool_calls").begin_array();
    for (const ToolCall& call : message.tool_calls) {
      out.begin_object();
      if (!call.id.empty()) out.field("id", call.id);
      out.key("function").begin_object().field("name", call.name);
      wire::raw_field(out, "arguments",
                      json::Document::parse(call.arguments) ? call.arguments : "{}");
      out.end_object().end_object();
    }
    out.end_array();
  }
  out.end_object();
}

class Ollama final : public Provider {
 public:
  explicit Ollama(Endpoint endpoint) : endpoint_(std::move(endpoint)) {}

  http::Request encode(const ChatRequest& request) const override {
    http::Request out;
    out.url = endpoint_.base_url + "/api/chat";
    out.headers = wire::bearer_headers(endpoint_.api_key);
    json::Writer body(out.body);
    body.begin_object().field("model", endpoint_.model).key("messages").begin_array();
    for (const Message& message : request.messages) write_message(body, message, request.messages);
    body.end_array().key("stream").boolean(false).key("think").boolean(endpoint_.thinks);
    body.key("truncate").boolean(false).key("shift").boolean(false);
    if (request.schema != nullptr) wire::raw_field(body, "format", request.schema->json);
    body.key("options")
        .begin_object()
        .field("num_ctx", context_size(request, most_context_))
        .field("num_predict", request.sampling.max_tokens);
    if (request.sampling.temperature >= 0) body.field("temperature", request.sampling.temperature);
    if (request.sampling.top_p >= 0) body.field("top_p", request.sampling.top_p);
    if (request.sampling.seed >= 0) body.field("seed", request.sampling.seed);
    body.end_object();
    wire::write_functions(body, request.tools);
    body.end_object();
    return out;
  }

  Decoded decode(const http::Response& response) const override {
    const auto document = json::Document::parse(response.body);
    if (!document) return tl::unexpected(wire::unreadable(response, "the reply is no JSON"));
    const json::Value root = document->root();
    if (const auto error = root.find("error"))
      return tl::unexpected(decode_error(response, error->text()));
    const auto message = root.find("message");
    if (response.status != 200 || !message)
      return tl::unexpected(wire::unreadable(response, "the reply has no `message`"));
    const std::string_view reason = root.text_of("done_reason");
    if (reason == "load" || reason == "unload")
      return tl::unexpected(
          wire::unreadable(response, fmt::format("the server only did a model's {}", reason)));
    Completion out;
    out.message.role = Role::kAssistant;
    out.message.content = wire::without_thinking(message->text_of("content"));
    const json::Value calls = wire::at(*message, "tool_calls");
    for (std::size_t i = 0; i < calls.size(); ++i) {
      const json::Value function = wire::at(calls.at(i), "function");
      out.message.tool_calls.push_back({std::string(calls.at(i).text_of("id")),
                                        std::string(function.text_of("name")),
                                        std::string(wire::at(function, "arguments").raw())});
    }
    const json::Value thinking = wire::at(*message, "thinking");
    if (!out.message.tool_calls.empty() && !thinking.text().empty())
      out.message.opaque = thinking.raw();
    out.stop_reason = reason == "length"               ? StopReason::kLength
                      : out.message.tool_calls.empty() ? StopReason::kStop
                                                       : StopReason::kToolCalls;
    out.model = root.text_of("model", endpoint_.model);
    out.usage.input = wire::count_at(root, "prompt_eval_count");  // left out where it is 0
    out.usage.output = wire::count_at(root, "eval_count");
    return out;
  }

  http::Request list_models() const override {
    return wire::get(endpoint_.base_url + "/api/tags", wire::bearer_headers(endpoint_.api_key));
  }
  Listed decode_models(const http::Response& response) const override {
    if (response.status != 200) return tl::unexpected(decode(response).error());
    return wire::read_models(response, "models", "name", {});
  }

  std::optional<http::Request> first_question() const override {
    http::Request out;
    out.url = endpoint_.base_url + "/api/show";
    out.headers = wire::bearer_headers(endpoint_.api_key);
    json::Writer(out.body).begin_object().field("model", endpoint_.model).end_object();
    return out;
  }
  void hear(const http::Response& answer) override {
    const auto document = json::Document::parse(answer.body);
    if (answer.status != 200 || !document) return;
    const json::Value info = wire::at(document->root(), "model_info");
    for (std::size_t i = 0; i < info.size(); ++i)
      if (info.key(i).ends_with(".context_length"))
        if (const auto size = info.at(i).integer(); size && *size > 0)
          most_context_ = std::min(kMostContext, *size);
  }

 private:
  CallError decode_error(const http::Response& response, std::string_view message) const {
    CallError out = wire::error(wire::kind_of_status(response.status), response, message);
    if (response.status == 200) out.kind = Kind::kOverloaded;  // an error after the head was sent
    if (out.kind == Kind::kNoSuchModel)
      out.message += fmt::format("; get it with `ollama pull {}`", endpoint_.model);
    if (text::contains(message, "exceeds the available context") ||
        text::contains(message, "context length") ||
        text::contains(message, "input length exceeds"))
      out.kind = Kind::kContextTooLong;
    return out;
  }

  Endpoint endpoint_;
  std::int64_t most_context_ = kMostContext;
};

}  // namespace

std::unique_ptr<Provider> make_ollama(Endpoint endpoint) {
  return std::make_unique<Ollama>(std::move(endpoint));
}

}  // namespace generator
