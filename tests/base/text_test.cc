#include "base/text.h"

#include <gtest/gtest.h>

namespace generator::text {
namespace {

TEST(Text, WordsAreRunsOfWhatIsNoSpace) {
  EXPECT_EQ(words(" one\ttwo\n\vthree\f\rfour  "),
            (std::vector<std::string_view>{"one", "two", "three", "four"}));
  EXPECT_TRUE(words(" \n").empty());
}

TEST(Text, CountsOneAsOne) {
  EXPECT_EQ(counted(1, "row"), "1 row");
  EXPECT_EQ(counted(0, "row"), "0 rows");
  EXPECT_EQ(counted(1'234, "row"), "1,234 rows");
  EXPECT_EQ(counted(1, "reply is", "replies are"), "1 reply is");
  EXPECT_EQ(counted(2, "reply is", "replies are"), "2 replies are");
}

TEST(Text, LowerCaseIsOfAsciiLettersOnly) {
  EXPECT_EQ(to_lower("AZaz@[`{ \xC3\x84 H5Dopen"), "azaz@[`{ \xC3\x84 h5dopen");
}

// Eight bytes are looked at at a time, so a fault is tried at every place of a longer text.
TEST(Text, InvalidBytesAreFoundAndMendedWhereverTheyStand) {
  for (std::size_t at = 0; at < 24; ++at) {
    std::string s = "twenty-four plain bytes.";
    ASSERT_TRUE(is_valid_utf8(s));
    ASSERT_EQ(repair_utf8(s), s);
    std::string expected = s;
    s[at] = '\xFF';
    EXPECT_FALSE(is_valid_utf8(s)) << at;
    EXPECT_EQ(repair_utf8(s), expected.replace(at, 1, "\xEF\xBF\xBD")) << at;
    s[at] = '\0';
    EXPECT_TRUE(is_valid_utf8(s)) << at;
    EXPECT_EQ(repair_utf8(s), expected) << at;
    s.replace(at, 1, "\xE2\x82\xAC");
    EXPECT_TRUE(is_valid_utf8(s)) << at;
    EXPECT_EQ(repair_utf8(s), s) << at;
  }
}

}  // namespace
}  // namespace generator::text
