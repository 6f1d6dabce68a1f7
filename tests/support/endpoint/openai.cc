// OpenAI's chat completions, embeddings and models, and vLLM's, which are the same with keys of its
// own. Fields as in openai 3.54 and vLLM's protocol.py, November 2026.
#include <fmt/format.h>

#include <cstring>

#include "base/text.h"
#include "support/endpoint/reading.h"

namespace generator::endpoint {
namespace {

const Json& chat_shape() {
  static const Json shape = Json::parse(R"({
    "model!": "string",
    "messages!": [["|",
      {"role!": "'system'|'developer'|'user'", "content!": ["|", "string", [{"type!": "'text'", "text!": "string",
        "prompt_cache_breakpoint": {"mode!": "'explicit'", "ttl": "'30m'|'12h'"}}]], "name": "string"},
      {"role!": "'assistant'", "content": "string|null", "refusal": "string|null", "name": "string",
       "tool_calls": [{"id!": "string", "type!": "'function'", "function!": {"name!": "string", "arguments!": "string"}}]},
      {"role!": "'tool'", "tool_call_id!": "string", "content!": "string"}]],
    "max_completion_tokens": "integer", "max_tokens": "integer",
    "reasoning_effort": "'none'|'minimal'|'low'|'medium'|'high'|'xhigh'|'max'",
    "verbosity": "'low'|'medium'|'high'",
    "response_format": ["|", {"type!": "'text'|'json_object'"},
      {"type!": "'json_schema'", "json_schema!": {"name!": "string", "description": "string", "strict": "boolean|null", "schema": "object"}}],
    "tools": [{"type!": "'function'", "function!": {"name!": "string", "description": "string", "parameters": "object", "strict": "boolean|null"}}],
    "tool_choice": ["|", "'none'|'auto'|'required'", {"type!": "'function'", "function!": {"name!": "string"}}],
    "parallel_tool_calls": "boolean", "seed": "integer", "stop": ["|", "string|null", ["string"]], "n": "integer",
    "logprobs": "boolean", "top_logprobs": "integer", "temperature": "number", "top_p": "number",
    "frequency_penalty": "number", "presence_penalty": "number", "prompt_cache_key": "string",
    "prompt_cache_options": {"mode": "'implicit'|'explicit'", "ttl": "'30m'"}, "safety_identifier": "string",
    "service_tier": "'auto'|'default'|'flex'|'priority'|'fast'", "store": "boolean", "metadata": {"*": "string"},
    "stream": "boolean", "stream_options": {"include_usage": "boolean"}, "user": "string"
  })");
  return shape;
}

// The keys that vLLM adds. It accepts any other too, silently; here they are faults, for that is
// how an old `guided_json` came to be ignored by everybody.
const Json& vllm_shape() {
  static const Json shape = [] {
    Json out = chat_shape();
    for (const char* name : {"prompt_cache_key", "prompt_cache_options"}) out.erase(name);
    out["messages!"][0][1]["content!"][2][0].erase("prompt_cache_breakpoint");
    out.update(Json::parse(R"({
      "top_k": "integer", "min_p": "number", "repetition_penalty": "number", "length_penalty": "number",
      "stop_token_ids": ["integer"], "min_tokens": "integer", "ignore_eos": "boolean", "skip_special_tokens": "boolean",
      "include_stop_str_in_output": "boolean", "truncate_prompt_tokens": "integer", "bad_words": ["string"],
      "allowed_token_ids": ["integer"], "prompt_logprobs": "integer", "chat_template": "string",
      "chat_template_kwargs": {"*": "any"}, "add_generation_prompt": "boolean", "continue_final_message": "boolean",
      "structured_outputs": {"json": "object", "regex": "string", "choice": ["string"], "grammar": "string", "structural_tag": "string"},
      "priority": "integer", "request_id": "string", "cache_salt": "string", "return_token_ids": "boolean",
      "include_reasoning": "boolean"
    })"));
    return out;
  }();
  return shape;
}

const Json& embedding_shape() {
  static const Json shape = Json::parse(R"({
    "model!": "string", "input!": ["|", "string", ["string"]], "dimensions": "integer",
    "encoding_format": "'float'|'base64'", "user": "string"
  })");
  return shape;
}

const std::vector<std::string_view>& strict_keywords() {
  static const std::vector<std::string_view> keywords = {"type",
                                                         "properties",
                                                         "required",
                                                         "additionalProperties",
                                                         "items",
                                                         "enum",
                                                         "const",
                                                         "anyOf",
                                                         "$defs",
                                                         "$ref",
                                                         "description",
                                                         "title",
                                                         "pattern",
                                                         "format",
                                                         "minimum",
                                                         "maximum",
                                                         "exclusiveMinimum",
                                                         "exclusiveMaximum",
                                                         "multipleOf",
                                                         "minItems",
                                                         "maxItems"};
  return keywords;
}

// Strict mode: every object closed, every property required.
std::string open_object(const Json& schema) {
  if (!schema.is_object()) return {};
  if (schema.contains("properties")) {
    if (schema.value("additionalProperties", Json(true)) != Json(false))
      return "`additionalProperties` is required to be false in every object of a strict schema";
    for (const auto& [name, property] : schema["properties"].items()) {
      const Json required = schema.value("required", Json::array());
      if (std::find(required.begin(), required.end(), name) == required.end())
        return fmt::format("`required` must name every property; `{}` is missing", name);
      if (std::string fault = open_object(property); !fault.empty()) return fault;
    }
  }
  for (const char* key : {"anyOf", "$defs"})
    if (schema.contains(key))
      for (const Json& child : schema[key])
        if (std::string fault = open_object(child); !fault.empty()) return fault;
  return schema.contains("items") ? open_object(schema["items"]) : std::string();
}

bool is_reasoning(std::string_view model) {
  for (const std::string_view family : {"gpt-5", "gpt-6", "o1", "o3", "o4"})
    if (model.starts_with(family)) return true;
  return false;
}

bool bills_writes(std::string_view model) {
  for (const std::string_view family : {"gpt-5.6", "gpt-5.7", "gpt-5.8", "gpt-5.9", "gpt-6"})
    if (model.starts_with(family)) return true;
  return false;
}

std::string base64(std::string_view bytes) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j)
      group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    for (std::size_t j = 0; j < 4; ++j)
      out += i + j > bytes.size() ? '=' : kDigits[group >> (18 - 6 * j) & 63];
  }
  return out;
}

class OpenAi final : public Protocol {
 public:
  explicit OpenAi(bool is_vllm) : is_vllm_(is_vllm) {}

  Served serve(const Received& received, std::string_view path,
               std::string_view key) const override {
    const std::string_view given = bearer(received.header("authorization"));
    if (given.empty() && !is_vllm_)
      return refuse(*this, 401, "authorization: a Bearer key is required");
    if (!key.empty() && given != key)
      return turn_away(error(401, fmt::format("Incorrect API key provided: {}", given)));
    if (!received.query.empty()) return refuse(*this, 400, "no query belongs into the URL");
    if (path == "/v1/chat/completions") return serve_chat(received);
    if (path == "/v1/embeddings") return serve_embeddings(received);
    if (path == "/v1/models" && received.method == "GET") return serve_models();
    return refuse(*this, 404, fmt::format("Invalid URL ({} {})", received.method, path));
  }

  Answer reply(const Question& question, const Said& said) const override {
    Json message = {{"role", "assistant"},
                    {"content", said.text},
                    {"refusal", nullptr},
                    {"annotations", Json::array()}};
    std::string reason = said.stop == Stop::kLength     ? "length"
                         : said.stop == Stop::kFiltered ? "content_filter"
                                                        : "stop";
    if (!question.tool.empty() || said.has_broken_call) {
      const std::string arguments = said.has_broken_call ? "{\"pairs\": [{" : said.text;
      const std::string name = question.tool.empty() ? "reply" : question.tool;
      message["content"] = nullptr;
      message["tool_calls"] =
          Json::array({{{"id", id_of("call_", said.text)},
                        {"type", "function"},
                        {"function", {{"name", name}, {"arguments", arguments}}}}});
      if (said.has_broken_call) reason = "tool_calls";
    }
    if (said.stop == Stop::kFiltered) message["content"] = "";
    Json choices = Json::array();
    if (!said.is_empty)
      choices.push_back(
          {{"index", 0}, {"message", message}, {"finish_reason", reason}, {"logprobs", nullptr}});
    const std::int64_t in = question.prompt.tokens(), out = tokens_of(said.text);
    Json body = {{"id", id_of("chatcmpl-", question.user)},
                 {"object", "chat.completion"},
                 {"created", 1'790'000'000},
                 {"model", said.model.empty() ? question.model : said.model},
                 {"choices", choices},
                 {"usage",
                  {{"prompt_tokens", in},
                   {"completion_tokens", out},
                   {"total_tokens", in + out},
                   {"prompt_tokens_details",
                    {{"cached_tokens", question.cache.read},
                     {"cache_write_tokens", question.cache.written}}},
                   {"completion_tokens_details", {{"reasoning_tokens", 0}}}}},
                 {"service_tier", "default"},
                 {"system_fingerprint", "fp_fake"}};
    Answer out_answer;
    out_answer.body = body.dump();
    if (!is_vllm_)
      out_answer.headers = {{"x-request-id", id_of("req_", question.user)},
                            {"x-ratelimit-limit-requests", "1000000"},
                            {"x-ratelimit-limit-tokens", "1000000000"},
                            {"x-ratelimit-remaining-requests", "999999"},
                            {"x-ratelimit-remaining-tokens", "999999000"},
                            {"x-ratelimit-reset-requests", "1ms"},
                            {"x-ratelimit-reset-tokens", "6ms"}};
    return out_answer;
  }

  Answer error(int status, std::string_view message) const override {
    Json code = nullptr;
    std::string kind = "invalid_request_error";
    if (status == 401) code = "invalid_api_key";
    if (status == 404) code = "model_not_found";
    if (status == 429) code = "rate_limit_exceeded", kind = "requests";
    if (status >= 500) kind = "server_error";
    if (is_vllm_) code = status;
    Answer out;
    out.status = status;
    out.body =
        Json{{"error", {{"message", message}, {"type", kind}, {"param", nullptr}, {"code", code}}}}
            .dump();
    return out;
  }

 private:
  Served serve_chat(const Received& received) const {
    Json body;
    std::string fault = read_body(received, is_vllm_ ? vllm_shape() : chat_shape(), body);
    if (fault.empty()) fault = fault_of_values(body);
    if (!fault.empty()) return refuse(*this, 400, std::move(fault));
    Served out;
    out.is_chat = true;
    Question& question = out.question;
    question.model = body["model"];
    if (question.model == "no-such-model")
      return turn_away(error(404, "The model `no-such-model` does not exist"));
    question.prompt = prompt_of(body);
    for (const Json& message : body["messages"]) {
      const std::string role = message["role"];
      if (role == "system" || role == "developer") question.system += text_of(message["content"]);
      if (role == "user" && question.user.empty()) question.user = text_of(message["content"]);
    }
    question.most_tokens = body.value("max_completion_tokens", body.value("max_tokens", 0));
    if (body.contains("response_format") && body["response_format"]["type"] == "json_schema")
      question.schema =
          body["response_format"]["json_schema"].value("schema", Json::object()).dump();
    if (body.contains("structured_outputs") && body["structured_outputs"].contains("json"))
      question.schema = body["structured_outputs"]["json"].dump();
    read_tool(body, question);
    return out;
  }

  // From gpt-5.6 on the end of the prompt is a breakpoint, too, unless `mode` is "explicit".
  static Prompt prompt_of(const Json& body) {
    constexpr const char* kMark = "prompt_cache_breakpoint";
    Prompt out;
    const bool has_breakpoints = bills_writes(body["model"].get<std::string>());
    out.caching = has_breakpoints ? Caching::kMarked : Caching::kAutomatic;
    for (const char* name : {"response_format", "tools"})
      if (body.contains(name)) out.add(body[name].dump());
    for (const Json& message : body["messages"]) {
      out.add(message["role"].get<std::string>());
      if (message.contains("content")) add_content(out, message["content"], kMark);
      if (message.contains("tool_calls")) out.add(message["tool_calls"].dump());
    }
    const Json options = body.value("prompt_cache_options", Json::object());
    if (has_breakpoints && options.value("mode", "implicit") == "implicit")
      out.marks.push_back(out.text.size());
    return out;
  }

  static bool has_mark(const Json& body) {
    for (const Json& message : body["messages"])
      if (message.contains("content") && message["content"].is_array())
        for (const Json& part : message["content"])
          if (part.contains("prompt_cache_breakpoint")) return true;
    return body.contains("prompt_cache_options");
  }

  static void read_tool(const Json& body, Question& question) {
    if (!body.contains("tool_choice") || !body.contains("tools")) return;
    const Json& choice = body["tool_choice"];
    if (choice.is_object()) question.tool = choice["function"]["name"];
    if (choice == Json("required")) question.tool = body["tools"][0]["function"]["name"];
    for (const Json& tool : body["tools"])
      if (tool["function"]["name"] == question.tool && tool["function"].contains("parameters"))
        question.schema = tool["function"]["parameters"].dump();
  }

  std::string fault_of_values(const Json& body) const {
    const std::string model = body["model"];
    if (body["messages"].empty()) return "messages: must not be empty";
    if (body.value("stream", false)) return "stream: this endpoint does not stream";
    if (has_mark(body) && !bills_writes(model))
      return "prompt_cache_options: breakpoints are supported from gpt-5.6 on";
    if (!is_vllm_ && is_reasoning(model)) {
      for (const char* name :
           {"top_p", "logprobs", "presence_penalty", "frequency_penalty", "stop", "max_tokens"})
        if (body.contains(name))
          return fmt::format("Unsupported parameter: '{}' is not supported with this model.", name);
      if (body.value("temperature", 1.0) != 1.0)
        return "Unsupported value: 'temperature' does not support this value with this model.";
    }
    if (!body.contains("response_format") || body["response_format"]["type"] != "json_schema")
      return {};
    const Json& format = body["response_format"]["json_schema"];
    if (!format.contains("schema")) return "response_format.json_schema.schema: is required";
    const std::string name = format["name"];
    if (name.empty() || name.size() > 64 ||
        name.find_first_not_of(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") !=
            std::string::npos)
      return "response_format.json_schema.name: must match [a-zA-Z0-9_-]{1,64}";
    const bool is_strict = format.contains("strict") && format["strict"] == Json(true);
    if (!is_strict || is_vllm_) return {};
    if (format["schema"].value("type", "") != "object")
      return "a strict schema's root is an object";
    std::string fault = unknown_keyword(format["schema"], strict_keywords());
    return fault.empty() ? open_object(format["schema"]) : fault;
  }

  Served serve_embeddings(const Received& received) const {
    Json body;
    std::string fault = read_body(received, embedding_shape(), body);
    if (!fault.empty()) return refuse(*this, 400, std::move(fault));
    std::vector<std::string> texts;
    if (body["input"].is_string())
      texts.push_back(body["input"]);
    else
      texts = body["input"].get<std::vector<std::string>>();
    if (texts.empty() || texts.size() > 2048) return refuse(*this, 400, "input: 1 to 2048 texts");
    Json data = Json::array();
    std::int64_t tokens = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (texts[i].empty()) return refuse(*this, 400, "input: a text is empty");
      tokens += tokens_of(texts[i]);
      const auto vector =
          embedding_of(texts[i], static_cast<std::size_t>(body.value("dimensions", 256)));
      Json value = vector;
      if (body.value("encoding_format", "float") == "base64") {
        std::string bytes(vector.size() * sizeof(float), '\0');
        std::memcpy(bytes.data(), vector.data(), bytes.size());
        value = base64(bytes);
      }
      data.push_back({{"object", "embedding"}, {"index", i}, {"embedding", value}});
    }
    return answer({{"object", "list"},
                   {"data", data},
                   {"model", body["model"]},
                   {"usage", {{"prompt_tokens", tokens}, {"total_tokens", tokens}}}});
  }

  Served serve_models() const {
    Json data = Json::array();
    for (const char* name :
         {"gpt-6-luna", "gpt-6-astra", "text-embedding-3-small", "local-model"}) {
      data.push_back({{"id", name},
                      {"object", "model"},
                      {"created", 1'790'000'000},
                      {"owned_by", is_vllm_ ? "vllm" : "openai"}});
      if (is_vllm_) data.back()["max_model_len"] = 32768;
    }
    return answer({{"object", "list"}, {"data", data}});
  }

  bool is_vllm_;
};

}  // namespace

std::unique_ptr<Protocol> speak_openai() { return std::make_unique<OpenAi>(false); }
std::unique_ptr<Protocol> speak_vllm() { return std::make_unique<OpenAi>(true); }

}  // namespace generator::endpoint
