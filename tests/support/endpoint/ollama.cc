// Ollama's own API: /api/chat, /api/embed, /api/tags, /api/show, /api/version. A server of today
// ignores fields that it does not know; here they are faults. Fields as in api/types.go, August
// 2026.
#include <fmt/format.h>

#include "base/text.h"
#include "support/endpoint/reading.h"

namespace generator::endpoint {
namespace {

const Json& chat_shape() {
  static const Json shape = Json::parse(R"({
    "model!": "string",
    "messages!": [{"role!": "'system'|'user'|'assistant'|'tool'", "content": "string", "thinking": "string",
      "images": ["string"], "tool_name": "string", "tool_call_id": "string",
      "tool_calls": [{"id": "string", "function!": {"index": "integer", "name!": "string", "arguments!": "object"}}]}],
    "stream!": "boolean", "format": "'json'|object",
    "options": {"num_ctx": "integer", "num_predict": "integer", "temperature": "number", "top_p": "number",
      "top_k": "integer", "min_p": "number", "seed": "integer", "repeat_penalty": "number", "presence_penalty": "number",
      "frequency_penalty": "number", "stop": ["string"], "num_keep": "integer", "typical_p": "number", "repeat_last_n": "integer"},
    "think": "boolean|'low'|'medium'|'high'|'max'",
    "tools": [{"type!": "'function'", "function!": {"name!": "string", "description": "string", "parameters": "object"}}],
    "keep_alive": "string|number", "truncate": "boolean", "shift": "boolean", "logprobs": "boolean", "top_logprobs": "integer"
  })");
  return shape;
}

class Ollama final : public Protocol {
 public:
  Served serve(const Received& received, std::string_view path,
               std::string_view key) const override {
    const std::string_view given = bearer(received.header("authorization"));
    if (!key.empty() && !given.empty() && given != key)
      return turn_away(error(401, "unauthorized"));
    if (path == "/api/chat") return serve_chat(received);
    if (path == "/api/embed") return serve_embeddings(received);
    if (path == "/api/show") return serve_show(received);
    if (path == "/api/version") return answer({{"version", "0.31.0"}});
    if (path == "/api/tags" && received.method == "GET")
      return answer(
          {{"models",
            {{{"name", "qwen3:8b"},
              {"model", "qwen3:8b"},
              {"modified_at", "2026-08-21T10:00:00Z"},
              {"size", 5'225'388'164},
              {"digest", "500a1f067a9f782620b40bee6f7b0c89e17ae61f686b92c24933e4ca4b2b8b41"},
              {"details",
               {{"format", "gguf"},
                {"family", "qwen3"},
                {"parameter_size", "8.2B"},
                {"quantization_level", "Q4_K_M"}}}}}}});
    return refuse(*this, 404, fmt::format("404 page not found: {} {}", received.method, path));
  }

  Answer reply(const Question& question, const Said& said) const override {
    Json message = {{"role", "assistant"}, {"content", said.text}};
    if (said.has_broken_call) {
      message["content"] = "";
      message["tool_calls"] = {
          {{"function", {{"name", "reply"}, {"arguments", "{\"pairs\": [{"}}}}};
    }
    if (said.stop == Stop::kFiltered) message["content"] = "";
    Json body = {{"model", said.model.empty() ? question.model : said.model},
                 {"created_at", "2026-11-25T10:00:00Z"}};
    if (!said.is_empty) body["message"] = message;
    body["done"] = true;
    body["done_reason"] = said.stop == Stop::kLength ? "length" : "stop";
    body["total_duration"] = 5'000'000;
    body["load_duration"] = 1'000'000;
    body["prompt_eval_count"] = tokens_of(question.system + question.user);
    body["prompt_eval_duration"] = 2'000'000;
    body["eval_count"] = tokens_of(said.text);
    body["eval_duration"] = 2'000'000;
    Answer out;
    out.body = body.dump();
    return out;
  }

  Answer error(int status, std::string_view message) const override {
    Answer out;
    out.status = status;
    out.body = Json{{"error", message}}.dump();
    return out;
  }

 private:
  Served serve_chat(const Received& received) const {
    Json body;
    std::string fault = read_body(received, chat_shape(), body);
    if (fault.empty() && body["stream"] != Json(false))
      fault = "stream: must be false here; a server streams where it is not";
    if (!fault.empty()) return refuse(*this, 400, std::move(fault));
    Served out;
    out.is_chat = true;
    Question& question = out.question;
    question.model = body["model"];
    if (question.model == "no-such-model")
      return turn_away(error(404, "model 'no-such-model' not found"));
    std::size_t bytes = 0;
    for (const Json& message : body["messages"]) {
      const std::string content = message.value("content", "");
      bytes += content.size();
      if (message["role"] == "system") question.system += content;
      if (message["role"] == "user" && question.user.empty()) question.user = content;
    }
    const Json options = body.value("options", Json::object());
    question.most_tokens = options.value("num_predict", 0);
    // Without it a server cuts the prompt from the front and says nothing.
    if (body.value("truncate", true)) {
      if (!options.contains("num_ctx"))
        return refuse(*this, 400, "options.num_ctx: is missing, the prompt may be cut silently");
      if (options["num_ctx"].get<std::int64_t>() <
          static_cast<std::int64_t>(bytes / 4) + question.most_tokens)
        return refuse(*this, 400, "options.num_ctx: the prompt and its reply do not fit");
    }
    if (body.contains("format") && body["format"].is_object())
      question.schema = body["format"].dump();
    return out;
  }

  Served serve_embeddings(const Received& received) const {
    Json body;
    std::string fault = read_body(
        received,
        Json::parse(
            R"({"model!": "string", "input!": ["|", "string", ["string"]], "truncate": "boolean",
          "dimensions": "integer", "options": "object", "keep_alive": "string|number"})"),
        body);
    if (!fault.empty()) return refuse(*this, 400, std::move(fault));
    std::vector<std::string> texts;
    if (body["input"].is_string())
      texts.push_back(body["input"]);
    else
      texts = body["input"].get<std::vector<std::string>>();
    Json embeddings = Json::array();
    std::int64_t tokens = 0;
    for (const std::string& text : texts) {
      tokens += tokens_of(text);
      embeddings.push_back(
          embedding_of(text, static_cast<std::size_t>(body.value("dimensions", 256))));
    }
    return answer({{"model", body["model"]},
                   {"embeddings", embeddings},
                   {"total_duration", 14'143'917},
                   {"load_duration", 1'019'500},
                   {"prompt_eval_count", tokens}});
  }

  Served serve_show(const Received& received) const {
    Json body;
    std::string fault =
        read_body(received, Json::parse(R"({"model!": "string", "verbose": "boolean"})"), body);
    if (!fault.empty()) return refuse(*this, 400, std::move(fault));
    return answer(
        {{"template", "{{ .Prompt }}"},
         {"details", {{"family", "qwen3"}, {"parameter_size", "8.2B"}}},
         {"model_info", {{"general.architecture", "qwen3"}, {"qwen3.context_length", 40960}}},
         {"capabilities", {"completion", "tools", "thinking"}}});
  }
};

}  // namespace

std::unique_ptr<Protocol> speak_ollama() { return std::make_unique<Ollama>(); }

}  // namespace generator::endpoint
