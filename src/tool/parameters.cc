#include "tool/parameters.h"

#include <algorithm>
#include <string_view>

#include "base/json.h"
#include "tool/schema.h"

namespace generator::tool {
namespace {

void read_type(Parameter& out, json::Value schema, json::Value root) {
  out.type = type_of(schema);
  out.is_choice = schema.find("enum") || schema.find("const") || out.type == "boolean";
  if (out.type != "array") return;
  out.is_list = true;
  out.type.clear();
  if (const auto items = schema.find("items"); items && items->is_object()) {
    const json::Value element = resolve(*items, root);
    out.type = type_of(element);
    out.is_choice = element.find("enum").has_value();
  }
}

}  // namespace

std::vector<Parameter> parameters_of(const Tool& tool) {
  std::vector<Parameter> out;
  const auto document = json::Document::parse(tool.parameters);
  if (!document) return out;
  const json::Value root = document->root();
  const auto properties = root.find("properties");
  const auto required = root.find("required");
  for (std::size_t i = 0; properties && i < properties->size(); ++i) {
    Parameter parameter;
    parameter.name = properties->key(i);
    const json::Value own = properties->at(i);
    const json::Value schema = resolve(own, root);
    parameter.description = own.text_of("description", schema.text_of("description"));
    read_type(parameter, schema, root);
    for (std::size_t j = 0; required && j < required->size(); ++j)
      parameter.is_required = parameter.is_required || required->at(j).text() == parameter.name;
    out.push_back(std::move(parameter));
  }
  return out;
}

}  // namespace generator::tool
