#include "base/usd.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace generator {
namespace {

TEST(Usd, ReadsDigitsAndOnePointAndNothingElse) {
  const struct {
    const char* text;
    std::int64_t pico;
  } right[] = {{"0", 0},
               {"0.50", 500'000'000'000},
               {".5", 500'000'000'000},
               {"12", 12'000'000'000'000},
               {"0.000000000001", 1},
               {"9223372", 9'223'372'000'000'000'000}};
  for (const auto& [text, pico] : right) {
    const auto amount = read_usd(text);
    ASSERT_TRUE(amount) << text;
    EXPECT_EQ(amount->pico, pico) << text;
  }
  for (const char* text : {"", ".", "-1", "+1", "1e3", "1,5", "0.5 ", "1.2.3", "nan", "9223373",
                           "99999999999999999999", "0.0000000000001"})
    EXPECT_FALSE(read_usd(text)) << text;
  EXPECT_TRUE(read_usd("0.000001", 6));
  EXPECT_FALSE(read_usd("0.0000001", 6));
}

TEST(Usd, SumsAreExactWhereDoublesAreNot) {
  Usd sum;
  for (int i = 0; i < 1'000'000; ++i) sum += *read_usd("0.000001");
  EXPECT_EQ(sum, *read_usd("1"));
  EXPECT_EQ(3 * *read_usd("0.1"), *read_usd("0.3"));
}

TEST(Usd, WhatIsTooMuchStaysTheMostThereIs) {
  const Usd most{std::numeric_limits<std::int64_t>::max()};
  EXPECT_EQ(most + Usd{1}, most);
  EXPECT_EQ(INT64_MAX * Usd{2}, most);
  EXPECT_EQ(-5 * Usd{2}, Usd{});
  EXPECT_EQ((Usd{} - most) - most, Usd{-most.pico});
  EXPECT_EQ(stretched(most, 1e30), most);
}

TEST(Usd, IsShownRoundedUpWithAsManyDigitsAsItNeeds) {
  EXPECT_EQ(to_text(Usd{}), "0.00");
  EXPECT_EQ(to_text(*read_usd("12.341")), "12.35");
  EXPECT_EQ(to_text(*read_usd("1")), "1.00");
  EXPECT_EQ(to_text(*read_usd("0.5")), "0.5000");
  EXPECT_EQ(to_text(*read_usd("0.01234")), "0.0124");
  EXPECT_EQ(to_text(*read_usd("0.0000751")), "0.000076");
  EXPECT_EQ(to_text(Usd{1}), "0.000001");
  EXPECT_EQ(to_text(Usd{} - *read_usd("0.25")), "-0.2500");
  EXPECT_EQ(to_text(*read_usd("0.99999")), "1.0000");
}

TEST(Usd, OfOthersNumbersStaysInRange) {
  EXPECT_EQ(usd_of(0.01), read_usd("0.01"));
  EXPECT_EQ(usd_of(0.1 + 0.2), read_usd("0.3"));
  EXPECT_EQ(usd_of(1e300), usd_of(9e9));
  EXPECT_LT(usd_of(-1e300), Usd{});
}

}  // namespace
}  // namespace generator
