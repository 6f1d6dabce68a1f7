#include "tool/result_fields.h"

#include <algorithm>
#include <optional>

#include "base/json.h"
#include "base/text.h"
#include "tool/schema.h"

namespace generator::tool {
namespace {

constexpr std::size_t kMostFields = 200;
constexpr int kMostLevels = 4;         // of objects inside objects
constexpr std::size_t kMostWords = 3;  // of a field that prose names

FieldType field_type(std::string_view name) {
  if (name == "string") return FieldType::kText;
  if (name == "integer" || name == "number") return FieldType::kNumber;
  if (name == "boolean") return FieldType::kTruth;
  return name == "object" ? FieldType::kObject : FieldType::kUnknown;
}

bool contains_any(std::string_view s, std::initializer_list<std::string_view> parts) {
  return std::ranges::any_of(parts, [&](std::string_view part) { return text::contains(s, part); });
}

// "type, shape, dtype, and keys (for groups)" → its parts, without what stands in brackets.
std::vector<std::string> counted_up(std::string_view list) {
  std::vector<std::string> parts(1);
  int brackets = 0;
  for (const std::string_view word : text::words(list)) {
    const bool opens = word.front() == '(';
    if (opens) ++brackets;
    const bool ends = word.back() == ',' || word.back() == '.' || word.back() == ';';
    if (brackets == 0 && word == "and") {
      parts.emplace_back();
    } else if (brackets == 0) {
      std::string& part = parts.back();
      part += (part.empty() ? "" : " ") + std::string(word.substr(0, word.size() - (ends ? 1 : 0)));
      if (ends) parts.emplace_back();
    }
    if (text::contains(word, ")")) brackets = std::max(0, brackets - 1);
    if (word.back() == '.') break;
  }
  return parts;
}

class Fields {
 public:
  explicit Fields(json::Value root) : root_(root) {}

  void read(json::Value schema, ResultField at, int level) {
    if (out.size() >= kMostFields) return;
    const json::Value whole = resolve(schema, root_, &at.owner);
    if (const std::string_view said = whole.text_of("description"); !said.empty())
      at.description = said;
    if (const std::string_view title = whole.text_of("title"); !title.empty() && at.owner.empty())
      at.owner = title;
    for (const std::string_view key : {"allOf", "anyOf", "oneOf"})
      if (const auto branches = whole.find(key); branches && level > 0)
        for (std::size_t i = 0; i < branches->size(); ++i) read(branches->at(i), at, level - 1);
    const std::string_view type = type_of(whole);
    const auto properties = whole.find("properties");
    if (type == "array" || whole.find("items")) return read_array(whole, std::move(at), level);
    if (properties && properties->size() > 0 && level > 0)
      return read_properties(*properties, at, level);
    at.type = field_type(type);
    if (at.type == FieldType::kObject || type.empty())
      read_described(whole, std::move(at));
    else
      add(std::move(at));
  }

  std::vector<ResultField> out;

 private:
  void read_array(json::Value whole, ResultField at, int level) {
    at.path += "[]";
    at.is_list = true;
    at.owner = singular(text::to_lower(at.name));
    const auto items = whole.find("items");
    const std::size_t before = out.size();
    const std::string said = at.description;
    if (items && items->is_object() && items->size() > 0) read(*items, at, level);
    if (out.size() == before) add(std::move(at));
    for (std::size_t i = before; i < out.size(); ++i)
      if (out[i].description.empty()) out[i].description = said;
  }

  void read_properties(json::Value properties, const ResultField& at, int level) {
    for (std::size_t i = 0; i < properties.size(); ++i) {
      ResultField field;
      field.name = properties.key(i);
      field.path = at.path + (at.path.empty() ? "" : ".") + field.name;
      field.owner = at.owner.empty() ? at.name : at.owner;
      field.is_list = at.is_list;
      read(properties.at(i), std::move(field), level - 1);
    }
  }

  // An object whose fields only its description tells, if anything.
  void read_described(json::Value whole, ResultField at) {
    const std::string said = text::to_lower(at.description);
    const auto more = whole.find("additionalProperties");
    if ((more && more->is_object()) ||
        contains_any(said, {"dictionary of", "mapping of", "map of"})) {
      at.is_list = true;
      return add(std::move(at));
    }
    bool has_fields = false;
    for (const std::string_view begin : {"including ", "containing ", " with "}) {
      const std::size_t found = said.find(begin);
      if (found == std::string::npos) continue;
      for (const std::string& part :
           counted_up(std::string_view(said).substr(found + begin.size())))
        has_fields = add_described(at, part) || has_fields;
      break;
    }
    if (!has_fields) add(std::move(at));
  }

  bool add_described(const ResultField& at, const std::string& part) {
    const Words words = words_of(part);
    if (words.empty() || words.size() > kMostWords) return false;
    ResultField field;
    field.name = text::join(words, "_");
    field.path = at.path + (at.path.empty() ? "" : ".") + field.name;
    field.owner = at.owner;
    field.is_list = is_plural(words.back());
    field.is_prose = true;
    add(std::move(field));
    return true;
  }

  void add(ResultField field) {
    const auto same = [&](const ResultField& other) { return other.path == field.path; };
    if (out.size() < kMostFields && std::ranges::none_of(out, same))
      out.push_back(std::move(field));
  }

  json::Value root_;
};

// What "Returns …" says, up to the end of its sentence; "" where the description has none.
std::string said_to_return(std::string_view description) {
  for (const std::string_view begin : {"Returns ", "returns ", "Return "}) {
    const std::size_t found = description.find(begin);
    if (found == std::string_view::npos) continue;
    const std::string_view rest = description.substr(found + begin.size());
    return std::string(rest.substr(0, std::min(rest.find(". "), rest.find('\n'))));
  }
  return {};
}

}  // namespace

std::vector<ResultField> result_fields(const Tool& tool) {
  if (!tool.output_schema.empty()) {
    if (const auto document = json::Document::parse(tool.output_schema)) {
      Fields fields(document->root());
      fields.read(document->root(), {}, kMostLevels);
      if (!fields.out.empty()) return std::move(fields.out);
    }
  }
  ResultField whole;
  whole.description = said_to_return(tool.description);
  if (whole.description.empty()) return {};
  const Words words = words_of(whole.description);
  whole.is_list = std::ranges::any_of(words, is_plural);
  return {whole};
}

}  // namespace generator::tool
