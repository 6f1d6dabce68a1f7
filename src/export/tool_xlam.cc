// xLAM's rows (APIGen, arXiv 2406.18518): a query, the tools with Python's types, the calls that
// answer it. Both lists are JSON text. Only rows of one question and one step fit.
#include <fmt/format.h>

#include <algorithm>

#include "export/tool_format.h"

namespace generator {
namespace {

Status check(const ToolDialogue& dialogue) {
  const auto is_calling = [](const ToolMessage& message) { return !message.tool_calls.empty(); };
  const auto users = std::ranges::count(dialogue.messages, Role::kUser, &ToolMessage::role);
  const auto steps = std::ranges::count_if(dialogue.messages, is_calling);
  if (users != 1)
    return fail(ErrorKind::kInvalidInput,
                fmt::format("{} messages of the user; a row of xlam has one query", users));
  if (steps > 1)
    return fail(ErrorKind::kInvalidInput,
                fmt::format("{} steps of calls; a row of xlam has one", steps));
  return {};
}

/// "str", "int, optional", "List[str]".
std::string python_type(json::Value schema) {
  std::string_view type = schema.text_of("type");
  if (const auto types = schema.find("type"); types && types->is_array() && types->size() > 0)
    type = types->at(0).text();
  if (type == "string") return "str";
  if (type == "integer") return "int";
  if (type == "number") return "float";
  if (type == "boolean") return "bool";
  if (type == "object") return "dict";
  if (type != "array") return "Any";
  const auto items = schema.find("items");
  return items ? fmt::format("List[{}]", python_type(*items)) : "list";
}

bool is_required(json::Value parameters, std::string_view name) {
  const auto required = parameters.find("required");
  for (std::size_t i = 0; required && i < required->size(); ++i)
    if (required->at(i).text() == name) return true;
  return false;
}

std::string flat_tools(std::string_view tools) {
  const auto document = json::Document::parse(tools);
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (std::size_t i = 0; document && i < document->root().size(); ++i) {
    const auto function = document->root().at(i).find("function");
    if (!function) continue;
    writer.begin_object().field("name", function->text_of("name"));
    writer.field("description", function->text_of("description"));
    writer.key("parameters").begin_object();
    const auto parameters = function->find("parameters");
    const auto properties = parameters ? parameters->find("properties") : std::nullopt;
    for (std::size_t j = 0; properties && j < properties->size(); ++j) {
      const json::Value property = properties->at(j);
      const std::string_view name = properties->key(j);
      writer.key(name).begin_object().field("description", property.text_of("description"));
      writer.field("type", python_type(property) +
                               (is_required(*parameters, name) ? "" : ", optional"));
      if (const auto value = property.find("default")) writer.key("default").raw(value->raw());
      writer.end_object();
    }
    writer.end_object().end_object();
  }
  writer.end_array();
  return out;
}

std::string calls_text(const std::vector<ToolCall>& calls) {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const ToolCall& call : calls)
    writer.begin_object().field("name", call.name).key("arguments").raw(call.arguments).end_object();
  writer.end_array();
  return out;
}

/// The query and the calls; results, answer and thoughts are not held.
ToolDialogue held(const ToolDialogue& dialogue) {
  ToolDialogue out;
  out.id = dialogue.id;
  out.tools = flat_tools(dialogue.tools);
  ToolMessage calls{.role = Role::kAssistant};
  for (const ToolMessage& message : dialogue.messages) {
    if (message.role == Role::kUser) {
      ToolMessage query;
      query.content = message.content;
      out.messages.push_back(std::move(query));
    }
    for (ToolCall call : message.tool_calls) {
      call.id.clear();
      calls.tool_calls.push_back(std::move(call));
    }
  }
  out.messages.push_back(std::move(calls));
  return out;
}

void write(json::Writer& row, const ToolDialogue& dialogue, ArgumentForm) {
  const ToolDialogue kept = held(dialogue);
  row.field("id", kept.id).field("query", kept.messages[0].content);
  row.field("tools", kept.tools).field("answers", calls_text(kept.messages.back().tool_calls));
}

ToolDialogue read(json::Value row) {
  ToolDialogue out;
  out.id = row.text_of("id");
  out.tools = row.text_of("tools");
  ToolMessage query;
  query.content = row.text_of("query");
  out.messages.push_back(std::move(query));
  ToolMessage calls{.role = Role::kAssistant};
  const auto document = json::Document::parse(row.text_of("answers"));
  for (std::size_t i = 0; document && i < document->root().size(); ++i) {
    const json::Value call = document->root().at(i);
    const auto arguments = call.find("arguments");
    calls.tool_calls.push_back({"", std::string(call.text_of("name")),
                                arguments ? std::string(arguments->raw()) : ""});
  }
  out.messages.push_back(std::move(calls));
  return out;
}

}  // namespace

const ToolFormat kXlamToolFormat = {
    "xlam", "query, tools and answers, one step a row: xLAM and APIGen", CotStyle::kNone, false,
    false, ArgumentForm::kObject, false, check, write, read, held, ""};

}  // namespace generator
