// Messages of role and content with `tool_calls`, as OpenAI, TRL and Axolotl read them. `content` is
// never null: half of the chat templates would print "None" or fail.
#include <fmt/format.h>

#include "export/tool_format.h"

namespace generator {
namespace {

void write_call(json::Writer& row, const ToolCall& call, bool as_text) {
  row.begin_object().field("id", call.id).field("type", "function").key("function");
  row.begin_object().field("name", call.name).key("arguments");
  if (as_text)
    row.string(call.arguments);
  else
    row.raw(call.arguments);
  row.end_object().end_object();
}

void write_message(json::Writer& row, const ToolMessage& message, const ToolLayout& layout,
                   const MessageKeys& keys) {
  const bool is_assistant = message.role == Role::kAssistant;
  row.begin_object().field("role", to_text(message.role)).field("content", message.content);
  if (layout.with_reasoning && is_assistant) row.field("reasoning_content", message.reasoning);
  if (!message.calls.empty()) {
    row.key("tool_calls").begin_array();
    for (const ToolCall& call : message.calls)
      write_call(row, call, layout.arguments_as_text || layout.is_table);
    row.end_array();
  }
  if (message.role == Role::kTool)
    row.field("tool_call_id", message.call_id).field("name", message.name);
  if (!keys.weight.empty() && layout.with_weights && is_assistant)
    row.field(keys.weight, std::int64_t{message.is_masked ? 0 : 1});
  if (!keys.training.empty()) row.key(keys.training).boolean(is_assistant && !message.is_masked);
  row.end_object();
}

ToolCall read_call(json::Value value) {
  ToolCall out;
  out.id = value.text_of("id");
  const auto function = value.find("function");
  if (!function) return out;
  out.name = function->text_of("name");
  if (const auto arguments = function->find("arguments"))
    out.arguments = arguments->is_string() ? arguments->text() : arguments->raw();
  return out;
}

ToolMessage read_message(json::Value value, const MessageKeys& keys) {
  ToolMessage out;
  const std::string_view role = value.text_of("role");
  out.role = role == to_text(Role::kAssistant) ? Role::kAssistant
             : role == to_text(Role::kTool)    ? Role::kTool
                                               : Role::kUser;
  out.content = value.text_of("content");
  out.reasoning = value.text_of("reasoning_content");
  const auto calls = value.find("tool_calls");
  for (std::size_t i = 0; calls && i < calls->size(); ++i)
    out.calls.push_back(read_call(calls->at(i)));
  out.call_id = value.text_of("tool_call_id");
  out.name = value.text_of("name");
  const auto weight = keys.weight.empty() ? std::nullopt : value.find(keys.weight);
  const auto training = keys.training.empty() ? std::nullopt : value.find(keys.training);
  out.is_masked = out.role == Role::kAssistant && ((weight && weight->number() == 0.0) ||
                                                   (training && training->boolean() == false));
  return out;
}

}  // namespace

void write_tools(json::Writer& out, const std::vector<OfferedTool>& tools) {
  out.begin_array();
  for (const OfferedTool& tool : tools) {
    out.begin_object().field("type", "function").key("function").begin_object();
    out.field("name", tool.name).field("description", tool.description);
    out.key("parameters").raw(tool.parameters).end_object().end_object();
  }
  out.end_array();
}

std::string tools_text(const std::vector<OfferedTool>& tools) {
  std::string out;
  json::Writer writer(out);
  write_tools(writer, tools);
  return out;
}

Result<std::vector<OfferedTool>> read_tools_column(std::optional<json::Value> value) {
  std::vector<OfferedTool> out;
  if (value && value->is_string()) {
    if (value->text().empty()) return out;
    TRY(const json::Document document, json::Document::parse(value->text()));
    return read_tools_column(document.root());
  }
  for (std::size_t i = 0; value && i < value->size(); ++i) {
    const auto function = value->at(i).find("function");
    const json::Value tool = function ? *function : value->at(i);
    const auto parameters = tool.find("parameters");
    out.push_back({std::string(tool.text_of("name")), std::string(tool.text_of("description")),
                   std::string(parameters ? parameters->raw() : "")});
  }
  return out;
}

void write_messages(json::Writer& row, std::string_view key, const std::string& system,
                    std::span<const ToolMessage> messages, const ToolLayout& layout,
                    const MessageKeys& keys) {
  row.key(key).begin_array();
  if (!system.empty()) {
    row.begin_object().field("role", keys.system_role).field("content", system);
    if (!keys.training.empty()) row.key(keys.training).boolean(false);
    row.end_object();
  }
  for (const ToolMessage& message : messages) write_message(row, message, layout, keys);
  row.end_array();
}

void read_messages(std::optional<json::Value> list, const MessageKeys& keys, std::string& system,
                   std::vector<ToolMessage>& messages) {
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    const json::Value message = list->at(i);
    if (i == 0 && message.text_of("role") == keys.system_role)
      system = message.text_of("content");
    else
      messages.push_back(read_message(message, keys));
  }
}

std::string messages_schema(const ToolLayout& layout, const MessageKeys& keys) {
  std::string out = R"([{"role":"string","content":"string")";
  if (layout.with_reasoning) out += R"(,"reasoning_content":"string")";
  out += R"(,"tool_calls":[{"id":"string","type":"string","function":{"name":"string",)"
         R"("arguments":"string"}}],"tool_call_id":"string","name":"string")";
  if (!keys.weight.empty() && layout.with_weights) out += fmt::format(R"(,"{}":"int64")", keys.weight);
  if (!keys.training.empty()) out += fmt::format(R"(,"{}":"bool")", keys.training);
  return out + "}]";
}

void write_template_row(json::Writer& row, const ToolTranscript& transcript,
                        const ToolLayout& layout, const MessageKeys& keys) {
  write_messages(row, "messages", transcript.system, transcript.messages, layout, keys);
  row.field("tools", tools_text(transcript.tools));
}

Result<ToolTranscript> read_template_row(json::Value row, const MessageKeys& keys) {
  ToolTranscript out;
  read_messages(row.find("messages"), keys, out.system, out.messages);
  TRY(out.tools, read_tools_column(row.find("tools")));
  return out;
}

std::string template_row_schema(const ToolLayout& layout, const MessageKeys& keys) {
  return R"("messages":)" + messages_schema(layout, keys) + R"(,"tools":"string")";
}

}  // namespace generator
