// A row of tool use: what was asked, what was called and came back, and what was answered.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "data/message.h"
#include "data/tool.h"

namespace generator {

struct ToolResult {
  std::string content;    // as it came: JSON, or text
  bool is_error = false;  // as the row says, whatever the content says
};

/// What a model does before it sees anything again.
struct ToolStep {
  std::string thought;              // "" where none is written down
  std::vector<ToolCall> calls;      // several: in parallel
  std::vector<ToolResult> results;  // of each call; fewer where not all were carried out
};

struct ToolTurn {
  std::string instruction;
  std::vector<ToolStep> steps;  // none: it was answered without a tool
  std::string answer;           // "" where the row ends with a result
};

struct ToolUse {
  std::string id;
  std::string method;           // "single_step", "multi_step", "chain_first"; "" where not told
  std::vector<Tool> tools;      // that were offered, where the row has them
  std::vector<ToolTurn> turns;  // one at least
  std::string extra;            // unknown fields as raw JSON, carried through untouched
};

/// Fields: id, method, tools, turns: [{instruction, steps: [{thought, calls: [{id, name,
/// arguments}], results: [{content, is_error}]}], answer}], then the unknown ones. `arguments` and
/// a `content` that is JSON stand as values.
void write_tool_use(json::Writer& out, const ToolUse& row);

/// Reads what write_tool_use wrote; rows with `solution.reasoning_path` (a step a call, with
/// tool, args, status and actual_result); and messages in OpenAI's form, with `tool_calls` and the
/// role "tool". Arguments may be an object or a text that holds one.
/// Errors: kInvalidInput naming the field.
Result<ToolUse> read_tool_use(json::Value row);

/// "turn 1, step 2", from 1; without the turn where there is only one.
std::string step_name(const ToolUse& row, std::size_t turn, std::size_t step);

}  // namespace generator
