// A passage as numbered units: what a question can be about and what an answer is copied from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/chunk.h"

namespace generator::measure {

enum class UnitKind : std::uint8_t { kSentence, kListItem, kCode, kTableRow };

/// The smallest piece that can be copied into an answer and still read well.
/// kSentence: one sentence of a paragraph or block quote. kListItem: one item with its marker and
/// continuation lines. kCode: one fenced block with its fences (in source code: one definition or
/// blank-line separated block). kTableRow: one row of a table's body; its header row stands in
/// `Block::header`.
struct Unit {
  UnitKind kind = UnitKind::kSentence;
  Span bytes;     // of the chunk's text
  int block = 0;  // index into Passage::blocks
};

/// A paragraph, list, code block or table: units that belong together.
struct Block {
  Span bytes;
  int section = 0;  // index into Passage::sections
  Span header;      // of a table: header row and delimiter row; else empty
};

/// What stands under one heading of the chunk. The first may have none of its own.
struct Section {
  HeadingPath
      headings;  // the chunk's own path, then the headings inside the chunk down to this one
  Span bytes;    // heading line included
};

struct Passage {
  std::string_view text;  // the chunk's; must outlive the passage
  std::vector<Section> sections;
  std::vector<Block> blocks;
  std::vector<Unit> units;  // unit number n of prompts and replies is units[n - 1]

  std::string_view text_of(Span span) const {
    return text.substr(static_cast<std::size_t>(span.begin),
                       static_cast<std::size_t>(span.end - span.begin));
  }
  std::string_view text_of(const Unit& unit) const { return text_of(unit.bytes); }
};

/// Splits `chunk.text`; never fails: text without structure is sentences.
Passage read_passage(const Chunk& chunk);

/// Ends of sentences in running text, as byte offsets just past the closing mark; the last is
/// `prose.size()`. Knows abbreviations (e.g., i.e., Fig. 3), decimals, versions, file names, `code
/// spans`, and CJK stops.
std::vector<std::size_t> sentence_ends(std::string_view prose);

}  // namespace generator::measure
