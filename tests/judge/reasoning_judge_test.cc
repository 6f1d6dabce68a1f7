#include "judge/reasoning_judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "base/files.h"
#include "data/reasons.h"
#include "judge/canary.h"

namespace generator::judge {
namespace {

using ::testing::HasSubstr;

prompt::Template template_of(const std::string& file) {
  const std::string path = std::string(SOURCE_DIR) + "/configs/prompts/" + file;
  return *prompt::Template::parse(*read_file(path), file);
}

SourcedExample row_of() {
  SourcedExample row;
  row.example.id = "r1";
  row.example.pair() = {"Can a compact dataset of 100 KB be made?",
                        {"Compact storage holds at most 64 KB.", "100 KB are more than 64 KB."},
                        "No."};
  row.example.rating = Rating{};
  row.example.rating->total = 8;
  row.example.rating->reasons = "Exact.";
  Chunk chunk;
  chunk.id = "c1";
  chunk.text = "Compact storage holds at most 64 KB.";
  row.chunk = chunk;
  return row;
}

Outcome reply(const std::string& text) {
  Completion out;
  out.message.content = text;
  return out;
}

std::vector<Ask> asks(Turn turn) { return std::get<std::vector<Ask>>(std::move(turn)); }

ReasoningJudge judge_with(const prompt::Template& prompt, int votes = 1) {
  JudgeOptions options;
  options.votes = votes;
  return *ReasoningJudge::create(prompt, options);
}

TEST(ReasoningJudge, PutsItsMarkBesideTheAnswersAndChangesNothingElse) {
  const auto prompt = template_of("judge_reasoning.yaml");
  const ReasoningJudge judge = judge_with(prompt);
  const auto dialogue = judge_reasoning(judge, row_of(), false);
  ASSERT_EQ(asks(dialogue->open()).size(), 1u);
  auto turn = dialogue->hear(std::array{reply(R"({"reasons":"Step 2 follows.","reasoning_quality":9})")});
  ASSERT_TRUE(turn) << turn.error().message;
  const auto finished = std::get<Finished>(*turn);
  ASSERT_EQ(finished.examples.size(), 1u);
  const Rating& rating = *finished.examples[0].rating;
  EXPECT_EQ(rating.total, 8);
  EXPECT_EQ(rating.reasons, "Exact.");
  EXPECT_EQ(rating.reasoning_quality, 9);
  EXPECT_EQ(rating.reasoning_reasons, "Step 2 follows.");
}

TEST(ReasoningJudge, TakesTheMedianOfItsVotes) {
  const auto prompt = template_of("judge_reasoning.yaml");
  const ReasoningJudge judge = judge_with(prompt, 3);
  const auto dialogue = judge_reasoning(judge, row_of(), false);
  const auto put = asks(dialogue->open());
  ASSERT_EQ(put.size(), 3u);
  EXPECT_EQ(put[2].sample, 2);
  const auto turn = dialogue->hear(std::array{reply(R"({"reasons":"low","reasoning_quality":2})"),
                                              reply(R"({"reasons":"high","reasoning_quality":9})"),
                                              reply(R"({"reasons":"mid","reasoning_quality":7})")});
  const auto finished = std::get<Finished>(*turn);
  EXPECT_EQ(finished.examples[0].rating->reasoning_quality, 7);
  EXPECT_EQ(finished.examples[0].rating->reasoning_reasons, "mid");
}

TEST(ReasoningJudge, AsksNobodyAboutRowsWithoutReasoningOrWithAMarkThatIsKept) {
  const auto prompt = template_of("judge_reasoning.yaml");
  const ReasoningJudge judge = judge_with(prompt);
  SourcedExample plain = row_of(), marked = row_of();
  plain.example.pair().reasoning.clear();
  marked.example.rating->reasoning_quality = 5;
  EXPECT_TRUE(std::holds_alternative<Finished>(judge_reasoning(judge, plain, false)->open()));
  EXPECT_TRUE(std::holds_alternative<Finished>(judge_reasoning(judge, marked, true)->open()));
  EXPECT_FALSE(std::holds_alternative<Finished>(judge_reasoning(judge, marked, false)->open()));
}

TEST(ReasoningJudge, WantsReasonsAndAWholeMark) {
  const auto prompt = template_of("judge_reasoning.yaml");
  const ReasoningJudge judge = judge_with(prompt);
  for (const std::string bad : {R"({"reasons":"x"})", R"({"reasoning_quality":7})",
                                R"({"reasons":"x","reasoning_quality":11})", "fine"}) {
    const auto dialogue = judge_reasoning(judge, row_of(), false);
    dialogue->open();
    EXPECT_FALSE(dialogue->hear(std::array{reply(bad)})) << bad;
    EXPECT_EQ(dialogue->unusable(), std::vector<std::size_t>{0});
  }
}

TEST(ReasoningJudge, IsVoidWhereItObeysTheData) {
  const auto prompt = template_of("judge_reasoning.yaml");
  const ReasoningJudge judge = judge_with(prompt);
  const SourcedExample row = row_of();
  const std::string line = canary_line(*row.chunk);
  const std::string word = line.substr(line.rfind(' ') + 1, line.size() - line.rfind(' ') - 3);
  const auto dialogue = judge_reasoning(judge, row, false);
  EXPECT_THAT(asks(dialogue->open())[0].request.messages.back().content, HasSubstr(line));
  const auto turn =
      dialogue->hear(std::array{reply(R"({"reasons":")" + word + R"( fine","reasoning_quality":10})")});
  const auto finished = std::get<Finished>(*turn);
  ASSERT_EQ(finished.rejects.size(), 1u);
  EXPECT_EQ(finished.rejects[0].code, reasons::kVoidRating);
}

class ReasoningGolden : public testing::TestWithParam<std::pair<std::string, std::string>> {};

TEST_P(ReasoningGolden, IsAsItWas) {
  const auto& [file, golden] = GetParam();
  const auto prompt = template_of(file);
  const ReasoningJudge judge = judge_with(prompt);
  SourcedExample bare = row_of();
  bare.chunk.reset();
  std::string text;
  for (const SourcedExample& row : {row_of(), bare}) {
    for (const Message& message : judge.ask(row).messages)
      text.append("[").append(to_text(message.role)).append("]\n").append(message.content).append("\n");
    text += "----\n";
  }
  const std::string path = std::string(SOURCE_DIR) + "/tests/prompt/golden/" + golden;
  if (std::getenv("GENERATOR_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(write_file(path, text));
  }
  const auto expected = read_file(path);
  ASSERT_TRUE(expected) << "GENERATOR_UPDATE_GOLDEN=1 makes it";
  EXPECT_EQ(text, *expected);
}

INSTANTIATE_TEST_SUITE_P(
    Judge, ReasoningGolden,
    testing::Values(
        std::pair<std::string, std::string>{"judge_reasoning.yaml", "judge_reasoning.txt"},
        std::pair<std::string, std::string>{"small/judge_reasoning.yaml",
                                            "judge_reasoning_small.txt"}));

}  // namespace
}  // namespace generator::judge
