// Request bodies: an object's fields become arguments where that loses nothing, else one argument
// takes the whole.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "store/openapi_context.h"

namespace generator::openapi {
namespace {

constexpr std::string_view kUrlEncoded = "application/x-www-form-urlencoded";
constexpr std::string_view kMultipart = "multipart/form-data";

// "application/json; charset=utf-8" -> "application/json"
std::string bare(std::string_view media_type) {
  return text::to_lower(text::trim(media_type.substr(0, media_type.find(';'))));
}

int rank(std::string_view media_type) {
  const std::string type = bare(media_type);
  if (type == "application/json") return 0;
  if (is_json_type(type)) return 1;
  if (type == kUrlEncoded) return 2;
  if (type == kMultipart) return 3;
  if (type == "text/plain") return 4;
  if (type.substr(0, 5) == "text/") return 5;
  return 6;
}

bool is_binary(std::string_view media_type) {
  const std::string type = bare(media_type);
  return rank(type) == 6 && type != "application/xml" &&
         !(type.size() > 4 && type.substr(type.size() - 4) == "+xml");
}

// Whether an object of exactly these fields is all that the schema allows.
bool is_flat(const SchemaParts& parts) {
  if (parts.properties.empty() || parts.is_nullable || !parts.all_of.empty()) return false;
  if (!(parts.types.empty() || (parts.types.size() == 1 && parts.types[0] == "object"))) return false;
  for (const std::string_view name :
       {"anyOf", "oneOf", "not", "if", "patternProperties", "propertyNames", "minProperties",
        "maxProperties", "dependentRequired", "dependentSchemas", "const", "enum"})
    if (parts.keyword(name) != nullptr) return false;
  const std::string* more = parts.keyword("additionalProperties");
  return more == nullptr || *more == "false";
}

void add_fields(const SchemaParts& parts, bool is_required, std::vector<Argument>& out) {
  for (const auto& [name, schema] : parts.properties) {
    Argument& argument = out.emplace_back();
    argument.name = name;
    argument.place.in = "body";
    argument.place.name = name;
    argument.schema = {schema, in_order(parts.definitions)};
    argument.is_required = is_required && std::find(parts.required.begin(), parts.required.end(),
                                                    name) != parts.required.end();
  }
}

void add_whole(SchemaText schema, bool is_required, std::vector<Argument>& out) {
  Argument& argument = out.emplace_back();
  argument.place.in = "whole_body";
  argument.schema = std::move(schema);
  argument.is_required = is_required;
}

// `description` is of the body, and stands where the schema says nothing itself.
void add_body(Context& context, std::optional<json::Value> schema, std::string_view description,
              const RequestBody& body, std::vector<Argument>& out, std::string& example) {
  SchemaParts parts;
  if (schema) parts = context.requests.parts(*schema);
  if (const std::string* shown = parts.keyword("examples"); shown != nullptr && example.empty())
    if (const auto list = json::Document::parse(*shown); list && list->root().size() > 0)
      example = list->root().at(0).raw();
  if (schema && !is_binary(body.media_type) && is_flat(parts))
    return add_fields(parts, body.is_required, out);
  if (!schema && (is_binary(body.media_type) || rank(body.media_type) >= 4)) {
    parts.types = {"string"};
    if (is_binary(body.media_type)) parts.add_keyword("format", "\"binary\"");
  }
  if (!description.empty()) parts.add_keyword("description", json::quote(description));
  add_whole(parts.to_schema(), body.is_required, out);
}

bool read_content(Context& context, json::Value given, std::vector<Argument>& out, RequestBody& body,
                  std::string& example) {
  const auto value = context.document.resolve(given);
  if (!value) {
    context.problem(ToolEffect::kDropped, given, value.error().message + "; the operation is left out");
    return false;
  }
  const auto content = value->find("content");
  if (!content || !content->is_object() || content->size() == 0) {
    context.problem(ToolEffect::kChanged, given, "the body has no media type; there is none");
    return true;
  }
  const std::size_t best = best_media_type(*content);
  body.media_type = content->key(best);
  for (std::size_t i = 0; i < content->size(); ++i)
    if (i != best) body.other_types.emplace_back(content->key(i));
  const auto required = value->find("required");
  body.is_required = required && required->boolean() == true;
  const auto examples = example_values(context, content->at(best));
  if (!examples.empty()) example = examples[0];
  add_body(context, content->at(best).find("schema"), value->text_of("description"), body, out, example);
  return true;
}

// Swagger 2.0: fields with `in: formData`.
void add_form(Context& context, const std::vector<json::Value>& fields, std::vector<Argument>& out) {
  for (const json::Value field : fields) {
    SchemaParts parts = context.requests.parts(field);
    Argument& argument = out.emplace_back();
    argument.name = field.text_of("name");
    argument.place.in = "body";
    argument.place.name = argument.name;
    argument.schema = parts.to_schema();
    const auto required = field.find("required");
    argument.is_required = required && required->boolean() == true;
  }
}

std::vector<std::string> consumed(const Context& context, const Operation& operation) {
  std::vector<std::string> out = texts(operation.value, "consumes");
  return out.empty() ? texts(context.document.root(), "consumes") : out;
}

// Swagger 2.0: the parameters with `in: body` and `in: formData`, the operation's last.
bool read_swagger_body(Context& context, const Operation& operation, std::vector<Argument>& out,
                       RequestBody& body, std::string& example) {
  std::optional<json::Value> whole;
  std::vector<json::Value> fields;
  for (const json::Value holder : {operation.item, operation.value})
    for (const json::Value given : elements(holder, "parameters")) {
      const auto value = context.document.resolve(given);
      if (!value) continue;  // told by read_parameters
      if (value->text_of("in") == "body") whole = *value;
      if (value->text_of("in") != "formData") continue;
      const auto same = std::find_if(fields.begin(), fields.end(), [&](json::Value other) {
        return other.text_of("name") == value->text_of("name");
      });
      if (same == fields.end())
        fields.push_back(*value);
      else
        *same = *value;
    }
  if (!whole && fields.empty()) return true;
  std::vector<std::string> types = consumed(context, operation);
  const bool has_file = std::any_of(fields.begin(), fields.end(), [](json::Value field) {
    return field.text_of("type") == "file";
  });
  if (!fields.empty() && !whole) {
    types = {std::string(has_file || (!types.empty() && bare(types[0]) == kMultipart) ? kMultipart
                                                                                     : kUrlEncoded)};
  }
  if (types.empty()) types = {"application/json"};
  const auto best = std::min_element(
      types.begin(), types.end(),
      [](const std::string& a, const std::string& b) { return rank(a) < rank(b); });
  body.media_type = *best;
  for (const std::string& type : types)
    if (type != body.media_type) body.other_types.push_back(type);
  if (!whole) {
    add_form(context, fields, out);
    body.is_required = std::any_of(out.begin(), out.end(), [](const Argument& argument) {
      return argument.place.in == "body" && argument.is_required;
    });
    return true;
  }
  const auto required = whole->find("required");
  body.is_required = required && required->boolean() == true;
  add_body(context, whole->find("schema"), whole->text_of("description"), body, out, example);
  return true;
}

}  // namespace

bool is_json_type(std::string_view media_type) {
  const std::string type = bare(media_type);
  return type == "application/json" || type == "text/json" || type == "*/*" || type == "application/*" ||
         (type.size() > 5 && type.substr(type.size() - 5) == "+json");
}

std::size_t best_media_type(json::Value content) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < content.size(); ++i)
    if (rank(content.key(i)) < rank(content.key(best))) best = i;
  return best;
}

bool read_body(Context& context, const Operation& operation, std::vector<Argument>& out,
               RequestBody& body, std::string& example) {
  if (context.is_swagger()) return read_swagger_body(context, operation, out, body, example);
  const auto given = operation.value.find("requestBody");
  return !given || read_content(context, *given, out, body, example);
}

}  // namespace generator::openapi
