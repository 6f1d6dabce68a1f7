// OpenAI: POST /embeddings, ≤ 2048 texts. Gemini: POST /models/M:batchEmbedContents, ≤ 100 texts;
// vectors of fewer dimensions than the model's own come unnormalised from it, so all are brought to
// length 1 here. Ollama: POST /api/embed. Fields as in openai 3.54, google-genai 3.4 and ollama
// 0.6.3, November 2026.
#include "model/embedding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "base/text.h"
#include "model/wire.h"

namespace generator {
namespace {

/// Where a vendor's response has what.
struct Places {
  std::string_view list;    // of the vectors
  std::string_view vector;  // in an element of it; "": the element itself
  std::string_view index;   // of the text, in an element; "": they come in order
  std::string_view tokens;
};

std::optional<std::vector<float>> unit_vector(json::Value numbers) {
  std::vector<float> out;
  double squares = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto number = numbers.at(i).number();
    if (!number || !std::isfinite(*number)) return std::nullopt;
    squares += *number * *number;
    out.push_back(static_cast<float>(*number));
  }
  const double length = std::sqrt(squares);
  if (!(length > 0) || !std::isfinite(length)) return std::nullopt;
  for (float& number : out) number = static_cast<float>(number / length);
  return out;
}

/// The complaint; "" where `out` is complete.
std::string read_vectors(json::Value root, const Places& places, std::size_t texts,
                         Embeddings& out) {
  const json::Value list = wire::at(root, places.list);
  if (list.size() != texts)
    return fmt::format("{} sent, and {} came back",
                       text::counted(static_cast<std::int64_t>(texts), "text was", "texts were"),
                       text::counted(static_cast<std::int64_t>(list.size()), "vector"));
  out.vectors.resize(texts);
  for (std::size_t i = 0; i < texts; ++i) {
    const json::Value element = list.at(i);
    const std::size_t at =
        places.index.empty() ? i : static_cast<std::size_t>(wire::count_at(element, places.index));
    auto vector = unit_vector(places.vector.empty() ? element : wire::at(element, places.vector));
    if (at >= texts || !out.vectors[at].empty() || !vector)
      return fmt::format("vector {} cannot be used", i);
    out.vectors[at] = std::move(*vector);
  }
  const auto is_odd = [&](const auto& vector) { return vector.size() != out.vectors[0].size(); };
  if (std::ranges::any_of(out.vectors, is_odd)) return "the vectors differ in size";
  out.input_tokens = wire::count_at(root, places.tokens);
  return "";
}

/// What the vendors have in common: errors are those of their chats.
class HttpEmbedder : public Embedder {
 public:
  HttpEmbedder(Endpoint endpoint, std::unique_ptr<Provider> chat, const Places& places)
      : endpoint_(std::move(endpoint)), chat_(std::move(chat)), places_(places) {}

  Embedded decode(const http::Response& response, std::size_t texts) const override {
    if (response.status != 200) {
      Decoded error = chat_->decode(response);
      if (!error) return tl::unexpected(std::move(error.error()));
      return tl::unexpected(wire::unreadable(response, "a status without an error"));
    }
    const auto document = json::Document::parse(response.body);
    if (!document) return tl::unexpected(wire::unreadable(response, "the reply is no JSON"));
    Embeddings out;
    const std::string fault = read_vectors(document->root(), places_, texts, out);
    if (!fault.empty()) return tl::unexpected(wire::unreadable(response, fault));
    return out;
  }

 protected:
  const Endpoint endpoint_;

 private:
  std::unique_ptr<Provider> chat_;
  const Places places_;
};

void write_texts(json::Writer& body, std::span<const std::string> texts) {
  body.key("input").begin_array();
  for (const std::string& text : texts) body.string(text);
  body.end_array();
}

class OpenAiEmbedder final : public HttpEmbedder {
 public:
  OpenAiEmbedder(const Endpoint& endpoint, std::unique_ptr<Provider> chat)
      : HttpEmbedder(endpoint, std::move(chat),
                     {"data", "embedding", "index", "usage.prompt_tokens"}) {}
  std::size_t most_texts() const override { return 2048; }

  http::Request encode(std::span<const std::string> texts, std::int64_t dimensions) const override {
    http::Request out;
    out.url = endpoint_.base_url + "/embeddings";
    out.headers = wire::bearer_headers(endpoint_.api_key);
    out.headers.insert(out.headers.end(), endpoint_.more_headers.begin(),
                       endpoint_.more_headers.end());
    json::Writer body(out.body);
    body.begin_object().field("model", endpoint_.model);
    write_texts(body, texts);
    if (dimensions > 0) body.field("dimensions", dimensions);
    body.field("encoding_format", "float").end_object();
    return out;
  }
};

class OllamaEmbedder final : public HttpEmbedder {
 public:
  OllamaEmbedder(const Endpoint& endpoint, std::unique_ptr<Provider> chat)
      : HttpEmbedder(endpoint, std::move(chat), {"embeddings", "", "", "prompt_eval_count"}) {}
  std::size_t most_texts() const override { return 512; }

  http::Request encode(std::span<const std::string> texts, std::int64_t dimensions) const override {
    http::Request out;
    out.url = endpoint_.base_url + "/api/embed";
    out.headers = wire::bearer_headers(endpoint_.api_key);
    json::Writer body(out.body);
    body.begin_object().field("model", endpoint_.model);
    write_texts(body, texts);
    body.key("truncate").boolean(false);  // an error is better than the vector of half a text
    if (dimensions > 0) body.field("dimensions", dimensions);
    body.end_object();
    return out;
  }
};

class GeminiEmbedder final : public HttpEmbedder {
 public:
  GeminiEmbedder(const Endpoint& endpoint, std::unique_ptr<Provider> chat)
      : HttpEmbedder(endpoint, std::move(chat), {"embeddings", "values", "", ""}) {}
  std::size_t most_texts() const override { return 100; }

  http::Request encode(std::span<const std::string> texts, std::int64_t dimensions) const override {
    const std::string model = "models/" + endpoint_.model;
    http::Request out;
    out.url = fmt::format("{}/{}/{}:batchEmbedContents", endpoint_.base_url,
                          endpoint_.version.empty() ? "v1beta" : endpoint_.version, model);
    out.headers = {{"Content-Type", "application/json"}, {"x-goog-api-key", endpoint_.api_key}};
    json::Writer body(out.body);
    body.begin_object().key("requests").begin_array();
    for (const std::string& text : texts) {
      body.begin_object().field("model", model).key("content").begin_object();
      body.key("parts").begin_array().begin_object().field("text", text).end_object().end_array();
      body.end_object().field("taskType", "SEMANTIC_SIMILARITY");
      if (dimensions > 0) body.field("outputDimensionality", dimensions);
      body.end_object();
    }
    body.end_array().end_object();
    return out;
  }
};

}  // namespace

std::unique_ptr<Embedder> make_embedder(std::string_view provider, const Endpoint& endpoint) {
  if (provider == "openai")
    return std::make_unique<OpenAiEmbedder>(endpoint, make_openai(endpoint));
  if (provider == "vllm") return std::make_unique<OpenAiEmbedder>(endpoint, make_vllm(endpoint));
  if (provider == "gemini")
    return std::make_unique<GeminiEmbedder>(endpoint, make_gemini(endpoint));
  if (provider == "ollama")
    return std::make_unique<OllamaEmbedder>(endpoint, make_ollama(endpoint));
  return nullptr;
}

}  // namespace generator
