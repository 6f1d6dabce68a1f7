#include "execute/parameter_style.h"

#include <fmt/format.h>

#include <string_view>

#include "web/url.h"

namespace generator::execute {
namespace {

using web::percent_encoded;
using Spell = std::string (*)(std::string_view);

std::string as_it_is(std::string_view text) { return std::string(text); }

// The values of a list, or names and values of an object in turn, or the one value.
std::vector<std::string> parts(json::Value value, bool explode, Spell spell) {
  if (!value.is_array() && !value.is_object()) return {spell(plain_text(value))};
  std::vector<std::string> out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string one = spell(plain_text(value.at(i)));
    if (value.is_array()) {
      out.push_back(one);
    } else if (explode) {
      out.push_back(spell(value.key(i)) + "=" + one);
    } else {
      out.push_back(spell(value.key(i)));
      out.push_back(one);
    }
  }
  return out;
}

std::string matrix(const ArgumentPlace& place, json::Value value) {
  const std::string name = percent_encoded(place.name);
  const bool explode = place.explode.value_or(false);
  const auto all = parts(value, explode, percent_encoded);
  if (!explode || (!value.is_array() && !value.is_object()))
    return fmt::format(";{}={}", name, fmt::join(all, ","));
  std::string out;
  for (const std::string& one : all) out += value.is_array() ? fmt::format(";{}={}", name, one) : ";" + one;
  return out;
}

std::string_view separator_of(const ArgumentPlace& place) {
  if (place.style == "spaceDelimited") return "%20";
  return place.style == "pipeDelimited" ? "%7C" : ",";
}

}  // namespace

std::string plain_text(json::Value value) {
  return std::string(value.is_string() ? value.text() : value.raw());
}

std::string path_value(const ArgumentPlace& place, json::Value value) {
  if (!place.media_type.empty()) return percent_encoded(value.raw());
  if (place.style == "matrix") return matrix(place, value);
  const bool explode = place.explode.value_or(false);
  const auto all = parts(value, explode, percent_encoded);
  if (place.style == "label") return fmt::format(".{}", fmt::join(all, explode ? "." : ","));
  return fmt::format("{}", fmt::join(all, ","));
}

std::vector<std::pair<std::string, std::string>> query_values(const ArgumentPlace& place,
                                                              json::Value value) {
  const std::string name = percent_encoded(place.name);
  if (!place.media_type.empty()) return {{name, percent_encoded(value.raw())}};
  std::vector<std::pair<std::string, std::string>> out;
  const bool is_form = place.style.empty() || place.style == "form";
  if (place.style == "deepObject" && value.is_object()) {
    for (std::size_t i = 0; i < value.size(); ++i)
      out.emplace_back(fmt::format("{}%5B{}%5D", name, percent_encoded(value.key(i))),
                       percent_encoded(plain_text(value.at(i))));
    return out;
  }
  if (!place.explode.value_or(is_form) || (!value.is_array() && !value.is_object()))
    return {{name, fmt::format("{}", fmt::join(parts(value, false, percent_encoded), separator_of(place)))}};
  for (std::size_t i = 0; i < value.size(); ++i)
    out.emplace_back(value.is_array() ? name : percent_encoded(value.key(i)),
                     percent_encoded(plain_text(value.at(i))));
  return out;
}

std::string header_value(const ArgumentPlace& place, json::Value value) {
  if (!place.media_type.empty()) return std::string(value.raw());
  return fmt::format("{}", fmt::join(parts(value, place.explode.value_or(false), as_it_is), ","));
}

}  // namespace generator::execute
