// Example sets in and out of JSON and JSONL files, a row at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/files.h"
#include "base/result.h"
#include "data/example.h"
#include "store/row_stream.h"

namespace generator {

/// One row of a file: the example, or why it is none. `raw` is valid until the next call.
struct ExampleRow {
  Result<Example> example = Example{};
  std::string_view raw;      // the row's text, also where it is broken
  std::uint64_t number = 0;  // from 1
  std::uint64_t line = 0;    // where it begins, from 1
};

/// Reads `.jsonl` (a row a line) and `.json` (an array, or {"data":[...]}), seen by content; "-" is
/// standard input.
///
/// A row that is no example comes out as an error that names file, row, line and field, and what to
/// do; the reader then goes on with the next row: the caller rejects the row (`unreadable_row`) or
/// stops. Escapes of lone surrogates, which truncated replies leave behind, are read as U+FFFD.
class ExampleReader {
 public:
  static Result<ExampleReader> open(const std::string& path);
  /// False at the end. An error means that no further row can be found. Rows before the one of
  /// this `number` are passed by unread.
  Result<bool> next(ExampleRow& row, std::uint64_t number = 0);
  const std::string& name() const { return rows_.name(); }
  RowLayout layout() const { return rows_.layout(); }

 private:
  explicit ExampleReader(RowStream rows) : rows_(std::move(rows)) {}
  RowStream rows_;
};

/// Writes `.json` as an array, a row a line; everything else, and "-", as a row a line.
/// The file appears at its place when `finish` succeeds, whole; before that there is `path`.part.
class ExampleWriter final : public RowSink {
 public:
  static Result<std::unique_ptr<ExampleWriter>> create(const std::string& path);
  Status add(const Example& example) override;
  Status finish() override;
  std::uint64_t rows() const { return rows_; }

 private:
  ExampleWriter(OutputFile file, bool is_array) : file_(std::move(file)), is_array_(is_array) {}
  OutputFile file_;
  bool is_array_;
  std::uint64_t rows_ = 0;
  std::string row_;
};

}  // namespace generator
