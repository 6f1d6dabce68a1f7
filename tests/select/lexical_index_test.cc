#include "select/lexical_index.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace generator::select {
namespace {

std::vector<std::size_t> texts(const std::vector<LexicalIndex::Hit>& hits) {
  std::vector<std::size_t> out;
  for (const auto& hit : hits) out.push_back(hit.text);
  return out;
}

TEST(LexicalIndex, RareWordsCountMoreThanCommonOnes) {
  LexicalIndex index;
  for (int i = 0; i < 8; ++i) index.add({1, 2});
  index.add({1, 3});
  EXPECT_EQ(texts(index.nearest({1, 3}, 2)), (std::vector<std::size_t>{8, 0}));
  EXPECT_GT(index.weight(3), index.weight(1));
  EXPECT_GT(index.weight(99), index.weight(3));
}

TEST(LexicalIndex, AShortTextIsNearerThanALongOneWithTheSameWord) {
  LexicalIndex index;
  index.add({1, 5, 6, 7, 8, 9});
  index.add({1, 5});
  EXPECT_EQ(texts(index.nearest({1}, 9)), (std::vector<std::size_t>{1, 0}));
}

TEST(LexicalIndex, TextsWithoutAWordOfTheQueryAreNoHitsAndEqualOnesKeepTheirOrder) {
  LexicalIndex index;
  index.add({1, 4});
  index.add({2, 4});
  index.add({1, 4});
  EXPECT_EQ(texts(index.nearest({1, 1}, 9)), (std::vector<std::size_t>{0, 2}));
  EXPECT_TRUE(index.nearest({7}, 9).empty());
  EXPECT_TRUE(LexicalIndex().nearest({7}, 9).empty());
}

// By hand: with 10 texts of equal length the formula is weight * 2.2 / (1 + 1.2) = weight.
TEST(LexicalIndex, ScoresAsTheFormulaSays) {
  LexicalIndex index;
  index.add({1, 2});
  for (LexicalIndex::Term i = 0; i < 9; ++i) index.add({2, 10 + i});
  const auto hits = index.nearest({1}, 1);
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_NEAR(hits[0].score, index.weight(1), 1e-12);
  EXPECT_NEAR(index.weight(1), std::log(1 + 9.5 / 1.5), 1e-12);
}

TEST(LexicalIndex, TheFirstOfManyAreThoseOfAllInOrder) {
  LexicalIndex index;
  Random random(5);
  for (int i = 0; i < 500; ++i) {
    std::vector<LexicalIndex::Term> terms;
    for (int k = 0; k < 20; ++k) terms.push_back(static_cast<std::uint32_t>(random.below(60)));
    index.add(terms);
  }
  const auto all = texts(index.nearest({3, 7, 11}, 500));
  const auto some = texts(index.nearest({11, 3, 7, 3}, 10));
  EXPECT_EQ(some, std::vector<std::size_t>(all.begin(), all.begin() + 10));
}

}  // namespace
}  // namespace generator::select
