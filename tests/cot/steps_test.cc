#include "cot/steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace generator::cot {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Steps, LoseWhatNumbersThem) {
  EXPECT_EQ(bare_step("1. A file is opened."), "A file is opened.");
  EXPECT_EQ(bare_step("(2) A file\n  is closed."), "A file is closed.");
  EXPECT_EQ(bare_step("Step 3: It is gone."), "It is gone.");
  EXPECT_EQ(bare_step("- a bullet"), "a bullet");
  for (const char* kept : {"3.5 MB are free.", "1024 bytes fit.", "-1 means all of them.",
                           "Stepping is slow.", "2 of 3 chunks are full."})
    EXPECT_EQ(bare_step(kept), kept);
}

TEST(Steps, AreTheItemsOrLinesOfOneText) {
  EXPECT_THAT(split_steps("1. First, which\n   goes on.\n2. Second."),
              ElementsAre("First, which goes on.", "Second."));
  EXPECT_THAT(split_steps("First.\n\nSecond."), ElementsAre("First.", "Second."));
  EXPECT_THAT(split_steps("Only one."), ElementsAre("Only one."));
  EXPECT_THAT(split_steps(" \n\n "), IsEmpty());
}

TEST(Steps, AreReadHoweverAReplySpellsThem) {
  const auto of = [](std::string_view text) {
    const auto document = json::Document::parse(text);
    return read_steps(document->root());
  };
  EXPECT_THAT(*of(R"(["1. a b", "", "2. c"])"), ElementsAre("a b", "c"));
  EXPECT_THAT(*of(R"("1. a\n2. b")"), ElementsAre("a", "b"));
  EXPECT_THAT(*of(R"([{"step":"a"},{"text":"b"}])"), ElementsAre("a", "b"));
  EXPECT_THAT(*of("[]"), IsEmpty());
  EXPECT_FALSE(of("[1, 2]"));
  EXPECT_FALSE(of("7"));
  EXPECT_EQ(numbered_steps({"a", "b"}), "1. a\n2. b");
}

}  // namespace
}  // namespace generator::cot
