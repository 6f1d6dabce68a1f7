#include "store/type_text.h"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "store/python_literal.h"

namespace generator {
namespace {

constexpr int kMaxDepth = 16;

// Names in lower case.
struct Named {
  std::string_view name, type;
};
constexpr Named kNames[] = {
    {"str", "string"},      {"string", "string"},   {"char", "string"},     {"bytes", "string"},
    {"text", "string"},     {"path", "string"},     {"int", "integer"},     {"integer", "integer"},
    {"long", "integer"},    {"short", "integer"},   {"byte", "integer"},    {"bigint", "integer"},
    {"float", "number"},    {"number", "number"},   {"double", "number"},   {"decimal", "number"},
    {"complex", "number"},  {"bool", "boolean"},    {"boolean", "boolean"}, {"list", "array"},
    {"array", "array"},     {"arraylist", "array"}, {"tuple", "array"},     {"set", "array"},
    {"frozenset", "array"}, {"sequence", "array"},  {"iterable", "array"},  {"collection", "array"},
    {"dict", "object"},     {"dictionary", "object"}, {"object", "object"}, {"hashmap", "object"},
    {"hashtable", "object"}, {"mapping", "object"}, {"map", "object"},      {"none", "null"},
    {"nonetype", "null"},   {"null", "null"},       {"mutablemapping", "object"},
};
constexpr std::string_view kAny[] = {"any", "type", "type_unspecified", "unknown"};

std::string_view json_type(std::string_view name) {
  const std::string lower = text::to_lower(name);
  for (const Named& named : kNames)
    if (lower == named.name) return named.type;
  return {};
}

class TypeReader {
 public:
  bool is_known = true;

  std::string read(std::string_view s, int depth) {
    s = text::trim(s);
    if (s.empty() || depth > kMaxDepth) return unknown();
    if (s.size() > 2 && (s[0] == '\'' || s[0] == '"') && s.back() == s[0])
      return read(s.substr(1, s.size() - 2), depth + 1);  // a forward reference
    if (s[0] == '{' && s.back() == '}') return choice(s.substr(1, s.size() - 2));  // NumPy: {'a', 'b'}
    const auto sides = python::split_outside(s, '|');
    if (sides.size() > 1) return any_of(sides, depth);
    const std::size_t open = s.find('[');
    if (open != std::string_view::npos && s.back() == ']' && open > 0)
      return generic(s.substr(0, open), s.substr(open + 1, s.size() - open - 2), depth);
    for (const std::string_view between : {" of ", " or "}) {
      const std::size_t at = s.find(between);
      if (at == std::string_view::npos) continue;
      if (between == " or ") return any_of({s.substr(0, at), s.substr(at + 4)}, depth);
      if (json_type(s.substr(0, at)) == "array") {
        std::string_view item = s.substr(at + 4);
        if (item.size() > 2 && item.back() == 's' && json_type(item).empty()) item.remove_suffix(1);
        return fmt::format("{{\"type\":\"array\",\"items\":{}}}", read(item, depth + 1));
      }
    }
    return plain(s);
  }

 private:
  std::string unknown() {
    is_known = false;
    return "{}";
  }

  std::string plain(std::string_view s) {
    const std::size_t dot = s.rfind('.');  // typing.List, datetime.date
    const std::string_view name = dot == std::string_view::npos ? s : s.substr(dot + 1);
    if (const std::string_view type = json_type(name); !type.empty())
      return fmt::format("{{\"type\":\"{}\"}}", type);
    const std::string lower = text::to_lower(name);
    for (const std::string_view any : kAny)
      if (lower == any) return "{}";
    if (lower == "date") return "{\"type\":\"string\",\"format\":\"date\"}";
    if (lower == "datetime") return "{\"type\":\"string\",\"format\":\"date-time\"}";
    if (lower == "uuid") return "{\"type\":\"string\",\"format\":\"uuid\"}";
    return unknown();
  }

  std::string generic(std::string_view head, std::string_view inside, int depth) {
    const std::size_t dot = head.rfind('.');
    if (dot != std::string_view::npos) head = head.substr(dot + 1);
    const std::string lower = text::to_lower(text::trim(head));
    const auto parts = python::split_outside(inside, ',');
    if (lower == "optional") return any_of({inside, "None"}, depth);
    if (lower == "union") return any_of(parts, depth);
    if (lower == "literal") return choice(inside);
    if (lower == "annotated") return read(parts[0], depth + 1);
    const std::string_view type = json_type(head);
    if (type == "array") {
      if (lower == "tuple" && parts.size() > 1 && parts.back() != "...") return "{\"type\":\"array\"}";
      return fmt::format("{{\"type\":\"array\",\"items\":{}}}", read(parts[0], depth + 1));
    }
    if (type == "object" && parts.size() == 2) {
      const std::string value = read(parts[1], depth + 1);
      if (value == "{}") return "{\"type\":\"object\"}";
      return fmt::format("{{\"type\":\"object\",\"additionalProperties\":{}}}", value);
    }
    return plain(head);
  }

  std::string any_of(const std::vector<std::string_view>& sides, int depth) {
    std::string list, types;
    bool is_simple = true;
    for (const std::string_view side : sides) {
      const std::string schema = read(side, depth + 1);
      if (schema == "{}") return schema;
      const std::string_view head = "{\"type\":", tail = "}";
      is_simple = is_simple && schema.find(',') == std::string::npos && schema.substr(0, head.size()) == head;
      list += (list.empty() ? "" : ",") + schema;
      if (is_simple)
        types += (types.empty() ? "" : ",") +
                 schema.substr(head.size(), schema.size() - head.size() - tail.size());
    }
    if (sides.size() == 1) return list;
    return is_simple ? fmt::format("{{\"type\":[{}]}}", types) : fmt::format("{{\"anyOf\":[{}]}}", list);
  }

  std::string choice(std::string_view inside) {
    std::string list;
    for (const std::string_view part : python::split_outside(inside, ',')) {
      const auto value = python::literal(part);
      if (!value) return unknown();
      list += (list.empty() ? "" : ",") + *value;
    }
    return fmt::format("{{\"enum\":[{}]}}", list);
  }
};

void convert(json::Writer& out, json::Value value, bool is_schema,
             const std::optional<json::Value>& choices = std::nullopt);

// `properties`: names, each with a schema, whatever the names are.
void convert_fields(json::Writer& out, json::Value fields) {
  out.begin_object();
  for (std::size_t i = 0; i < fields.size(); ++i)
    convert(out.key(fields.key(i)), fields.at(i), true);
  out.end_object();
}

void write_type(json::Writer& out, json::Value value) {
  if (!value.is_string()) {
    out.key("type").raw(value.raw());
    return;
  }
  const WrittenType type = read_type(value.text());
  if (!type.is_known || type.schema.size() < 2) return;
  const std::string inside = type.schema.substr(1, type.schema.size() - 2);
  const std::size_t colon = inside.find(':');
  if (colon == std::string::npos) return;  // anything
  auto document = json::Document::parse(type.schema);
  if (!document) return;
  for (std::size_t i = 0; i < document->root().size(); ++i)
    out.key(document->root().key(i)).raw(document->root().at(i).raw());
}

// The `enum` of a list that no list is in: it says which items there are, as BFCL writes it.
std::optional<json::Value> choices_of_items(json::Value schema) {
  const auto choices = schema.find("enum"), items = schema.find("items");
  if (json_type(schema.text_of("type")) != "array" || !choices || !choices->is_array() ||
      !items || !items->is_object() || items->find("enum"))
    return std::nullopt;
  for (std::size_t i = 0; i < choices->size(); ++i)
    if (choices->at(i).is_array()) return std::nullopt;
  return choices;
}

void convert(json::Writer& out, json::Value value, bool is_schema,
             const std::optional<json::Value>& choices) {
  if (!is_schema || !value.is_object()) {
    out.raw(value.raw());
    return;
  }
  const auto of_items = choices_of_items(value);
  out.begin_object();
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string_view key = value.key(i);
    const json::Value field = value.at(i);
    if (key == "type") {
      write_type(out, field);
    } else if ((key == "properties" || key == "$defs" || key == "definitions" ||
                key == "patternProperties") && field.is_object()) {
      convert_fields(out.key(key), field);
    } else if (key == "items" || key == "additionalProperties" || key == "not") {
      convert(out.key(key), field, true, key == "items" ? of_items : std::nullopt);
    } else if (key == "enum" && of_items) {
      continue;
    } else if ((key == "anyOf" || key == "oneOf" || key == "allOf" || key == "prefixItems") &&
               field.is_array()) {
      out.key(key).begin_array();
      for (std::size_t k = 0; k < field.size(); ++k) convert(out, field.at(k), true);
      out.end_array();
    } else if (key == "nullable" || key == "optional") {
      continue;
    } else {
      out.key(key).raw(field.raw());
    }
  }
  if (choices) out.key("enum").raw(choices->raw());
  out.end_object();
}

}  // namespace

WrittenType read_type(std::string_view s) {
  WrittenType out;
  s = text::trim(s);
  // "int, optional", "int, default 3", "int, optional (default=3)"
  const auto parts = python::split_outside(s, ',');
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::string word = text::to_lower(parts[i]);
    if (word.substr(0, 8) == "optional" || word.substr(0, 7) == "default") out.is_optional = true;
  }
  TypeReader reader;
  out.schema = reader.read(parts[0], 0);
  out.is_known = reader.is_known;
  if (text::starts_with_ignoring_case(parts[0], "optional[")) out.is_optional = true;
  return out;
}

std::string with_json_types(std::string_view json) {
  const auto document = json::Document::parse(json);
  if (!document) return std::string(json);
  std::string out;
  json::Writer writer(out);
  convert(writer, document->root(), true);
  return out;
}

}  // namespace generator
