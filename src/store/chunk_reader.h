// chunks.jsonl, read from the front.
#pragma once

#include <string>

#include "base/result.h"
#include "data/chunk.h"
#include "store/row_stream.h"

namespace generator {

class ChunkReader {
 public:
  static Result<ChunkReader> open(const std::string& path);
  /// False at the end. Errors: kInvalidInput naming file, line and field; kIo.
  Result<bool> next(Chunk& chunk);
  const std::string& name() const { return rows_.name(); }

 private:
  explicit ChunkReader(RowStream rows) : rows_(std::move(rows)) {}
  RowStream rows_;
};

}  // namespace generator
