// FunctionGemma (ai.google.dev/gemma/docs/functiongemma/formatting-and-best-practices): its own chat
// template makes the control tokens (<start_function_declaration>, <start_function_call>, <escape>)
// out of messages and `tools`, so the row holds these, as google/mobile-actions does: a developer's
// message with the sentence that switches calls on, arguments and tools as objects. Text that holds
// a control token of its own would break the turn and is refused.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "export/tool_format.h"

namespace generator {
namespace {

constexpr MessageKeys kKeys{.system_role = "developer"};
constexpr std::string_view kSwitch =
    "You are a model that can do function calling with the following functions";
constexpr std::array<std::string_view, 5> kMarks = {"<escape>", "<start_function_", "<end_function_",
                                                    "<start_of_turn>", "<end_of_turn>"};

bool holds_mark(std::string_view text) {
  return std::ranges::any_of(kMarks,
                             [&](std::string_view mark) { return text::contains(text, mark); });
}

Status fit(ToolTranscript& transcript) {
  if (transcript.tools.empty())
    return fail(ErrorKind::kInvalidInput, "it offers no tools, and FunctionGemma needs declarations");
  CHECK_OK(cut_at_mask(transcript));
  if (any_text(transcript, holds_mark))
    return fail(ErrorKind::kInvalidInput, "it holds a control token of FunctionGemma as text");
  transcript.system += (transcript.system.empty() ? "" : "\n") + std::string(kSwitch);
  return {};
}

void write(json::Writer& row, const ToolTranscript& transcript, const ToolLayout& layout) {
  write_messages(row, "messages", transcript.system, transcript.messages, layout, kKeys);
  write_tools(row.key("tools"), transcript.tools);
}

Result<ToolTranscript> read(json::Value row) {
  ToolTranscript out;
  read_messages(row.find("messages"), kKeys, out.system, out.messages);
  TRY(out.tools, read_tools_column(row.find("tools")));
  return out;
}

}  // namespace

const ToolFormat kToolFunctionGemma = {
    .name = "functiongemma",
    .aliases = {},
    .summary = "messages for FunctionGemma's chat template",
    .styles = {CotStyle::kNone, CotStyle::kText},
    .fit = fit,
    .write = write,
    .read = read,
    .schema = nullptr};

}  // namespace generator
