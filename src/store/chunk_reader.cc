#include "store/chunk_reader.h"

#include <fmt/format.h>

#include "base/json.h"

namespace generator {

Result<ChunkReader> ChunkReader::open(const std::string& path) {
  TRY(RowStream rows, RowStream::open(path));
  return ChunkReader(std::move(rows));
}

Result<bool> ChunkReader::next(Chunk& chunk) {
  RawRow row;
  TRY(const bool has_row, rows_.next(row));
  if (!has_row) return false;
  const auto failed = [&](const Error& error) {
    return fail(ErrorKind::kInvalidInput, fmt::format("{}:{}: {}", rows_.name(), row.line, error.message));
  };
  const auto document = json::Document::parse(row.json);
  if (!document) return failed(document.error());
  auto read = read_chunk(document->root());
  if (!read) return failed(read.error());
  chunk = std::move(*read);
  return true;
}

}  // namespace generator
