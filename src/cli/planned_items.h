// What pairs are asked of, in the order of asking: every chunk, and behind the later of two chunks
// the pair of them where a question is to take both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "cli/pair_shares.h"
#include "qa/generate.h"
#include "qa/plan.h"
#include "store/chunk_reader.h"
#include "store/passage_index.h"

namespace generator::cli {

class PlannedItems {
 public:
  /// `shares` must outlive this. Throws Fatal where the chunks cannot be read.
  PlannedItems(const std::string& chunks_path, Shares& shares);

  /// False at the end. Sets all of `item`: `n_pairs` is 0 where nothing is asked of it; in the
  /// first round `bearing` says why.
  Result<bool> next(qa::GenerateItem& item, qa::Bearing& bearing);
  Status rewind();

 private:
  Result<bool> next_chunk(qa::GenerateItem& item, qa::Bearing& bearing);
  Result<bool> next_joint(qa::GenerateItem& item);
  ChunkReader chunks_;
  Shares& shares_;
  std::optional<PassageIndex> index_;
  std::uint64_t place_ = 0;     // among the items
  std::uint64_t position_ = 0;  // of the next chunk among the chunks
  std::size_t joint_ = 0;       // of shares_.joints(): the next one
  Chunk last_;                  // where pairs may follow it
};

}  // namespace generator::cli
