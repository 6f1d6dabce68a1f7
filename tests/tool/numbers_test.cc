#include "tool/numbers.h"

#include <gtest/gtest.h>

#include <string>

#include "tool/known_values.h"
#include "tool/spacing.h"

namespace generator::tool {
namespace {

bool names(std::string_view text, double number) { return numbers_in(text).contains(number); }

TEST(Numbers, AreReadAsPeopleWriteThem) {
  EXPECT_TRUE(names("20,000 values", 20000));
  EXPECT_TRUE(names("1.234.567 Zeilen", 1234567));
  EXPECT_TRUE(names("bei -0,44 Grad", -0.44));
  EXPECT_TRUE(names("thirty-one", 31));
  EXPECT_TRUE(names("three hundred and five rows", 305));
  EXPECT_TRUE(names("two and a half", 2.5));
  EXPECT_TRUE(names("a dozen", 12));
  EXPECT_TRUE(names("die zweite Seite", 2));
  EXPECT_TRUE(names("读取前 十 行", 10));
  EXPECT_TRUE(names("5 million", 5e6));
  EXPECT_TRUE(names("1.5e-3", 0.0015));
}

TEST(Numbers, WithAUnitAreAlsoWhatTheyComeTo) {
  EXPECT_TRUE(names("2 GB", 2.0 * 1024 * 1024 * 1024));
  EXPECT_TRUE(names("16GB", 16.0 * 1024));
  EXPECT_TRUE(names("90 percent", 0.9));
  EXPECT_TRUE(names("three days", 72));
  EXPECT_TRUE(names("rows 200 to 249", 50));
  EXPECT_TRUE(names("73.9857 west", -73.9857));
}

TEST(Numbers, OfAUuidAreNone) {
  EXPECT_FALSE(names("order 3a1c065f-541f-4811-acd2-f5d765cd74cb", 4811));
  EXPECT_TRUE(names("order 4811", 4811));
}

TEST(Numbers, TheSizeOfHostileTextDoesNoHarm) {
  EXPECT_FALSE(numbers_in(std::string(200'000, '9')).contains(1));
  std::string words;
  for (int i = 0; i < 20'000; ++i) words += "hundred thousand ";
  EXPECT_TRUE(numbers_in(words).contains(100));
  EXPECT_FALSE(numbers_in(std::string(100'000, ',') + "\xff\xfe\xe6").contains(5));
}

TEST(Numbers, AWordThatIsMoreThanANumberIsNone) {
  EXPECT_TRUE(readings_of("run_002").empty());
  EXPECT_TRUE(readings_of("12:30").empty());
  EXPECT_FALSE(readings_of("119.7s").empty());
  EXPECT_FALSE(readings_of("$29").empty());
}

TEST(KnownValues, KnowWhatFollowsFromWhatWasSaid) {
  KnownValues known;
  known.add_text("Show the last hundred of them, and double the 16 processes.");
  known.add_result(R"({"shape":[5000],"id":17,"mean":2.0693})");
  EXPECT_TRUE(known.follows(4900));
  EXPECT_TRUE(known.follows(32));
  EXPECT_FALSE(known.follows(4800));
  EXPECT_TRUE(known.has_text("17")) << "a number of a result as a text";
  EXPECT_TRUE(known.has_rounded({2.07, 2}));
  EXPECT_FALSE(known.has_rounded({2.08, 2}));
}

TEST(Spacing, SignsWithoutBlanksBetweenThemStandAlone) {
  EXPECT_NE((" " + spaced("打开/a.h5，告诉") + " ").find(" /a.h5 "), std::string::npos);
  EXPECT_EQ(spaced("plain text"), "plain text");
}

}  // namespace
}  // namespace generator::tool
