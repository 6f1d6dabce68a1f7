#include "execute/command_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace generator::execute {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(CommandWords, AreSplitAsAShellSplitsThem) {
  EXPECT_THAT(*command_words(R"( node  "my server.js" 'a "b"' c\ d "e\"f" ''  )"),
              ElementsAre("node", "my server.js", "a \"b\"", "c d", "e\"f", ""));
}

TEST(CommandWords, NoShellSeesThem) {
  EXPECT_THAT(*command_words("a $HOME `id` ; rm * > b"), ElementsAre("a", "$HOME", "`id`", ";", "rm", "*", ">", "b"));
}

TEST(CommandWords, AnOpenQuoteOrNothingIsWrong) {
  EXPECT_THAT(command_words("node 'a").error().message, HasSubstr("not closed"));
  EXPECT_FALSE(command_words("  "));
}

TEST(CommandWords, ACommandThatFailsOrHangsIsAnError) {
  EXPECT_TRUE(run_command({"true"}, 10'000));
  EXPECT_THAT(run_command({"sh", "-c", "exit 3"}, 10'000).error().message, HasSubstr("exit code 3"));
  EXPECT_THAT(run_command({"sleep", "30"}, 100).error().message, HasSubstr("took longer"));
  EXPECT_EQ(run_command({"no-such-program-here"}, 100).error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace generator::execute
