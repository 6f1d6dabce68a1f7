// OpenAI's fine-tuning file. Every call is of a tool that the row offers, and the last message is the
// assistant's; `weight` says which messages are trained on.
#include <algorithm>

#include "export/tool_format.h"

namespace generator {
namespace {

constexpr MessageKeys kKeys{.weight = "weight"};

bool is_parallel(const ToolTranscript& transcript) {
  return std::ranges::any_of(transcript.messages,
                             [](const ToolMessage& message) { return message.calls.size() > 1; });
}

Status fit(ToolTranscript& transcript) {
  for (const ToolMessage& message : transcript.messages)
    for (const ToolCall& call : message.calls)
      if (std::ranges::none_of(transcript.tools,
                               [&](const OfferedTool& tool) { return tool.name == call.name; }))
        return fail(ErrorKind::kInvalidInput,
                    "it calls `" + call.name + "`, which it does not offer; OpenAI takes no such row");
  if (transcript.tools.empty())
    return fail(ErrorKind::kInvalidInput, "it offers no tools; OpenAI takes no empty `tools`");
  return check_trains(transcript);
}

void write(json::Writer& row, const ToolTranscript& transcript, const ToolLayout& layout) {
  write_messages(row, "messages", transcript.system, transcript.messages, layout, kKeys);
  row.key("tools");
  if (layout.is_table)
    row.string(tools_text(transcript.tools));
  else
    write_tools(row, transcript.tools);
  row.key("parallel_tool_calls").boolean(is_parallel(transcript));
}

Result<ToolTranscript> read(json::Value row) { return read_template_row(row, kKeys); }

std::string schema(const ToolLayout& layout) {
  return template_row_schema(layout, kKeys) + R"(,"parallel_tool_calls":"bool")";
}

}  // namespace

const ToolFormat kToolOpenAi = {
    .name = "openai",
    .aliases = {},
    .summary = "OpenAI's fine-tuning file: arguments as text, tools as objects, weights",
    .styles = {CotStyle::kText, CotStyle::kField, CotStyle::kThink, CotStyle::kNone},
    .fit = fit,
    .write = write,
    .read = read,
    .schema = schema,
    .text_arguments = true,
    .has_weights = true};

}  // namespace generator
