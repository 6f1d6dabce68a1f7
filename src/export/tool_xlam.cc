// xLAM / APIGen (arXiv 2406.18518; Salesforce/xlam-function-calling-60k): query, tools, answers, the
// latter two as JSON text. It holds one instruction and the calls that answer it at once, nothing
// else. Parameters are a flat map of Python's types, no JSON Schema.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "export/tool_format.h"

namespace generator {
namespace {

tl::unexpected<Error> invalid(std::string message) {
  return fail(ErrorKind::kInvalidInput, std::move(message));
}

std::string_view first_type(json::Value schema) {
  const auto type = schema.find("type");
  if (!type) return "";
  if (type->is_string()) return type->text();
  for (std::size_t i = 0; i < type->size(); ++i)
    if (type->at(i).text() != "null") return type->at(i).text();
  return "";
}

std::string python_type(json::Value schema, int depth = 0) {
  const std::string_view type = first_type(schema);
  if (type == "string") return "str";
  if (type == "integer") return "int";
  if (type == "number") return "float";
  if (type == "boolean") return "bool";
  if (type == "object") return "dict";
  if (type != "array") return "Any";
  const auto items = schema.find("items");
  return items && items->is_object() && depth < 4
             ? fmt::format("List[{}]", python_type(*items, depth + 1))
             : "list";
}

bool is_required(json::Value schema, std::string_view name) {
  const auto required = schema.find("required");
  for (std::size_t i = 0; required && i < required->size(); ++i)
    if (required->at(i).text() == name) return true;
  return false;
}

// What the flat form has no field for is told in words.
std::string description_of(json::Value schema) {
  std::string out(schema.text_of("description"));
  const auto choices = schema.find("enum");
  if (!choices || choices->size() == 0) return out;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < choices->size(); ++i) names.emplace_back(choices->at(i).raw());
  return fmt::format("{}{}One of: {}.", out, out.empty() ? "" : " ", text::join(names, ", "));
}

Result<std::string> flat_parameters(const std::string& parameters) {
  TRY(const json::Document document, json::Document::parse(parameters));
  const json::Value schema = document.root();
  const auto properties = schema.find("properties");
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  for (std::size_t i = 0; properties && properties->is_object() && i < properties->size(); ++i) {
    const json::Value property = properties->at(i);
    const std::string_view name = properties->key(i);
    writer.key(name).begin_object().field("description", description_of(property));
    writer.field("type", python_type(property) + (is_required(schema, name) ? "" : ", optional"));
    if (const auto value = property.find("default")) writer.key("default").raw(value->raw());
    writer.end_object();
  }
  writer.end_object();
  return out;
}

Status fit(ToolTranscript& transcript) {
  auto& messages = transcript.messages;
  const auto count = [&](Role role) { return std::ranges::count(messages, role, &ToolMessage::role); };
  const auto steps = std::ranges::count_if(
      messages, [](const ToolMessage& message) { return !message.calls.empty(); });
  if (count(Role::kUser) != 1) return invalid("it has several turns; xLAM holds one instruction");
  if (steps == 0) return invalid("it calls nothing; xLAM holds calls and no answer in words");
  if (steps != 1) return invalid("its calls come in several steps; xLAM holds those of one");
  if (messages[1].is_masked) return invalid("its calls are masked, and xLAM has no weights");
  if (transcript.tools.empty()) return invalid("it offers no tools; xLAM lists them");
  messages.resize(2);
  for (ToolCall& call : messages[1].calls) call.id.clear();
  for (OfferedTool& tool : transcript.tools) {
    TRY(tool.parameters, flat_parameters(tool.parameters));
  }
  return {};
}

void write(json::Writer& row, const ToolTranscript& transcript, const ToolLayout&) {
  std::string tools, answers;
  json::Writer list(tools);
  list.begin_array();
  for (const OfferedTool& tool : transcript.tools) {
    list.begin_object().field("name", tool.name).field("description", tool.description);
    list.key("parameters").raw(tool.parameters).end_object();
  }
  list.end_array();
  json::Writer calls(answers);
  calls.begin_array();
  for (const ToolCall& call : transcript.messages[1].calls)
    calls.begin_object().field("name", call.name).key("arguments").raw(call.arguments).end_object();
  calls.end_array();
  row.field("id", transcript.number).field("query", transcript.messages[0].content);
  row.field("tools", tools).field("answers", answers);
}

Result<ToolTranscript> read(json::Value row) {
  ToolTranscript out;
  if (const auto id = row.find("id")) out.number = id->integer().value_or(0);
  TRY(out.tools, read_tools_column(row.find("tools")));
  out.messages.push_back({.role = Role::kUser, .content = std::string(row.text_of("query"))});
  ToolMessage& answer = out.messages.emplace_back(ToolMessage{.role = Role::kAssistant});
  TRY(const json::Document document, json::Document::parse(row.text_of("answers")));
  const json::Value calls = document.root();
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const auto arguments = calls.at(i).find("arguments");
    answer.calls.push_back({"", std::string(calls.at(i).text_of("name")),
                            std::string(arguments ? arguments->raw() : "")});
  }
  return out;
}

std::string schema(const ToolLayout&) {
  return R"("id":"int64","query":"string","tools":"string","answers":"string")";
}

}  // namespace

const ToolFormat kToolXlam = {
    .name = "xlam",
    .aliases = {"apigen"},
    .summary = "query, tools, answers: xLAM; rows of one step only",
    .styles = {CotStyle::kNone},
    .fit = fit,
    .write = write,
    .read = read,
    .schema = schema,
    .has_system = false,
    .is_numbered = true};

}  // namespace generator
