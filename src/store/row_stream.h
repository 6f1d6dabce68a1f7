// The rows of a JSON or JSONL file as a stream of raw JSON texts, in constant memory.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace generator {

/// How the rows stand in the file.
enum class RowLayout : std::uint8_t {
  kLines,   // one JSON value a line
  kArray,   // elements of one array, or of the array field of one object: {"data":[...]}
  kValues,  // values one after another, each over as many lines as it likes
};

/// One row's text. `json` is valid until the next call.
struct RawRow {
  std::string_view json;
  std::uint64_t number = 0;  // of the row, from 1; blank lines are not rows
  std::uint64_t line = 0;    // where the row begins, from 1
  std::uint64_t offset = 0;  // of its first byte in the file
};

/// Splits a file into rows without understanding them: a row that is broken inside is given out
/// like any other, and the next one is found all the same.
///
/// The layout is seen by the first bytes, not by the file's name. A UTF-8 byte order mark, CRLF and
/// blank lines are tolerated. Memory: one row and one block of 256 KiB; a row may have 64 MiB.
class RowStream {
 public:
  /// `path` "-" is standard input. Errors: kNotFound, kIo; kInvalidInput for a folder and for what
  /// is no UTF-8 text (gzip, Parquet, UTF-16), with the remedy.
  static Result<RowStream> open(const std::string& path);
  RowStream(RowStream&&) noexcept;
  RowStream& operator=(RowStream&&) noexcept;
  ~RowStream();

  /// The next row; false at the end. An error ends the stream: I/O, an array that is not closed,
  /// brackets that do not match, text after the array.
  Result<bool> next(RawRow& row);
  RowLayout layout() const;
  const std::string& name() const;  // the path, or "standard input"; for messages

 private:
  class Source;
  explicit RowStream(std::unique_ptr<Source> source);
  std::unique_ptr<Source> source_;
};

}  // namespace generator
