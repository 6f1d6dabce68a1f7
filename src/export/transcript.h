// What an example says, turn by turn: the one shape that every export format is made from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "data/example.h"
#include "data/message.h"
#include "export/grounded.h"

namespace generator {

struct TranscriptTurn {
  Role role = Role::kUser;
  std::string content;
  std::vector<std::string>
      reasoning;  // steps that come before `content`; only where it has a field of its own
};

struct Transcript {
  std::string system;  // "": none
  std::string input;   // passages, where the format has a field for them; "": none
  std::vector<TranscriptTurn> turns;
  std::vector<std::pair<std::string, std::string>> columns;  // further columns: name, JSON value
  /// Of a pair of answers: the one that is worse than the last turn. Empty: there is none.
  std::vector<TranscriptTurn> rejected;
  std::optional<bool> label;  // of one answer out of a pair: whether it is the better one
};

/// Where a chain of thought stands in an exported row.
enum class CotStyle : std::uint8_t {
  kField,  // "reasoning_content": a field of its own beside the answer
  kThink,  // "think": <think>\n...\n</think>\n\n before the answer
  kText,   // "text": the steps as a numbered list before the answer
  kNone,   // "none": left out
  kTasks,  // "tasks": two rows a pair, as Distilling Step-by-Step trains: "[label] question" with
           // the answer, "[rationale] question" with the steps
};
/// Errors: kWrongUse with the nearest known name.
Result<CotStyle> cot_style(std::string_view name);

/// Steps as one text, a step a line.
std::string reasoning_text(const std::vector<std::string>& steps);

struct TranscriptOptions {
  std::vector<std::string> system_prompts;  // one a row, chosen by seed and question; empty: none
  CotStyle style = CotStyle::kField;
  std::vector<std::string> columns;  // names from `column_names()`
  std::uint64_t seed = 0;
  double rationale_weight = 1;  // of CotStyle::kTasks: the paper's lambda
  bool with_origin = false;     // rows of pairs say where the worse answer comes from
  ContextPlace context_place = ContextPlace::kQuestion;  // of rows that show passages
  bool context_columns = false;  // the passages stand in columns too, or alone
};

/// The transcript of `example`, in valid UTF-8 (an invalid byte is U+FFFD). What the judge said is
/// in it only where the column `rating` is asked for, as a number. Errors: kInvalidInput where
/// question or answer is blank, or inline reasoning holds </think>. `grounded`: what it shows
/// before its first question; null: nothing.
Result<Transcript> transcript(const Example& example, const TranscriptOptions& options,
                              const Grounded* grounded = nullptr);

/// The rows that `example` becomes: one, or with CotStyle::kTasks the row of its label (`task`
/// "label", `weight` 1) and, where it has reasoning, that of its rationale (`task` "rationale",
/// `weight` as set). Errors: as above.
Result<std::vector<Transcript>> transcripts(const Example& example,
                                            const TranscriptOptions& options,
                                            const Grounded* grounded = nullptr);

/// The columns of every row, in order: those that are asked for, those of the passages, then `task`
/// and `weight` with CotStyle::kTasks, then `origin` and `difference` where they are wanted.
std::vector<std::string> row_columns(const TranscriptOptions& options);

/// Names that `TranscriptOptions::columns` may hold; an unknown one is kWrongUse with the nearest.
const std::vector<std::string>& column_names();
Status check_columns(const std::vector<std::string>& names);
/// The column's type in a Parquet schema, as JSON by example: `"string"`, `"double"`, `["string"]`.
std::string column_type(std::string_view name);

/// `--system-prompt TEXT|@FILE`: a file's prompts stand between lines of `---` alone. Errors:
/// kNotFound, kIo; kInvalidInput for a binary file or an empty prompt in it.
Result<std::vector<std::string>> system_prompts(std::string_view argument);

/// True where question, reasoning or answer hold what chat templates and tokenizers read as their
/// own marks (<|im_end|>,
/// </think>, ...): such rows train, but a consumer may cut them there.
bool has_template_marks(const Example& example);
/// The same of any text.
bool has_template_marks(std::string_view text);

}  // namespace generator
