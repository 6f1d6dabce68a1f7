#include "store/schema_parts.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/json.h"

namespace generator {
namespace {

constexpr std::string_view kNull = "null";

// What describes without restricting: where two differ, the nearer one is kept.
bool is_annotation(std::string_view keyword) {
  for (const std::string_view name :
       {"description", "title", "examples", "default", "deprecated", "readOnly", "writeOnly"})
    if (keyword == name) return true;
  return false;
}

template <class List>
auto find_named(List& list, std::string_view name) {
  return std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.first == name; });
}

// What both lists have; an empty one restricts nothing. "integer" is a kind of "number".
std::vector<std::string> common_types(const std::vector<std::string>& a,
                                      const std::vector<std::string>& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  const auto has = [](const std::vector<std::string>& list, std::string_view type) {
    return std::find(list.begin(), list.end(), type) != list.end();
  };
  std::vector<std::string> out;
  for (const std::string& type : a)
    if (has(b, type) || (type == "integer" && has(b, "number"))) out.push_back(type);
  if (has(a, "number") && has(b, "integer") && !has(out, "integer")) out.emplace_back("integer");
  return out;
}

void write_types(json::Writer& out, const std::vector<std::string>& types) {
  if (types.empty()) return;
  out.key("type");
  if (types.size() == 1) {
    out.string(types[0]);
    return;
  }
  out.begin_array();
  for (const std::string& type : types) out.string(type);
  out.end_array();
}

// `["a","b"]` with null behind, unless it is there.
std::string enum_with_null(const std::string& list) {
  const auto document = json::Document::parse(list);
  if (!document || !document->root().is_array()) return list;
  for (std::size_t i = 0; i < document->root().size(); ++i)
    if (document->root().at(i).is_null()) return list;
  return list.substr(0, list.rfind(']')) + (document->root().size() == 0 ? "null]" : ",null]");
}

}  // namespace

std::vector<std::uint32_t> in_order(std::vector<std::uint32_t> numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

bool SchemaParts::has_type(std::string_view type) const {
  return std::find(types.begin(), types.end(), type) != types.end();
}

const std::string* SchemaParts::keyword(std::string_view name) const {
  const auto found = find_named(keywords, name);
  return found == keywords.end() ? nullptr : &found->second;
}

void SchemaParts::add_keyword(std::string_view name, std::string json) {
  if (keyword(name) == nullptr) keywords.emplace_back(name, std::move(json));
}

void SchemaParts::set_keyword(std::string_view name, std::string json) {
  const auto found = find_named(keywords, name);
  if (found == keywords.end())
    keywords.emplace_back(name, std::move(json));
  else
    found->second = std::move(json);
}

bool SchemaParts::merge(const SchemaParts& other) {
  std::vector<std::string> both = common_types(types, other.types);
  if (both.empty() && !(types.empty() && other.types.empty())) return false;
  for (const auto& [name, json] : other.keywords) {
    const std::string* own = keyword(name);
    if (own != nullptr && *own != json && !is_annotation(name)) return false;
  }
  std::unordered_map<std::string_view, std::size_t> own;
  for (std::size_t i = 0; i < properties.size(); ++i) own.emplace(properties[i].first, i);
  std::vector<std::size_t> fresh;
  for (std::size_t i = 0; i < other.properties.size(); ++i) {
    const auto found = own.find(other.properties[i].first);
    if (found == own.end())
      fresh.push_back(i);
    else if (properties[found->second].second != other.properties[i].second)
      return false;
  }
  is_nullable = is_nullable || (types.empty() && other.is_nullable);
  types = std::move(both);
  for (const auto& [name, json] : other.keywords) add_keyword(name, json);
  for (const std::size_t i : fresh) properties.push_back(other.properties[i]);
  std::unordered_set<std::string> given(required.begin(), required.end());
  for (const std::string& name : other.required)
    if (given.insert(name).second) required.push_back(name);
  all_of.insert(all_of.end(), other.all_of.begin(), other.all_of.end());
  add_definitions(other.definitions);
  return true;
}

SchemaText SchemaParts::to_schema() const {
  SchemaText out;
  out.definitions = in_order(definitions);
  std::vector<std::string> all = types;
  const bool wraps = is_nullable && all.empty() &&
                     (keyword("$ref") != nullptr || keyword("anyOf") != nullptr ||
                      keyword("oneOf") != nullptr || !all_of.empty());
  if (is_nullable && !all.empty() && !has_type(kNull)) all.emplace_back(kNull);
  json::Writer writer(out.text);
  if (wraps) writer.begin_object().key("anyOf").begin_array();
  writer.begin_object();
  write_types(writer, all);
  for (const auto& [name, json] : keywords)
    writer.key(name).raw(name == "enum" && is_nullable && !wraps ? enum_with_null(json) : json);
  if (!properties.empty()) {
    writer.key("properties").begin_object();
    for (const auto& [name, schema] : properties) writer.key(name).raw(schema);
    writer.end_object();
  }
  if (!required.empty()) {
    writer.key("required").begin_array();
    for (const std::string& name : required) writer.string(name);
    writer.end_array();
  }
  if (!all_of.empty()) {
    writer.key("allOf").begin_array();
    for (const std::string& schema : all_of) writer.raw(schema);
    writer.end_array();
  }
  writer.end_object();
  if (wraps) writer.begin_object().field("type", kNull).end_object().end_array().end_object();
  return out;
}

}  // namespace generator
