// Chunks in and out of LanceDB tables.
//
// A LanceDB directory holds one folder `<table>.lance` per table. What we write, Python's
// `lancedb` opens, scans and searches; what it wrote, we read, whatever the order and number of
// its columns.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "data/chunk.h"

namespace generator {

/// Whether `path` is a LanceDB directory: a folder with at least one table in it.
bool is_lance_directory(const std::string& path);

struct TableColumn {
  std::string name;
  std::string type;  // as Arrow prints it: "Utf8", "Int64", "FixedSizeList(768 x Float32)"
};

struct TableInfo {
  std::string name;
  std::uint64_t version = 0;
  std::uint64_t rows = 0;  // live ones
  std::vector<TableColumn> columns;
};

/// The tables of a directory by name. Errors: kNotFound, kCorrupt; kUnavailable without the bridge.
Result<std::vector<std::string>> lance_tables(const std::string& directory);
/// Errors: kNotFound (naming the tables there are), kCorrupt, kInvalidInput for a feature of newer
/// tables; kUnavailable without the bridge.
Result<TableInfo> describe_table(const std::string& directory, const std::string& table);

/// Which tables hold chunks, and why the others do not.
struct TableChoice {
  std::vector<TableInfo> used;                                // by name
  std::vector<std::pair<std::string, std::string>> left_out;  // name, reason
};

/// `wanted` empty: every table with a text column whose name does not begin with `_`.
/// Otherwise those; one that is missing or has no text column is an error that says what is there.
/// Errors: also kNotFound if no table is left.
Result<TableChoice> choose_tables(const std::string& directory,
                                  const std::vector<std::string>& wanted = {});

/// Streams the chunks of a table in its order; a few megabytes, whatever the table's size.
///
/// Text is read from `content` (or text, chunk, passage, page_content, body), the other columns
/// where they exist: id (else "<table>:<row>"), content_hash (else computed), source_file or
/// source, source_type, language, heading_path, start_line, end_line, start_byte, end_byte,
/// token_count. Rows without text come out with an empty one.
class ChunkTableReader {
 public:
  static Result<std::unique_ptr<ChunkTableReader>> open(const std::string& directory,
                                                        const std::string& table);
  virtual ~ChunkTableReader() = default;
  /// False at the end. An error (kCorrupt, naming the file) ends the stream.
  virtual Result<bool> next(Chunk& chunk) = 0;
  virtual std::uint64_t rows() const = 0;
};

/// The vectors of a table's chunks (its column vector or embedding), under the ids that
/// ChunkTableReader gives; an empty one for a null. False where it has no such column.
using EachVector = std::function<void(const std::string& id, std::span<const float>)>;
Result<bool> read_vectors(const std::string& directory, const TableInfo& table,
                          const EachVector& each);

/// Writes chunks to a table: as a new one, or in place of all its rows as a new version.
///
/// Columns: id, content, content_hash, source_file, source_type, language, heading_path (text);
/// start_line, end_line (inclusive), start_byte, end_byte (exclusive), token_count (int64); vector
/// (float32 × dims) if dims > 0. Readers see nothing of it before `finish`, and all of it after.
class ChunkTableWriter {
 public:
  /// Errors: kInvalidInput for a bad name, kIo; kUnavailable without the bridge.
  static Result<std::unique_ptr<ChunkTableWriter>> replace(const std::string& directory,
                                                           const std::string& table,
                                                           std::size_t dims = 0);
  virtual ~ChunkTableWriter() = default;
  /// `vector` has `dims` numbers, or none for a null.
  virtual Status add(const Chunk& chunk, std::span<const float> vector = {}) = 0;
  /// Commits and gives the table's new version. Errors: kBusy if another writer was faster.
  virtual Result<std::uint64_t> finish() = 0;
};

}  // namespace generator
