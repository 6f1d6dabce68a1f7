#include "measure/joined_passage.h"

#include <gtest/gtest.h>

#include <string>

#include "measure/row_halves.h"
#include "measure/support.h"

namespace generator::measure {
namespace {

Chunk chunk_of(std::string id, std::string text, std::string heading) {
  Chunk out;
  out.id = std::move(id);
  out.headings = {std::move(heading)};
  out.text = std::move(text);
  return out;
}

const Chunk kFirst = chunk_of("a", "One is one. Two is two.\n\n- an item", "Numbers");
const Chunk kSecond = chunk_of("b", "# Trays\n\n| a | b |\n| - | - |\n| 1 | x |\n\nFour is four.", "Paper");

TEST(JoinedPassage, HasTheUnitsOfBothWithTheirBlocksAndHeadings) {
  const Passage first = read_passage(kFirst), second = read_passage(kSecond);
  std::string text;
  const Passage both = joined(first, second, text);
  ASSERT_EQ(both.units.size(), first.units.size() + second.units.size());
  for (std::size_t i = 0; i < both.units.size(); ++i) {
    const bool is_first = i < first.units.size();
    const Passage& own = is_first ? first : second;
    const Unit& unit = own.units[is_first ? i : i - first.units.size()];
    EXPECT_EQ(both.text_of(both.units[i]), own.text_of(unit));
    const Block& here = both.blocks[static_cast<std::size_t>(both.units[i].block)];
    const Block& there = own.blocks[static_cast<std::size_t>(unit.block)];
    EXPECT_EQ(both.text_of(here.bytes), own.text_of(there.bytes));
    EXPECT_EQ(both.text_of(here.header), own.text_of(there.header));
    EXPECT_EQ(both.sections[static_cast<std::size_t>(here.section)].headings,
              own.sections[static_cast<std::size_t>(there.section)].headings);
  }
}

TEST(JoinedPassage, SupportsWhatNeitherDoesAlone) {
  const Passage first = read_passage(kFirst), second = read_passage(kSecond);
  std::string text;
  const Passage both = joined(first, second, text);
  constexpr const char* kAnswer = "Two is two.\n\nFour is four.";
  EXPECT_EQ(support(kAnswer, both, {}).share, 1);
  EXPECT_LT(support(kAnswer, first, {}).share, 0.8);
  EXPECT_LT(support(kAnswer, second, {}).share, 0.8);
}

TEST(JoinedPassage, SpansComeApartAsThoseOfEach) {
  const Passage first = read_passage(kFirst), second = read_passage(kSecond);
  std::string text;
  const Passage both = joined(first, second, text);
  std::vector<Span> spans, ones, others;
  for (const Unit& unit : both.units) spans.push_back(unit.bytes);
  for (const Unit& unit : first.units) ones.push_back(unit.bytes);
  for (const Unit& unit : second.units) others.push_back(unit.bytes);
  EXPECT_EQ(apart(spans, first), std::pair(ones, others));
}

TEST(RowHalves, AreOfBothPassagesAroundTheEvidenceThere) {
  SourcedExample row;
  row.chunk = chunk_of("a", "One one one one. Two two two two. Three three three. Four four.", "H");
  row.second = chunk_of("b", "Five five five five. Six six six six. Seven seven. Eight eight.", "H");
  row.example.provenance.chunk_id = "a";
  row.example.multi_hop = true;
  row.example.evidence = {{"a", {0, 16}}, {"b", {38, 50}}};
  const auto half = around_evidence(row);
  ASSERT_TRUE(half);
  EXPECT_EQ(half->chunk->text, "One one one one. Two two two two.");
  EXPECT_EQ(half->second->text.substr(half->second->text.size() - 12), "Eight eight.");
  EXPECT_LT(half->second->text.size(), row.second->text.size());
  EXPECT_FALSE(around_evidence(SourcedExample{}));
}

}  // namespace
}  // namespace generator::measure
