// Anthropic's Messages and models, under both versions of the API: 2023-06-01, and 2026-10-21,
// which refuses sampling parameters. Fields as in anthropic 2.12, November 2026.
#include <fmt/format.h>

#include "base/text.h"
#include "support/endpoint/reading.h"

namespace generator::endpoint {
namespace {

const Json& message_shape() {
  static const Json shape = [] {
    Json out = Json::parse(R"({
      "model!": "string", "max_tokens!": "integer",
      "system": ["|", "string", [{"type!": "'text'", "text!": "string", "cache_control": "any"}]],
      "messages!": [{"role!": "'user'|'assistant'|'system'", "content!": ["|", "string", [["|",
        {"type!": "'text'", "text!": "string", "cache_control": "any"},
        {"type!": "'thinking'", "thinking!": "string", "signature!": "string"},
        {"type!": "'redacted_thinking'", "data!": "string"},
        {"type!": "'tool_use'", "id!": "string", "name!": "string", "input!": "object", "cache_control": "any"},
        {"type!": "'tool_result'", "tool_use_id!": "string", "is_error": "boolean", "cache_control": "any",
         "content": ["|", "string", [{"type!": "'text'", "text!": "string"}]]}]]]}],
      "stop_sequences": ["string"],
      "output_config": {"effort": "'low'|'medium'|'high'|'xhigh'|'max'", "format": {"type!": "'json_schema'", "schema!": "object"}},
      "thinking": ["|", {"type!": "'adaptive'", "display": "'summarized'|'omitted'"},
        {"type!": "'enabled'", "budget_tokens!": "integer"}, {"type!": "'disabled'|'between_tools'"}],
      "tools": [{"name!": "string", "description": "string", "input_schema!": "object", "strict": "boolean",
        "cache_control": "any", "input_examples": "any", "type": "'custom'"}],
      "tool_choice": ["|", {"type!": "'auto'|'any'", "disable_parallel_tool_use": "boolean"}, {"type!": "'none'"},
        {"type!": "'tool'", "name!": "string", "disable_parallel_tool_use": "boolean"}],
      "metadata": {"user_id": "string|null"}, "service_tier": "'auto'|'standard_only'", "speed": "'standard'|'fast'",
      "stream": "boolean", "temperature": "number", "top_p": "number", "top_k": "integer"
    })");
    const Json mark = Json::parse(R"({"type!": "'ephemeral'", "ttl": "'5m'|'1h'"})");
    out["cache_control"] = mark;
    out["system"][2][0]["cache_control"] = mark;
    out["tools"][0]["cache_control"] = mark;
    for (Json& block : out["messages!"][0]["content!"][2][0])
      if (block.contains("cache_control")) block["cache_control"] = mark;
    return out;
  }();
  return shape;
}

const std::vector<std::string_view>& schema_keywords() {
  static const std::vector<std::string_view> keywords = {
      "type",  "properties", "required", "additionalProperties",
      "items", "enum",       "const",    "anyOf",
      "allOf", "$defs",      "$ref",     "description",
      "title", "format",     "minItems"};
  return keywords;
}

std::string open_object(const Json& schema) {
  if (!schema.is_object()) return {};
  if (schema.contains("properties")) {
    if (schema.value("additionalProperties", Json(true)) != Json(false))
      return "output_config.format.schema: `additionalProperties` must be false in every object";
    for (const Json& property : schema["properties"])
      if (std::string fault = open_object(property); !fault.empty()) return fault;
  }
  return schema.contains("items") ? open_object(schema["items"]) : std::string();
}

int cache_marks(const Json& value) {
  int marks = 0;
  if (value.is_object() && value.contains("cache_control")) ++marks;
  if (value.is_structured())
    for (const Json& child : value) marks += cache_marks(child);
  return marks;
}

class Anthropic final : public Protocol {
 public:
  Served serve(const Received& received, std::string_view path,
               std::string_view key) const override {
    std::string_view given = received.header("x-api-key");
    if (given.empty()) given = bearer(received.header("authorization"));
    if (given.empty()) return refuse(*this, 401, "x-api-key: a key is required");
    if (!key.empty() && given != key)
      return turn_away(error(401, fmt::format("invalid x-api-key: {}", given)));
    const std::string_view version = received.header("anthropic-version");
    if (version != "2023-06-01" && version != "2026-10-21")
      return refuse(*this, 400, fmt::format("anthropic-version: `{}` is not a version", version));
    if (path == "/v1/messages") return serve_chat(received, version == "2026-10-21");
    if (path == "/v1/models" && received.method == "GET") return serve_models();
    return refuse(*this, 404, fmt::format("Not found: {} {}", received.method, path));
  }

  Answer reply(const Question& question, const Said& said) const override {
    Json content = Json::array();
    std::string reason = said.stop == Stop::kLength ? "max_tokens" : "end_turn";
    Json details = nullptr;
    if (said.stop == Stop::kFiltered) {
      reason = "refusal";
      details = {{"type", "refusal"}, {"category", "general_harms"}, {"explanation", nullptr}};
    } else if (!question.tool.empty() || said.has_broken_call) {
      // `input` is an object by the protocol, so a call that cannot be read is one of a tool that
      // is not there.
      const Json input = Json::parse(said.text, nullptr, false);
      const bool is_usable = !said.has_broken_call && input.is_object();
      content.push_back({{"type", "tool_use"},
                         {"id", id_of("toolu_", said.text)},
                         {"name", is_usable ? question.tool : "no_such_tool"},
                         {"input", is_usable ? input : Json::object()}});
      reason = "tool_use";
    } else if (!said.is_empty) {
      content.push_back({{"type", "text"}, {"text", said.text}});
    }
    Answer out;
    out.body = Json{{"id", id_of("msg_", question.user)},
                    {"type", "message"},
                    {"role", "assistant"},
                    {"model", said.model.empty() ? question.model : said.model},
                    {"content", content},
                    {"stop_reason", reason},
                    {"stop_sequence", nullptr},
                    {"stop_details", details},
                    {"usage",
                     {{"input_tokens",
                       question.prompt.tokens() - question.cache.read - question.cache.written},
                      {"output_tokens", tokens_of(said.text)},
                      {"cache_creation_input_tokens", question.cache.written},
                      {"cache_read_input_tokens", question.cache.read},
                      {"cache_creation",
                       {{"ephemeral_5m_input_tokens",
                         question.prompt.is_for_an_hour ? 0 : question.cache.written},
                        {"ephemeral_1h_input_tokens",
                         question.prompt.is_for_an_hour ? question.cache.written : 0}}},
                      {"service_tier", "standard"}}}}
                   .dump();
    out.headers = {{"request-id", id_of("req_", question.user)}};
    for (const char* what : {"requests", "tokens", "input-tokens", "output-tokens"}) {
      const std::string name = fmt::format("anthropic-ratelimit-{}-", what);
      out.headers.emplace_back(name + "limit", "100000000");
      out.headers.emplace_back(name + "remaining", "99999000");
      out.headers.emplace_back(name + "reset", "2026-11-25T00:00:00Z");
    }
    return out;
  }

  Answer error(int status, std::string_view message) const override {
    std::string kind = status == 401   ? "authentication_error"
                       : status == 404 ? "not_found_error"
                       : status == 408 ? "timeout_error"
                       : status == 409 ? "conflict_error"
                       : status == 429 ? "rate_limit_error"
                       : status == 529 ? "overloaded_error"
                       : status >= 500 ? "api_error"
                                       : "invalid_request_error";
    Answer out;
    out.status = status;
    out.body = Json{{"type", "error"},
                    {"error", {{"type", kind}, {"message", message}}},
                    {"request_id", "req_fake"}}
                   .dump();
    return out;
  }

 private:
  Served serve_chat(const Received& received, bool is_new) const {
    Json body;
    std::string fault = read_body(received, message_shape(), body);
    if (fault.empty()) fault = fault_of_values(body, is_new);
    if (!fault.empty()) return refuse(*this, 400, std::move(fault));
    Served out;
    out.is_chat = true;
    Question& question = out.question;
    question.model = body["model"];
    if (question.model == "no-such-model") return turn_away(error(404, "model: no-such-model"));
    question.prompt = prompt_of(body);
    if (body.contains("system")) question.system = text_of(body["system"]);
    for (const Json& message : body["messages"])
      if (message["role"] == "user" && question.user.empty())
        question.user = text_of(message["content"]);
    question.most_tokens = body["max_tokens"];
    if (body.contains("output_config") && body["output_config"].contains("format"))
      question.schema = body["output_config"]["format"]["schema"].dump();
    if (body.contains("tool_choice") && body.contains("tools")) {
      const std::string choice = body["tool_choice"]["type"];
      if (choice == "tool") question.tool = body["tool_choice"]["name"];
      if (choice == "any") question.tool = body["tools"][0]["name"];
      for (const Json& tool : body["tools"])
        if (tool["name"] == question.tool) question.schema = tool["input_schema"].dump();
    }
    return out;
  }

  // Another schema is another prompt; then tools, system and messages.
  static Prompt prompt_of(const Json& body) {
    constexpr const char* kMark = "cache_control";
    Prompt out;
    out.caching = Caching::kMarked;
    out.is_for_an_hour = text::contains(body.dump(), R"("ttl":"1h")");
    out.least = text::contains(body["model"].get<std::string>(), "-5-5") ? 512 : 1024;
    if (body.contains("output_config")) out.add(body["output_config"].dump());
    if (body.contains("tools")) add_content(out, body["tools"], kMark);
    if (body.contains("system")) add_content(out, body["system"], kMark);
    for (const Json& message : body["messages"]) {
      out.add(message["role"].get<std::string>());
      add_content(out, message["content"], kMark);
    }
    if (body.contains(kMark)) out.marks.push_back(out.text.size());
    return out;
  }

  static std::string fault_of_values(const Json& body, bool is_new) {
    if (is_new)
      for (const char* name : {"temperature", "top_p", "top_k"})
        if (body.contains(name)) return fmt::format("{}: is not supported in this version", name);
    if (body["messages"].empty()) return "messages: at least one is required";
    if (body["messages"].back()["role"] == "assistant")
      return "messages: this model does not support assistant message prefill";
    if (body["max_tokens"] < 1) return "max_tokens: must be at least 1";
    if (body.value("stream", false)) return "stream: this endpoint does not stream";
    if (cache_marks(body) > 4) return "cache_control: at most 4 blocks may be marked";
    // All results of one turn stand first, in one user message.
    for (const Json& message : body["messages"]) {
      if (!message["content"].is_array()) continue;
      if (message["content"].empty()) return "messages: a content is empty";
      for (const Json& block : message["content"])
        if (block["type"] == "text" && block["text"] == "")
          return "messages: a text block is empty";
    }
    if (!body.contains("output_config") || !body["output_config"].contains("format")) return {};
    const Json& schema = body["output_config"]["format"]["schema"];
    std::string fault = unknown_keyword(schema, schema_keywords());
    return fault.empty() ? open_object(schema) : "output_config.format.schema: " + fault;
  }

  static Served serve_models() {
    Json data = Json::array();
    for (const char* name : {"claude-haiku-5-5", "claude-sonnet-5-5"})
      data.push_back({{"id", name},
                      {"type", "model"},
                      {"display_name", name},
                      {"created_at", "2026-09-01T00:00:00Z"},
                      {"max_input_tokens", 1'000'000},
                      {"max_tokens", 128'000},
                      {"lifecycle", "active"}});
    return answer({{"data", data},
                   {"has_more", false},
                   {"first_id", "claude-haiku-5-5"},
                   {"last_id", "claude-sonnet-5-5"}});
  }
};

}  // namespace

std::unique_ptr<Protocol> speak_anthropic() { return std::make_unique<Anthropic>(); }

}  // namespace generator::endpoint
