// An answer that opens with "It" or ends with ":" is worse than no row, so both are repaired first
// and length comes last.
#include "offline/evidence.h"

#include <algorithm>

#include "base/text.h"

namespace generator::offline {
namespace {

std::size_t words_in(const Page& page, Range units) {
  std::size_t words = 0;
  for (std::size_t i = units.begin; i < units.end; ++i) words += page.statements[i].words;
  return words;
}

/// A sentence that may be added: whole, pointing nowhere.
bool fits(const Page& page, std::size_t i) {
  const Statement& statement = page.statements[i];
  return page.is_prose(i) && statement.whole && !statement.points;
}

/// Takes in what stands before while the first unit leans on it.
bool reach_back(const Page& page, Range& units) {
  while (page.statements[units.begin].anaphoric) {
    if (units.begin == 0 || !page.same_block(units.begin, units.begin - 1) ||
        !fits(page, units.begin - 1) || page.statements[units.begin - 1].lead_in)
      return false;
    --units.begin;
    if (units.size() > 5) return false;
  }
  return true;
}

/// Takes in the block that a lead-in announces.
bool take_announced(const Page& page, Range& units) {
  const std::size_t last = units.end - 1;
  if (!page.statements[last].lead_in || !page.is_prose(last)) return true;
  if (units.end >= page.passage.units.size() || page.section_of(last) != page.section_of(units.end))
    return false;
  if (page.is_prose(units.end) || page.same_block(last, units.end)) return false;
  const Range block = page.units_of(page.unit(units.end).block);
  units.end = block.end;
  for (std::size_t i = block.begin; i < block.end; ++i)
    if (page.statements[i].points) return false;
  return true;
}

/// Content words that two statements share.
bool share_a_subject(const Page& page, std::size_t a, std::size_t b) {
  std::size_t shared = 0;
  for (const Word& word : page.statements[a].sentence.words) {
    if (word.lower.size() < 4 || (word.classes != 0 && word.verb == nullptr)) continue;
    for (const Word& other : page.statements[b].sentence.words)
      if (singular(word.lower) == singular(other.lower)) {
        ++shared;
        break;
      }
  }
  return shared >= 2;
}

/// One more sentence behind, or before. The paragraph's own first, then the next paragraph.
bool lengthen(const Page& page, Range& units) {
  const std::size_t count = page.passage.units.size();
  const std::size_t last = units.end - 1;
  const std::size_t next = units.end;
  const bool list = page.unit(last).kind == measure::UnitKind::kListItem;
  if (next < count && page.same_block(last, next) && !list && fits(page, next) &&
      !page.statements[next].lead_in) {
    units.end = next + 1;
    return true;
  }
  if (units.begin > 0 && page.same_block(units.begin, units.begin - 1) &&
      fits(page, units.begin - 1) && !page.statements[units.begin - 1].anaphoric &&
      !page.statements[units.begin - 1].lead_in &&
      share_a_subject(page, units.begin, units.begin - 1)) {
    --units.begin;
    return true;
  }
  if (next < count && page.section_of(last) == page.section_of(next) && page.is_prose(next) &&
      fits(page, next) && !page.statements[next].lead_in &&
      share_a_subject(page, units.begin, next)) {
    units.end = next + 1;
    return true;
  }
  return false;
}

bool stands(const Page& page, Range units) {
  for (std::size_t i = units.begin; i < units.end; ++i) {
    const Statement& statement = page.statements[i];
    if (statement.points || (page.is_prose(i) && !statement.whole)) return false;
  }
  return true;
}

}  // namespace

std::optional<Evidence> exactly(const Page& page, Range core, AnswerLength length) {
  if (core.empty() || core.end > page.statements.size() || !stands(page, core)) return std::nullopt;
  const std::size_t words = words_in(page, core);
  if (words < length.min_words || words > length.max_words) return std::nullopt;
  return Evidence{core, words, 0};
}

std::optional<Evidence> grow(const Page& page, Range core, AnswerLength length) {
  if (core.empty() || core.end > page.statements.size()) return std::nullopt;
  Range units = core;
  if (!stands(page, units) || !reach_back(page, units) || !take_announced(page, units))
    return std::nullopt;
  std::size_t added = core.begin - units.begin;
  while (words_in(page, units) < length.min_words) {
    if (!lengthen(page, units)) return std::nullopt;
    ++added;
  }
  // "Otherwise, ..." finishes what a condition began.
  if (units.end < page.statements.size() && page.same_block(units.end - 1, units.end) &&
      page.is_prose(units.end) && page.statements[units.end].sentence.matches(0, "otherwise") &&
      fits(page, units.end))
    ++units.end;
  const std::size_t words = words_in(page, units);
  if (words > length.max_words || !stands(page, units)) return std::nullopt;
  return Evidence{units, words, added};
}

}  // namespace generator::offline
