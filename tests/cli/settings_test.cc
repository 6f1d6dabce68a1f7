#include "cli/settings.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <ostream>
#include <stdexcept>

#include "cli/providers.h"

namespace generator::cli {
namespace {

// In a file of this process: tests run side by side.
Result<ConfigFile> read_config(const std::string& content, bool trusted) {
  const std::string path =
      fmt::format("{}settings_test_config.{}.yaml", testing::TempDir(), ::getpid());
  std::ofstream(path) << content;
  auto config = ConfigFile::read(path, trusted);
  std::filesystem::remove(path);
  return config;
}

Arguments parse(std::vector<std::string> words) {
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  auto arguments = parse_arguments(*find_command("pipeline"), pointers);
  if (!arguments) throw std::runtime_error(arguments.error().message);
  return *arguments;
}

const char* no_environment(const char*) { return nullptr; }
const char* some_environment(const char* name) {
  const std::string_view key = name;
  if (key == "GENERATOR_THRESHOLD") return "6.5";
  if (key == "GENERATOR_SEED") return "nine";
  return nullptr;
}
const char* key_in_environment(const char* name) {
  return std::string_view(name) == "OPENAI_API_KEY" ? "sk-canary" : nullptr;
}

std::string failure_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Fatal& fatal) {
    EXPECT_EQ(fatal.exit_code(), kWrongUseExit);
    return fatal.what();
  }
  return "";
}

TEST(Arguments, KnowEveryWayToWriteAnOption) {
  const Arguments arguments =
      parse({"docs", "-o", "x.jsonl", "--threshold=8", "--workers", "3", "--quiet", "--", "-odd"});
  EXPECT_EQ(arguments.positional, (std::vector<std::string>{"docs", "-odd"}));
  using Flags = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(
      arguments.flags,
      (Flags{
          {"--output", "x.jsonl"}, {"--threshold", "8"}, {"--concurrency", "3"}, {"--quiet", ""}}));
}

TEST(Arguments, NameTheNearestOptionAndRefuseRepeats) {
  const auto message = [](std::vector<std::string> words) -> std::string {
    try {
      parse(std::move(words));
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(message({"--treshold", "8"}).find("did you mean `--threshold`"), std::string::npos);
  EXPECT_NE(message({"--seed", "1", "--seed", "2"}).find("given twice"), std::string::npos);
  EXPECT_NE(message({"--seed"}).find("needs a value"), std::string::npos);
  EXPECT_NE(message({"--quiet=1"}).find("takes no value"), std::string::npos);
  EXPECT_EQ(message({"--include", "a", "--include", "b"}), "");
}

TEST(Settings, TakeFlagsOverEnvironmentOverConfigOverDefaults) {
  const auto config = read_config("curate: {threshold: 5}\nllm:\n  concurrency: 7\n", true);
  ASSERT_TRUE(config) << config.error().message;
  const Command& command = *find_command("pipeline");
  EXPECT_EQ(Settings(command, parse({"--threshold", "8"}), *config, some_environment)
                .number("--threshold", 1, 10),
            8);
  EXPECT_EQ(Settings(command, parse({}), *config, some_environment).number("--threshold", 1, 10),
            6.5);
  EXPECT_EQ(Settings(command, parse({}), *config, no_environment).number("--threshold", 1, 10), 5);
  EXPECT_EQ(Settings(command, parse({}), {}, no_environment).number("--threshold", 1, 10), 7);
  EXPECT_EQ(Settings(command, parse({}), *config, no_environment).integer("--concurrency", 1, 100),
            7);
}

TEST(Settings, SayWhereAWrongValueWasSet) {
  const Command& command = *find_command("pipeline");
  const Settings settings(command, parse({"--threshold", "11", "--answer-words", "9:3"}), {},
                          some_environment);
  EXPECT_NE(failure_of([&] { settings.number("--threshold", 1, 10); }).find("--threshold: `11`"),
            std::string::npos);
  EXPECT_NE(failure_of([&] { settings.integer("--seed", 0, 10); }).find("GENERATOR_SEED: `nine`"),
            std::string::npos);
  EXPECT_NE(failure_of([&] { settings.range("--answer-words", 1); }).find("MIN:MAX"),
            std::string::npos);
}

struct BadConfig {
  const char* text;
  bool trusted;
  const char* message;
};
void PrintTo(const BadConfig& config, std::ostream* out) { *out << config.message; }
class BadConfigs : public testing::TestWithParam<BadConfig> {};
TEST_P(BadConfigs, NameLineAndRemedy) {
  const auto config = read_config(GetParam().text, GetParam().trusted);
  ASSERT_FALSE(config);
  EXPECT_NE(config.error().message.find(GetParam().message), std::string::npos)
      << config.error().message;
}
INSTANTIATE_TEST_SUITE_P(
    Cases, BadConfigs,
    testing::Values(BadConfig{"llm:\n  providr: x\n", true,
                              ":2: unknown setting `llm.providr`; did you mean `llm.provider`?"},
                    BadConfig{"llm:\n  openai:\n    model: ${M}\n", true,
                              ":3: `llm.openai.model` holds a ${VARIABLE}"},
                    BadConfig{"llm: {openai: {base_url: http://x}}\n", false, "--trust-config"},
                    BadConfig{"llm: {openai: {api_key: \"${OPENAI_API_KEY}\"}}\n", false,
                              "--trust-config"},
                    BadConfig{"llm: {claude: {command: rm}}\n", false, "--trust-config"},
                    BadConfig{"just a text\n", true, "settings are `key: value` lines"}));

TEST(Providers, OfflineIsTheDefaultOnlyWhereNothingElseIsNamed) {
  const Command& command = *find_command("pipeline");
  EXPECT_EQ(stage_model(Settings(command, parse({}), {}, no_environment), "generate").provider,
            "offline");
  const std::string message = failure_of(
      [&] { stage_model(Settings(command, parse({}), {}, key_in_environment), "generate"); });
  EXPECT_NE(message.find("--provider openai"), std::string::npos) << message;
  EXPECT_EQ(message.find("sk-canary"), std::string::npos);
  EXPECT_EQ(stage_model(Settings(command, parse({"--provider", "offline"}), {}, key_in_environment),
                        "judge")
                .provider,
            "offline");
}

TEST(Providers, AStageMayHaveItsOwn) {
  const auto config = read_config(
      "llm:\n  provider: gemini\n  temperature: 0.5\nstages:\n  "
      "judge:\n    provider: offline\n    temperature: 0\n",
      true);
  ASSERT_TRUE(config) << config.error().message;
  const Settings settings(*find_command("pipeline"), parse({}), *config, no_environment);
  EXPECT_EQ(stage_model(settings, "judge").provider, "offline");
  EXPECT_EQ(stage_model(settings, "judge").sampling.temperature, 0);
  EXPECT_EQ(stage_model(settings, "generate").provider, "gemini");
  EXPECT_EQ(stage_model(settings, "generate").sampling.temperature, 0.5);
  const Settings forced(*find_command("pipeline"), parse({"--provider", "vllm"}), *config,
                        no_environment);
  EXPECT_EQ(stage_model(forced, "judge").provider, "vllm");
  // A model that takes no temperature is sent none, so that it is no part of the request either.
  const Settings reasoning(*find_command("pipeline"), parse({"--provider", "openai"}), *config,
                           no_environment);
  EXPECT_EQ(stage_model(reasoning, "generate").sampling.temperature, -1);
}

TEST(Help, SaysEveryOptionOfEveryCommandWithAnExample) {
  for (const Command& command : commands()) {
    const std::string page = help(command);
    EXPECT_NE(page.find("example:\n  generator "), std::string::npos);
    for (const Option& option : options()) {
      // Lines of options begin with two spaces, a letter or none, and the long name followed by a
      // space.
      const bool is_shown = page.find(fmt::format("      {} ", option.name)) != std::string::npos ||
                            page.find(fmt::format(", {} ", option.name)) != std::string::npos;
      EXPECT_EQ(is_shown, takes(command, option)) << command.name << " " << option.name;
    }
  }
}

TEST(Config, TheExampleFileIsValid) {
  const auto config = ConfigFile::read(SOURCE_DIR "/configs/config.yaml", false);
  EXPECT_TRUE(config) << config.error().message;
}

}  // namespace
}  // namespace generator::cli
