#include "export/transcript.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/files.h"
#include "base/hash.h"
#include "base/text.h"

namespace generator {
namespace {

// Of the paper (arXiv 2305.02301, section 3.2): they tell the model which of the two it is to give.
constexpr std::string_view kLabelPrefix = "[label] ", kRationalePrefix = "[rationale] ";
constexpr std::string_view kThinkEnd = "</think>";

constexpr std::array<std::pair<std::string_view, CotStyle>, 5> kStyles = {{
    {"reasoning_content", CotStyle::kField},
    {"think", CotStyle::kThink},
    {"text", CotStyle::kText},
    {"none", CotStyle::kNone},
    {"tasks", CotStyle::kTasks},
}};

// The marks that more than one family of models shares.
constexpr std::array<std::string_view, 11> kMarks = {
    "<|im_start|>",      "<|im_end|>",      "<|endoftext|>",
    "<|begin_of_text|>", "<|eot_id|>",      "<|start_header_id|>",
    "<|end|>",           "<start_of_turn>", "<end_of_turn>",
    "<think>",           kThinkEnd};

struct Column {
  std::string_view name;
  std::string_view type;
  void (*write)(json::Writer&, const Example&);
};

void write_evidence(json::Writer& out, const Example& example) {
  std::string list;
  json::Writer inner(list);
  inner.begin_array();
  for (const auto& evidence : example.evidence) {
    inner.begin_object()
        .field("chunk_id", evidence.chunk_id)
        .field("begin", evidence.bytes.begin)
        .field("end", evidence.bytes.end);
    if (example.is_conversation()) inner.field("turn", static_cast<std::int64_t>(evidence.turn));
    inner.end_object();
  }
  inner.end_array();
  out.string(list);  // JSON in a string: the same column type in every row
}

void write_rating(json::Writer& out, const Example& example) {
  if (example.rating)
    out.number(example.rating->total);
  else
    out.null();
}

using Out = json::Writer&;
using Row = const Example&;
constexpr std::array kColumns = {
    Column{"id", "string", [](Out out, Row row) { out.string(row.id); }},
    Column{"chunk_id", "string", [](Out out, Row row) { out.string(row.provenance.chunk_id); }},
    Column{"source_file", "string",
           [](Out out, Row row) { out.string(row.provenance.source_file); }},
    Column{"model", "string", [](Out out, Row row) { out.string(row.provenance.model); }},
    Column{"generated_at", "string",
           [](Out out, Row row) { out.string(row.provenance.generated_at); }},
    Column{"kind", "string", [](Out out, Row row) { out.string(row.kind); }},
    Column{"answer_form", "string", [](Out out, Row row) { out.string(row.answer_form); }},
    Column{"original_question", "string",
           [](Out out, Row row) { out.string(row.original_question); }},
    Column{"original_answer", "string", [](Out out, Row row) { out.string(row.original_answer); }},
    Column{"evidence", "string", write_evidence},
    Column{"rating", "double", write_rating},
};

const Column* find_column(std::string_view name) {
  const auto hit = std::find_if(kColumns.begin(), kColumns.end(),
                                [&](const Column& column) { return column.name == name; });
  return hit == kColumns.end() ? nullptr : &*hit;
}

std::string repaired(std::string_view s) {
  return text::is_valid_utf8(s) ? std::string(s) : text::repair_utf8(s);
}

// One step is a text of its own; several are numbered.
std::string numbered(const std::vector<std::string>& steps) {
  if (steps.size() == 1) return steps[0];
  std::string out;
  for (std::size_t i = 0; i < steps.size(); ++i)
    out += fmt::format("{}{}. {}", i > 0 ? "\n" : "", i + 1, steps[i]);
  return out;
}

Status place_reasoning(std::vector<std::string> steps, CotStyle style, TranscriptTurn& answer) {
  if (steps.empty() || style == CotStyle::kNone || style == CotStyle::kTasks) return {};
  if (style == CotStyle::kField) {
    answer.reasoning = std::move(steps);
  } else if (style == CotStyle::kText) {
    answer.content = numbered(steps) + "\n\n" + answer.content;
  } else {
    const std::string thought = reasoning_text(steps);
    if (text::contains(thought, kThinkEnd))
      return fail(ErrorKind::kInvalidInput,
                  "the reasoning holds </think>, which would end it early; "
                  "--cot-style reasoning_content or text can hold it");
    answer.content = fmt::format("<think>\n{}\n</think>\n\n{}", thought, answer.content);
  }
  return {};
}

Status add_turn(const QaPair& pair, const std::string& answered, CotStyle style,
                Transcript& out) {
  if (text::trim(pair.question).empty())
    return fail(ErrorKind::kInvalidInput, "the question is blank");
  if (text::trim(pair.answer).empty()) return fail(ErrorKind::kInvalidInput, "the answer is blank");
  out.turns.push_back({Role::kUser, repaired(pair.question), {}});
  TranscriptTurn answer{Role::kAssistant, repaired(answered), {}};
  std::vector<std::string> steps;
  for (const auto& step : pair.reasoning) steps.push_back(repaired(step));
  CHECK_OK(place_reasoning(std::move(steps), style, answer));
  out.turns.push_back(std::move(answer));
  return {};
}

const std::string& chosen_prompt(const std::vector<std::string>& prompts, std::uint64_t seed,
                                 std::string_view question) {
  return prompts[(checksum(question) + seed) % prompts.size()];
}

// Before the first question, whatever turns follow.
void place_context(const Grounded& grounded, ContextPlace place, Transcript& out) {
  if (place == ContextPlace::kColumns) return;
  const bool has_field = place == ContextPlace::kInput && out.turns.size() == 2;
  out.turns[0].content = repaired(has_field ? grounded.instruction : grounded.asked);
  if (has_field) out.input = grounded.input;
}

}  // namespace

Result<CotStyle> cot_style(std::string_view name) {
  std::vector<std::string> names;
  for (const auto& [known, style] : kStyles) {
    if (known == name) return style;
    names.emplace_back(known);
  }
  const std::string near = text::nearest(name, names);
  return fail(ErrorKind::kWrongUse,
              fmt::format("no style of reasoning `{}`{} (there are: {})", name,
                          near.empty() ? "" : fmt::format("; did you mean `{}`?", near),
                          text::join(names, ", ")));
}

std::string reasoning_text(const std::vector<std::string>& steps) {
  return text::join(steps, "\n");
}

Result<Transcript> transcript(const Example& example, const TranscriptOptions& options,
                              const Grounded* grounded) {
  Transcript out;
  if (!options.system_prompts.empty())
    out.system =
        repaired(chosen_prompt(options.system_prompts, options.seed, example.pair().question));
  const auto turns = example.turns();
  for (std::size_t i = 0; i < turns.size(); ++i)
    CHECK_OK(add_turn(turns[i], grounded ? grounded->answers[i] : turns[i].answer, options.style,
                      out));
  if (grounded != nullptr) place_context(*grounded, options.context_place, out);
  for (const auto& name : options.columns) {
    std::string value;
    json::Writer writer(value);
    if (const Column* column = find_column(name)) column->write(writer, example);
    out.columns.emplace_back(name, std::move(value));
  }
  if (options.context_columns)
    for (const auto& name : context_columns())
      out.columns.emplace_back(name, context_column(name, grounded));
  return out;
}

Result<std::vector<Transcript>> transcripts(const Example& example,
                                            const TranscriptOptions& options,
                                            const Grounded* grounded) {
  TRY(Transcript row, transcript(example, options, grounded));
  std::vector<Transcript> out;
  if (options.style != CotStyle::kTasks) {
    out.push_back(std::move(row));
    return out;
  }
  const auto add = [&](std::string_view task, std::string_view prefix, std::string answer,
                       double weight) {
    Transcript& one = out.emplace_back(row);
    one.turns[0].content.insert(0, prefix);
    one.turns[1].content = std::move(answer);
    std::string name, number;
    json::Writer(name).string(task);
    json::Writer(number).number(weight);
    one.columns.emplace_back("task", std::move(name));
    one.columns.emplace_back("weight", std::move(number));
  };
  add("label", kLabelPrefix, row.turns[1].content, 1);
  std::vector<std::string> steps;
  for (const std::string& step : example.pair().reasoning) steps.push_back(repaired(step));
  if (!text::trim(reasoning_text(steps)).empty())
    add("rationale", kRationalePrefix, numbered(steps), options.rationale_weight);
  return out;
}

std::vector<std::string> row_columns(const TranscriptOptions& options) {
  std::vector<std::string> out = options.columns;
  if (options.context_columns)
    out.insert(out.end(), context_columns().begin(), context_columns().end());
  if (options.style == CotStyle::kTasks) out.insert(out.end(), {"task", "weight"});
  if (options.with_origin) out.insert(out.end(), {"origin", "difference"});
  return out;
}

const std::vector<std::string>& column_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& column : kColumns) all.emplace_back(column.name);
    return all;
  }();
  return names;
}

Status check_columns(const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
        names.begin() + static_cast<std::ptrdiff_t>(i))
      return fail(ErrorKind::kWrongUse,
                  fmt::format("the column `{}` is asked for twice", names[i]));
    if (find_column(names[i]) != nullptr) continue;
    const std::string near = text::nearest(names[i], column_names());
    return fail(ErrorKind::kWrongUse,
                fmt::format("no column `{}`{} (there are: {})", names[i],
                            near.empty() ? "" : fmt::format("; did you mean `{}`?", near),
                            text::join(column_names(), ", ")));
  }
  return {};
}

std::string column_type(std::string_view name) {
  if (std::ranges::find(context_columns(), name) != context_columns().end())
    return R"(["string"])";
  const Column* column = find_column(name);
  if (name == "weight") return R"("double")";
  return fmt::format(R"("{}")", column == nullptr ? "string" : column->type);
}

Result<std::vector<std::string>> system_prompts(std::string_view argument) {
  if (!argument.starts_with('@')) return std::vector{std::string(argument)};
  const std::string path(argument.substr(1));
  TRY(const std::string content, read_file(path));
  if (!text::is_valid_utf8(content))
    return fail(ErrorKind::kInvalidInput,
                fmt::format("the system prompt `{}` is not UTF-8 text; save it as UTF-8", path));
  std::vector<std::string> out(1);
  for (const auto line : text::lines(content)) {
    if (text::trim_right(line) == "---")
      out.emplace_back();
    else
      out.back().append(line).append("\n");
  }
  for (std::string& prompt : out) {
    prompt = std::string(text::trim_right(prompt));
    if (text::trim(prompt).empty())
      return fail(ErrorKind::kInvalidInput,
                  out.size() == 1
                      ? fmt::format("the system prompt `{}` is empty", path)
                      : fmt::format("`{}` has an empty system prompt; `---` alone in a line stands "
                                    "between two",
                                    path));
  }
  return out;
}

bool has_template_marks(std::string_view text) {
  if (!text::contains(text, "<")) return false;
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [&](std::string_view mark) { return text::contains(text, mark); });
}

bool has_template_marks(const Example& example) {
  return std::ranges::any_of(example.turns(), [](const QaPair& pair) {
    return has_template_marks(pair.question) || has_template_marks(pair.answer) ||
           std::ranges::any_of(pair.reasoning, [](const std::string& step) {
             return has_template_marks(std::string_view(step));
           });
  });
}

}  // namespace generator
