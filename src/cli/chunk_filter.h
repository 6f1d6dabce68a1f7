// --include, --exclude, --where and --max-chunks, for chunks.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "cli/settings.h"
#include "data/chunk.h"

namespace generator::cli {

class ChunkFilter {
 public:
  /// Throws Fatal(2) for a --where that is not COLUMN=VALUE, or names no column.
  explicit ChunkFilter(const Settings& settings);
  /// By --where, and for chunks of tables also by --include and --exclude on their source.
  bool takes(const Chunk& chunk, bool match_source) const;
  /// More chunks than --max-chunks?
  bool is_full(std::int64_t taken) const { return most_ >= 0 && taken >= most_; }

 private:
  std::vector<std::pair<std::string, std::string>> where_;
  std::vector<std::string> include_, exclude_;
  std::int64_t most_ = -1;
};

}  // namespace generator::cli
