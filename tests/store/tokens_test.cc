#include "store/tokens.h"

#include <gtest/gtest.h>

#include <string>

namespace generator {
namespace {

class ExactTokens : public ::testing::Test {
 protected:
  void SetUp() override {
    auto counter = exact_token_counter();
#ifndef GENERATOR_HAS_BRIDGE
    EXPECT_EQ(counter.error().kind, ErrorKind::kUnavailable);
    GTEST_SKIP() << "built without the bridge";
#endif
    ASSERT_TRUE(counter);
    counter_ = std::move(*counter);
  }
  std::unique_ptr<TokenCounter> counter_;
};

TEST_F(ExactTokens, CountsAsTiktokenDoes) {
  EXPECT_EQ(counter_->count(""), 0);
  EXPECT_EQ(counter_->count("hello world"), 2);
  EXPECT_EQ(counter_->count("tiktoken is great!"), 6);
  EXPECT_EQ(counter_->name(), "o200k_base");
}

TEST_F(ExactTokens, InvalidTextIsCountedToo) { EXPECT_GT(counter_->count("a\xff b\xc3"), 1); }

TEST_F(ExactTokens, APrefixFitsAndCutsNoCharacter) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "Größe — `H5Pset_libver_bounds` 日本語 " + std::to_string(i);
  for (int limit = 0; limit < 200; ++limit) {
    const std::string_view prefix =
        std::string_view(text).substr(0, counter_->prefix_within(text, limit));
    ASSERT_LE(counter_->count(prefix), limit);
    ASSERT_TRUE(prefix.size() == text.size() ||
                (static_cast<unsigned char>(text[prefix.size()]) & 0xC0) != 0x80);
  }
  EXPECT_EQ(counter_->prefix_within(text, 100'000), text.size());
}

}  // namespace
}  // namespace generator
