#include "export/tool_exporter.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace generator {
namespace {

constexpr std::size_t kNamedMarks = 5;

bool is_masked(const std::optional<Verdict>& verdict) { return verdict && verdict->is_masked; }

void note_mark(const ToolUse& row, std::int64_t number, ExportSummary& summary) {
  ++summary.template_marks;
  if (summary.marked.size() < kNamedMarks)
    summary.marked.push_back(row.id.empty() ? fmt::format("row {}", number) : row.id);
}

}  // namespace

Status check_options(const ToolExportOptions& options, ContainerKind container) {
  const ToolFormat& format = *options.format;
  if (std::ranges::find(format.styles, options.transcript.style) == format.styles.end())
    return fail(ErrorKind::kWrongUse,
                fmt::format("the format {} of tool rows has no place for thoughts in that "
                            "--cot-style; leave the option away",
                            format.name));
  if (!format.has_system && !options.transcript.system_prompts.empty())
    return fail(ErrorKind::kWrongUse,
                fmt::format("the format {} has no system prompt; leave --system-prompt away",
                            format.name));
  if (container == ContainerKind::kParquet && format.schema == nullptr)
    return fail(ErrorKind::kWrongUse,
                fmt::format("the format {} has rows of objects that no Parquet holds; end the name "
                            "with .jsonl",
                            format.name));
  return {};
}

void note_needs(const ToolUse& row, const ToolExportOptions& options, ToolLayout& layout) {
  for (const ToolTurn& turn : row.turns) {
    layout.with_weights = layout.with_weights || is_masked(turn.verdict);
    for (const ToolStep& step : turn.steps) {
      layout.with_weights = layout.with_weights || is_masked(step.verdict);
      layout.with_reasoning =
          layout.with_reasoning || (options.transcript.style == CotStyle::kField &&
                                    !text::trim(step.thought).empty());
    }
  }
  if (!options.format->is_pairs || options.transcript.style != CotStyle::kField) return;
  for (const DeadEnd& end : row.dead_ends)
    layout.with_reasoning = layout.with_reasoning || !text::trim(end.tried.thought).empty();
}

std::vector<Digest> split_groups(const ToolUse& row) {
  std::string said;
  for (const std::string_view word : text::words(row.turns.at(0).instruction))
    said += text::to_lower(word) + " ";
  return {digest(said)};
}

Result<std::vector<ToolTranscript>> fitted(const ToolUse& row, std::int64_t number,
                                           const ToolExportOptions& options) {
  std::vector<ToolTranscript> out;
  if (options.format->is_pairs) {
    TRY(out, tool_pairs(row, options.transcript));
  } else {
    TRY(ToolTranscript one, tool_transcript(row, options.transcript));
    if (options.format->is_numbered) one.number = number;
    out.push_back(std::move(one));
  }
  for (ToolTranscript& one : out) CHECK_OK(options.format->fit(one));
  return out;
}

Status ToolExporter::add(const ToolUse& row, std::int64_t number) {
  const auto rows = fitted(row, number, options_);
  if (!rows) {
    ++summary_.refused;
    return on_refused_ ? on_refused_(row, number, rows.error().message) : Status{};
  }
  for (const ToolTranscript& one : *rows) {
    std::string json;
    json::Writer out(json);
    out.begin_object();
    options_.format->write(out, one, options_.layout);
    out.end_object();
    meant_.push_back(sum_of(one));
    if (!container_->can_read_back()) CHECK_OK(check_row(json, meant_.size() - 1));
    CHECK_OK(container_->add(json));
    ++summary_.rows;
    if (has_template_marks(one)) note_mark(row, number, summary_);
  }
  return {};
}

Status ToolExporter::check_row(std::string_view json, std::size_t row) const {
  std::string why;
  if (const auto document = json::Document::parse(json); !document) {
    why = document.error().message;
  } else if (const auto read = options_.format->read(document->root()); !read) {
    why = read.error().message;
  } else if (sum_of(*read) == meant_[row]) {
    return {};
  }
  return fail(ErrorKind::kCorrupt,
              fmt::format("row {} reads back differently from what was written{}; the file was not "
                          "put in place; check the disk and export again",
                          row + 1, why.empty() ? "" : " (" + why + ")"));
}

Status ToolExporter::verify() {
  CHECK_OK(container_->close());
  if (!container_->can_read_back()) return {};  // each row was checked as it went
  std::size_t row = 0;
  CHECK_OK(container_->read_back([&](std::string_view json) -> Status {
    if (row < meant_.size()) return check_row(json, row++);
    return fail(ErrorKind::kCorrupt, "more rows read back than were written; export again");
  }));
  if (row == meant_.size()) return {};
  return fail(ErrorKind::kCorrupt,
              fmt::format("{} rows were written and {} read back; is the disk full?", meant_.size(),
                          row));
}

}  // namespace generator
