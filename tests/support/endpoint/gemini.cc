// Gemini's generateContent, embedContent, batchEmbedContents and models, v1 and v1beta. Proto3
// JSON: unknown fields are refused, default values are left out of replies. A server takes fields
// in both spellings; the one snake_case name here is what google-genai 3.4 sends. Fields as there,
// November 2026.
#include <fmt/format.h>

#include "base/text.h"
#include "support/endpoint/reading.h"

namespace generator::endpoint {
namespace {

const Json& content_shape() {
  static const Json shape = Json::parse(R"({"role": "'user'|'model'|'system'", "parts!": [{
    "text": "string", "thought": "boolean", "thoughtSignature": "string",
    "functionCall": {"id": "string", "name!": "string", "args": "object"},
    "functionResponse": {"id": "string", "name!": "string", "response!": "object"}}]})");
  return shape;
}

const Json& generate_shape() {
  static const Json shape = [] {
    Json out = Json::parse(R"({
      "systemInstruction": null, "contents!": [null],
      "generationConfig": {"temperature": "number", "topP": "number", "topK": "number", "candidateCount": "integer",
        "maxOutputTokens": "integer", "stopSequences": ["string"], "seed": "integer", "presencePenalty": "number",
        "frequencyPenalty": "number", "responseLogprobs": "boolean", "logprobs": "integer",
        "responseMimeType": "'application/json'|'text/plain'", "responseJsonSchema": "object", "responseSchema": "object",
        "thinkingConfig": {"includeThoughts": "boolean", "thinkingBudget": "integer",
          "thinkingLevel": "'MINIMAL'|'LOW'|'MEDIUM'|'HIGH'|'XHIGH'"}},
      "safetySettings": [{"category!": "string", "threshold!": "'BLOCK_NONE'|'OFF'|'BLOCK_ONLY_HIGH'|'BLOCK_MEDIUM_AND_ABOVE'|'BLOCK_LOW_AND_ABOVE'"}],
      "tools": [{"functionDeclarations!": [{"name!": "string", "description": "string", "parameters": "object",
        "parametersJsonSchema": "object", "parameters_json_schema": "object"}]}],
      "toolConfig": {"functionCallingConfig": {"mode": "'AUTO'|'ANY'|'NONE'|'VALIDATED'", "allowedFunctionNames": ["string"]}},
      "cachedContent": "string", "serviceTier": "'standard'|'flex'|'priority'", "store": "boolean", "labels": {"*": "string"}
    })");
    out["systemInstruction"] = content_shape();
    out["contents!"][0] = content_shape();
    return out;
  }();
  return shape;
}

const Json& embed_shape() {
  static const Json shape = [] {
    Json out = Json::parse(
        R"({"model": "string", "content!": null, "taskType": "string", "title": "string",
      "outputDimensionality": "integer"})");
    out["content!"] = content_shape();
    return out;
  }();
  return shape;
}

const std::vector<std::string_view>& schema_keywords() {
  static const std::vector<std::string_view> keywords = {"$id",
                                                         "$defs",
                                                         "$ref",
                                                         "$anchor",
                                                         "type",
                                                         "format",
                                                         "title",
                                                         "description",
                                                         "enum",
                                                         "items",
                                                         "prefixItems",
                                                         "minItems",
                                                         "maxItems",
                                                         "minimum",
                                                         "maximum",
                                                         "anyOf",
                                                         "oneOf",
                                                         "properties",
                                                         "additionalProperties",
                                                         "required",
                                                         "propertyOrdering"};
  return keywords;
}

class Gemini final : public Protocol {
 public:
  Served serve(const Received& received, std::string_view path,
               std::string_view key) const override {
    if (text::contains(received.query, "key="))
      return refuse(*this, 400, "a key stands in the URL, where logs would keep it");
    const std::string_view given = received.header("x-goog-api-key");
    if (given.empty()) return refuse(*this, 403, "x-goog-api-key: a key is required");
    if (!key.empty() && given != key)
      return turn_away(error(400, fmt::format("API key not valid: {}", given)));
    const std::size_t models = path.find("/models");
    const std::string_view version = path.substr(0, models);
    if (models == std::string_view::npos || (version != "/v1" && version != "/v1beta"))
      return refuse(*this, 404, fmt::format("no such path: {}", path));
    std::string_view rest = path.substr(models + 7);
    if (rest.empty() && received.method == "GET") return serve_models();
    const std::size_t colon = rest.find(':');
    if (!rest.starts_with('/') || colon == std::string_view::npos)
      return refuse(*this, 404, fmt::format("no such path: {}", path));
    const std::string model(rest.substr(1, colon - 1));
    const std::string_view method = rest.substr(colon + 1);
    if (model == "no-such-model")
      return turn_away(error(404, "models/no-such-model is not found for API version"));
    if (method == "generateContent") return serve_chat(received, model);
    if (method == "embedContent") return serve_embedding(received);
    if (method == "batchEmbedContents") return serve_embeddings(received);
    return refuse(*this, 404, fmt::format("no such method: {}", method));
  }

  Answer reply(const Question& question, const Said& said) const override {
    const std::int64_t in = question.prompt.tokens(), out = tokens_of(said.text);
    Json candidate = {{"content", {{"parts", {{{"text", said.text}}}}, {"role", "model"}}},
                      {"finishReason", said.stop == Stop::kLength ? "MAX_TOKENS" : "STOP"}};
    if (said.stop == Stop::kFiltered) candidate = {{"finishReason", "SAFETY"}};
    if (said.has_broken_call)
      candidate = {{"finishReason", "MALFORMED_FUNCTION_CALL"},
                   {"finishMessage", "Malformed function call: reply({\"pairs\": [{"}};
    else if (!question.tool.empty())
      candidate["content"]["parts"] = {{{"functionCall",
                                         {{"id", id_of("", said.text)},
                                          {"name", question.tool},
                                          {"args", Json::parse(said.text, nullptr, false)}}},
                                        {"thoughtSignature", "c2lnbmF0dXJl"}}};
    Json body = Json::object();
    if (!said.is_empty) body["candidates"] = Json::array({candidate});
    body["usageMetadata"] = {{"promptTokenCount", in},
                             {"candidatesTokenCount", out},
                             {"totalTokenCount", in + out},
                             {"promptTokensDetails", {{{"modality", "TEXT"}, {"tokenCount", in}}}}};
    if (question.cache.read > 0)
      body["usageMetadata"]["cachedContentTokenCount"] = question.cache.read;
    body["modelVersion"] = said.model.empty() ? question.model : said.model;
    body["responseId"] = id_of("", question.user);
    Answer answered;
    answered.body = body.dump();
    return answered;
  }

  Answer error(int status, std::string_view message) const override {
    std::string kind = status == 401   ? "UNAUTHENTICATED"
                       : status == 403 ? "PERMISSION_DENIED"
                       : status == 404 ? "NOT_FOUND"
                       : status == 409 ? "ABORTED"
                       : status == 408 ? "DEADLINE_EXCEEDED"
                       : status == 429 ? "RESOURCE_EXHAUSTED"
                       : status == 500 ? "INTERNAL"
                       : status >= 500 ? "UNAVAILABLE"
                                       : "INVALID_ARGUMENT";
    Answer out;
    out.status = status;
    out.body = Json{{"error", {{"code", status}, {"message", message}, {"status", kind}}}}.dump();
    return out;
  }

 private:
  Served serve_chat(const Received& received, const std::string& model) const {
    Json body;
    std::string fault = read_body(received, generate_shape(), body);
    if (fault.empty()) fault = fault_of_values(body);
    if (!fault.empty()) return refuse(*this, 400, std::move(fault));
    Served out;
    out.is_chat = true;
    Question& question = out.question;
    question.model = model;
    if (body.contains("systemInstruction"))
      question.system = text_of(body["systemInstruction"]["parts"]);
    for (const Json& content : body["contents"])
      if (content.value("role", "user") == "user" && question.user.empty())
        question.user = text_of(content["parts"]);
    question.prompt.caching = Caching::kAutomatic;
    if (body.contains("systemInstruction")) question.prompt.add(body["systemInstruction"].dump());
    question.prompt.add(body["contents"].dump());
    const Json config = body.value("generationConfig", Json::object());
    question.most_tokens = config.value("maxOutputTokens", 0);
    for (const char* name : {"responseJsonSchema", "responseSchema"})
      if (config.contains(name)) question.schema = config[name].dump();
    read_tool(body, question);
    return out;
  }

  static void read_tool(const Json& body, Question& question) {
    if (!body.contains("toolConfig") || !body.contains("tools")) return;
    const Json calling = body["toolConfig"].value("functionCallingConfig", Json::object());
    if (calling.value("mode", "AUTO") != "ANY") return;
    const Json& declared = body["tools"][0]["functionDeclarations"];
    const Json names = calling.value("allowedFunctionNames", Json::array());
    question.tool = names.empty() ? declared[0]["name"] : names[0];
    for (const Json& function : declared)
      for (const char* name : {"parametersJsonSchema", "parameters_json_schema"})
        if (function["name"] == question.tool && function.contains(name))
          question.schema = function[name].dump();
  }

  static std::string fault_of_values(const Json& body) {
    if (body["contents"].empty()) return "contents: is empty";
    const Json config = body.value("generationConfig", Json::object());
    const bool has_schema = config.contains("responseJsonSchema");
    if (has_schema && config.contains("responseSchema"))
      return "generationConfig: responseSchema and responseJsonSchema exclude each other";
    if ((has_schema || config.contains("responseSchema")) &&
        config.value("responseMimeType", "") != "application/json")
      return "generationConfig: a schema needs responseMimeType application/json";
    return has_schema ? unknown_keyword(config["responseJsonSchema"], schema_keywords())
                      : std::string();
  }

  static Json embedded(const Json& request) {
    const auto dimensions = static_cast<std::size_t>(request.value("outputDimensionality", 768));
    return {{"values", embedding_of(text_of(request["content"]["parts"]), dimensions)}};
  }

  Served serve_embedding(const Received& received) const {
    Json body;
    std::string fault = read_body(received, embed_shape(), body);
    if (!fault.empty()) return refuse(*this, 400, std::move(fault));
    return answer({{"embedding", embedded(body)}});
  }

  Served serve_embeddings(const Received& received) const {
    Json body;
    std::string fault = read_body(received, {{"requests!", Json::array({embed_shape()})}}, body);
    if (!fault.empty()) return refuse(*this, 400, std::move(fault));
    Json embeddings = Json::array();
    for (const Json& request : body["requests"]) {
      if (!request.contains("model")) return refuse(*this, 400, "requests[].model: is required");
      embeddings.push_back(embedded(request));
    }
    return answer({{"embeddings", embeddings}});
  }

  static Served serve_models() {
    return answer({{"models",
                    {{{"name", "models/gemini-3.8-flash"},
                      {"displayName", "Gemini 3.8 Flash"},
                      {"inputTokenLimit", 1'048'576},
                      {"outputTokenLimit", 65'536},
                      {"supportedGenerationMethods", {"generateContent", "countTokens"}}},
                     {{"name", "models/gemini-embedding-2"},
                      {"displayName", "Gemini Embedding 2"},
                      {"inputTokenLimit", 8192},
                      {"supportedGenerationMethods", {"embedContent"}}}}}});
  }
};

}  // namespace

std::unique_ptr<Protocol> speak_gemini() { return std::make_unique<Gemini>(); }

}  // namespace generator::endpoint
