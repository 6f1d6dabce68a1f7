#include "export/tool_dialogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/hash.h"
#include "base/text.h"

namespace generator {
namespace {

/// Ids as the row has them, where they are all there and differ; else "call_1", "call_2", …
class CallIds {
 public:
  explicit CallIds(const ToolUse& row) {
    std::set<std::string> seen;
    for (const ToolTurn& turn : row.turns)
      for (const ToolStep& step : turn.steps)
        for (const ToolCall& call : step.calls)
          are_good_ = are_good_ && !call.id.empty() && seen.insert(call.id).second;
  }
  std::string next(const ToolCall& call) {
    ++number_;
    return are_good_ ? call.id : fmt::format("call_{}", number_);
  }

 private:
  bool are_good_ = true;
  int number_ = 0;
};

/// The content of a result: text for what is a JSON string, JSON for all else.
std::string result_text(const CallResult& result) {
  const auto document = json::Document::parse(result.content);
  if (document && document->root().is_string()) return std::string(document->root().text());
  return text::repair_utf8(result.content);
}

void put_reasoning(ToolMessage& message, std::string thought, CotStyle style) {
  if (thought.empty() || style == CotStyle::kNone) return;
  if (style == CotStyle::kField)
    message.reasoning = std::move(thought);
  else if (style == CotStyle::kThink)
    message.content = fmt::format("<think>\n{}\n</think>\n\n{}", thought, message.content);
  else
    message.content = message.content.empty() ? std::move(thought)
                                              : fmt::format("{}\n\n{}", thought, message.content);
}

Status add_step(const ToolStep& step, const ToolDialogueOptions& options, CallIds& ids,
                std::vector<ToolMessage>& out) {
  if (step.results.size() < step.calls.size())
    return fail(ErrorKind::kInvalidInput,
                fmt::format("the call of `{}` has no result",
                            step.calls[step.results.size()].name));
  ToolMessage message{.role = Role::kAssistant};
  message.is_masked = step.verdict && step.verdict->is_masked;
  std::vector<ToolMessage> results;
  for (std::size_t i = 0; i < step.calls.size(); ++i) {
    ToolCall call = step.calls[i];
    call.id = ids.next(call);
    call.name = text::repair_utf8(call.name);
    call.arguments = text::repair_utf8(call.arguments);
    const auto arguments = json::Document::parse(call.arguments);
    if (!arguments || !arguments->root().is_object())
      return fail(ErrorKind::kInvalidInput,
                  fmt::format("the arguments of `{}` are no JSON object", call.name));
    ToolMessage& result = results.emplace_back();
    result.role = Role::kTool;
    result.content = result_text(step.results[i]);
    result.tool_call_id = call.id;
    result.name = call.name;
    message.tool_calls.push_back(std::move(call));
  }
  put_reasoning(message, text::repair_utf8(step.thought), options.style);
  out.push_back(std::move(message));
  for (ToolMessage& result : results) out.push_back(std::move(result));
  return {};
}

/// Ends where the last message is the assistant's and is trained on.
Status end_before_masked(std::vector<ToolMessage>& messages) {
  const auto masked = std::ranges::find(messages, true, &ToolMessage::is_masked);
  if (masked == messages.end()) return {};
  messages.erase(masked, messages.end());
  while (!messages.empty() && messages.back().role != Role::kAssistant) messages.pop_back();
  if (messages.empty())
    return fail(ErrorKind::kInvalidInput,
                "its first message is not to be trained on, and the format cannot say so");
  return {};
}

}  // namespace

std::string function_text(const Tool& tool) {
  std::string out;
  json::Writer writer(out);
  const bool has_schema = json::Document::parse(tool.parameters).has_value();
  writer.begin_object().field("name", tool.name).field("description", tool.description);
  writer.key("parameters").raw(has_schema ? tool.parameters : "{}").end_object();
  return out;
}

Result<ToolDialogue> tool_dialogue(const ToolUse& row, const ToolDialogueOptions& options) {
  ToolDialogue out;
  out.id = row.id;
  CallIds ids(row);
  for (const ToolTurn& turn : row.turns) {
    ToolMessage& user = out.messages.emplace_back();
    user.content = text::repair_utf8(turn.instruction);
    for (const ToolStep& step : turn.steps) CHECK_OK(add_step(step, options, ids, out.messages));
    if (turn.answer.empty()) continue;
    ToolMessage& answer = out.messages.emplace_back();
    answer.role = Role::kAssistant;
    answer.content = text::repair_utf8(turn.answer);
    answer.is_masked = turn.verdict && turn.verdict->is_masked;
  }
  while (!out.messages.empty() && out.messages.back().role == Role::kTool) out.messages.pop_back();
  if (out.messages.empty() || out.messages.back().role != Role::kAssistant)
    return fail(ErrorKind::kInvalidInput, "it does not end with the assistant");
  if (!options.has_weights) CHECK_OK(end_before_masked(out.messages));
  if (!options.system_prompts.empty())
    out.system = options.system_prompts[(checksum(out.messages[0].content) ^ options.seed) %
                                        options.system_prompts.size()];
  out.tools = "[";
  for (const Tool& tool : row.tools)
    out.tools += fmt::format("{}{{\"type\":\"function\",\"function\":{}}}",
                             out.tools.size() > 1 ? "," : "", function_text(tool));
  out.tools += ']';
  return out;
}

}  // namespace generator
