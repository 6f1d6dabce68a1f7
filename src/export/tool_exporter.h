// Rows of tool use in, a checked training file out.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "export/container.h"
#include "export/exporter.h"
#include "export/tool_format.h"

namespace generator {

struct ToolExportOptions {
  const ToolFormat* format = nullptr;
  ToolTranscriptOptions transcript;
  ToolLayout layout;
};

/// Errors: kWrongUse where format, style, system prompt and container do not go together.
Status check_options(const ToolExportOptions& options, ContainerKind container);

/// What a pass over the set finds: sets `with_reasoning` and `with_weights` where `row` needs them.
void note_needs(const ToolUse& row, const ToolExportOptions& options, ToolLayout& layout);

/// What must stand on one side of a split: rows of one first instruction.
std::vector<Digest> split_groups(const ToolUse& row);

/// The rows that `row` becomes, as the format holds them: one, or a pair of each dead end.
/// Errors: kInvalidInput, saying why the format cannot hold it.
Result<std::vector<ToolTranscript>> fitted(const ToolUse& row, std::int64_t number,
                                           const ToolExportOptions& options);

/// Writes one file. `verify` reads it back and holds each row against what was meant; only `commit`
/// lets it take its place. A difference is kCorrupt and names the row. Memory: 8 bytes a row.
class ToolExporter {
 public:
  /// Called for a row that the format cannot hold, with the reason in words.
  using OnRefused = std::function<Status(const ToolUse&, std::int64_t number, const std::string& why)>;

  ToolExporter(ToolExportOptions options, std::unique_ptr<ExportContainer> container,
               OnRefused on_refused)
      : options_(std::move(options)),
        container_(std::move(container)),
        on_refused_(std::move(on_refused)) {}

  Status add(const ToolUse& row, std::int64_t number);
  Status verify();  // no row can follow
  /// After `verify`: lets the file take its place.
  Status commit() { return container_->commit(); }
  const ExportSummary& summary() const { return summary_; }

 private:
  Status check_row(std::string_view json, std::size_t row) const;

  ToolExportOptions options_;
  std::unique_ptr<ExportContainer> container_;
  OnRefused on_refused_;
  ExportSummary summary_;
  std::vector<std::uint64_t> meant_;  // a checksum a row
};

}  // namespace generator
