// Messages with `tool_calls`, as four readers want them.
//
// `content` is never null: templates print "None". The arguments are an object for chat templates
// (TRL, FunctionGemma: most of them print a string twice encoded), and text for OpenAI's files.
#include <fmt/format.h>

#include <algorithm>

#include "export/tool_format.h"

namespace generator {
namespace {

struct Spelling {
  ArgumentForm form;
  std::string_view system_role = "system";
  bool tools_as_text = true;
  bool with_reasoning = false;
  std::string_view weight = "";  // the field that says whether a message is trained on
  bool weight_is_number = false;
};

void write_calls(json::Writer& row, const std::vector<ToolCall>& calls, ArgumentForm form) {
  row.key("tool_calls").begin_array();
  for (const ToolCall& call : calls) {
    row.begin_object().field("id", call.id).field("type", "function");
    row.key("function").begin_object().field("name", call.name).key("arguments");
    if (form == ArgumentForm::kObject)
      row.raw(call.arguments);
    else
      row.string(call.arguments);
    row.end_object().end_object();
  }
  row.end_array();
}

void write_weight(json::Writer& row, const ToolMessage& message, const Spelling& spelling) {
  if (spelling.weight.empty() || message.role != Role::kAssistant) return;
  row.key(spelling.weight);
  if (spelling.weight_is_number)
    row.integer(message.is_masked ? 0 : 1);
  else
    row.boolean(!message.is_masked);
}

void write_message(json::Writer& row, const ToolMessage& message, const Spelling& spelling) {
  row.begin_object().field("role", to_text(message.role)).field("content", message.content);
  if (spelling.with_reasoning && !message.reasoning.empty())
    row.field("reasoning_content", message.reasoning);
  if (!message.tool_calls.empty()) write_calls(row, message.tool_calls, spelling.form);
  if (message.role == Role::kTool)
    row.field("tool_call_id", message.tool_call_id).field("name", message.name);
  write_weight(row, message, spelling);
  row.end_object();
}

bool calls_at_once(const ToolDialogue& dialogue) {
  return std::ranges::any_of(dialogue.messages, [](const ToolMessage& message) {
    return message.tool_calls.size() > 1;
  });
}

void write_row(json::Writer& row, const ToolDialogue& dialogue, const Spelling& spelling) {
  row.key("messages").begin_array();
  if (!dialogue.system.empty())
    row.begin_object()
        .field("role", spelling.system_role)
        .field("content", dialogue.system)
        .end_object();
  for (const ToolMessage& message : dialogue.messages) write_message(row, message, spelling);
  row.end_array().key("tools");
  if (spelling.tools_as_text)
    row.string(dialogue.tools);
  else
    row.raw(dialogue.tools);
}

Role role_of(std::string_view name) {
  if (name == "assistant") return Role::kAssistant;
  return name == "tool" ? Role::kTool : Role::kUser;
}

std::string text_or_raw(json::Value value) {
  return std::string(value.is_string() ? value.text() : value.raw());
}

ToolMessage read_message(json::Value value) {
  ToolMessage out;
  out.role = role_of(value.text_of("role"));
  out.content = value.text_of("content");
  out.reasoning = value.text_of("reasoning_content");
  out.tool_call_id = value.text_of("tool_call_id");
  out.name = value.text_of("name");
  const auto calls = value.find("tool_calls");
  for (std::size_t i = 0; calls && i < calls->size(); ++i) {
    const auto function = calls->at(i).find("function");
    if (!function) continue;
    const auto arguments = function->find("arguments");
    out.tool_calls.push_back({std::string(calls->at(i).text_of("id")),
                              std::string(function->text_of("name")),
                              arguments ? text_or_raw(*arguments) : ""});
  }
  const auto weight = value.find("weight");
  const auto train = value.find("train");
  out.is_masked = (weight && weight->number() == 0.0) || (train && train->boolean() == false);
  return out;
}

ToolDialogue read_row(json::Value row) {
  ToolDialogue out;
  const auto messages = row.find("messages");
  for (std::size_t i = 0; messages && i < messages->size(); ++i) {
    const std::string_view role = messages->at(i).text_of("role");
    if (i == 0 && (role == "system" || role == "developer"))
      out.system = messages->at(i).text_of("content");
    else
      out.messages.push_back(read_message(messages->at(i)));
  }
  if (const auto tools = row.find("tools")) out.tools = text_or_raw(*tools);
  return out;
}

Status check_any(const ToolDialogue&) { return {}; }

ToolDialogue held_whole(const ToolDialogue& dialogue) { return dialogue; }

ToolDialogue held_without_reasoning(const ToolDialogue& dialogue) {
  ToolDialogue out = dialogue;
  for (ToolMessage& message : out.messages) message.reasoning.clear();
  return out;
}

// OpenAI's fine-tuning file.
void write_openai(json::Writer& row, const ToolDialogue& dialogue, ArgumentForm form) {
  write_row(row, dialogue, {.form = form,
                            .tools_as_text = false,
                            .weight = "weight",
                            .weight_is_number = true});
  row.key("parallel_tool_calls").boolean(calls_at_once(dialogue));
}

void write_trl(json::Writer& row, const ToolDialogue& dialogue, ArgumentForm form) {
  write_row(row, dialogue, {.form = form, .with_reasoning = true});
}

void write_axolotl(json::Writer& row, const ToolDialogue& dialogue, ArgumentForm form) {
  write_row(row, dialogue, {.form = form, .with_reasoning = true, .weight = "train"});
}

// Says to FunctionGemma what it is to do, in the words of its model card.
constexpr std::string_view kDeveloper =
    "You are a model that can do function calling with the following functions";

ToolDialogue held_by_function_gemma(const ToolDialogue& dialogue) {
  ToolDialogue out = held_without_reasoning(dialogue);
  out.system = dialogue.system.empty() ? std::string(kDeveloper)
                                       : fmt::format("{}\n{}", dialogue.system, kDeveloper);
  return out;
}

void write_function_gemma(json::Writer& row, const ToolDialogue& dialogue, ArgumentForm form) {
  write_row(row, held_by_function_gemma(dialogue),
            {.form = form, .system_role = "developer", .tools_as_text = false});
}

}  // namespace

const ToolFormat kOpenAiToolFormat = {
    "openai", "messages with tool_calls for OpenAI's fine-tuning and those who take its files",
    CotStyle::kNone, false, true, ArgumentForm::kString, false, check_any, write_openai, read_row,
    held_without_reasoning, ""};

const ToolFormat kTrlToolFormat = {
    "chatml", "messages with tool_calls for TRL, Unsloth and Hugging Face templates",
    CotStyle::kField, true, false, ArgumentForm::kObject, true, check_any, write_trl, read_row,
    held_whole, ""};

const ToolFormat kAxolotlToolFormat = {
    "axolotl", "messages with tool_calls, and `train` in each of the assistant's",
    CotStyle::kField, true, true, ArgumentForm::kString, true, check_any, write_axolotl, read_row,
    held_whole, ""};

const ToolFormat kFunctionGemmaToolFormat = {
    "functiongemma", "messages with tool_calls behind a developer message: FunctionGemma",
    CotStyle::kNone, false, false, ArgumentForm::kObject, true, check_any, write_function_gemma,
    read_row, held_by_function_gemma, ""};

}  // namespace generator
