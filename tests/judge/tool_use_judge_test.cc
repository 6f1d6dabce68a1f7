#include "judge/tool_use_judge.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "data/reasons.h"
#include "judge/outcome_evaluation.h"
#include "offline/rules.h"
#include "prompt/library.h"

namespace generator::judge {
namespace {

ToolUse row() {
  ToolUse out;
  out.id = "r";
  Tool& tool = out.tools.emplace_back();
  tool.name = "get_shape";
  tool.description = "Get the shape of a dataset.";
  tool.parameters = R"({"type":"object","properties":{"path":{"type":"string"}}})";
  ToolTurn& turn = out.turns.emplace_back();
  turn.instruction = "What is the shape of the dataset /a/b?";
  turn.steps.push_back({"", {{"", "get_shape", R"({"path":"/a/b"})"}}, {{R"x("(12, 7)")x"}}});
  turn.answer = "The shape of /a/b is (12, 7).";
  return out;
}

Completion said(std::string content) {
  Completion out;
  out.message.content = std::move(content);
  out.model = "scripted";
  return out;
}

std::string reply(double step, double answer, double total) {
  return fmt::format(
      R"({{"messages":[{{"reason":"a","score":{}}},{{"reason":"b","score":{}}}],"reasons":"so","instruction":{},"tool_choice":{},"arguments":{},"answer":{}}})",
      step, answer, total, total, total, total);
}

class Judging : public ::testing::Test {
 protected:
  Judging() : library_(*prompt::Library::load("")) {}

  Finished judged(const std::string& content, ToolUseJudgeOptions options = {}) {
    const auto judge = *ToolUseJudge::create(
        **library_.find("judge_tool_use", prompt::Set::kFull), std::move(options));
    const auto dialogue = judge.begin(row());
    (void)dialogue->open();
    const Outcome outcome = said(content);
    auto next = dialogue->hear({&outcome, 1});
    EXPECT_TRUE(next) << next.error().message;
    return next ? std::get<Finished>(*next) : Finished{};
  }

  prompt::Library library_;
};

TEST_F(Judging, AGoodRowKeepsRatingAndVerdicts) {
  const Finished out = judged(reply(9, 8, 8));
  ASSERT_EQ(out.tool_uses.size(), 1u);
  EXPECT_DOUBLE_EQ(out.tool_uses[0].rating->total, 8);
  EXPECT_EQ(out.tool_uses[0].turns[0].steps[0].verdict->score, 9);
  EXPECT_FALSE(out.tool_uses[0].turns[0].verdict->is_masked);
}

TEST_F(Judging, AWeakMessageIsMaskedAndTheRowStays) {
  const Finished out = judged(reply(3, 8, 8));
  ASSERT_EQ(out.tool_uses.size(), 1u);
  EXPECT_TRUE(out.tool_uses[0].turns[0].steps[0].verdict->is_masked);
}

TEST_F(Judging, ARowWhoseLastMessageIsWeakGoes) {
  EXPECT_EQ(judged(reply(9, 3, 8)).rejects.at(0).code, reasons::kBelowTurnThreshold);
}

TEST_F(Judging, ARowBelowTheThresholdGoesWithItsRating) {
  const Finished out = judged(reply(9, 9, 6));
  EXPECT_EQ(out.rejects.at(0).code, reasons::kBelowThreshold);
  EXPECT_NE(out.rejects.at(0).row.find("\"rating\""), std::string::npos);
}

TEST_F(Judging, RepliesThatCannotBeReadAreErrors) {
  const auto judge =
      *ToolUseJudge::create(**library_.find("judge_tool_use", prompt::Set::kFull), {});
  const std::string good = reply(9, 9, 9);
  for (const std::string bad :
       {std::string("no"), text::replace_all(good, "\"answer\":9", "\"answer\":11"),
        text::replace_all(good, ",{\"reason\":\"b\",\"score\":9}", ""),
        text::replace_all(good, "\"so\"", "\"\"")})
    EXPECT_FALSE(judge.read(row(), said(bad))) << bad;
  EXPECT_TRUE(judge.read(row(), said(good)));
}

TEST_F(Judging, ARequirementWithoutItsEvidenceIsNotMet) {
  const auto evaluation = *OutcomeEvaluation::create(
      **library_.find("evaluate_tool_use", prompt::Set::kFull), {});
  const auto outcome = evaluation.read(
      row(), said(R"x({"requirements":[{"text":"the shape is told","evidence":"(12, 7)","met":true},
                       {"text":"the type is told","evidence":"float64","met":true}]})x"));
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->status, outcomes::kPartially);
  EXPECT_TRUE(outcome->requirements[0].is_met);
  EXPECT_FALSE(outcome->requirements[1].is_met);
  EXPECT_FALSE(evaluation.read(row(), said(R"({"requirements":[]})")));
}

TEST_F(Judging, CallsThatFailedToTheEndAreAFailedExecution) {
  const auto evaluation = *OutcomeEvaluation::create(
      **library_.find("evaluate_tool_use", prompt::Set::kFull), {});
  ToolUse failed = row();
  failed.turns[0].steps[0].results[0] = {R"({"error":"no file is open"})", true};
  const auto outcome = evaluation.read(
      failed, said(R"({"requirements":[{"text":"the shape is told","evidence":"","met":false}]})"));
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->status, outcomes::kExecutionFailed);
}

// What the rules say of a row, and of the same row with a fault in it.
double total_by_rules(const ToolUse& of) {
  const prompt::Library library = *prompt::Library::load("");
  const auto judge = *ToolUseJudge::create(
      **library.find("judge_tool_use", prompt::Set::kFull), {.from_inputs = true});
  const auto rating = judge.read(of, *offline::answer(judge.ask(of)));
  EXPECT_TRUE(rating) << rating.error().message;
  return rating->rating.total;
}

TEST_F(Judging, TheRulesTellARightAnswerFromAWrongOne) {
  EXPECT_GE(total_by_rules(row()), 8);
  ToolUse wrong = row();
  wrong.turns[0].answer = "The shape of /a/b is (15, 7).";
  EXPECT_LT(total_by_rules(wrong), 7);
  ToolUse silent = row();
  silent.turns[0].steps[0].results[0] = {R"({"error":"gone"})", true};
  silent.turns[0].answer = "All is well.";
  EXPECT_LT(total_by_rules(silent), 7);
}

}  // namespace
}  // namespace generator::judge
