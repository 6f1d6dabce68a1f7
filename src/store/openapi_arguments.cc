// Parameters and body as one flat list of arguments, each with a name of its own.
#include <fmt/format.h>

#include <unordered_map>

#include "data/tool_name.h"
#include "store/openapi_context.h"

namespace generator::openapi {
namespace {

constexpr std::size_t kDefinitionBytes = 32u << 10;

std::string_view suffix(const Argument& argument) {
  return argument.place.in == "whole_body" ? "body" : std::string_view(argument.place.in);
}

// "id" in path and body becomes `id_path` and `id_body`.
void name_arguments(std::vector<Argument>& arguments) {
  std::unordered_map<std::string, int> wanted;
  for (const Argument& argument : arguments)
    ++wanted[to_tool_name(argument.name.empty() ? "body" : argument.name)];
  ToolNames names;
  for (const bool is_first_pass : {true, false})  // names that are as described come first
    for (Argument& argument : arguments) {
      const std::string plain = to_tool_name(argument.name.empty() ? "body" : argument.name);
      const bool is_alone = wanted[plain] == 1;
      if (is_alone != is_first_pass) continue;
      argument.place.argument =
          names.add(is_alone ? plain : fmt::format("{}_{}", plain, suffix(argument)),
                    fmt::format("{} {}", argument.place.in, argument.name));
    }
}

std::string input_schema(Context& context, const Operation& operation,
                         const std::vector<Argument>& arguments) {
  std::string out;
  std::vector<std::uint32_t> wanted;
  json::Writer writer(out);
  writer.begin_object().field("type", "object").key("properties").begin_object();
  bool has_required = false;
  for (const Argument& argument : arguments) {
    writer.key(argument.place.argument).raw(argument.schema.text);
    wanted.insert(wanted.end(), argument.schema.definitions.begin(), argument.schema.definitions.end());
    has_required = has_required || argument.is_required;
  }
  writer.end_object();
  if (has_required) {
    writer.key("required").begin_array();
    for (const Argument& argument : arguments)
      if (argument.is_required) writer.string(argument.place.argument);
    writer.end_array();
  }
  writer.end_object();
  int cut = 0;
  const std::string definitions = context.requests.definitions(in_order(wanted), kDefinitionBytes, cut);
  if (!definitions.empty()) out.insert(out.size() - 1, "," + definitions);
  if (cut > 0)
    context.problem(ToolEffect::kChanged, operation.value,
                    fmt::format("the arguments' schemas come to more than {} KiB: {} of them are cut to "
                                "their type",
                                kDefinitionBytes >> 10, cut));
  return out;
}

// What the description shows or presumes for one argument; "" where that is nothing.
std::string shown_value(const Argument& argument, json::Value body) {
  if (argument.place.in == "whole_body") return body.is_null() ? "" : std::string(body.raw());
  if (argument.place.in == "body")
    if (const auto field = body.find(argument.name)) return std::string(field->raw());
  const auto schema = json::Document::parse(argument.schema.text);
  if (!schema) return {};
  if (const auto examples = schema->root().find("examples"); examples && examples->size() > 0)
    return std::string(examples->at(0).raw());
  const auto fallback = schema->root().find("default");
  return fallback ? std::string(fallback->raw()) : std::string();
}

// A call made of what the description shows; "" where something that must be given is not shown.
std::string example_call(const std::vector<Argument>& arguments, const std::string& body_text) {
  const auto body = json::Document::parse(body_text.empty() ? "null" : body_text);
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  for (const Argument& argument : arguments) {
    const std::string value = shown_value(argument, body ? body->root() : json::Value());
    if (!value.empty())
      writer.key(argument.place.argument).raw(value);
    else if (argument.is_required)
      return {};
  }
  writer.end_object();
  return out.size() > 2 ? out : std::string();
}

}  // namespace

bool read_arguments(Context& context, const Operation& operation, Tool& tool) {
  std::vector<Argument> arguments;
  if (!read_parameters(context, operation, arguments)) return false;
  std::string body_example;
  if (!read_body(context, operation, arguments, tool.source.body, body_example)) return false;
  name_arguments(arguments);
  if (std::string input = example_call(arguments, body_example); !input.empty())
    tool.examples.push_back({.input = std::move(input)});
  tool.parameters = input_schema(context, operation, arguments);
  for (Argument& argument : arguments) tool.source.places.push_back(std::move(argument.place));
  return true;
}

}  // namespace generator::openapi
