// Parquet files from and to rows as JSON text.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace generator {

/// Writes rows under one fixed schema; zstd. The file appears at its place when `finish` succeeds,
/// whole; before that there is `path`.part. Memory: one row group, at most about 64 MiB.
class ParquetWriter {
 public:
  /// `schema` is JSON by example, in column order: {"id": "string", "score": "double", "messages":
  /// [{"role": "string", "content": "string"}]}; types string, int64, double, bool, a list as [T],
  /// an object as a struct. Errors: kInvalidInput, kIo; kUnavailable without the bridge.
  static Result<std::unique_ptr<ParquetWriter>> create(const std::string& path,
                                                       std::string_view schema);
  virtual ~ParquetWriter() = default;
  /// `row` is a JSON object; a field that is not in the schema, or of another type, is an error
  /// (kInvalidInput, perhaps only at a later row or at `finish`); an absent field becomes null.
  virtual Status add(std::string_view row) = 0;
  virtual Status finish() = 0;
  virtual std::uint64_t rows() const = 0;
};

/// Reads any Parquet file as rows of JSON text, nulls written out.
class ParquetReader {
 public:
  /// Errors: kNotFound, kCorrupt; kUnavailable without the bridge.
  static Result<std::unique_ptr<ParquetReader>> open(const std::string& path);
  virtual ~ParquetReader() = default;
  /// The next row, valid until the next call; false at the end.
  virtual Result<bool> next(std::string_view& row) = 0;
  virtual std::uint64_t rows() const = 0;       // in the file
  virtual std::string_view schema() const = 0;  // as for ParquetWriter
};

}  // namespace generator
