#include "tool/schema.h"

namespace generator::tool {
namespace {

constexpr int kMostReferences = 16;  // one after the other
constexpr std::string_view kDefinitions = "#/$defs/";

}  // namespace

json::Value resolve(json::Value schema, json::Value root, std::string* name) {
  for (int i = 0; i < kMostReferences; ++i) {
    const std::string_view reference = schema.text_of("$ref");
    if (!reference.starts_with(kDefinitions)) break;
    const std::string_view wanted = reference.substr(kDefinitions.size());
    const auto definitions = root.find("$defs");
    const auto target = definitions ? definitions->find(wanted) : std::nullopt;
    if (!target) break;
    if (name != nullptr) *name = wanted;
    schema = *target;
  }
  return schema;
}

std::string_view type_of(json::Value schema) {
  const auto type = schema.find("type");
  if (!type) return {};
  if (type->is_string()) return type->text();
  for (std::size_t i = 0; i < type->size(); ++i)
    if (type->at(i).text() != "null") return type->at(i).text();
  return {};
}

}  // namespace generator::tool
