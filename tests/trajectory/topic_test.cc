#include "trajectory/topic.h"

#include "trajectory/support.h"

namespace generator::trajectory {
namespace {

TEST(ProposedTools, AreCheckedOneByOne) {
  const std::string good =
      R"({"tools":[{"name":"get_room","description":"Get a room.","parameters":"{\"type\":\"object\",\"properties\":{}}","returns":"","example":"{}"}]})";
  const auto tools = read_proposed_tools(good);
  ASSERT_TRUE(tools) << tools.error().message;
  EXPECT_EQ((*tools)[0].name, "get_room");
  for (const std::string bad :
       {R"({"tools":[]})", R"({"tools":[{"name":"get room","description":"a"}]})",
        R"({"tools":[{"name":"a","description":""}]})",
        R"({"tools":[{"name":"a","description":"b","parameters":"nothing"}]})",
        R"({"tools":[{"name":"a","description":"b","parameters":"{\"type\":\"string\"}"}]})",
        R"({"tools":[{"name":"a","description":"b"},{"name":"a","description":"c"}]})"})
    EXPECT_FALSE(read_proposed_tools(bad)) << bad;
}

TEST(ProposedTools, OfTheRulesWorkTogether) {
  const prompt::Library library = *prompt::Library::load("");
  const auto proposal = *TopicProposal::create(
      **library.find("tool_topic", prompt::Set::kFull), {.tools = 10, .from_inputs = true});
  const auto reply = offline::answer(proposal.ask("managing hotel bookings", ""));
  ASSERT_TRUE(reply) << reply.error().message;
  auto tools = read_proposed_tools(reply->message.content);
  ASSERT_TRUE(tools) << tools.error().message;
  EXPECT_EQ(tools->size(), 10u);
  Toolbox box(std::move(*tools));
  EXPECT_GE(box.graph.data.size(), 5u);
  EXPECT_FALSE(offline::answer(proposal.ask("of the", "")));
}

}  // namespace
}  // namespace generator::trajectory
