#include "store/tool_shapes.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "base/text.h"
#include "store/inferred_schema.h"
#include "store/python_literal.h"
#include "store/type_text.h"

namespace generator {
namespace {

// Where an input schema stands whole, and whose form that is.
struct SchemaField {
  std::string_view field, shape;
};
constexpr SchemaField kSchemaFields[] = {{"input_schema", "Anthropic"},
                                         {"inputSchema", "MCP"},
                                         {"parametersJsonSchema", "Gemini"},
                                         {"parameters_json_schema", "Gemini"}};

constexpr std::string_view kNoParameters = "{\"type\":\"object\",\"properties\":{}}";

std::string shown(std::string_view s) {
  return text::for_terminal(text::prefix(text::repair_utf8(s.substr(0, 200)), 50));
}

// The type of a parameter or result, with a note where its words mean nothing.
std::string schema_of_type(json::Value owner, std::string_view called, ShapedTool& out,
                           bool& is_optional) {
  const std::string_view written = owner.text_of("type");
  if (written.empty()) return "{}";
  const WrittenType type = read_type(written);
  is_optional = type.is_optional;
  if (!type.is_known)
    out.notes.push_back(fmt::format("the type `{}` of {} is not known; anything is allowed instead",
                                    shown(written), called));
  return type.schema;
}

// A parameter's own object as a schema: its type by name, the rest as it stands.
std::string parameter_schema(json::Value parameter, std::string_view name, ShapedTool& out,
                             bool& is_optional) {
  const std::string type = schema_of_type(parameter, fmt::format("`{}`", shown(name)), out, is_optional);
  std::string schema = type.substr(0, type.size() - 1);
  bool has_any = schema.size() > 1;
  for (std::size_t i = 0; i < parameter.size(); ++i) {
    const std::string_view key = parameter.key(i);
    if (key == "name" || key == "type" || key == "required" || key == "optional") continue;
    const json::Value value = parameter.at(i);
    const bool is_nothing = value.is_null() || (value.is_string() && value.text().empty());
    if (key == "default" && is_nothing && is_optional) continue;
    const std::string field = with_json_types(fmt::format("{{{}:{}}}", json::quote(key), value.raw()));
    if (field.size() <= 2) continue;  // it says nothing in JSON Schema
    schema += has_any ? "," : "";
    schema += std::string_view(field).substr(1, field.size() - 2);
    has_any = true;
  }
  return schema + "}";
}

std::string object_schema(const std::vector<std::pair<std::string, std::string>>& properties,
                          const std::vector<std::string>& required) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().field("type", "object").key("properties").begin_object();
  for (const auto& [name, schema] : properties) writer.key(name).raw(schema);
  writer.end_object();
  if (!required.empty()) {
    writer.key("required").begin_array();
    for (const std::string& name : required) writer.string(name);
    writer.end_array();
  }
  writer.end_object();
  return out;
}

// [{name, type, required, description, default, enum}]
Result<std::string> schema_of_list(json::Value list, ShapedTool& out) {
  std::vector<std::pair<std::string, std::string>> properties;
  std::vector<std::string> required;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const json::Value parameter = list.at(i);
    const std::string name(parameter.text_of("name"));
    if (name.empty())
      return fail(ErrorKind::kInvalidInput, fmt::format("parameter {} has no `name`", i + 1));
    bool is_optional = false;
    properties.emplace_back(name, parameter_schema(parameter, name, out, is_optional));
    const auto must = parameter.find("required");
    const bool has_default = parameter.find("default").has_value();
    if (must ? must->boolean() == true : !is_optional && !has_default) required.push_back(name);
  }
  return object_schema(properties, required);
}

// xLAM: {p: {type: "int, optional", description, default}}
std::string schema_of_map(json::Value map, ShapedTool& out) {
  std::vector<std::pair<std::string, std::string>> properties;
  std::vector<std::string> required;
  for (std::size_t i = 0; i < map.size(); ++i) {
    const std::string name(map.key(i));
    bool is_optional = false;
    properties.emplace_back(name, parameter_schema(map.at(i), name, out, is_optional));
    const auto fallback = map.at(i).find("default");
    const auto must = map.at(i).find("required");
    if (must ? must->boolean() == true : !is_optional && !fallback) required.push_back(name);
  }
  return object_schema(properties, required);
}

// A flat map of parameters has objects for all its fields, and no `type` that is a word.
bool is_parameter_map(json::Value parameters) {
  if (parameters.size() == 0) return false;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (!parameters.at(i).is_object()) return false;
  const auto properties = parameters.find("properties");
  return !properties || properties->find("type").has_value();
}

std::string with_object_type(std::string schema) {
  const auto document = json::Document::parse(schema);
  if (!document || !document->root().is_object() || document->root().size() == 0)
    return std::string(kNoParameters);
  const json::Value root = document->root();
  if (!root.find("type")) schema.insert(1, "\"type\":\"object\",");
  if (!root.find("properties") && !root.find("$ref") && !root.find("anyOf"))
    schema.insert(schema.size() - 1, ",\"properties\":{}");
  return schema;
}

Result<std::string> input_schema(json::Value value, ShapedTool& out) {
  for (const auto& [field, shape] : kSchemaFields) {
    const auto schema = value.find(field);
    if (!schema) continue;
    out.shape = shape;
    if (schema->is_null()) return std::string(kNoParameters);
    if (!schema->is_object())
      return fail(ErrorKind::kInvalidInput, fmt::format("`{}` is no object", field));
    return with_object_type(std::string(schema->raw()));
  }
  const auto parameters = value.find("parameters");
  if (!parameters || parameters->is_null()) return std::string(kNoParameters);
  if (parameters->is_array()) {
    if (out.shape.empty()) out.shape = "parameter lists";
    return schema_of_list(*parameters, out);
  }
  if (!parameters->is_object())
    return fail(ErrorKind::kInvalidInput, "`parameters` is neither an object nor a list");
  if (is_parameter_map(*parameters)) {
    if (out.shape.empty()) out.shape = "xLAM";
    return schema_of_map(*parameters, out);
  }
  const std::string_view type = parameters->text_of("type");
  if (out.shape.empty()) out.shape = type == "dict" ? "BFCL" : type == "OBJECT" ? "Gemini" : "OpenAI";
  return with_object_type(with_json_types(parameters->raw()));
}

// A text that holds JSON is that JSON.
std::string as_json(json::Value value) {
  if (value.is_string()) {
    const std::string_view body = text::trim(value.text());
    if (!body.empty() && (body[0] == '{' || body[0] == '[') && json::Document::parse(body))
      return std::string(body);
  }
  return std::string(value.raw());
}

void read_example(json::Value value, std::string_view name, ShapedTool& out) {
  ToolExample example;
  if (value.is_string()) {  // "open_file(path='/a')"
    auto call = python::call(value.text());
    if (!call || call->name != name) {
      out.notes.push_back(fmt::format("the example `{}` is no call of it with named literals",
                                      shown(value.text())));
      return;
    }
    example.input = std::move(call->arguments);
  } else {
    example.instruction = value.text_of("instruction", value.text_of("query"));
    if (const auto input = value.find("input")) example.input = as_json(*input);
    if (const auto output = value.find("output")) example.output = as_json(*output);
    if (!example.input.empty() && example.input[0] != '{') {
      out.notes.push_back("an example's input is no object of arguments; it is left away");
      example.input.clear();
    }
  }
  out.tool.examples.push_back(std::move(example));
}

// `returns`: {type, description, properties}; also `response` of BFCL's functions.
std::string told_result(json::Value value, ShapedTool& out) {
  for (const std::string_view name : {"output_schema", "outputSchema", "responseJsonSchema"})
    if (const auto schema = value.find(name); schema && schema->is_object() && schema->size() > 0)
      return std::string(schema->raw());
  for (const std::string_view name : {"returns", "response", "return"}) {
    const auto told = value.find(name);
    if (!told || !told->is_object() || told->size() == 0) continue;
    bool is_optional = false;
    return parameter_schema(*told, "result", out, is_optional);
  }
  return {};
}

// What the description says of the result, and what examples show of its fields.
void read_result(json::Value value, ShapedTool& out) {
  std::string told = told_result(value, out);
  std::vector<json::Document> documents;
  std::vector<json::Value> outputs;
  for (const ToolExample& example : out.tool.examples) {
    if (example.output.empty()) continue;
    if (auto document = json::Document::parse(example.output)) documents.push_back(std::move(*document));
  }
  for (const json::Document& document : documents) outputs.push_back(document.root());
  std::optional<json::Document> told_document;
  if (auto parsed = json::Document::parse(told)) told_document = std::move(*parsed);
  const bool says_fields = told_document && (told_document->root().find("properties") ||
                                             told_document->root().find("items") ||
                                             told_document->root().find("$ref"));
  if (outputs.empty() || says_fields) {
    out.tool.output_schema = std::move(told);
    return;
  }
  std::string inferred = inferred_schema(outputs);
  if (told_document) {
    const std::string_view description = told_document->root().text_of("description");
    if (!description.empty())
      inferred.insert(inferred.size() - 1, ",\"description\":" + json::quote(description));
  }
  out.tool.output_schema = std::move(inferred);
  out.tool.output_is_inferred = true;
}

std::optional<bool> truth(json::Value object, std::string_view name) {
  const auto field = object.find(name);
  return field ? field->boolean() : std::nullopt;
}

void read_annotations(json::Value value, Tool& tool) {
  const auto hints = value.find("annotations");
  if (!hints) return;
  tool.annotations = {.read_only = truth(*hints, "readOnlyHint"),
                      .destructive = truth(*hints, "destructiveHint"),
                      .idempotent = truth(*hints, "idempotentHint"),
                      .open_world = truth(*hints, "openWorldHint")};
}

}  // namespace

bool is_shaped_tool(json::Value value) {
  if (!value.is_object()) return false;
  if (const auto function = value.find("function"); function && function->is_object())
    return function->find("name").has_value();
  if (value.text_of("name").empty() || value.find("tools") || value.find("functions")) return false;
  for (const std::string_view field : {"input_schema", "inputSchema", "parameters", "parametersJsonSchema",
                                       "parameters_json_schema", "description"})
    if (value.find(field)) return true;
  return false;
}

Result<ShapedTool> read_shaped_tool(json::Value value) {
  ShapedTool out;
  if (value.find("source") && value.find("input_schema")) {  // our own
    TRY(out.tool, read_tool(value));
    out.shape = "Generator";
    return out;
  }
  if (const auto function = value.find("function"); function && function->is_object()) {
    value = *function;
    out.shape = "OpenAI";
  }
  Tool& tool = out.tool;
  tool.name = value.text_of("name");
  if (tool.name.empty()) return fail(ErrorKind::kInvalidInput, "a tool without `name`");
  tool.description = value.text_of("description", value.text_of("title"));
  TRY(tool.parameters, input_schema(value, out));
  if (out.shape.empty()) out.shape = "OpenAI";
  tool.source.kind = out.shape == "MCP" ? ToolOrigin::kMcp : ToolOrigin::kManual;
  tool.source.name = tool.name;
  if (const std::string_view tag = value.text_of("category"); !tag.empty()) tool.tags.emplace_back(tag);
  if (const auto tags = value.find("tags"))
    for (std::size_t i = 0; tags->is_array() && i < tags->size(); ++i)
      if (tags->at(i).is_string()) tool.tags.emplace_back(tags->at(i).text());
  tool.is_deprecated = truth(value, "deprecated").value_or(false);
  const auto examples = value.find("examples");
  for (std::size_t i = 0; examples && examples->is_array() && i < examples->size(); ++i)
    read_example(examples->at(i), tool.name, out);
  read_result(value, out);
  read_annotations(value, tool);
  return out;
}

}  // namespace generator
