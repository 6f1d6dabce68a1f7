// The formats that trainers of tool use read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "export/format.h"
#include "export/tool_dialogue.h"

namespace generator {

/// How arguments stand in a row: as an object, which chat templates want, or as JSON text.
enum class ArgumentForm : std::uint8_t { kObject, kString };

/// What one format does with a row. Every row has the same keys in the same order.
struct ToolFormat {
  std::string_view name;
  std::string_view summary;  // for --help
  CotStyle usual_style;      // where thoughts go unless told otherwise
  bool has_reasoning_field;
  bool has_weights;          // it can say that a message is not trained on
  ArgumentForm usual_form;
  bool takes_both_forms;
  /// Errors: kInvalidInput, saying why the format cannot hold the row.
  Status (*check)(const ToolDialogue& dialogue);
  /// Appends the fields of one row.
  void (*write)(json::Writer& row, const ToolDialogue& dialogue, ArgumentForm form);
  /// Takes back what `write` wrote; what the format cannot hold is empty.
  ToolDialogue (*read)(json::Value row);
  /// The dialogue as the format holds it: what `read` gives back.
  ToolDialogue (*held)(const ToolDialogue& dialogue);
  /// LLaMA-Factory's entry; "" where it reads the format otherwise.
  std::string_view factory_entry;
};

extern const ToolFormat kOpenAiToolFormat;    // tool_messages.cc
extern const ToolFormat kTrlToolFormat;
extern const ToolFormat kAxolotlToolFormat;
extern const ToolFormat kFunctionGemmaToolFormat;
extern const ToolFormat kShareGptToolFormat;  // tool_sharegpt.cc
extern const ToolFormat kXlamToolFormat;      // tool_xlam.cc

struct ToolFormatChoice {
  const ToolFormat* format = nullptr;
  bool wants_parquet = false;
};

/// The formats of rows of tool use, by the names of --format. Errors: kWrongUse naming those that
/// there are.
Result<ToolFormatChoice> find_tool_format(std::string_view name);
const std::vector<FormatName>& tool_format_names();

/// The row's Parquet schema by example: lists of calls are JSON text there, as is `tools`.
std::string tool_parquet_schema(const ToolFormat& format);
/// The fields of one row for a Parquet file.
void write_parquet_row(json::Writer& row, const ToolDialogue& dialogue);
ToolDialogue read_parquet_row(json::Value row);

}  // namespace generator
