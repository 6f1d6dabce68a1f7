#include "measure/halves.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "base/text.h"

namespace generator::measure {
namespace {

// How good it is to cut before unit `next`: 0 is best.
int severs(const Passage& passage, std::size_t next) {
  const Unit& before = passage.units[next - 1];
  const Unit& after = passage.units[next];
  const auto section = [&](const Unit& unit) {
    return passage.blocks[static_cast<std::size_t>(unit.block)].section;
  };
  if (section(before) != section(after)) return 0;
  const bool introduces = text::trim(passage.text_of(before)).ends_with(':');
  if (before.block != after.block) return introduces ? 2 : 1;
  return introduces ? 4 : 3;
}

// Sections and blocks stay, also those that have no unit any more: units name them by index.
Passage part(const Passage& passage, std::size_t begin, std::size_t end) {
  Passage out = passage;
  out.units.assign(passage.units.begin() + static_cast<std::ptrdiff_t>(begin),
                   passage.units.begin() + static_cast<std::ptrdiff_t>(end));
  return out;
}

}  // namespace

std::vector<Passage> halves(const Passage& passage) {
  if (passage.units.size() < 2) return {};
  const std::int64_t first = passage.units.front().bytes.begin;
  const std::int64_t size = passage.units.back().bytes.end - first;
  std::tuple<bool, int, std::int64_t> best;
  std::size_t cut = 0;
  for (std::size_t next = 1; next < passage.units.size(); ++next) {
    const std::int64_t off = std::abs(2 * (passage.units[next].bytes.begin - first) - size);
    const bool is_far = 3 * off > size;  // outside the middle third
    const std::tuple rated{is_far, is_far ? 0 : severs(passage, next), off};
    if (cut > 0 && rated >= best) continue;
    best = rated;
    cut = next;
  }
  return {part(passage, 0, cut), part(passage, cut, passage.units.size())};
}

std::optional<Chunk> half_around(const Chunk& chunk, const std::vector<Span>& wanted) {
  const Passage passage = read_passage(chunk);
  const std::vector<Unit>& units = passage.units;
  const auto is_wanted = [&](const Unit& unit) {
    return std::ranges::any_of(wanted, [&](const Span& span) {
      return unit.bytes.begin < span.end && span.begin < unit.bytes.end;
    });
  };
  const auto first = std::ranges::find_if(units, is_wanted);
  if (first == units.end()) return std::nullopt;
  auto begin = static_cast<std::size_t>(first - units.begin()), end = begin + 1;
  for (std::size_t i = end; i < units.size(); ++i)
    if (is_wanted(units[i])) end = i + 1;
  const auto size = [&] { return units[end - 1].bytes.end - units[begin].bytes.begin; };
  const auto half = static_cast<std::int64_t>(chunk.text.size() / 2);
  while (size() < half && (begin > 0 || end < units.size())) {
    if (begin > 0) --begin;
    if (size() < half && end < units.size()) ++end;
  }
  if (begin == 0 && end == units.size()) return std::nullopt;
  Chunk out = chunk;
  const Block& block = passage.blocks[static_cast<std::size_t>(units[begin].block)];
  out.headings = passage.sections[static_cast<std::size_t>(block.section)].headings;
  out.text = passage.text_of({units[begin].bytes.begin, units[end - 1].bytes.end});
  return out;
}

}  // namespace generator::measure
