#include "trajectory/edge_question.h"

#include <gmock/gmock.h>

#include "trajectory/support.h"

namespace generator::trajectory {
namespace {

using ::testing::HasSubstr;

struct EdgeQuestionTest : ::testing::Test {
  EdgeConfirmation confirmation(bool from_inputs = false) const {
    EdgeAskOptions options;
    options.from_inputs = from_inputs;
    return *EdgeConfirmation::create(**library.find("tool_edge", prompt::Set::kFull), options);
  }
  prompt::Library library = *prompt::Library::load("");
  Workshop shop{world::file_tools()};
  std::vector<EdgeQuestion> questions = questions_of(shop.box.tools, shop.box.graph);
};

TEST_F(EdgeQuestionTest, ThereIsOneForEachEdgeInTheOrderOfTheGraph) {
  const tool::DependencyGraph& graph = shop.box.graph;
  ASSERT_EQ(questions.size(), graph.data.size() + graph.state.size());
  ASSERT_FALSE(graph.state.empty());
  EXPECT_EQ(questions[0].parameter, graph.data[0].parameter);
  EXPECT_EQ(questions[graph.data.size()].name(),
            shop.box.tools[graph.state[0].from].name + " → " +
                shop.box.tools[graph.state[0].to].name);
}

TEST_F(EdgeQuestionTest, ShowsBothToolsAndTheClaimInFences) {
  const ChatRequest data = confirmation().ask(questions.front());
  const std::string shown = data.messages.back().content;
  EXPECT_THAT(shown, HasSubstr("\"name\":\"" + questions.front().from->name + "\""));
  EXPECT_THAT(shown, HasSubstr("\"name\":\"" + questions.front().to->name + "\""));
  EXPECT_THAT(shown, HasSubstr("as its argument `" + questions.front().parameter + "`"));
  const ChatRequest state = confirmation().ask(questions.back());
  EXPECT_THAT(state.messages.back().content, HasSubstr("has to be called before"));
  EXPECT_TRUE(confirmation(true).ask(questions.front()).messages.empty());
}

TEST_F(EdgeQuestionTest, EndsInTheVerdictThatWasReplied) {
  const EdgeConfirmation asking = confirmation();
  const auto dialogue = asking.begin(questions.front());
  const Finished made = play(*dialogue, shop.runner,
                             in_order({R"({"reason":"ids of notes","is_edge":true,"confidence":0.85})"}));
  ASSERT_EQ(made.tool_uses.size(), 1u);
  const auto verdict = verdict_of(made.tool_uses[0]);
  ASSERT_TRUE(verdict);
  EXPECT_TRUE(verdict->is_edge);
  EXPECT_DOUBLE_EQ(verdict->confidence, 0.85);
  EXPECT_EQ(verdict->reason, "ids of notes");
}

TEST_F(EdgeQuestionTest, ARefusalIsARejectThatNamesTheEdge) {
  const EdgeConfirmation asking = confirmation();
  const auto dialogue = asking.begin(questions.front());
  dialogue->open();
  const Outcome refused = Failure{Failure::Kind::kRefused, "no", ""};
  const auto turn = dialogue->hear({&refused, 1});
  ASSERT_TRUE(turn);
  const Finished& made = std::get<Finished>(*turn);
  ASSERT_EQ(made.rejects.size(), 1u);
  EXPECT_EQ(made.rejects[0].item, questions.front().name());
}

TEST(EdgeVerdict, IsReadStrictly) {
  for (const std::string bad :
       {R"({"reason":"r","is_edge":"yes","confidence":0.5})",
        R"({"reason":"r","is_edge":true,"confidence":90})",
        R"({"reason":"r","is_edge":true,"confidence":-0.1})",
        R"({"reason":"r","is_edge":true})", R"({"reason":" ","is_edge":true,"confidence":1})",
        R"(no JSON)"})
    EXPECT_FALSE(read_edge_verdict(bad)) << bad;
  EXPECT_TRUE(read_edge_verdict(R"({"reason":"r","is_edge":false,"confidence":1})"));
}

TEST_F(EdgeQuestionTest, TheRulesConfirmWhatNamesAndDescriptionsSay) {
  const EdgeConfirmation asking = confirmation(true);
  std::size_t confirmed = 0;
  for (const EdgeQuestion& question : questions) {
    const auto reply = offline::answer(asking.ask(question));
    ASSERT_TRUE(reply) << reply.error().message;
    const auto verdict = read_edge_verdict(reply->message.content);
    ASSERT_TRUE(verdict) << reply->message.content;
    confirmed += verdict->edge_confidence() >= 0.5;
  }
  EXPECT_GE(confirmed * 10, questions.size() * 9);
  const Tool colour = world::make_tool("get_color", "Get the color of the screen.");
  const Tool user = world::make_tool("get_user", "Get a user.",
                                     R"("user_id":{"type":"string","description":"ID of the user"})");
  const auto reply = offline::answer(asking.ask({&colour, &user, "", "user_id", ""}));
  EXPECT_FALSE(read_edge_verdict(reply->message.content)->is_edge);
}

}  // namespace
}  // namespace generator::trajectory
