#include "judge/straight_lining.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "judge/weights.h"

namespace generator::judge {
namespace {

using Marks = std::array<double, 4>;
constexpr Marks kUsual = {8, 9, 8, 5};

Example rated(int number, const Marks& marks, const std::string& model = "tiny") {
  Example example;
  example.pair() = {fmt::format("What does part {} do?", number), {}, "It turns."};
  Rating rating;
  for (std::size_t i = 0; i < marks.size(); ++i)
    rating.criteria.emplace_back(kCriteria[i], marks[i]);
  rating.model = model;
  example.rating = rating;
  return example;
}

// What is said of 20 pairs of which `others` got other marks than the rest; "": nothing.
std::string said_of(int others) {
  StraightLining watch;
  std::string said;
  for (int i = 0; i < 20; ++i)
    if (const Status status = watch.add(rated(i, i < others ? Marks{7, 9, 8, 1.0 + i} : kUsual));
        !status)
      said += status.error().message;
  return said;
}

TEST(StraightLining, TheSameMarksForNineInTenPairsTellAModelThatDoesNotLook) {
  EXPECT_EQ(said_of(1),
            "the model may be too small for `judge`: `tiny` gave clarity 8, accuracy 9, usefulness "
            "8, difficulty 5 to 19 of its first 20 pairs, whatever they say");
  EXPECT_NE(said_of(0), "");
  EXPECT_NE(said_of(2), "");
  EXPECT_EQ(said_of(3), "");
  EXPECT_EQ(said_of(20), "");
}

TEST(StraightLining, FewerPairsTellNothingAndItIsSaidOnce) {
  StraightLining watch;
  for (int i = 0; i < 60; ++i) EXPECT_EQ(watch.add(rated(i, kUsual)).has_value(), i != 19) << i;
}

TEST(StraightLining, TheSamePairAgainMayGetTheSameMarks) {
  StraightLining watch;
  for (int i = 0; i < 60; ++i) EXPECT_TRUE(watch.add(rated(i % 19, kUsual)).has_value());
}

TEST(StraightLining, EachModelIsLookedAtByItself) {
  StraightLining watch;
  for (int i = 0; i < 38; ++i)
    EXPECT_TRUE(watch.add(rated(i, kUsual, i % 2 == 0 ? "tiny" : "small")).has_value());
  EXPECT_FALSE(watch.add(rated(40, kUsual, "small")).has_value());
}

TEST(StraightLining, RowsWithoutARatingAndMarksOfAnotherScaleTellNothingWrong) {
  StraightLining watch;
  Example bare = rated(1, kUsual);
  bare.rating.reset();
  EXPECT_TRUE(watch.add(bare).has_value());
  for (int i = 0; i < 20; ++i) {
    Example old = rated(i, kUsual);
    old.rating->criteria.clear();  // an older file: a total alone
    old.rating->total = i;
    EXPECT_TRUE(watch.add(old).has_value());
  }
}

}  // namespace
}  // namespace generator::judge
