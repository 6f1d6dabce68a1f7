#include "report/story.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "base/text.h"

namespace generator::story {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Story, MarksSpansOnceHoweverTheyOverlapAndLeavesOutThoseThatCannotBe) {
  EXPECT_EQ(marked("abcdef", {}), "abcdef");
  EXPECT_EQ(marked("abcdef", {{1, 3}}), "a⟦bc⟧def");
  EXPECT_EQ(marked("abcdef", {{4, 6}, {0, 2}, {1, 3}, {3, 4}}), "⟦abcdef⟧");
  EXPECT_EQ(marked("abcdef", {{5, 6}, {0, 1}}), "⟦a⟧bcde⟦f⟧");
  EXPECT_EQ(marked("abc", {{-1, 2}, {2, 9}, {2, 2}, {3, 1}}), "abc");
}

Ask ask(std::string text, std::string reply, std::string problem = "") {
  Ask out;
  Message system, user;
  system.role = Role::kSystem;
  system.content = "the rules";
  user.content = std::move(text);
  out.messages = {system, user};
  out.schema = "{\"type\":\"object\"}";
  out.max_tokens = 100;
  Reply said;
  said.text = std::move(reply);
  said.model = "m";
  said.is_priced = true;
  said.cost = Usd{2'000'000'000};
  out.reply = said;
  out.problem = std::move(problem);
  return out;
}

Story whole() {
  Story out;
  out.id = "a/1";
  out.found_in = {"rows.jsonl"};
  Example row;
  row.id = out.id;
  row.body = QaPair{"Why?", {}, "Because\n== cost\n\x1b[31m it is."};
  row.provenance.chunk_id = "a";
  row.evidence = {{"a", {0, 7}, true}};
  row.original_answer = "It is.";
  row.rating = Rating{};
  row.rating->total = 8.5;
  row.rating->criteria = {{"clarity", 9}};
  row.rating->reasons = "clear";
  out.row = row;
  out.row_text = example_text(row);
  out.first_answer = "It is.";
  Chunk chunk;
  chunk.id = "a";
  chunk.text = "Because it is.";
  chunk.source = "a.md";
  out.passage = chunk;
  Step step;
  step.stage = "generate";
  step.provider = "openai";
  step.model = "m";
  step.rows = 3;
  step.asks = {ask("make pairs", "no", "it is no JSON"), ask("make pairs", "{}")};
  step.asks[1].why = "the reply could not be used: it is no JSON";
  Message again;
  again.content = "That reply cannot be used";
  step.asks[1].messages.push_back(again);
  out.steps = {step};
  out.left = {{"fact_added", "the rewritten answer has a fact", "1987", "a/1", false, "{}", ""}};
  out.verdict.threshold = 7;
  out.verdict.what = "kept";
  return out;
}

TEST(Story, TellsEveryRequestReplyAndReasonForAPerson) {
  const std::string told = to_text(whole());
  for (const char* part :
       {"⟦Because⟧ it is.", "bytes 0 to 7 (its facts must stay)", "the rules", "make pairs",
        "it is no JSON", "asked again", "That reply cannot be used", "answer at first",
        "only this version was refused: fact_added", "total 8.5, clarity 9", "threshold 7", "kept",
        "2 replies: 0.0040 USD; those of generate are shared among 3 rows"})
    EXPECT_THAT(told, HasSubstr(part));
  const auto first = told.find("the rules");
  EXPECT_EQ(told.find("the rules", first + 1), std::string::npos) << "a prompt is shown once";
}

TEST(Story, ObeysNoTextAndLetsNonePassForAHeading) {
  const std::string told = to_text(whole());
  EXPECT_THAT(told, Not(HasSubstr("\x1b")));
  EXPECT_THAT(told, HasSubstr("\\x1B[31m"));
  EXPECT_THAT(told, HasSubstr("\n    == cost\n"));
  EXPECT_EQ(told.find("\n== cost"), told.rfind("\n== cost"));
}

TEST(Story, WithoutAPriceOrAModelSaysSo) {
  Story story = whole();
  for (Ask& each : story.steps[0].asks) each.reply->is_priced = false, each.reply->cost = Usd{};
  EXPECT_THAT(to_text(story), HasSubstr("2 replies: no price is known"));
  story.steps[0].by_rules = true;
  EXPECT_THAT(to_text(story), HasSubstr("by offline rules"));
  EXPECT_THAT(to_text(story), HasSubstr("nothing: no model was asked"));
  EXPECT_THAT(to_text(story), Not(HasSubstr("the rules")));
}

TEST(Story, IsOneJsonObjectThatHasAllOfIt) {
  const std::string json = to_json(whole());
  const auto read = json::Document::parse(json);
  ASSERT_TRUE(read) << json;
  const json::Value root = read->root();
  EXPECT_EQ(root.find("row")->text_of("id"), "a/1");
  EXPECT_EQ(root.find("evidence")->at(0).text_of("text"), "Because");
  const json::Value step = root.find("steps")->at(0);
  EXPECT_EQ(step.find("rows")->integer(), 3);
  EXPECT_EQ(step.find("asks")->size(), 2u);
  EXPECT_EQ(step.find("asks")->at(0).text_of("problem"), "it is no JSON");
  EXPECT_EQ(step.find("asks")->at(1).find("messages")->size(), 3u);
  EXPECT_EQ(root.find("refused")->at(0).text_of("code"), "fact_added");
  EXPECT_EQ(root.find("verdict")->text_of("what"), "kept");
  EXPECT_DOUBLE_EQ(*root.find("usd")->number(), 0.004);
}

}  // namespace
}  // namespace generator::story
