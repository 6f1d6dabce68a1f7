// ShareGPT as LLaMA-Factory reads it: human and observation at odd places, gpt and function_call at
// even ones, several results as one observation. It drops a row that breaks this with a line in its
// log, so the row is refused here.
#include <fmt/format.h>

#include "export/tool_format.h"

namespace generator {
namespace {

// What its own converter puts between the results of parallel calls.
constexpr std::string_view kBetweenResults = "\n</tool_response>\n<tool_response>\n";

/// Results that follow each other are one; ids and names are not held.
ToolDialogue held(const ToolDialogue& dialogue) {
  ToolDialogue out;
  out.system = dialogue.system;
  out.tools = dialogue.tools;
  for (const ToolMessage& message : dialogue.messages) {
    if (message.role == Role::kTool && !out.messages.empty() &&
        out.messages.back().role == Role::kTool) {
      out.messages.back().content += std::string(kBetweenResults) + message.content;
      continue;
    }
    ToolMessage kept = message;
    kept.tool_call_id.clear();
    kept.name.clear();
    kept.reasoning.clear();
    for (ToolCall& call : kept.tool_calls) call.id.clear();
    out.messages.push_back(std::move(kept));
  }
  return out;
}

Status check(const ToolDialogue& dialogue) {
  const ToolDialogue row = held(dialogue);
  for (std::size_t i = 0; i < row.messages.size(); ++i) {
    const bool is_asking = row.messages[i].role != Role::kAssistant;
    if (is_asking != (i % 2 == 0))
      return fail(ErrorKind::kInvalidInput,
                  fmt::format("message {} is by `{}`; what is asked and what is answered must "
                              "alternate",
                              i + 1, to_text(row.messages[i].role)));
  }
  return {};
}

/// Thoughts stand before the calls: `<think>…</think>` and then the JSON.
std::string value_of(const ToolMessage& message) {
  if (message.tool_calls.empty()) return message.content;
  std::string calls;
  json::Writer writer(calls);
  const bool several = message.tool_calls.size() > 1;
  if (several) writer.begin_array();
  for (const ToolCall& call : message.tool_calls)
    writer.begin_object()
        .field("name", call.name)
        .key("arguments")
        .raw(call.arguments)
        .end_object();
  if (several) writer.end_array();
  return message.content + calls;
}

void write(json::Writer& row, const ToolDialogue& dialogue, ArgumentForm) {
  const ToolDialogue kept = held(dialogue);
  row.key("conversations").begin_array();
  for (const ToolMessage& message : kept.messages) {
    const std::string_view from = message.role == Role::kUser          ? "human"
                                  : message.role == Role::kTool        ? "observation"
                                  : message.tool_calls.empty()         ? "gpt"
                                                                       : "function_call";
    row.begin_object().field("from", from).field("value", value_of(message)).end_object();
  }
  row.end_array().field("system", dialogue.system);
  row.field("tools", dialogue.tools == "[]" ? "" : dialogue.tools);
}

void read_calls(std::string_view value, ToolMessage& out) {
  constexpr std::string_view kEnd = "</think>\n\n";
  const std::size_t end = value.rfind(kEnd);
  const std::size_t begin = end == std::string_view::npos ? 0 : end + kEnd.size();
  out.content = value.substr(0, begin);
  const auto document = json::Document::parse(value.substr(begin));
  if (!document) return;
  const json::Value root = document->root();
  const auto read = [&](json::Value call) {
    const auto arguments = call.find("arguments");
    out.tool_calls.push_back({"", std::string(call.text_of("name")),
                              arguments ? std::string(arguments->raw()) : ""});
  };
  if (!root.is_array()) return read(root);
  for (std::size_t i = 0; i < root.size(); ++i) read(root.at(i));
}

ToolDialogue read(json::Value row) {
  ToolDialogue out;
  out.system = row.text_of("system");
  out.tools = row.text_of("tools");
  if (out.tools.empty()) out.tools = "[]";
  const auto turns = row.find("conversations");
  for (std::size_t i = 0; turns && i < turns->size(); ++i) {
    const std::string_view from = turns->at(i).text_of("from");
    const std::string_view value = turns->at(i).text_of("value");
    ToolMessage& message = out.messages.emplace_back();
    message.role = from == "human"         ? Role::kUser
                   : from == "observation" ? Role::kTool
                                           : Role::kAssistant;
    if (from == "function_call")
      read_calls(value, message);
    else
      message.content = value;
  }
  return out;
}

}  // namespace

const ToolFormat kShareGptToolFormat = {
    "sharegpt",
    "conversations with function_call and observation: LLaMA-Factory",
    CotStyle::kThink,
    false,
    false,
    ArgumentForm::kObject,
    false,
    check,
    write,
    read,
    held,
    R"("formatting":"sharegpt","columns":{"messages":"conversations","system":"system","tools":"tools"})"};

}  // namespace generator
