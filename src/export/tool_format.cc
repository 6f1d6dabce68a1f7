#include "export/tool_format.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace generator {
namespace {

struct Entry {
  FormatName name;
  const ToolFormat* format;
  bool wants_parquet;
};

// A new format is one row here and one file beside this one.
const std::vector<Entry>& entries() {
  static const std::vector<Entry> all = {
      {{"chatml", {"trl", "messages"}, kTrlToolFormat.summary}, &kTrlToolFormat, false},
      {{"openai", {}, kOpenAiToolFormat.summary}, &kOpenAiToolFormat, false},
      {{"sharegpt", {"llama-factory"}, kShareGptToolFormat.summary}, &kShareGptToolFormat, false},
      {{"axolotl", {}, kAxolotlToolFormat.summary}, &kAxolotlToolFormat, false},
      {{"xlam", {"apigen"}, kXlamToolFormat.summary}, &kXlamToolFormat, false},
      {{"functiongemma", {}, kFunctionGemmaToolFormat.summary}, &kFunctionGemmaToolFormat, false},
      {{"parquet", {}, "the rows of chatml in a Parquet file"}, &kTrlToolFormat, true},
  };
  return all;
}

std::string calls_text(const std::vector<ToolCall>& calls) {
  if (calls.empty()) return "";
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const ToolCall& call : calls) {
    writer.begin_object().field("id", call.id).field("type", "function");
    writer.key("function").begin_object().field("name", call.name);
    writer.field("arguments", call.arguments).end_object().end_object();
  }
  writer.end_array();
  return out;
}

}  // namespace

const std::vector<FormatName>& tool_format_names() {
  static const std::vector<FormatName> names = [] {
    std::vector<FormatName> all;
    for (const Entry& entry : entries()) all.push_back(entry.name);
    return all;
  }();
  return names;
}

Result<ToolFormatChoice> find_tool_format(std::string_view name) {
  const std::string wanted = text::to_lower(name);
  std::vector<std::string> names;
  for (const Entry& entry : entries()) {
    const auto& aliases = entry.name.aliases;
    if (entry.name.name == wanted || std::ranges::find(aliases, wanted) != aliases.end())
      return ToolFormatChoice{entry.format, entry.wants_parquet};
    names.emplace_back(entry.name.name);
  }
  return fail(ErrorKind::kWrongUse,
              fmt::format("rows of tool use have no export format `{}` (there are: {})", name,
                          text::join(names, ", ")));
}

std::string tool_parquet_schema(const ToolFormat& format) {
  return fmt::format(
      R"({{"messages":[{{"role":"string","content":"string",{}"tool_calls":"string","tool_call_id":"string","name":"string"}}],"tools":"string"}})",
      format.has_reasoning_field ? R"("reasoning_content":"string",)" : "");
}

void write_parquet_row(json::Writer& row, const ToolDialogue& dialogue) {
  row.key("messages").begin_array();
  const auto write = [&](std::string_view role, const ToolMessage& message) {
    row.begin_object().field("role", role).field("content", message.content);
    row.field("reasoning_content", message.reasoning);
    row.field("tool_calls", calls_text(message.tool_calls));
    row.field("tool_call_id", message.tool_call_id).field("name", message.name).end_object();
  };
  if (!dialogue.system.empty()) {
    ToolMessage system;
    system.content = dialogue.system;
    write("system", system);
  }
  for (const ToolMessage& message : dialogue.messages) write(to_text(message.role), message);
  row.end_array().field("tools", dialogue.tools);
}

ToolDialogue read_parquet_row(json::Value row) {
  ToolDialogue out;
  out.tools = row.text_of("tools");
  const auto messages = row.find("messages");
  for (std::size_t i = 0; messages && i < messages->size(); ++i) {
    const json::Value at = messages->at(i);
    const std::string_view role = at.text_of("role");
    if (role == "system") {
      out.system = at.text_of("content");
      continue;
    }
    ToolMessage& message = out.messages.emplace_back();
    message.role = role == "assistant" ? Role::kAssistant
                   : role == "tool"    ? Role::kTool
                                       : Role::kUser;
    message.content = at.text_of("content");
    message.reasoning = at.text_of("reasoning_content");
    message.tool_call_id = at.text_of("tool_call_id");
    message.name = at.text_of("name");
    const auto calls = json::Document::parse(at.text_of("tool_calls"));
    for (std::size_t j = 0; calls && j < calls->root().size(); ++j) {
      const auto function = calls->root().at(j).find("function");
      if (function)
        message.tool_calls.push_back({std::string(calls->root().at(j).text_of("id")),
                                      std::string(function->text_of("name")),
                                      std::string(function->text_of("arguments"))});
    }
  }
  return out;
}

}  // namespace generator
