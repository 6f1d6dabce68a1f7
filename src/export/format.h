// The formats that trainers read, each as a function from a transcript to the fields of a row.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "export/transcript.h"

namespace generator {

/// What a row of a format holds of two answers, one better and one worse.
enum class PairForm : std::uint8_t {
  kNone,      // rows are no pairs
  kRanked,    // both
  kLabelled,  // one of them, and which: a pair is two rows
};

/// What one format does. Every row has the same keys in the same order with the same JSON types.
struct ExportFormat {
  std::string_view name;
  std::string_view summary;  // for --help
  CotStyle usual_style;      // where reasoning goes unless told otherwise
  /// Errors: kInvalidInput, saying why the format cannot hold the transcript.
  Status (*check)(const Transcript& transcript);
  /// Appends the fields of one row. `with_reasoning`: some row of the set has a reasoning field.
  void (*write)(json::Writer& row, const Transcript& transcript, bool with_reasoning);
  /// Takes back what `write` wrote; what is missing is empty. Of reasoning, one step holds all.
  Transcript (*read)(json::Value row);
  /// The row's fields for a Parquet file, by example: `"question":"string","answer":"string"`.
  std::string (*schema)(bool with_reasoning);
  /// Whether reasoning can have a field of its own (CotStyle::kField).
  bool has_reasoning_field;
  /// LLaMA-Factory's `columns` for this format as JSON fields; "" where it reads it otherwise.
  std::string_view factory_entry;
  ContextPlace context_place = ContextPlace::kQuestion;
  PairForm pairs = PairForm::kNone;
  bool lines_only = false;   // its reader takes a row a line and nothing else
  bool has_columns = true;   // its reader passes by columns that it does not know
};

/// {"messages":[{"role","content"}...]}: OpenAI, TRL, Axolotl, Unsloth, Hugging Face templates.
extern const ExportFormat kMessagesFormat;
/// {"instruction","input","output","system","history"}.
extern const ExportFormat kAlpacaFormat;
/// {"conversations":[{"from","value"}...],"system","tools"}, in LLaMA-Factory's dialect.
extern const ExportFormat kShareGptFormat;
/// {"question","answer"}: flat, for scripts and tables.
extern const ExportFormat kFlatFormat;
/// {"turns":[{"question","answer"}...]}: what the flat format is in a set that has conversations.
extern const ExportFormat kTurnsFormat;

/// The shapes of `-f preference`, the usual one first: see preference.h.
const std::vector<const ExportFormat*>& preference_shapes();
/// Errors: kWrongUse with the nearest name.
Result<const ExportFormat*> find_preference_shape(std::string_view name);

/// How rows are packed into a file.
enum class ContainerKind : std::uint8_t { kJsonLines, kJsonArray, kParquet };

/// What `-f NAME` means.
struct FormatChoice {
  const ExportFormat* format = nullptr;
  bool wants_parquet = false;              // the name itself asks for Parquet
  std::vector<std::string> usual_columns;  // further columns unless told otherwise
};

struct FormatName {
  std::string_view name;
  std::vector<std::string_view> aliases;
  std::string_view summary;
};
/// Every accepted name, for --help and completions.
const std::vector<FormatName>& export_format_names();

/// Errors: kWrongUse with the nearest name.
Result<FormatChoice> find_export_format(std::string_view name);

/// Parquet where the choice or the ending .parquet says so, an array for .json, else a row a line.
/// Errors: kWrongUse where the name asks for Parquet and the ending for something else, or for "-";
/// where the format's reader takes lines alone and the ending says otherwise.
Result<ContainerKind> container_kind(const FormatChoice& choice, const std::string& path);

/// An even number of turns, user and assistant in strict alternation: what LLaMA-Factory takes; it
/// drops any other row with no more than a line in its log.
Status check_alternation(const Transcript& transcript);

}  // namespace generator
