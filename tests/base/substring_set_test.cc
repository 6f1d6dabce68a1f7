#include "base/substring_set.h"

#include <gtest/gtest.h>

#include <string>

namespace generator {
namespace {

constexpr std::string_view kTexts[] = {"ab", "abc", "bca", "aaa", "c a", "\xC3\xA9t"};

std::size_t counted_one_by_one(std::string_view s) {
  std::size_t count = 0;
  for (const auto text : kTexts) count += s.find(text) != std::string_view::npos ? 1 : 0;
  return count;
}

TEST(SubstringSet, FindsWhatASearchForEachTextFinds) {
  const SubstringSet set(kTexts);
  std::vector<std::string> all = {""};
  for (std::size_t i = 0; i < all.size() && all[i].size() < 6; ++i)
    for (const char c : {'a', 'b', 'c', ' '}) all.push_back(all[i] + c);
  for (const std::string& s : all) {
    ASSERT_EQ(set.count_in(s, 100), counted_one_by_one(s)) << s;
    ASSERT_EQ(set.any_in(s), counted_one_by_one(s) > 0) << s;
  }
  EXPECT_TRUE(set.any_in("l'\xC3\xA9t\xC3\xA9"));
}

TEST(SubstringSet, CountsATextOnceAndNoFurtherThanAsked) {
  const SubstringSet set(kTexts);
  EXPECT_EQ(set.count_in("ab ab ab", 9), 1u);
  EXPECT_EQ(set.count_in("abca aaa", 2), 2u);
}

}  // namespace
}  // namespace generator
