#include "qa/passage_pairs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/random.h"

namespace generator::qa {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Chunk chunk_of(std::string text, std::string source = "a.md", HeadingPath headings = {}) {
  Chunk out;
  out.text = std::move(text);
  out.source = std::move(source);
  out.headings = std::move(headings);
  return out;
}

std::vector<std::pair<std::uint64_t, std::uint64_t>> places(const PassagePairs& pairs) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> out;
  for (const PassagePair& pair : pairs.choose()) out.emplace_back(pair.first, pair.second);
  return out;
}

constexpr const char* kSpool = "The spooler holds print jobs until the tray of the printer is filled.";
constexpr const char* kRefill =
    "`lptray --refill` tells the spooler that a tray has paper, so that held jobs go to the printer.";
constexpr const char* kFonts = "Fonts are cached by family, weight and hinting, in a folder of their own.";

TEST(PassagePairs, AreOfOneDocumentAndShareRareWords) {
  PassagePairs pairs(1);
  pairs.add(chunk_of(kSpool), true);
  pairs.add(chunk_of(kFonts), true);
  pairs.add(chunk_of(kRefill), true);
  pairs.add(chunk_of(kRefill, "other.md"), true);
  EXPECT_THAT(places(pairs), ElementsAre(Pair(0, 2)));
}

TEST(PassagePairs, LeaveOutWhatBearsNothingAndWhatSaysTheSame) {
  PassagePairs pairs(1);
  pairs.add(chunk_of(kSpool), true);
  pairs.add(chunk_of(std::string(kSpool) + " It is old."), true);  // a copy, but for three words
  pairs.add(chunk_of(kRefill), false);
  pairs.add(chunk_of(kFonts), true);
  EXPECT_THAT(places(pairs), IsEmpty());
}

TEST(PassagePairs, PreferWhatAHeadingNames) {
  PassagePairs pairs(1);
  pairs.add(chunk_of("Jobs wait in the spooler until noon.", "a.md",
                     {"Guide", "Order of arrival"}),
            true);
  pairs.add(chunk_of("The spooler sorts letters by the order of arrival, not by weight."), true);
  pairs.add(chunk_of("Until noon, jobs of the office wait behind a door."), true);
  for (int i = 0; i < 4; ++i) pairs.add(chunk_of(kFonts), true);
  EXPECT_EQ(places(pairs).front(), std::pair(std::uint64_t{0}, std::uint64_t{1}));
}

TEST(PassagePairs, AreNeighboursByVectorInAnyDocument) {
  const auto vector = [](float x, float y) {
    return select::small_vector(std::vector<float>{x, y, 0.1F});
  };
  PassagePairs pairs(1);
  pairs.add(chunk_of(kSpool, "a.md"), true, vector(1, 0));
  pairs.add(chunk_of(kFonts, "b.md"), true, vector(0, 1));
  pairs.add(chunk_of("Paper of other sizes lies in drawers.", "c.md"), true, vector(1, 0.5F));
  pairs.add(chunk_of("A copy of the first one's vector.", "d.md"), true, vector(1, 0));  // the same
  EXPECT_THAT(places(pairs), ElementsAre(Pair(0, 2), Pair(2, 3)));
}

TEST(PassagePairs, TakeAChunkAFewTimesAndTheSameForTheSameSeed) {
  const auto made = [](std::uint64_t seed) {
    PassagePairs pairs(seed);
    Random random(7, "words");
    for (int chunk = 0; chunk < 60; ++chunk) {
      std::string text;
      for (int i = 0; i < 30; ++i) text += "word" + std::to_string(random.below(200)) + "x ";
      pairs.add(chunk_of(text), true);
    }
    return places(pairs);
  };
  const auto chosen = made(1);
  EXPECT_EQ(chosen, made(1));
  EXPECT_GE(chosen.size(), 60u);
  std::vector<int> uses(60, 0);
  for (const auto& [first, second] : chosen) {
    EXPECT_LT(first, second);
    ++uses[first], ++uses[second];
  }
  EXPECT_LE(*std::ranges::max_element(uses), PassagePairs::kMostOfAChunk);
}

}  // namespace
}  // namespace generator::qa
