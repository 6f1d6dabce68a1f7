#include "offline/tool_choice.h"
#include "offline/tool_facts.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace generator::offline {
namespace {

Tool named(std::string name, std::string description) {
  Tool out;
  out.name = std::move(name);
  out.description = std::move(description);
  return out;
}

ToolUse row_of(std::string instruction, std::vector<std::pair<std::string, std::string>> calls) {
  ToolUse out;
  out.tools = {named("get_shape", "Get the shape of a dataset."),
               named("get_dtype", "Get the data type of a dataset."),
               named("get_pet", "Get a pet by its ID."), named("delete_pet", "Delete a pet.")};
  out.turns.emplace_back();
  out.turns[0].instruction = std::move(instruction);
  for (auto& [name, arguments] : calls) {
    ToolStep& step = out.turns[0].steps.emplace_back();
    step.calls.push_back({"", name, arguments});
    step.results.push_back({"1", false});
  }
  return out;
}

TEST(ToolChoice, TheToolThatIsSpokenOfIsFound) {
  const std::string said = "What is the data type of the dataset /a?";
  const ToolUse wrong = row_of(said, {{"get_shape", R"({"path":"/a"})"}});
  ASSERT_NE(meant_instead(wrong, "get_shape", said), nullptr);
  EXPECT_EQ(meant_instead(wrong, "get_shape", said)->name, "get_dtype");
  const ToolUse right = row_of(said, {{"get_dtype", R"({"path":"/a"})"}});
  EXPECT_EQ(meant_instead(right, "get_dtype", said), nullptr);
}

TEST(ToolChoice, WordsOfAnotherCallOfTheRowSpeakOfThatCall) {
  const std::string said = "What are the shape and the data type of the dataset /a?";
  const ToolUse both = row_of(said, {{"get_shape", R"({"path":"/a"})"},
                                     {"get_dtype", R"({"path":"/a"})"}});
  EXPECT_EQ(meant_instead(both, "get_shape", said), nullptr);
}

TEST(ToolChoice, ADeedThatIsAskedForIsDone) {
  const ToolUse undone = row_of("Look up pet 3 and then delete it.", {{"get_pet", R"({"id":3})"}});
  ASSERT_NE(left_undone(undone), nullptr);
  EXPECT_EQ(left_undone(undone)->name, "delete_pet");
  EXPECT_EQ(left_undone(row_of("Look up pet 3.", {{"get_pet", R"({"id":3})"}})), nullptr);
  EXPECT_EQ(left_undone(row_of("Delete pet 3.", {})), nullptr) << "nothing is called at all";
}

TEST(ToolChoice, NothingIsDeletedThatNobodyAskedFor) {
  EXPECT_EQ(unasked_end(row_of("Look up pet 3.", {{"delete_pet", R"({"id":3})"}})), "delete_pet");
  EXPECT_EQ(unasked_end(row_of("Remove pet 3.", {{"delete_pet", R"({"id":3})"}})), "");
}

TEST(ToolChoice, AValueThatIsGivenIsPassed) {
  EXPECT_EQ(unused_value(row_of("Look up pet 3 and pet 71.", {{"get_pet", R"({"id":3})"}})), "71");
  EXPECT_EQ(unused_value(row_of("Look up pet 3.", {{"get_pet", R"({"id":3})"}})), "");
  EXPECT_EQ(unused_value(row_of("Look up pet 3.", {})), "");
}

TEST(ToolChoice, FactsAreWhatCouldBeMadeUp) {
  EXPECT_EQ(facts_of("The fields are filingDate, title and 12 more under /a/b."),
            (std::vector<std::string>{"filingDate", "/a/b"}));
}

}  // namespace
}  // namespace generator::offline
