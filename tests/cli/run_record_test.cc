#include "cli/run_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "support/temp_folder.h"

namespace generator::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const char* some_environment(const char* name) {
  return std::string_view(name) == "GENERATOR_THRESHOLD" ? "6.5" : nullptr;
}

Settings given(Arguments arguments) {
  ConfigFile config = ConfigFile::of(
      "settings.yaml", {{"llm.openai.api_key", {{"sk-canary"}, 1}},
                        {"llm.openai.base_url", {{"https://user:canary@host/v1"}, 2}},
                        {"llm.proxy", {{"http://canary@proxy"}, 3}},
                        {"llm.max_tokens", {{"512"}, 4}},
                        {"data.audience", {{"beginners"}, 5}},
                        {"data.answer_words", {{"20:90"}, 6}}});
  arguments.positional = {"docs"};
  return Settings(*find_command("pipeline"), std::move(arguments), std::move(config),
                  &some_environment);
}

struct RunRecordTest : ::testing::Test {
  RunRecord written_and_read(const Settings& settings) {
    RunRecord record = record_of(settings);
    record.stages = {{"judge", "openai", "gpt-x", "openai/gpt-x@host"}};
    EXPECT_TRUE(write_run_record(record, path));
    auto read = read_run_record(path);
    EXPECT_TRUE(read) << read.error().message;
    return read ? std::move(*read) : RunRecord{};
  }
  testing::TempFolder temp;
  std::string path = temp / "run.json";
};

TEST_F(RunRecordTest, GivesTheSettingsBackWhereverTheyWereSet) {
  const RunRecord record = written_and_read(
      given({{}, {{"--n-pairs", "2"}, {"--weights", "clarity=1"}, {"--keep-duplicates", ""}}}));
  const Settings settings = settings_of(record, {});
  EXPECT_EQ(settings.command().name, "pipeline");
  EXPECT_EQ(settings.integer("--n-pairs", 1, 9), 2);
  EXPECT_EQ(settings.number("--threshold", 0, 10), 6.5);
  EXPECT_EQ(settings.range("--answer-words", 1), (std::pair<std::int64_t, std::int64_t>(20, 90)));
  EXPECT_TRUE(settings.is_on("--keep-duplicates"));
  EXPECT_FALSE(settings.is_set("--keep-ratings"));
  EXPECT_EQ(settings.config().text("data.audience"), "beginners");
  EXPECT_EQ(settings.config().text("llm.max_tokens"), "512");
  EXPECT_EQ(settings.config().text("stages.judge.model"), "gpt-x");
  EXPECT_EQ(record.stage("judge")->identity, "openai/gpt-x@host");
  EXPECT_EQ(record.stage("enrich"), nullptr);
}

TEST_F(RunRecordTest, AnOptionGivenNowStandsInFrontOfTheRuns) {
  const RunRecord record = written_and_read(given({{}, {{"--prompts", "then"}}}));
  EXPECT_EQ(settings_of(record, {{}, {{"--prompts", "now"}}}).list("--prompts"),
            std::vector<std::string>{"now"});
}

TEST_F(RunRecordTest, HoldsNoKeyAndNoAddressAndNothingOfHowTheRunWentAboutIt) {
  written_and_read(given({{}, {{"--concurrency", "9"}, {"--replay", ""}, {"--budget", "5"}}}));
  const std::string text = *read_file(path);
  for (const char* part : {"canary", "concurrency", "replay", "budget"})
    EXPECT_THAT(text, Not(HasSubstr(part)));
}

TEST_F(RunRecordTest, OfAnotherMakingIsAnErrorThatNamesTheRemedy) {
  ASSERT_TRUE(write_file(path, "[]"));
  EXPECT_THAT(read_run_record(path).error().message, HasSubstr("remove it"));
  for (const char* hostile :
       {R"({"command":"pipeline","options":{"--config":["/etc/passwd"]}})",
        R"({"command":"pipeline","options":{"--none":[""]}})", R"({"command":"none"})"}) {
    ASSERT_TRUE(write_file(path, hostile));
    EXPECT_THROW(settings_of(*read_run_record(path), {}), Fatal) << hostile;
  }
  ASSERT_TRUE(write_file(path, R"({"command":"pipeline","settings":)"
                               R"({"llm.claude.command":["rm"],"data.tone":["x"]}})"));
  const Settings settings = settings_of(*read_run_record(path), {});
  EXPECT_EQ(settings.config().text("llm.claude.command"), "");
  EXPECT_EQ(settings.config().text("data.tone"), "x");
}

}  // namespace
}  // namespace generator::cli
