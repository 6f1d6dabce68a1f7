// A clean document as a sequence of blocks, written and read back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/chunk.h"

namespace generator::documents {

enum class BlockKind : std::uint8_t { kHeading, kParagraph, kList, kCode, kTable, kFormula };

/// A block of a clean document that is being written. `text` is its Markdown without a final line
/// end.
struct Block {
  BlockKind kind = BlockKind::kParagraph;
  std::string text;
  int level = 0;            // of a heading
  bool is_caption = false;  // names the block after it
};

/// Blocks with one blank line between them and one line end at the end; "" for none.
std::string to_markdown(const std::vector<Block>& blocks);

/// A block of clean Markdown that was read.
struct Place {
  BlockKind kind = BlockKind::kParagraph;
  Span bytes;     // up to the next block: with the line ends that follow
  int level = 0;  // of a heading
};

/// Splits clean Markdown into blocks that cover all of it; `begin` of the first is 0.
std::vector<Place> read_blocks(std::string_view markdown);

}  // namespace generator::documents
