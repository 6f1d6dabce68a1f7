// A training file that differs from what was meant costs a training run. So each row's words are
// summed up when they are meant, and again from the bytes of the finished file, before it takes its
// place.
#include "export/exporter.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "export/preference.h"

namespace generator {
namespace {

constexpr std::size_t kNamedMarks = 5;

// One checksum over everything that is trained on, and the columns.
class Sum {
 public:
  void add(std::string_view part) {
    const std::uint64_t size = part.size();
    bytes_.append(reinterpret_cast<const char*>(&size), sizeof size);
    bytes_.append(part);
  }
  std::uint64_t value() const { return checksum(bytes_); }

 private:
  std::string bytes_;
};

void add_transcript(Sum& sum, const Transcript& transcript) {
  sum.add(transcript.system);
  sum.add(transcript.input);
  for (const auto& turn : transcript.turns) {
    sum.add(to_text(turn.role));
    sum.add(reasoning_text(turn.reasoning));
    sum.add(turn.content);
  }
  for (const auto& turn : transcript.rejected) {
    sum.add("rejected");
    sum.add(reasoning_text(turn.reasoning));
    sum.add(turn.content);
  }
  if (transcript.label) sum.add(*transcript.label ? "true" : "false");
}

// A number may be spelt otherwise after a trip through Parquet; its value may not change.
void add_column(Sum& sum, json::Value value) {
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i) sum.add(value.at(i).text());
  else if (const auto number = value.number())
    sum.add(fmt::format("{}", *number));
  else
    sum.add(value.text());
}

Result<std::uint64_t> sum_of_row(std::string_view json, const ExportOptions& options) {
  TRY(const json::Document document, json::Document::parse(json));
  Sum sum;
  add_transcript(sum, options.format->read(document.root()));
  for (const auto& name : row_columns(options.transcript))
    add_column(sum, document.root().find(name).value_or(json::Value()));
  return sum.value();
}

Result<std::uint64_t> sum_of(const Transcript& transcript) {
  Sum sum;
  add_transcript(sum, transcript);
  for (const auto& [name, value] : transcript.columns) {
    TRY(const json::Document document, json::Document::parse(value));
    add_column(sum, document.root());
  }
  return sum.value();
}

bool is_valid(const Example& example) {
  return std::ranges::all_of(example.turns(), [](const QaPair& pair) {
    return text::is_valid_utf8(pair.question) && text::is_valid_utf8(pair.answer) &&
           std::ranges::all_of(pair.reasoning,
                               [](const std::string& step) { return text::is_valid_utf8(step); });
  });
}

Status check_options(const ExportOptions& options) {
  CHECK_OK(check_columns(options.transcript.columns));
  if (options.format->pairs != PairForm::kNone && options.transcript.style == CotStyle::kTasks)
    return fail(ErrorKind::kWrongUse,
                "--cot-style tasks makes two rows of one answer, and -f preference weighs two "
                "answers; choose another style");
  if (options.transcript.style == CotStyle::kField && !options.format->has_reasoning_field)
    return fail(
        ErrorKind::kWrongUse,
        fmt::format("the format {} has no field for reasoning; --cot-style is think, text, "
                    "tasks or none there",
                    options.format->name));
  return {};
}

}  // namespace

bool needs_reasoning_field(const Example& example, const ExportOptions& options) {
  return options.transcript.style == CotStyle::kField && has_reasoning(example);
}

std::string export_schema(const ExportOptions& options) {
  std::string out = "{" + options.format->schema(options.with_reasoning);
  const bool is_flat = options.format == &kFlatFormat || options.format == &kTurnsFormat;
  if (is_flat && !options.transcript.system_prompts.empty())
    out += R"(,"system":"string")";
  for (const auto& name : row_columns(options.transcript))
    out += fmt::format(R"(,"{}":{})", name, column_type(name));
  return out + "}";
}

Exporter::Exporter(ExportOptions options, std::unique_ptr<ExportContainer> container,
                   OnRefused on_refused)
    : options_(std::move(options)),
      container_(std::move(container)),
      on_refused_(std::move(on_refused)) {}

Result<std::unique_ptr<Exporter>> Exporter::create(ExportOptions options,
                                                   std::unique_ptr<ExportContainer> container,
                                                   OnRefused on_refused) {
  CHECK_OK(check_options(options));
  return std::unique_ptr<Exporter>(
      new Exporter(std::move(options), std::move(container), std::move(on_refused)));
}

Status Exporter::add(const Example& example, const Grounded* grounded) {
  if (options_.format->pairs != PairForm::kNone)
    return fail(ErrorKind::kInternal, "a row alone came to a format that holds pairs");
  return add_rows(transcripts(example, options_.transcript, grounded), example, grounded);
}

Status Exporter::add(const Preference& pair) {
  std::string chosen = example_text(pair.chosen);
  const bool is_repeated = chosen == chosen_before_;
  chosen_before_ = std::move(chosen);
  return add_rows(
      transcripts(pair, options_.format->pairs, options_.transcript, is_repeated), pair.chosen,
      nullptr);
}

Status Exporter::add_rows(const Result<std::vector<Transcript>>& made, const Example& of,
                          const Grounded* grounded) {
  Status fits;
  if (!made) fits = tl::unexpected<Error>(made.error());
  for (std::size_t i = 0; fits && i < made->size(); ++i) fits = options_.format->check((*made)[i]);
  if (!fits) {
    ++summary_.refused;
    return on_refused_ ? on_refused_(of, fits.error().message) : Status{};
  }
  if (!options_.with_reasoning && needs_reasoning_field(of, options_))
    return fail(ErrorKind::kInternal,
                "a row has reasoning though the pass over the set found none; export it again");
  for (const Transcript& row : *made) CHECK_OK(add_row(row));
  if (!is_valid(of)) ++summary_.repaired;
  count_marks(of, grounded);
  return {};
}

Status Exporter::add_row(const Transcript& transcript) {
  row_.clear();
  json::Writer out(row_);
  out.begin_object();
  options_.format->write(out, transcript, options_.with_reasoning);
  for (const auto& [name, value] : transcript.columns) out.key(name).raw(value);
  out.end_object();
  TRY(const std::uint64_t meant, sum_of(transcript));
  if (!container_->can_read_back()) CHECK_OK(check_row(row_, meant, meant_.size()));
  meant_.push_back(meant);
  ++summary_.rows;
  return container_->add(row_);
}

void Exporter::count_marks(const Example& example, const Grounded* grounded) {
  if (!has_template_marks(example) &&
      !(grounded != nullptr && has_template_marks(std::string_view(grounded->input))))
    return;
  ++summary_.template_marks;
  if (summary_.marked.size() >= kNamedMarks) return;
  summary_.marked.push_back(
      example.id.empty() ? std::string(text::prefix(example.pair().question, 60)) : example.id);
}

Status Exporter::check_row(std::string_view json, std::uint64_t meant, std::size_t row) const {
  const auto read = sum_of_row(json, options_);
  if (read && *read == meant) return {};
  return fail(ErrorKind::kCorrupt,
              fmt::format("row {} reads back differently from what was written{}; the file was not "
                          "put in place; check the disk and export again",
                          row + 1, read ? "" : " (" + read.error().message + ")"));
}

Status Exporter::verify() {
  CHECK_OK(container_->close());
  is_verified_ = true;
  if (!container_->can_read_back()) return {};  // each row was checked as it went
  std::size_t row = 0;
  const auto check_next = [&](std::string_view json) -> Status {
    if (row >= meant_.size())
      return fail(ErrorKind::kCorrupt,
                  fmt::format("more rows read back than the {} that were written; export again",
                              meant_.size()));
    const std::size_t at = row++;
    return check_row(json, meant_[at], at);
  };
  CHECK_OK(container_->read_back(check_next));
  if (row == meant_.size()) return {};
  return fail(
      ErrorKind::kCorrupt,
      fmt::format("{} written and {} read back; is the disk full?",
                  text::counted(static_cast<std::int64_t>(meant_.size()), "row was", "rows were"),
                  row));
}

Status Exporter::finish() {
  if (!is_verified_) CHECK_OK(verify());
  return container_->commit();
}

}  // namespace generator
