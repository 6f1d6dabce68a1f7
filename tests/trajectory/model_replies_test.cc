// Replies that a model writes for simulated tools.
#include "trajectory/model_replies.h"

#include <gmock/gmock.h>

#include "trajectory/support.h"

namespace generator::trajectory {
namespace {

using ::testing::HasSubstr;

std::vector<Tool> tools() {
  Tool burn, told;
  burn.name = "burn_disc";
  burn.description = "Burns a disc.";
  told.name = "get_disc";
  told.description = "Get a disc.";
  told.output_schema = R"({"type":"object"})";
  return {burn, told};
}

/// Calls both tools, then ends in a row with what it saw.
class Calling final : public Dialogue {
 public:
  Turn open() override { return Act{{}, {{"c1", "burn_disc", "{}"}, {"c2", "get_disc", "{}"}, {"c3", "burn_disc", "{}"}, {"c4", "burn_disc", "{}"}}}; }
  Result<Turn> hear(std::span<const Outcome>) override { return fail(ErrorKind::kInternal, "nothing was asked"); }
  Turn see(std::span<const CallResult> results) override {
    Finished out;
    ToolUse& row = out.tool_uses.emplace_back();
    row.turns.push_back({.instruction = "i", .steps = {}, .answer = "a"});
    ToolStep& step = row.turns[0].steps.emplace_back();
    step.calls = {{"c1", "burn_disc", "{}"}, {"c2", "get_disc", "{}"}};
    step.results.assign(results.begin(), results.end());
    return out;
  }
};

struct Replying : ::testing::Test {
  Replying() : library(*prompt::Library::load("")), own(tools()) {
    replies.emplace(*ModelReplies::create(own, **library.find("tool_reply", prompt::Set::kFull), {}));
    dialogue = replies->around(std::make_unique<Calling>());
    dialogue->open();
  }
  std::vector<Ask> see() {
    const std::vector<CallResult> results = {{R"("Burned disc")"}, {R"({"id":1})"}, {R"({"error":"busy"})", true}, {"[101]"}};
    return std::get<std::vector<Ask>>(dialogue->see(results));
  }
  Result<Turn> hear(const std::string& text) {
    Completion completion;
    completion.message.content = text;
    const Outcome outcome = completion;
    return dialogue->hear({&outcome, 1});
  }
  prompt::Library library;
  std::vector<Tool> own;
  std::optional<ModelReplies> replies;
  std::unique_ptr<Dialogue> dialogue;
};

TEST_F(Replying, OnlyWhatNothingTellsIsAskedAndLabelled) {
  const std::vector<Ask> asks = see();
  ASSERT_EQ(asks.size(), 1u);  // not the told one, not the error, not the list
  EXPECT_EQ(asks[0].request.task, "tool_reply");
  EXPECT_THAT(asks[0].request.messages.back().content, HasSubstr("Burned disc"));
  const auto turn = hear(R"({"reply":"{ \"disc\": {\"state\": \"burned\"} }"})");
  ASSERT_TRUE(turn) << turn.error().message;
  const ToolUse& row = std::get<Finished>(*turn).tool_uses.at(0);
  EXPECT_EQ(row.turns[0].steps[0].results[0].content, R"({"disc":{"state":"burned"}})");
  EXPECT_EQ(row.turns[0].steps[0].results[1].content, R"({"id":1})");
  EXPECT_EQ(row.extra, R"("replies_by_model":["burn_disc"])");
}

TEST_F(Replying, AReplyThatIsNoObjectIsAskedAgain) {
  see();
  for (const char* text : {"no json", R"({"reply":"text"})", R"({"reply":"[1]"})", R"({"reply":"{}"})", "{}"}) {
    EXPECT_FALSE(hear(text)) << text;
    EXPECT_EQ(dialogue->unusable(), std::vector<std::size_t>{0});
  }
  EXPECT_TRUE(hear(R"({"reply":"{\"a\":1}"})"));
}

TEST_F(Replying, WhereNoModelAnswersTheSimulationsWordsStay) {
  see();
  const Outcome outcome = Failure{};
  const auto turn = dialogue->hear({&outcome, 1});
  ASSERT_TRUE(turn);
  EXPECT_EQ(std::get<Finished>(*turn).tool_uses.at(0).turns[0].steps[0].results[0].content, R"("Burned disc")");
}

TEST(ModelReplies, OfTheRulesAreTheSimulationsWordsInAnObject) {
  const std::vector<Tool> own = tools();
  const prompt::Library library = *prompt::Library::load("");
  const auto replies = *ModelReplies::create(own, **library.find("tool_reply", prompt::Set::kFull), {.sampling = {}, .from_inputs = true});
  const auto reply = offline::answer(replies.ask({"c", "burn_disc", "{}"}, {R"("Burned disc")"}));
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(read_written_reply(reply->message.content).value(), R"({"message":"Burned disc"})");
}

}  // namespace
}  // namespace generator::trajectory
