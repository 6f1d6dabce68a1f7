#include "support/endpoint/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/hash.h"
#include "base/random.h"
#include "support/endpoint/shape.h"

namespace generator::endpoint {

std::string read_body(const Received& received, const Json& shape, Json& body) {
  if (received.method != "POST") return "the method must be POST, is " + received.method;
  if (!received.header("content-type").starts_with("application/json"))
    return fmt::format("content-type must be application/json, is `{}`",
                       received.header("content-type"));
  body = Json::parse(received.body, nullptr, /*allow_exceptions=*/false);
  if (body.is_discarded()) return "the body is no JSON";
  return fault_of(shape, body);
}

Served refuse(const Protocol& protocol, int status, std::string fault) {
  Served out;
  out.answer = protocol.error(status, fault);
  out.fault = std::move(fault);
  return out;
}

Served answer(const Json& body) {
  Served out;
  out.answer.body = body.dump();
  return out;
}

Served turn_away(Answer answer) {
  Served out;
  out.answer = std::move(answer);
  return out;
}

std::string text_of(const Json& content) {
  if (content.is_string()) return content.get<std::string>();
  std::string out;
  for (const Json& part : content)
    if (part.contains("text")) out += part["text"].get<std::string>();
  return out;
}

void add_content(Prompt& prompt, const Json& content, const char* mark) {
  if (!content.is_array()) return prompt.add(content.dump());
  for (const Json& part : content) {
    Json bare = part;
    bare.erase(mark);
    prompt.add(bare.dump(), part.contains(mark));
  }
}

std::string unknown_keyword(const Json& schema, const std::vector<std::string_view>& keywords) {
  if (!schema.is_object()) return {};
  for (const auto& [key, value] : schema.items()) {
    if (std::find(keywords.begin(), keywords.end(), key) == keywords.end())
      return fmt::format("the schema's keyword `{}` is not supported", key);
    const bool holds_named = key == "properties" || key == "$defs";
    const bool holds_schemas =
        key == "anyOf" || key == "allOf" || key == "oneOf" || key == "prefixItems" || holds_named;
    if (holds_schemas)
      for (const Json& child : value)
        if (std::string fault = unknown_keyword(child, keywords); !fault.empty()) return fault;
    if (key == "items" || key == "additionalProperties")
      if (std::string fault = unknown_keyword(value, keywords); !fault.empty()) return fault;
  }
  return {};
}

std::string_view bearer(std::string_view header) {
  return header.starts_with("Bearer ") ? header.substr(7) : std::string_view();
}

std::vector<float> embedding_of(const std::string& text, std::size_t dimensions) {
  Random random(1, text);
  std::vector<double> drawn(dimensions);
  double squares = 0;
  for (double& value : drawn) {
    value = random.unit() - 0.5;
    squares += value * value;
  }
  std::vector<float> out;
  for (const double value : drawn) out.push_back(static_cast<float>(value / std::sqrt(squares)));
  return out;
}

std::string id_of(std::string_view prefix, std::string_view text) {
  return std::string(prefix) + digest(text).hex().substr(0, 24);
}

}  // namespace generator::endpoint
