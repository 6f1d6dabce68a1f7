// As for pairs (exporter.cc): a training file that differs from what was meant costs a training run.
#include "export/tool_exporter.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"

namespace generator {
namespace {

constexpr std::size_t kNamedMarks = 5;

/// Without what stands between values.
std::string compact(std::string_view json) {
  std::string out;
  bool in_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text && c == '\\' && i + 1 < json.size()) {
      out += c;
      out += json[++i];
      continue;
    }
    if (c == '"') in_text = !in_text;
    if (in_text || (c != ' ' && c != '\n' && c != '\t' && c != '\r')) out += c;
  }
  return out;
}

std::uint64_t sum_of(const ToolDialogue& dialogue) {
  std::string all;
  const auto add = [&](std::string_view part) {
    all += std::to_string(part.size()) + ":";
    all += part;
  };
  add(dialogue.system);
  add(compact(dialogue.tools));
  for (const ToolMessage& message : dialogue.messages) {
    add(to_text(message.role));
    add(message.content);
    add(message.reasoning);
    add(message.tool_call_id);
    add(message.name);
    add(message.is_masked ? "masked" : "");
    for (const ToolCall& call : message.tool_calls) {
      add(call.id);
      add(call.name);
      add(compact(call.arguments));
    }
  }
  return checksum(all);
}

/// As the row has it, without the marks that a style puts in.
std::string all_texts(const ToolUse& row) {
  std::string out;
  for (const ToolTurn& turn : row.turns) {
    out += turn.instruction + "\n" + turn.answer + "\n";
    for (const ToolStep& step : turn.steps) {
      out += step.thought + "\n";
      for (const ToolCall& call : step.calls) out += call.arguments + "\n";
      for (const CallResult& result : step.results) out += result.content + "\n";
    }
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<ToolExporter>> ToolExporter::create(
    ToolExportOptions options, std::unique_ptr<ExportContainer> container, OnRefused on_refused) {
  const ToolFormat& format = *options.format;
  if (options.dialogue.style == CotStyle::kTasks)
    return fail(ErrorKind::kWrongUse, "--cot-style tasks is for pairs, not for rows of tool use");
  if (options.dialogue.style == CotStyle::kField && !format.has_reasoning_field)
    return fail(ErrorKind::kWrongUse,
                fmt::format("the format {} has no field for thoughts; --cot-style is think, text or "
                            "none there",
                            format.name));
  if (options.form != format.usual_form && !format.takes_both_forms)
    return fail(ErrorKind::kWrongUse,
                fmt::format("the format {} has one form of arguments; leave --tool-arguments away",
                            format.name));
  options.dialogue.has_weights = format.has_weights && !options.is_parquet;
  return std::unique_ptr<ToolExporter>(
      new ToolExporter(std::move(options), std::move(container), std::move(on_refused)));
}

Status ToolExporter::add(const ToolUse& row) {
  const Result<ToolDialogue> made = tool_dialogue(row, options_.dialogue);
  Status fits;
  if (!made) fits = tl::unexpected<Error>(made.error());
  if (fits) fits = options_.format->check(*made);
  if (!fits) {
    ++summary_.refused;
    return on_refused_ ? on_refused_(row, fits.error().message) : Status{};
  }
  std::string line;
  json::Writer writer(line);
  writer.begin_object();
  if (options_.is_parquet)
    write_parquet_row(writer, *made);
  else
    options_.format->write(writer, *made, options_.form);
  writer.end_object();
  CHECK_OK(container_->add(line));
  meant_.push_back(sum_of(options_.is_parquet ? *made : options_.format->held(*made)));
  ++summary_.rows;
  if (has_template_marks(all_texts(row))) {
    ++summary_.template_marks;
    if (summary_.marked.size() < kNamedMarks)
      summary_.marked.push_back(row.id.empty() ? row.turns[0].instruction : row.id);
  }
  return {};
}

Status ToolExporter::verify() {
  CHECK_OK(container_->close());
  if (!container_->can_read_back()) return {};
  std::size_t row = 0;
  CHECK_OK(container_->read_back([&](std::string_view json) -> Status {
    TRY(const json::Document document, json::Document::parse(json));
    const ToolDialogue found = options_.is_parquet ? read_parquet_row(document.root())
                                                   : options_.format->read(document.root());
    if (row >= meant_.size() || sum_of(found) != meant_[row])
      return fail(ErrorKind::kCorrupt,
                  fmt::format("row {} reads back otherwise than it was meant", row + 1));
    ++row;
    return {};
  }));
  if (row == meant_.size()) return {};
  return fail(ErrorKind::kCorrupt,
              fmt::format("{} written and {} read back; is the disk full?",
                          text::counted(std::ssize(meant_), "row was", "rows were"), row));
}

}  // namespace generator
