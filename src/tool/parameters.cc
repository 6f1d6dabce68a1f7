#include "tool/parameters.h"

#include <algorithm>
#include <string_view>

#include "base/json.h"
#include "tool/schema.h"

namespace generator::tool {
namespace {

constexpr int kMostLevels = 3;  // of objects inside arguments
constexpr std::size_t kMostParameters = 200;

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

class Reading {
 public:
  explicit Reading(json::Value root) : root_(root) {}

  void read(json::Value object, const Parameter& in, int level) {
    const auto properties = object.find("properties");
    const auto required = object.find("required");
    for (std::size_t i = 0; properties && i < properties->size(); ++i) {
      if (out.size() >= kMostParameters) return;
      Parameter parameter;
      parameter.name = properties->key(i);
      parameter.owner = in.name;
      parameter.path = in.path + (in.path.empty() ? "" : in.is_list ? "[]." : ".") + parameter.name;
      bool is_required = false;
      for (std::size_t j = 0; required && j < required->size(); ++j)
        is_required = is_required || required->at(j).text() == parameter.name;
      parameter.is_required = is_required && (in.path.empty() || in.is_required);
      read_one(properties->at(i), std::move(parameter), level);
    }
  }

  std::vector<Parameter> out;

 private:
  void read_one(json::Value own, Parameter parameter, int level) {
    const json::Value schema = resolve(own, root_);
    parameter.description = own.text_of("description", schema.text_of("description"));
    read_type(parameter, schema, root_);
    json::Value inside = schema;
    if (const auto items = schema.find("items"); parameter.is_list && items && items->is_object())
      inside = resolve(*items, root_);
    const auto fields = inside.find("properties");
    if (level > 0 && fields && fields->size() > 0) return read(inside, parameter, level - 1);
    out.push_back(std::move(parameter));
  }

  json::Value root_;
};

}  // namespace

std::vector<Parameter> parameters_of(const Tool& tool) {
  const auto document = json::Document::parse(tool.parameters);
  if (!document) return {};
  Reading reading(document->root());
  reading.read(document->root(), {}, kMostLevels);
  return std::move(reading.out);
}

}  // namespace generator::tool
