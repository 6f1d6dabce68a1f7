// Examples in, a checked training file out.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "data/example.h"
#include "data/preference.h"
#include "export/container.h"
#include "export/format.h"
#include "export/transcript.h"

namespace generator {

struct ExportOptions {
  const ExportFormat* format = nullptr;
  TranscriptOptions transcript;
  /// Some row of the set has a chain of thought: then every row has the field, so that all rows
  /// have the same keys. Found by a pass over the set (`needs_reasoning_field`).
  bool with_reasoning = false;
};

/// True where a row with this example makes `ExportOptions::with_reasoning` necessary.
bool needs_reasoning_field(const Example& example, const ExportOptions& options);

/// The row's Parquet schema, columns included.
std::string export_schema(const ExportOptions& options);

struct ExportSummary {
  std::int64_t rows = 0;
  std::int64_t refused = 0;         // rows that the format cannot hold
  std::int64_t repaired = 0;        // rows with invalid UTF-8, which is now U+FFFD
  std::int64_t template_marks = 0;  // rows that hold <|im_end|>, </think> or the like
  std::vector<std::string> marked;  // ids or questions of the first five of these
};

/// Writes one file. `finish` reads the file back, compares each row with what was meant, and only
/// then lets the file take its place; a difference is kCorrupt and names the row. Memory: 8 bytes a
/// row.
class Exporter final : public RowSink {
 public:
  /// Called for a row that the format cannot hold, with the reason in words.
  using OnRefused = std::function<Status(const Example&, const std::string& why)>;

  /// Errors: kWrongUse where format, style and columns do not go together.
  static Result<std::unique_ptr<Exporter>> create(ExportOptions options,
                                                  std::unique_ptr<ExportContainer> container,
                                                  OnRefused on_refused);
  Status add(const Example& example) override { return add(example, nullptr); }
  /// The same of a row that shows passages before its question, where not null. Errors: kInternal
  /// where the format holds pairs.
  Status add(const Example& example, const Grounded* grounded);
  /// A pair, where the format holds pairs; pairs of one row follow each other. A row with a label
  /// that would repeat the better answer is not written again.
  Status add(const Preference& pair);
  /// Closes the file and compares it with what was meant; no row can follow. `finish` does this
  /// first where it was not done, so that several files can be verified before the first takes its
  /// place.
  Status verify();
  Status finish() override;
  const ExportSummary& summary() const { return summary_; }

 private:
  Exporter(ExportOptions options, std::unique_ptr<ExportContainer> container, OnRefused on_refused);
  Status add_rows(const Result<std::vector<Transcript>>& made, const Example& of,
                  const Grounded* grounded);
  Status add_row(const Transcript& transcript);
  Status check_row(std::string_view json, std::uint64_t meant, std::size_t row) const;
  void count_marks(const Example& example, const Grounded* grounded);

  ExportOptions options_;
  std::unique_ptr<ExportContainer> container_;
  OnRefused on_refused_;
  ExportSummary summary_;
  std::vector<std::uint64_t> meant_;  // a checksum a row
  std::string row_;
  std::string chosen_before_;  // id, question and answer of the last pair's better half
  bool is_verified_ = false;
};

}  // namespace generator
