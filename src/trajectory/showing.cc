#include "trajectory/showing.h"

#include <fmt/format.h>

#include "base/text.h"
#include "prompt/template.h"

namespace generator::trajectory {
namespace {

constexpr std::size_t kLongest = 2'000;  // bytes of a result that are shown

std::string cut(std::string_view content) {
  if (content.size() <= kLongest) return std::string(content);
  return fmt::format("{} … ({} bytes in all)", text::prefix(content, kLongest), content.size());
}

std::string shown_call(const ToolCall& call) {
  return fmt::format("{} {}", call.name, call.arguments);
}

void show_step(const ToolStep& step, std::string& out) {
  if (!step.thought.empty()) out += fmt::format("thought: {}\n", step.thought);
  for (std::size_t i = 0; i < step.calls.size(); ++i) {
    out += fmt::format("call: {}\n", shown_call(step.calls[i]));
    if (i < step.results.size())
      out += fmt::format("{}: {}\n", step.results[i].is_error ? "error" : "result",
                         cut(step.results[i].content));
  }
}

}  // namespace

std::string shown_tools(const std::vector<const Tool*>& tools) {
  std::string out;
  for (const Tool* tool : tools) {
    json::Writer writer(out);
    writer.begin_object().field("name", tool->name).field("description", tool->description);
    writer.key("parameters").raw(tool->parameters.empty() ? "{}" : tool->parameters);
    if (!tool->output_schema.empty()) writer.key("returns").raw(tool->output_schema);
    writer.end_object();
    out += '\n';
  }
  return prompt::fence("tools", out);
}

std::string shown_turns(const std::vector<ToolTurn>& turns) {
  std::string out;
  for (const ToolTurn& turn : turns) {
    if (!turn.instruction.empty()) out += fmt::format("user: {}\n", turn.instruction);
    for (const ToolStep& step : turn.steps) show_step(step, out);
    if (!turn.answer.empty()) out += fmt::format("assistant: {}\n", turn.answer);
  }
  return prompt::fence("conversation", out);
}

std::string shown_tried(const std::vector<Generation::Tried>& tried) {
  if (tried.empty()) return {};
  std::string out;
  for (const Generation::Tried& one : tried) {
    show_step(one.step, out);
    out += fmt::format("given up: {}\n", one.why);
  }
  return prompt::fence("tried", out);
}

std::string shown_candidates(const std::vector<ToolStep>& candidates) {
  std::string out;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    out += fmt::format("candidate {}\n", i + 1);
    show_step(candidates[i], out);
  }
  return prompt::fence("candidates", out);
}

std::string steps_text(const std::vector<ToolStep>& steps) {
  ToolUse row;
  row.turns.push_back({.instruction = "", .steps = steps, .answer = ""});
  return tool_use_text(row);
}

}  // namespace generator::trajectory
