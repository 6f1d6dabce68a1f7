#include "judge/rating_schema.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace generator::judge {
namespace {

bool is_one_of(std::string_view name, const std::vector<std::string_view>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The schema without the properties in `left_out`, as property and as required one.
std::string without_properties(json::Value schema, const std::vector<std::string_view>& left_out) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  for (std::size_t i = 0; i < schema.size(); ++i) {
    const std::string_view key = schema.key(i);
    const json::Value value = schema.at(i);
    writer.key(key);
    if (key == "properties" && value.is_object()) {
      writer.begin_object();
      for (std::size_t j = 0; j < value.size(); ++j)
        if (!is_one_of(value.key(j), left_out)) writer.key(value.key(j)).raw(value.at(j).raw());
      writer.end_object();
    } else if (key == "required" && value.is_array()) {
      writer.begin_array();
      for (std::size_t j = 0; j < value.size(); ++j)
        if (!is_one_of(value.at(j).text(), left_out)) writer.raw(value.at(j).raw());
      writer.end_array();
    } else {
      writer.raw(value.raw());
    }
  }
  writer.end_object();
  return out;
}

// The schema with a text `id` in front of its properties and of its required ones.
std::string with_id(json::Value schema) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  for (std::size_t i = 0; i < schema.size(); ++i) {
    const std::string_view key = schema.key(i);
    const json::Value value = schema.at(i);
    writer.key(key);
    if (key == "properties" && value.is_object()) {
      writer.begin_object().key("id").raw(R"({"type":"string"})");
      for (std::size_t j = 0; j < value.size(); ++j) writer.key(value.key(j)).raw(value.at(j).raw());
      writer.end_object();
    } else if (key == "required" && value.is_array()) {
      writer.begin_array().string("id");
      for (std::size_t j = 0; j < value.size(); ++j) writer.raw(value.at(j).raw());
      writer.end_array();
    } else {
      writer.raw(value.raw());
    }
  }
  writer.end_object();
  return out;
}

}  // namespace

Result<std::string> rating_schema(const std::string& schema, bool with_topic) {
  if (schema.empty()) return std::string();
  TRY(const json::Document document, json::Document::parse(schema));
  std::vector<std::string_view> left_out;
  if (!with_topic) left_out.push_back("on_topic");
  return without_properties(document.root(), left_out);
}

Result<std::string> batch_schema(const std::string& schema) {
  if (schema.empty()) return std::string();
  TRY(const json::Document document, json::Document::parse(schema));
  std::string out;
  json::Writer writer(out);
  writer.begin_object().field("type", "object").key("properties").begin_object();
  writer.key("ratings").begin_object().field("type", "array");
  writer.key("items").raw(with_id(document.root())).end_object().end_object();
  writer.key("required").begin_array().string("ratings").end_array();
  writer.key("additionalProperties").boolean(false).end_object();
  return out;
}

}  // namespace generator::judge
