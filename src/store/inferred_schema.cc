#include "store/inferred_schema.h"

#include <string_view>
#include <unordered_map>

namespace generator {
namespace {

constexpr int kMaxDepth = 16;

void infer(json::Writer& out, const std::vector<json::Value>& values, int depth);

struct Seen {
  bool is_null = false, is_bool = false, is_integer = false, is_number = false, is_string = false;
  std::vector<json::Value> objects, arrays;
};

Seen look_at(const std::vector<json::Value>& values) {
  Seen out;
  for (const json::Value value : values) switch (value.kind()) {
      case json::Kind::kNull: out.is_null = true; break;
      case json::Kind::kBool: out.is_bool = true; break;
      case json::Kind::kString: out.is_string = true; break;
      case json::Kind::kObject: out.objects.push_back(value); break;
      case json::Kind::kArray: out.arrays.push_back(value); break;
      case json::Kind::kNumber:
        (value.raw().find_first_of(".eE") == std::string_view::npos ? out.is_integer
                                                                    : out.is_number) = true;
        break;
    }
  return out;
}

void write_types(json::Writer& out, const Seen& seen) {
  std::vector<std::string_view> types;
  if (!seen.objects.empty()) types.emplace_back("object");
  if (!seen.arrays.empty()) types.emplace_back("array");
  if (seen.is_string) types.emplace_back("string");
  if (seen.is_number) types.emplace_back("number");
  if (seen.is_integer && !seen.is_number) types.emplace_back("integer");
  if (seen.is_bool) types.emplace_back("boolean");
  if (seen.is_null) types.emplace_back("null");
  if (types.empty()) return;
  out.key("type");
  if (types.size() == 1) {
    out.string(types[0]);
    return;
  }
  out.begin_array();
  for (const std::string_view type : types) out.string(type);
  out.end_array();
}

void write_fields(json::Writer& out, const std::vector<json::Value>& objects, int depth) {
  std::vector<std::string_view> names;  // in order of first appearance
  std::unordered_map<std::string_view, std::vector<json::Value>> fields;
  for (const json::Value object : objects)
    for (std::size_t i = 0; i < object.size(); ++i) {
      auto& values = fields[object.key(i)];
      if (values.empty()) names.push_back(object.key(i));
      values.push_back(object.at(i));
    }
  if (names.empty()) return;
  out.key("properties").begin_object();
  for (const std::string_view name : names) infer(out.key(name), fields[name], depth + 1);
  out.end_object();
  bool has_required = false;
  for (const std::string_view name : names) {
    if (fields[name].size() < objects.size()) continue;
    if (!has_required) out.key("required").begin_array();
    has_required = true;
    out.string(name);
  }
  if (has_required) out.end_array();
}

void infer(json::Writer& out, const std::vector<json::Value>& values, int depth) {
  out.begin_object();
  if (depth <= kMaxDepth) {
    const Seen seen = look_at(values);
    write_types(out, seen);
    if (!seen.objects.empty()) write_fields(out, seen.objects, depth);
    std::vector<json::Value> items;
    for (const json::Value array : seen.arrays)
      for (std::size_t i = 0; i < array.size(); ++i) items.push_back(array.at(i));
    if (!items.empty()) infer(out.key("items"), items, depth + 1);
  }
  out.end_object();
}

}  // namespace

std::string inferred_schema(const std::vector<json::Value>& values) {
  std::string out;
  json::Writer writer(out);
  infer(writer, values, 0);
  return out;
}

}  // namespace generator
