#include "measure/halves.h"

#include <gtest/gtest.h>

#include <string>

namespace generator::measure {
namespace {

Chunk chunk_of(std::string text) {
  Chunk out;
  out.id = "c1";
  out.headings = {"Guide"};
  out.text = std::move(text);
  return out;
}

// First and last word of the units of each half.
std::string shown(const std::vector<Passage>& parts) {
  std::string out;
  for (const Passage& part : parts)
    out += std::string(out.empty() ? "" : " | ") + std::string(part.text_of(part.units.front())) +
           " .. " + std::string(part.text_of(part.units.back()));
  return out;
}

std::string cut(const std::string& text) {
  const Chunk chunk = chunk_of(text);
  return shown(halves(read_passage(chunk)));
}

TEST(Halves, AreCutBetweenSectionsElseBlocksElseSentences) {
  EXPECT_EQ(
      cut("One one one. Two two two.\n\nThree three.\n\n## H\n\nFour four four. Five five. Six."),
      "One one one. .. Three three. | Four four four. .. Six.");
  EXPECT_EQ(cut("One one one. Two two two.\n\nThree three. Four four. Five."),
            "One one one. .. Two two two. | Three three. .. Five.");
  EXPECT_EQ(cut("One one one. Two two two. Three three three. Four four."),
            "One one one. .. Two two two. | Three three three. .. Four four.");
}

TEST(Halves, DoNotSeverAListFromWhatIntroducesItWhereAnotherPlaceIsAtHand) {
  EXPECT_EQ(cut("One one one one one one.\n\nIt holds if:\n\n- a one\n- b two\n- c three"),
            "One one one one one one. .. One one one one one one. | It holds if: .. - c three");
}

TEST(Halves, OfOneUnitAreNone) {
  EXPECT_EQ(cut("Only one sentence stands here."), "");
  EXPECT_EQ(cut(""), "");
}

TEST(Halves, AreCutNearTheMiddleEvenWhereTheFirstUnitIsLong) {
  EXPECT_EQ(
      cut(std::string(300, 'x') + ". Short one. Short two."),
      std::string(300, 'x') + ". .. " + std::string(300, 'x') + ". | Short one. .. Short two.");
}

TEST(HalfAround, KeepsWhatIsWantedUnderItsHeading) {
  const std::string text =
      "One one one. Two two two.\n\n## Later\n\nThree three three. Four four four. Five five five.";
  const Chunk chunk = chunk_of(text);
  const auto at = static_cast<std::int64_t>(text.find("Four"));
  const auto half = half_around(chunk, {{at, at + 15}});
  ASSERT_TRUE(half);
  EXPECT_EQ(half->text, "Three three three. Four four four. Five five five.");
  EXPECT_EQ(half->headings, (HeadingPath{"Guide", "Later"}));
  EXPECT_EQ(half->id, "c1");
}

TEST(HalfAround, IsNothingWhereAllIsWantedOrNothing) {
  const Chunk chunk = chunk_of("One one one. Two two two. Three three.");
  EXPECT_FALSE(half_around(chunk, {}));
  EXPECT_FALSE(half_around(chunk, {{0, 38}}));
  EXPECT_FALSE(half_around(chunk_of("One."), {{0, 4}}));
}

}  // namespace
}  // namespace generator::measure
