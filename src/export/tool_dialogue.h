// What a row of tool use says, message by message: the one shape that its export formats are made
// from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "data/tool_use.h"
#include "export/transcript.h"

namespace generator {

struct ToolMessage {
  Role role = Role::kUser;
  std::string content;
  std::string reasoning;             // before it; only of the assistant
  std::vector<ToolCall> tool_calls;  // with ids that are unique in the row
  std::string tool_call_id;          // of a result
  std::string name;                  // of a result: of the tool that replied
  bool is_masked = false;            // not to be trained on
};

struct ToolDialogue {
  std::string id;
  std::string system;  // "": none
  std::vector<ToolMessage> messages;
  std::string tools;  // JSON array of {"type":"function","function":{name, description, parameters}}
};

struct ToolDialogueOptions {
  std::vector<std::string> system_prompts;  // one a row, chosen by seed and instruction
  CotStyle style = CotStyle::kField;        // where thoughts go; kTasks is none of these
  std::uint64_t seed = 0;
  bool has_weights = false;  // the format can say that a message is not trained on
};

/// In valid UTF-8. Where the format has no weights, the row ends before its first masked message.
/// Errors: kInvalidInput where nothing that can be trained on is left, where a call has no result,
/// or where the last message is not the assistant's.
Result<ToolDialogue> tool_dialogue(const ToolUse& row, const ToolDialogueOptions& options);

/// The schema of the arguments, as a bare object; "{}" stands for one that cannot be read.
std::string function_text(const Tool& tool);  // {"name", "description", "parameters"}

}  // namespace generator
