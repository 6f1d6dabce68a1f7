// ShareGPT as LLaMA-Factory 0.9.5 reads it: human or observation, then gpt or function_call, in
// strict alternation; a row that breaks the rule is dropped there with a line in the log. Calls are
// JSON text, one or a list, with a thought before it as <think>; the results of parallel calls are
// one observation, joined as LLaMA-Factory's own converter joins them.
#include "export/tool_format.h"

namespace generator {
namespace {

constexpr std::string_view kBetween = "\n</tool_response>\n<tool_response>\n";
constexpr std::string_view kThink = "<think>\n", kThinkEnd = "\n</think>\n\n";

std::string_view from_of(const ToolMessage& message) {
  if (message.role == Role::kUser) return "human";
  if (message.role == Role::kTool) return "observation";
  return message.calls.empty() ? "gpt" : "function_call";
}

Status fit(ToolTranscript& transcript) {
  CHECK_OK(cut_at_mask(transcript));
  std::vector<ToolMessage> out;
  for (ToolMessage& message : transcript.messages) {
    if (message.role == Role::kTool && out.back().role == Role::kTool) {
      out.back().content.append(kBetween).append(message.content);
      continue;
    }
    message.call_id.clear();
    message.name.clear();
    for (ToolCall& call : message.calls) call.id.clear();
    out.push_back(std::move(message));
  }
  transcript.messages = std::move(out);
  for (std::size_t i = 0; i < transcript.messages.size(); ++i)
    if ((transcript.messages[i].role == Role::kAssistant) != (i % 2 == 1))
      return fail(ErrorKind::kInvalidInput,
                  "a turn ends without an answer, and human and gpt must alternate");
  return {};
}

void write_call(json::Writer& out, const ToolCall& call) {
  out.begin_object().field("name", call.name).key("arguments").raw(call.arguments).end_object();
}

std::string value_of(const ToolMessage& message) {
  std::string calls;
  json::Writer out(calls);
  if (message.calls.size() == 1) {
    write_call(out, message.calls[0]);
  } else if (!message.calls.empty()) {
    out.begin_array();
    for (const ToolCall& call : message.calls) write_call(out, call);
    out.end_array();
  }
  return message.content + calls;
}

void write(json::Writer& row, const ToolTranscript& transcript, const ToolLayout&) {
  row.key("conversations").begin_array();
  for (const ToolMessage& message : transcript.messages)
    row.begin_object().field("from", from_of(message)).field("value", value_of(message)).end_object();
  row.end_array().field("system", transcript.system);
  row.field("tools", transcript.tools.empty() ? "" : tools_text(transcript.tools));
}

Status read_calls(std::string_view value, ToolMessage& out) {
  const std::size_t end = value.starts_with(kThink) ? value.find(kThinkEnd) : std::string_view::npos;
  const std::size_t begin = end == std::string_view::npos ? 0 : end + kThinkEnd.size();
  out.content = value.substr(0, begin);
  TRY(const json::Document document, json::Document::parse(value.substr(begin)));
  const json::Value root = document.root();
  const auto add = [&](json::Value call) {
    const auto arguments = call.find("arguments");
    out.calls.push_back({"", std::string(call.text_of("name")),
                         std::string(arguments ? arguments->raw() : "")});
  };
  if (!root.is_array()) add(root);
  for (std::size_t i = 0; root.is_array() && i < root.size(); ++i) add(root.at(i));
  return {};
}

Result<ToolTranscript> read(json::Value row) {
  ToolTranscript out;
  out.system = row.text_of("system");
  TRY(out.tools, read_tools_column(row.find("tools")));
  const auto list = row.find("conversations");
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    const std::string_view from = list->at(i).text_of("from"), value = list->at(i).text_of("value");
    ToolMessage message;
    message.role = from == "human"         ? Role::kUser
                   : from == "observation" ? Role::kTool
                                           : Role::kAssistant;
    if (from == "function_call")
      CHECK_OK(read_calls(value, message));
    else
      message.content = value;
    out.messages.push_back(std::move(message));
  }
  return out;
}

std::string schema(const ToolLayout&) {
  return R"("conversations":[{"from":"string","value":"string"}],"system":"string","tools":"string")";
}

}  // namespace

const ToolFormat kToolShareGpt = {
    .name = "sharegpt",
    .aliases = {"llama-factory"},
    .summary = "human, function_call, observation, gpt: LLaMA-Factory",
    .styles = {CotStyle::kThink, CotStyle::kNone},
    .fit = fit,
    .write = write,
    .read = read,
    .schema = schema,
    .factory_entry =
        R"("formatting":"sharegpt","columns":{"messages":"conversations","system":"system","tools":"tools"})"};

}  // namespace generator
