#include "support/endpoint/shape.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string_view>

#include "base/text.h"

namespace generator::endpoint {
namespace {

using Json = nlohmann::ordered_json;

bool is_of(std::string_view type, const Json& value) {
  if (type == "any") return true;
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_boolean();
  if (type == "null") return value.is_null();
  if (type == "object") return value.is_object();
  return value.is_string() && type == "'" + value.get<std::string>() + "'";
}

std::string at(const std::string& place, const std::string& what) {
  return fmt::format("{}: {}", place.empty() ? "the body" : place, what);
}

std::string check(const Json& shape, const Json& value, const std::string& place);

std::string check_fields(const Json& shape, const Json& value, const std::string& place) {
  if (!value.is_object()) return at(place, "must be an object");
  const std::string before = place.empty() ? "" : place + ".";
  for (const auto& [key, field] : shape.items())
    if (key.ends_with('!') && !value.contains(key.substr(0, key.size() - 1)))
      return at(before + key.substr(0, key.size() - 1), "is required and missing");
  for (const auto& [key, field] : value.items()) {
    const Json* wanted = nullptr;
    for (const std::string& name : {key, key + "!", std::string("*")})
      if (wanted == nullptr && shape.contains(name)) wanted = &shape[name];
    if (wanted == nullptr) return at(before + key, "is no field of this request");
    if (std::string fault = check(*wanted, field, before + key); !fault.empty()) return fault;
  }
  return {};
}

// Of several shapes the fault of the one that fits best is told: the deepest place.
std::string check_any(const Json& shapes, const Json& value, const std::string& place) {
  std::string deepest;
  for (std::size_t i = 1; i < shapes.size(); ++i) {
    std::string fault = check(shapes[i], value, place);
    if (fault.empty()) return {};
    const auto depth = [](const std::string& text) { return text.find(": "); };
    if (deepest.empty() || depth(fault) > depth(deepest)) deepest = std::move(fault);
  }
  return deepest;
}

std::string check(const Json& shape, const Json& value, const std::string& place) {
  if (shape.is_object()) return check_fields(shape, value, place);
  if (shape.is_string()) {
    const auto types = shape.get<std::string>();
    for (const std::string_view type : text::split(types, '|'))
      if (is_of(type, value)) return {};
    return at(place, fmt::format("must be {}, is {}", types, value.dump().substr(0, 60)));
  }
  if (shape.size() > 1) return check_any(shape, value, place);
  if (!value.is_array()) return at(place, "must be an array");
  for (std::size_t i = 0; i < value.size(); ++i)
    if (std::string fault = check(shape[0], value[i], fmt::format("{}[{}]", place, i));
        !fault.empty())
      return fault;
  return {};
}

}  // namespace

std::string fault_of(const Json& shape, const Json& value) { return check(shape, value, ""); }

}  // namespace generator::endpoint
