// Which keywords each provider takes: OpenAI's structured outputs guide, Anthropic's SDK
// (transform_schema), Gemini's GenerationConfig.responseJsonSchema; all as of November 2026.
#include "model/schema_dialect.h"

#include <deque>
#include <nlohmann/json.hpp>
#include <set>

namespace generator {
namespace {

using Json = nlohmann::ordered_json;

const std::set<std::string>& accepted(SchemaDialect dialect) {
  static const std::set<std::string> openai = {"type",
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
  static const std::set<std::string> anthropic = {
      "type",  "properties", "required", "additionalProperties", "items", "enum",  "const", "anyOf",
      "allOf", "$defs",      "$ref",     "description",          "title", "format"};
  static const std::set<std::string> gemini = {
      "type",     "properties",  "required", "additionalProperties",
      "items",    "prefixItems", "enum",     "anyOf",
      "oneOf",    "$defs",       "$ref",     "description",
      "title",    "minimum",     "maximum",  "format",
      "minItems", "maxItems"};
  switch (dialect) {
    case SchemaDialect::kOpenAiStrict:
      return openai;
    case SchemaDialect::kAnthropic:
      return anthropic;
    case SchemaDialect::kGemini:
      return gemini;
    case SchemaDialect::kServer:
      break;  // takes what it is given
  }
  return openai;
}

bool takes(SchemaDialect dialect, const std::string& keyword, const Json& value) {
  constexpr double kLongestLength = 1000;
  if (dialect == SchemaDialect::kServer)
    return keyword != "maxLength" || !value.is_number() || value.get<double>() <= kLongestLength;
  return accepted(dialect).contains(keyword);
}

void narrow(Json& schema, SchemaDialect dialect);

void narrow_each(Json& container, SchemaDialect dialect) {
  for (auto& child : container) narrow(child, dialect);
}

// In strict mode an optional property is a required one that may be null.
void require_all(Json& schema) {
  const Json required = schema.value("required", Json::array());
  Json all = Json::array();
  for (auto& [name, property] : schema["properties"].items()) {
    all.push_back(name);
    if (std::find(required.begin(), required.end(), name) != required.end()) continue;
    if (property.contains("type") && property["type"].is_string())
      property["type"] = Json::array({property["type"], "null"});
    if (property.contains("enum")) property["enum"].push_back(nullptr);
  }
  schema["required"] = all;
}

void narrow(Json& schema, SchemaDialect dialect) {
  if (!schema.is_object()) return;
  const bool closes =
      dialect == SchemaDialect::kOpenAiStrict || dialect == SchemaDialect::kAnthropic;
  if (closes && schema.contains("oneOf")) {
    schema["anyOf"] = schema["oneOf"];
    schema.erase("oneOf");
  }
  std::string notes;
  Json kept = Json::object();
  for (auto& [keyword, value] : schema.items()) {
    if (takes(dialect, keyword, value))
      kept[keyword] = value;
    else
      notes += (notes.empty() ? "" : ", ") + keyword + ": " + value.dump();
  }
  if (!notes.empty()) {
    const std::string before = kept.value("description", "");
    kept["description"] = before + (before.empty() ? "{" : "\n\n{") + notes + "}";
  }
  schema = std::move(kept);
  if (schema.contains("properties")) {
    narrow_each(schema["properties"], dialect);
    if (closes) schema["additionalProperties"] = false;
    if (dialect == SchemaDialect::kOpenAiStrict) require_all(schema);
  }
  for (const char* keyword : {"items"})
    if (schema.contains(keyword)) narrow(schema[keyword], dialect);
  for (const char* keyword : {"anyOf", "oneOf", "allOf", "prefixItems", "$defs"})
    if (schema.contains(keyword)) narrow_each(schema[keyword], dialect);
}

}  // namespace

namespace {

std::string narrowed(std::string_view schema, SchemaDialect dialect) {
  Json tree = Json::parse(schema);
  narrow(tree, dialect);
  return tree.dump();
}

}  // namespace

// A run asks with a handful of schemas thousands of times, and a tree costs as much as all the rest
// of a request's encoding: the last ones are remembered.
std::string narrow_schema(std::string_view schema, SchemaDialect dialect) {
  struct Known {
    std::string schema, narrowed;
    SchemaDialect dialect;
  };
  constexpr std::size_t kMost = 8;
  thread_local std::deque<Known> known;
  for (const Known& one : known)
    if (one.dialect == dialect && one.schema == schema) return one.narrowed;
  if (known.size() == kMost) known.pop_back();
  known.push_front({std::string(schema), narrowed(schema, dialect), dialect});
  return known.front().narrowed;
}

}  // namespace generator
