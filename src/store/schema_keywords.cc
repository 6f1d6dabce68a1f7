// The keywords of a schema, one by one.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "store/schema_writer.h"

namespace generator {
namespace {

constexpr std::string_view kTypes[] = {"object", "array", "string", "number", "integer", "boolean", "null"};

// Taken over as they are, if the value is of the kind.
struct Plain {
  std::string_view keyword;
  json::Kind kind;
};
constexpr Plain kPlain[] = {
    {"title", json::Kind::kString},         {"description", json::Kind::kString},
    {"format", json::Kind::kString},        {"pattern", json::Kind::kString},
    {"contentEncoding", json::Kind::kString}, {"contentMediaType", json::Kind::kString},
    {"enum", json::Kind::kArray},           {"multipleOf", json::Kind::kNumber},
    {"minLength", json::Kind::kNumber},     {"maxLength", json::Kind::kNumber},
    {"minItems", json::Kind::kNumber},      {"maxItems", json::Kind::kNumber},
    {"minContains", json::Kind::kNumber},   {"maxContains", json::Kind::kNumber},
    {"minProperties", json::Kind::kNumber}, {"maxProperties", json::Kind::kNumber},
    {"uniqueItems", json::Kind::kBool},     {"deprecated", json::Kind::kBool},
    {"dependentRequired", json::Kind::kObject},
};

constexpr std::string_view kOne[] = {"additionalProperties", "not", "if", "then", "else", "contains",
                                     "propertyNames", "unevaluatedProperties", "unevaluatedItems"};

template <class List>
bool is_in(const List& list, std::string_view name) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

}  // namespace

bool is_schema_type(std::string_view name) { return is_in(kTypes, name); }

std::string definition_name(std::string_view reference) {
  const std::size_t slash = reference.rfind('/');
  std::string out;
  for (const char c : reference.substr(slash == std::string_view::npos ? 0 : slash + 1))
    out += text::is_alpha(c) || text::is_digit(c) || c == '_' || c == '-' || c == '.' ? c : '_';
  return out.empty() || out == "_" ? "schema" : out.substr(0, 100);
}

void SchemaWriter::read_keyword(SchemaParts& parts, json::Value schema, std::string_view key,
                                json::Value value) {
  for (const Plain& plain : kPlain)
    if (key == plain.keyword && value.kind() == plain.kind)
      return parts.add_keyword(key, std::string(value.raw()));
  if (key == "type") return read_type(parts, value);
  if (key == "properties") return read_properties(parts, value);
  if (key == "required") return read_required(parts, schema, value);
  if (key == "nullable" || key == "x-nullable") {
    if (dialect_ != SchemaDialect::kOpenApi31 && value.boolean() == true) parts.is_nullable = true;
    return;
  }
  if (key == "items") return value.is_array() ? read_list(parts, "prefixItems", value, {})
                                              : read_one(parts, key, value);
  if (key == "minimum" || key == "maximum" || key == "exclusiveMinimum" || key == "exclusiveMaximum")
    return read_bound(parts, schema, key, value);
  if (key == "example" || key == "examples") return read_examples(parts, key, value);
  if (key == "default" || key == "const") return parts.add_keyword(key, std::string(value.raw()));
  if (is_in(kOne, key)) return read_one(parts, key, value);
  if (key == "anyOf" || key == "oneOf")
    return read_list(parts, key, value, schema.find("discriminator").value_or(json::Value()));
  if (key == "prefixItems") return read_list(parts, key, value, {});
  if (key == "patternProperties" || key == "dependentSchemas") return read_map(parts, key, value);
  if (key == "$dynamicRef" || key == "$recursiveRef")
    on_problem_(value, fmt::format("`{}` is not followed; anything is allowed there instead", key));
}

void SchemaWriter::read_type(SchemaParts& parts, json::Value value) {
  const auto add = [&](std::string_view type) {
    if (type == "file" && dialect_ == SchemaDialect::kSwagger2) {
      parts.add_keyword("format", "\"binary\"");
      type = "string";
    }
    if (!is_in(kTypes, type))
      return on_problem_(value, fmt::format("`{}` is no type of JSON Schema; it is not restricted "
                                            "instead",
                                            text::for_terminal(text::prefix(text::repair_utf8(type), 40))));
    if (!parts.has_type(type)) parts.types.emplace_back(type);
  };
  if (value.is_string()) return add(value.text());
  for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
    if (value.at(i).is_string()) add(value.at(i).text());
}

bool SchemaWriter::is_hidden(json::Value property) const {
  const std::string_view mark = use_ == SchemaUse::kRequest ? "readOnly" : "writeOnly";
  const auto is_marked = [&](json::Value schema) {
    const auto field = schema.find(mark);
    return field && field->boolean() == true;
  };
  if (is_marked(property)) return true;
  const auto target = document_.resolve(property);
  return target && is_marked(*target);
}

void SchemaWriter::read_properties(SchemaParts& parts, json::Value properties) {
  std::unordered_set<std::string_view> seen;
  for (std::size_t i = 0; properties.is_object() && i < properties.size(); ++i) {
    const std::string_view name = properties.key(i);
    if (is_hidden(properties.at(i)) || !seen.insert(name).second) continue;
    SchemaText text = write(properties.at(i));
    parts.add_definitions(text.definitions);
    parts.properties.emplace_back(name, std::move(text.text));
  }
}

void SchemaWriter::read_required(SchemaParts& parts, json::Value schema, json::Value names) {
  const auto properties = schema.find("properties");
  std::unordered_set<std::string_view> seen;
  for (std::size_t i = 0; names.is_array() && i < names.size(); ++i) {
    const json::Value name = names.at(i);
    if (!name.is_string() || !seen.insert(name.text()).second) continue;
    if (properties)
      if (const auto property = document_.find(*properties, name.text()))
        if (is_hidden(*property)) continue;
    parts.required.emplace_back(name.text());
  }
}

// In 3.0 and 2.0 `exclusiveMinimum: true` makes `minimum` exclusive; in 3.1 it is the bound itself.
void SchemaWriter::read_bound(SchemaParts& parts, json::Value schema, std::string_view key,
                              json::Value value) {
  if (!value.is_number()) return;
  const bool is_plain = key == "minimum" || key == "maximum";
  const std::string exclusive = key == "minimum" ? "exclusiveMinimum" : "exclusiveMaximum";
  const auto mark = is_plain ? schema.find(exclusive) : std::nullopt;
  const bool is_exclusive = mark && mark->boolean() == true;
  parts.add_keyword(is_exclusive ? exclusive : std::string(key), std::string(value.raw()));
}

void SchemaWriter::read_examples(SchemaParts& parts, std::string_view key, json::Value value) {
  if (key == "examples" && !value.is_array()) return;
  parts.add_keyword("examples", key == "example" ? fmt::format("[{}]", value.raw())
                                                 : std::string(value.raw()));
}

void SchemaWriter::read_one(SchemaParts& parts, std::string_view key, json::Value schema) {
  SchemaText text = write(schema);
  parts.add_definitions(text.definitions);
  parts.add_keyword(key, std::move(text.text));
}

void SchemaWriter::read_list(SchemaParts& parts, std::string_view key, json::Value schemas,
                             json::Value discriminator) {
  if (!schemas.is_array()) return;
  std::string list = "[";
  for (std::size_t i = 0; i < schemas.size(); ++i) {
    SchemaText text = branch(schemas.at(i), discriminator);
    parts.add_definitions(text.definitions);
    list += (i == 0 ? "" : ",") + text.text;
  }
  parts.add_keyword(key, list + "]");
}

void SchemaWriter::read_map(SchemaParts& parts, std::string_view key, json::Value schemas) {
  std::string map;
  json::Writer writer(map);
  writer.begin_object();
  for (std::size_t i = 0; schemas.is_object() && i < schemas.size(); ++i) {
    SchemaText text = write(schemas.at(i));
    parts.add_definitions(text.definitions);
    writer.key(schemas.key(i)).raw(text.text);
  }
  writer.end_object();
  parts.add_keyword(key, std::move(map));
}

// One of several: where a discriminator tells them apart, the value that means this one is said.
SchemaText SchemaWriter::branch(json::Value schema, json::Value discriminator) {
  const std::string_view field = discriminator.text_of("propertyName");
  const std::string_view target = schema.text_of("$ref");
  if (field.empty() || target.empty()) return write(schema);
  std::string value = definition_name(target);
  if (const auto mapping = discriminator.find("mapping"))
    for (std::size_t i = 0; mapping->is_object() && i < mapping->size(); ++i)
      if (mapping->at(i).text() == target || mapping->at(i).text() == value) {
        value = mapping->key(i);
        break;
      }
  SchemaText text = reference(schema);
  text.text = fmt::format("{{\"allOf\":[{}],\"properties\":{{{}:{{\"const\":{}}}}},\"required\":[{}]}}",
                          text.text, json::quote(field), json::quote(value), json::quote(field));
  return text;
}

}  // namespace generator
