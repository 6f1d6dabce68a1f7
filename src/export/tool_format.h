// The formats that trainers read rows of tool use in, each as a function from a transcript to the
// fields of a row, with the function that reads it back.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "export/container.h"
#include "export/tool_transcript.h"

namespace generator {

/// What is the same in all rows of a file.
struct ToolLayout {
  bool with_reasoning = false;     // some row has a thought with a field of its own
  bool with_weights = false;       // some row has a masked message
  bool arguments_as_text = false;  // JSON in a string, not an object
  bool is_table = false;           // Parquet: tools and arguments are text, for they differ in type
};

struct ToolFormat {
  std::string_view name;
  std::vector<std::string_view> aliases;
  std::string_view summary;      // for --help
  std::vector<CotStyle> styles;  // where thoughts can go, the usual place first
  /// Brings a transcript into what the format can hold. Errors: kInvalidInput, saying why it cannot.
  Status (*fit)(ToolTranscript& transcript);
  /// Appends the fields of one row.
  void (*write)(json::Writer& row, const ToolTranscript& transcript, const ToolLayout& layout);
  /// Takes back what `write` wrote of a transcript that fits.
  Result<ToolTranscript> (*read)(json::Value row);
  /// The row's fields for a Parquet file, by example; null: it goes into none.
  std::string (*schema)(const ToolLayout& layout);
  bool text_arguments = false;    // usually
  bool takes_arguments = false;   // --tool-arguments chooses
  bool has_system = true;
  bool has_weights = false;
  bool is_pairs = false;
  bool lines_only = false;        // its reader takes a row a line and nothing else
  std::string_view factory_entry = "";  // LLaMA-Factory's, where it reads the format
  bool is_numbered = false;       // rows carry their number
};

/// OpenAI's fine-tuning file: arguments as text, `tools` as objects, `weight`, `parallel_tool_calls`.
extern const ToolFormat kToolOpenAi;
/// TRL: arguments as object, content never null, `tools` as JSON text.
extern const ToolFormat kToolTrl;
/// Axolotl's chat_template: `train` in each message.
extern const ToolFormat kToolAxolotl;
/// LLaMA-Factory: human, function_call, observation, gpt.
extern const ToolFormat kToolShareGpt;
/// xLAM / APIGen: query, tools, answers.
extern const ToolFormat kToolXlam;
/// FunctionGemma: a developer's message, arguments and tools as objects.
extern const ToolFormat kToolFunctionGemma;
/// Pairs: TRL's DPO, OpenAI's preference file.
extern const ToolFormat kToolDpo;
extern const ToolFormat kToolOpenAiPairs;

/// All that `-f` names, and for pairs `--shape`.
const std::vector<const ToolFormat*>& tool_formats();
const std::vector<const ToolFormat*>& tool_pair_shapes();
/// "parquet" is the first format. Errors: kWrongUse naming those that there are.
Result<const ToolFormat*> find_tool_format(std::string_view name);
Result<const ToolFormat*> find_tool_pair_shape(std::string_view name);

/// [{"type":"function","function":{"name","description","parameters"}}…]
void write_tools(json::Writer& out, const std::vector<OfferedTool>& tools);
std::string tools_text(const std::vector<OfferedTool>& tools);  // the same as text
/// Of what `write_tools` wrote, or of a text that holds it.
Result<std::vector<OfferedTool>> read_tools_column(std::optional<json::Value> value);

/// How messages are written in one file.
struct MessageKeys {
  std::string_view system_role = "system";
  std::string_view weight = "";    // key of a number, on the assistant's messages
  std::string_view training = "";  // key of a truth, on every message
};
void write_messages(json::Writer& row, std::string_view key, const std::string& system,
                    std::span<const ToolMessage> messages, const ToolLayout& layout,
                    const MessageKeys& keys);
/// Appends to `messages`; a leading message of the system becomes `system`.
void read_messages(std::optional<json::Value> list, const MessageKeys& keys, std::string& system,
                   std::vector<ToolMessage>& messages);
/// The messages' type in a Parquet schema.
std::string messages_schema(const ToolLayout& layout, const MessageKeys& keys);

/// `messages`, and `tools` as text: all that a trainer with a chat template takes.
void write_template_row(json::Writer& row, const ToolTranscript& transcript,
                        const ToolLayout& layout, const MessageKeys& keys);
/// Of that, and of a row with `tools` as objects.
Result<ToolTranscript> read_template_row(json::Value row, const MessageKeys& keys);
std::string template_row_schema(const ToolLayout& layout, const MessageKeys& keys);

}  // namespace generator
