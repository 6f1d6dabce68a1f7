#include "data/tool.h"

#include <fmt/format.h>

#include "base/compact_json.h"

namespace generator {
namespace {

constexpr std::string_view kOrigins[] = {"manual", "openapi", "mcp"};

void write_texts(json::Writer& out, std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  out.key(name).begin_array();
  for (const std::string& text : texts) out.string(text);
  out.end_array();
}

void write_known(json::Writer& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out.field(name, value);
}

void write_known(json::Writer& out, std::string_view name, const std::optional<bool>& value) {
  if (value) out.key(name).boolean(*value);
}

void write_place(json::Writer& out, const ArgumentPlace& place) {
  out.key(place.argument).begin_object();
  out.field("in", place.in);
  write_known(out, "name", place.name);
  write_known(out, "style", place.style);
  write_known(out, "explode", place.explode);
  write_known(out, "media_type", place.media_type);
  out.end_object();
}

void write_credential(json::Writer& out, const Credential& credential) {
  out.begin_object().field("scheme", credential.scheme);
  write_known(out, "type", credential.type);
  write_known(out, "in", credential.in);
  write_known(out, "name", credential.name);
  write_texts(out, "scopes", credential.scopes);
  out.end_object();
}

void write_source(json::Writer& out, const ToolSource& source) {
  out.key("source").begin_object().field("kind", to_text(source.kind));
  write_known(out, "name", source.name);
  write_known(out, "method", source.method);
  write_known(out, "path", source.path);
  write_known(out, "server", source.server);
  if (!source.places.empty()) {
    out.key("param_locations").begin_object();
    for (const ArgumentPlace& place : source.places) write_place(out, place);
    out.end_object();
  }
  if (!source.body.media_type.empty()) {
    out.key("body").begin_object().field("media_type", source.body.media_type);
    out.key("required").boolean(source.body.is_required);
    write_texts(out, "other_types", source.body.other_types);
    out.end_object();
  }
  if (!source.security.empty()) {
    out.key("security").begin_array();
    for (const auto& alternative : source.security) {
      out.begin_array();
      for (const Credential& credential : alternative) write_credential(out, credential);
      out.end_array();
    }
    out.end_array();
  }
  out.end_object();
}

void write_annotations(json::Writer& out, const ToolAnnotations& known) {
  if (!known.read_only && !known.destructive && !known.idempotent && !known.open_world) return;
  out.key("annotations").begin_object();
  write_known(out, "read_only", known.read_only);
  write_known(out, "destructive", known.destructive);
  write_known(out, "idempotent", known.idempotent);
  write_known(out, "open_world", known.open_world);
  out.end_object();
}

void write_examples(json::Writer& out, const std::vector<ToolExample>& examples) {
  if (examples.empty()) return;
  out.key("examples").begin_array();
  for (const ToolExample& example : examples) {
    out.begin_object();
    write_known(out, "instruction", example.instruction);
    if (!example.input.empty()) out.key("input").raw(json::on_one_line(example.input));
    if (!example.output.empty()) out.key("output").raw(json::on_one_line(example.output));
    out.end_object();
  }
  out.end_array();
}

std::string text_in(json::Value object, std::string_view name) {
  return std::string(object.text_of(name));
}

std::optional<bool> truth_in(json::Value object, std::string_view name) {
  const auto field = object.find(name);
  return field ? field->boolean() : std::nullopt;
}

std::vector<std::string> texts_in(json::Value object, std::string_view name) {
  std::vector<std::string> out;
  const auto list = object.find(name);
  for (std::size_t i = 0; list && list->is_array() && i < list->size(); ++i)
    if (list->at(i).is_string()) out.emplace_back(list->at(i).text());
  return out;
}

std::string raw_in(json::Value object, std::string_view name) {
  const auto field = object.find(name);
  return field ? std::string(field->raw()) : std::string();
}

ArgumentPlace read_place(std::string_view argument, json::Value value) {
  return {.argument = std::string(argument),
          .in = text_in(value, "in"),
          .name = text_in(value, "name"),
          .style = text_in(value, "style"),
          .explode = truth_in(value, "explode"),
          .media_type = text_in(value, "media_type")};
}

Credential read_credential(json::Value value) {
  return {.scheme = text_in(value, "scheme"),
          .type = text_in(value, "type"),
          .in = text_in(value, "in"),
          .name = text_in(value, "name"),
          .scopes = texts_in(value, "scopes")};
}

ToolSource read_source(json::Value value) {
  ToolSource out;
  for (std::size_t i = 0; i < std::size(kOrigins); ++i)
    if (value.text_of("kind") == kOrigins[i]) out.kind = static_cast<ToolOrigin>(i);
  out.name = text_in(value, "name");
  out.method = text_in(value, "method");
  out.path = text_in(value, "path");
  out.server = text_in(value, "server");
  if (const auto places = value.find("param_locations"))
    for (std::size_t i = 0; places->is_object() && i < places->size(); ++i)
      out.places.push_back(read_place(places->key(i), places->at(i)));
  if (const auto body = value.find("body"))
    out.body = {.media_type = text_in(*body, "media_type"),
                .is_required = truth_in(*body, "required").value_or(false),
                .other_types = texts_in(*body, "other_types")};
  const auto security = value.find("security");
  for (std::size_t i = 0; security && security->is_array() && i < security->size(); ++i) {
    const json::Value alternative = security->at(i);
    auto& credentials = out.security.emplace_back();
    for (std::size_t k = 0; alternative.is_array() && k < alternative.size(); ++k)
      credentials.push_back(read_credential(alternative.at(k)));
  }
  return out;
}

ToolAnnotations read_annotations(json::Value value) {
  return {.read_only = truth_in(value, "read_only"),
          .destructive = truth_in(value, "destructive"),
          .idempotent = truth_in(value, "idempotent"),
          .open_world = truth_in(value, "open_world")};
}

std::vector<ToolExample> read_examples(json::Value list) {
  std::vector<ToolExample> out;
  for (std::size_t i = 0; list.is_array() && i < list.size(); ++i)
    out.push_back({.instruction = text_in(list.at(i), "instruction"),
                   .input = raw_in(list.at(i), "input"),
                   .output = raw_in(list.at(i), "output")});
  return out;
}

}  // namespace

std::string_view to_text(ToolOrigin origin) { return kOrigins[static_cast<std::size_t>(origin)]; }

void write_tool(json::Writer& out, const Tool& tool) {
  out.begin_object().field("name", tool.name).field("description", tool.description);
  out.key("input_schema").raw(json::on_one_line(tool.parameters));
  if (!tool.output_schema.empty()) out.key("output_schema").raw(json::on_one_line(tool.output_schema));
  if (tool.output_is_inferred) out.key("output_inferred").boolean(true);
  write_annotations(out, tool.annotations);
  if (tool.is_deprecated) out.key("deprecated").boolean(true);
  write_texts(out, "tags", tool.tags);
  write_examples(out, tool.examples);
  write_source(out, tool.source);
  out.end_object();
}

Result<Tool> read_tool(json::Value value) {
  Tool out;
  out.name = text_in(value, "name");
  if (out.name.empty()) return fail(ErrorKind::kInvalidInput, "a tool without `name`");
  out.description = text_in(value, "description");
  const auto input = value.find("input_schema");
  if (!input || !input->is_object())
    return fail(ErrorKind::kInvalidInput,
                fmt::format("the tool `{}` has no object `input_schema`", out.name));
  out.parameters = input->raw();
  out.output_schema = raw_in(value, "output_schema");
  out.output_is_inferred = truth_in(value, "output_inferred").value_or(false);
  if (const auto known = value.find("annotations")) out.annotations = read_annotations(*known);
  out.is_deprecated = truth_in(value, "deprecated").value_or(false);
  out.tags = texts_in(value, "tags");
  if (const auto examples = value.find("examples")) out.examples = read_examples(*examples);
  if (const auto source = value.find("source")) out.source = read_source(*source);
  return out;
}

}  // namespace generator
