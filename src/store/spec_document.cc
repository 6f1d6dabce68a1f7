#include "store/spec_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "base/text.h"
#include "base/yaml.h"

namespace generator {
namespace {

constexpr std::size_t kWide = 16;      // fields; fewer are looked through
constexpr int kMaxSteps = 32;          // references that lead to references
constexpr std::size_t kShownReference = 120;

std::string shown(std::string_view reference) {
  return text::for_terminal(text::prefix(text::repair_utf8(reference.substr(0, 4 * kShownReference)),
                                         kShownReference));
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// %XX of a fragment; what is no such escape stays.
std::string unescape_fragment(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '%' && i + 2 < s.size() && hex_digit(s[i + 1]) >= 0 && hex_digit(s[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(s[i + 1]) * 16 + hex_digit(s[i + 2]));
      i += 2;
    } else {
      out += s[i];
    }
  }
  return out;
}

std::string unescape_step(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const bool escapes = s[i] == '~' && i + 1 < s.size() && (s[i + 1] == '0' || s[i + 1] == '1');
    out += !escapes ? s[i] : s[i + 1] == '0' ? '~' : '/';
    if (escapes) ++i;
  }
  return out;
}

}  // namespace

std::string pointer_step(std::string_view name) {
  return text::replace_all(text::replace_all(name, "~", "~0"), "/", "~1");
}

Result<SpecDocument> SpecDocument::parse_json(std::string_view source, int first_line) {
  TRY(json::Document document, json::Document::parse(source));
  SpecDocument out(std::move(document));
  out.places_.push_back({0, first_line});
  for (std::size_t at = source.find('\n'); at != std::string_view::npos;
       at = source.find('\n', at + 1))
    out.places_.push_back({at + 1, ++first_line});
  return out;
}

namespace {

// As yaml::write_json, and notes where each value went.
class YamlToJson {
 public:
  explicit YamlToJson(std::string& out) : out_(out), writer_(out) {}

  void write(const yaml::Node& node) {
    places.emplace_back(out_.size(), node.line());
    if (node.is_mapping()) {
      writer_.begin_object();
      for (const yaml::Node field : node) {
        writer_.key(field.key());
        write(field);
      }
      writer_.end_object();
    } else if (node.is_sequence()) {
      writer_.begin_array();
      for (const yaml::Node item : node) write(item);
      writer_.end_array();
    } else {
      yaml::write_json(writer_, node);
    }
  }

  std::vector<std::pair<std::size_t, int>> places;  // a comma may stand at the offset

 private:
  std::string& out_;
  json::Writer writer_;
};

}  // namespace

Result<SpecDocument> SpecDocument::parse_yaml(std::string_view source, const std::string& name) {
  std::string as_json;
  std::vector<std::pair<std::size_t, int>> places;
  {
    TRY(const yaml::Document document, yaml::Document::parse(source, name));
    as_json.reserve(source.size());
    YamlToJson converter(as_json);
    converter.write(document.root());
    places = std::move(converter.places);
  }
  TRY(json::Document document, json::Document::parse(as_json));
  SpecDocument out(std::move(document));
  out.is_yaml_ = true;
  out.places_.reserve(places.size());
  for (const auto& [offset, line] : places) out.places_.push_back({offset, line});
  return out;
}

Result<SpecDocument> SpecDocument::parse(std::string_view source, std::string name) {
  if (source.substr(0, 3) == "\xEF\xBB\xBF") source.remove_prefix(3);
  const std::string_view body = text::trim(source);
  const auto first_line = 1 + static_cast<int>(std::count(source.data(), body.data(), '\n'));
  const bool looks_like_json = !body.empty() && (body[0] == '{' || body[0] == '[');
  std::string json_problem;
  if (looks_like_json) {
    auto out = parse_json(body, first_line);
    if (out) {
      out->name_ = std::move(name);
      return out;
    }
    json_problem = out.error().message;
  }
  auto out = parse_yaml(source, name);
  if (!out && looks_like_json)
    return fail(ErrorKind::kInvalidInput,
                fmt::format("{}: {}; nor is it YAML: {}", name, json_problem, out.error().message));
  if (!out) return out;
  out->name_ = std::move(name);
  return out;
}

int SpecDocument::line(json::Value value) const {
  const std::string_view all = document_.root().raw();
  const char* at = value.raw().data();
  if (at < all.data() || at > all.data() + all.size()) return 1;
  const auto offset = static_cast<std::size_t>(at - all.data());
  const auto after =
      std::upper_bound(places_.begin(), places_.end(), offset,
                       [](std::size_t wanted, const Place& place) { return wanted < place.offset; });
  return after == places_.begin() ? 1 : std::prev(after)->line;
}

std::string SpecDocument::pointer(json::Value value) const {
  std::string out = "#";
  const char* wanted = identity(value);
  json::Value at = root();
  while (identity(at) != wanted && (at.is_object() || at.is_array())) {
    // The last child that begins at or before the wanted place.
    std::size_t low = 0, high = at.size();
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (identity(at.at(middle)) <= wanted)
        low = middle + 1;
      else
        high = middle;
    }
    if (low == 0) break;
    out += '/';
    out += at.is_object() ? pointer_step(at.key(low - 1)) : std::to_string(low - 1);
    at = at.at(low - 1);
  }
  return out;
}

std::optional<json::Value> SpecDocument::find(json::Value object, std::string_view key) const {
  if (!object.is_object() || object.size() <= kWide) return object.find(key);
  const auto [entry, is_new] = wide_.try_emplace(identity(object));
  if (is_new)
    for (std::size_t i = 0; i < object.size(); ++i) entry->second.emplace(object.key(i), i);
  const auto found = entry->second.find(key);
  if (found == entry->second.end()) return std::nullopt;
  return object.at(found->second);
}

Result<json::Value> SpecDocument::walk(std::string_view pointer, std::string_view reference) const {
  json::Value at = root();
  if (pointer.empty()) return at;
  for (const std::string_view part : text::split(pointer.substr(1), '/')) {
    std::optional<json::Value> next;
    if (at.is_array()) {
      std::size_t index = 0;
      const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), index);
      if (error == std::errc() && end == part.data() + part.size() && index < at.size())
        next = at.at(index);
    } else {
      next = find(at, unescape_step(part));
    }
    if (!next)
      return fail(ErrorKind::kNotFound, fmt::format("`{}` names nothing in this file: there is no `{}`",
                                                    shown(reference), shown(part)));
    at = *next;
  }
  return at;
}

Result<json::Value> SpecDocument::follow(std::string_view reference) const {
  if (reference.empty() || reference[0] != '#')
    return fail(ErrorKind::kInvalidInput,
                fmt::format("`{}` is in another file, which is not fetched; bundle the specification "
                            "into one file first",
                            shown(reference)));
  const std::string pointer = unescape_fragment(reference.substr(1));
  if (!pointer.empty() && pointer[0] != '/')
    return fail(ErrorKind::kInvalidInput,
                fmt::format("`{}` names an anchor; only JSON pointers are followed", shown(reference)));
  const auto [entry, is_new] = followed_.try_emplace(std::string(reference));
  if (is_new) {
    auto found = walk(pointer, reference);
    if (!found) return found;
    entry->second = *found;
  }
  if (!entry->second) return walk(pointer, reference);
  return *entry->second;
}

Result<json::Value> SpecDocument::resolve(json::Value value) const {
  for (int steps = 0; steps < kMaxSteps; ++steps) {
    const auto reference = value.find("$ref");
    if (!reference || !reference->is_string()) return value;
    TRY(value, follow(reference->text()));
  }
  return fail(ErrorKind::kInvalidInput,
              fmt::format("`{}` is a reference that leads to references without end",
                          shown(value.text_of("$ref"))));
}

}  // namespace generator
