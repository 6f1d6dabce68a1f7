// Rows of tool use in, a checked training file out.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "export/container.h"
#include "export/exporter.h"
#include "export/tool_format.h"

namespace generator {

struct ToolExportOptions {
  const ToolFormat* format = nullptr;
  ToolDialogueOptions dialogue;
  ArgumentForm form = ArgumentForm::kObject;
  bool is_parquet = false;
};

/// Writes one file; `finish` reads it back, compares each row with what was meant, and only then
/// lets it take its place; a difference is kCorrupt and names the row. Memory: 8 bytes a row.
class ToolExporter {
 public:
  /// Called for a row that the format cannot hold, with the reason in words.
  using OnRefused = std::function<Status(const ToolUse&, const std::string& why)>;

  /// Errors: kWrongUse where format, style and form do not go together.
  static Result<std::unique_ptr<ToolExporter>> create(ToolExportOptions options,
                                                      std::unique_ptr<ExportContainer> container,
                                                      OnRefused on_refused);
  Status add(const ToolUse& row);
  /// Closes the file and compares it; no row can follow.
  Status verify();
  /// After `verify`: lets the file take its place.
  Status commit() { return container_->commit(); }
  const ExportSummary& summary() const { return summary_; }

 private:
  ToolExporter(ToolExportOptions options, std::unique_ptr<ExportContainer> container,
               OnRefused on_refused)
      : options_(std::move(options)),
        container_(std::move(container)),
        on_refused_(std::move(on_refused)) {}

  ToolExportOptions options_;
  std::unique_ptr<ExportContainer> container_;
  OnRefused on_refused_;
  ExportSummary summary_;
  std::vector<std::uint64_t> meant_;
};

}  // namespace generator
