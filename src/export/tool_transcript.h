// What a row of tool use says, message by message: the one shape that every format of tool rows is
// made from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/message.h"
#include "data/tool.h"
#include "data/tool_use.h"
#include "export/transcript.h"

namespace generator {

/// A tool as a model is shown it.
struct OfferedTool {
  std::string name, description;
  std::string parameters;  // JSON Schema of an object, without space between its tokens
};

struct ToolMessage {
  Role role = Role::kUser;
  std::string content = {};          // "" beside calls that nothing is said with
  std::string reasoning = {};        // only where it has a field of its own
  std::vector<ToolCall> calls = {};  // ids unique in a row; arguments as compact JSON objects
  std::string call_id = {};          // of a kTool message: which call it answers
  std::string name = {};             // and of which tool
  bool is_masked = false;       // stays in the row and is not trained on
};

struct ToolTranscript {
  std::string system;              // "": none
  std::vector<OfferedTool> tools;  // empty where the row is to be without its documentation
  std::vector<ToolMessage> messages;   // the last one is the assistant's
  std::vector<ToolMessage> rejected;   // of a pair: what is worse than the last message
  std::int64_t number = 0;             // of the row, from 1; only where the format numbers its rows
};

struct ToolTranscriptOptions {
  std::vector<std::string> system_prompts;  // one a row, chosen by seed and instruction
  CotStyle style = CotStyle::kField;        // where thoughts go
  std::uint64_t seed = 0;
  std::vector<Tool> offered = {};  // to rows that do not have the tools that were offered
};

/// The transcript of `row`, in valid UTF-8. Ids of calls are the row's where it has unique ones, else
/// "call_1", "call_2", … Results that stand last go: nothing is learned from them. Documentation
/// stands in `tools` alone, never in a message.
/// Errors: kInvalidInput where tools are missing or not those that are called, a call has no result,
/// its arguments are no JSON object, something blank is said, or an inline thought holds </think>.
Result<ToolTranscript> tool_transcript(const ToolUse& row, const ToolTranscriptOptions& options);

/// A pair of each dead end: all that stands before the step, then the step of the row, and as
/// `rejected` what was tried in its place. Those whose step is masked, has nothing to call or is the
/// same are left out. Errors: as above.
Result<std::vector<ToolTranscript>> tool_pairs(const ToolUse& row,
                                               const ToolTranscriptOptions& options);

/// Leaves out the first masked message and all behind it, and then what no answer follows: a trainer
/// that knows no weights would train on it. Errors: kInvalidInput where nothing to train on is left.
Status cut_at_mask(ToolTranscript& transcript);
/// Errors: kInvalidInput where every message of the assistant is masked.
Status check_trains(const ToolTranscript& transcript);

/// A checksum over everything that is trained on or shown.
std::uint64_t sum_of(const ToolTranscript& transcript);

/// True where some text of it holds what chat templates read as their own marks.
bool has_template_marks(const ToolTranscript& transcript);
/// True where `holds` is true of a text of it: messages, thoughts, arguments, system prompt.
bool any_text(const ToolTranscript& transcript, bool (*holds)(std::string_view));

}  // namespace generator
