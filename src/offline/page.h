// A chunk made ready for asking: every unit read once, with what makes it fit or unfit for an
// answer.
#pragma once

#include <string>
#include <vector>

#include "data/chunk.h"
#include "measure/passage.h"
#include "offline/topic.h"

namespace generator::offline {

struct Statement {
  std::string plain;       // the unit without Markdown
  Sentence sentence;       // its words
  std::size_t words = 0;   // of the unit's text
  bool whole = false;      // begins and ends as a sentence does
  bool anaphoric = false;  // leans on the sentence before it: "It ...", "This ...", "However, ..."
  bool points = false;     // points at what an answer does not hold: "the figure below", "see also"
  bool lead_in = false;    // ends with ':'
};

struct Page {
  explicit Page(const Chunk& chunk);
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  const Chunk& chunk;
  measure::Passage passage;
  Topic topic;
  std::vector<Statement> statements;  // one a unit, by the same index
  std::vector<Range> blocks;          // of the passage's blocks, their units
  std::uint64_t seed = 0;             // of the chunk's id: turns the wording

  const measure::Unit& unit(std::size_t i) const { return passage.units[i]; }
  bool is_prose(std::size_t i) const { return unit(i).kind == measure::UnitKind::kSentence; }
  bool same_block(std::size_t a, std::size_t b) const { return unit(a).block == unit(b).block; }
  int section_of(std::size_t i) const {
    return passage.blocks[static_cast<std::size_t>(unit(i).block)].section;
  }
  /// Units of a block, as a half-open range of unit indices.
  Range units_of(int block) const { return blocks[static_cast<std::size_t>(block)]; }
  /// One of `count` wordings, turned by chunk and unit.
  std::size_t turn(std::size_t unit_index, std::size_t count) const;
  /// " in HDF5" behind a question that does not name the product yet, or "".
  std::string in_product(std::string_view question) const;
};

/// True where a sentence points at something that stands elsewhere on the page.
bool points_elsewhere(std::string_view plain, const Sentence& sentence);
/// True where a sentence's subject or first word needs the sentence before.
bool leans_back(const Sentence& sentence);

}  // namespace generator::offline
