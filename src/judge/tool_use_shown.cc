#include "judge/tool_use_shown.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "prompt/template.h"

namespace generator::judge {
namespace {

constexpr std::size_t kLongestResult = 3'000;  // bytes

std::string cut(std::string_view content) {
  if (content.size() <= kLongestResult) return std::string(content);
  return fmt::format("{} … ({} bytes in all)", text::prefix(content, kLongestResult),
                     content.size());
}

}  // namespace

std::string shown_called_tools(const ToolUse& row) {
  std::set<std::string_view> called;
  for (const ToolTurn& turn : row.turns)
    for (const ToolStep& step : turn.steps)
      for (const ToolCall& call : step.calls) called.insert(call.name);
  std::string out;
  std::size_t others = 0;
  for (const Tool& tool : row.tools) {
    if (!called.contains(tool.name) && !called.empty()) {
      ++others;
      continue;
    }
    json::Writer writer(out);
    writer.begin_object().field("name", tool.name).field("description", tool.description);
    writer.key("parameters").raw(tool.parameters.empty() ? "{}" : tool.parameters).end_object();
    out += '\n';
  }
  if (others > 0) out += fmt::format("and {} more that are not called\n", others);
  return prompt::fence("tools", out);
}

std::string shown_messages(const ToolUse& row) {
  std::string out;
  std::size_t number = 0;
  for (const ToolTurn& turn : row.turns) {
    out += fmt::format("user: {}\n", turn.instruction);
    for (const ToolStep& step : turn.steps) {
      out += fmt::format("[{}] assistant{}\n", ++number,
                         step.thought.empty() ? "" : " thinks: " + step.thought);
      for (std::size_t i = 0; i < step.calls.size(); ++i) {
        out += fmt::format("  calls {} {}\n", step.calls[i].name, step.calls[i].arguments);
        if (i < step.results.size())
          out += fmt::format("  {} {}\n", step.results[i].is_error ? "error:" : "result:",
                             cut(step.results[i].content));
      }
    }
    if (!turn.answer.empty()) out += fmt::format("[{}] assistant: {}\n", ++number, turn.answer);
  }
  return prompt::fence("conversation", out);
}

}  // namespace generator::judge
