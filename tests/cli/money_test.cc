// Whole commands against a priced model: what they spend, when they stop, and what they ask twice.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <unistd.h>

#include <filesystem>
#include <set>
#include <stdexcept>

#include "base/files.h"
#include "cli/commands.h"
#include "cli/consent.h"
#include "cli/settings.h"
#include "run/spending.h"
#include "support/loopback_server.h"
#include "support/temp_folder.h"

namespace generator::cli {
namespace {

using ::testing::HasSubstr;

/// A terminal in place of standard input and error while it lives, at which `typed` was typed.
class Terminal {
 public:
  explicit Terminal(const std::string& typed) {
    int end = -1;
    if (::openpty(&ours_, &end, nullptr, nullptr, nullptr) != 0)
      throw std::runtime_error("no pseudo-terminal is to be had");
    if (::write(ours_, typed.data(), typed.size()) != static_cast<ssize_t>(typed.size()))
      throw std::runtime_error("nothing can be typed");
    for (std::size_t i = 0; i < 2; ++i) {
      kept_[i] = ::dup(kNumbers[i]);
      ::dup2(end, kNumbers[i]);
    }
    ::close(end);
  }
  ~Terminal() {
    for (std::size_t i = 0; i < 2; ++i) {
      ::dup2(kept_[i], kNumbers[i]);
      ::close(kept_[i]);
    }
    ::close(ours_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  /// What it shows up to `awaited`, or in five seconds.
  std::string shown(const std::string& awaited) const {
    std::string out;
    pollfd there{ours_, POLLIN, 0};
    while (out.find(awaited) == std::string::npos && ::poll(&there, 1, 5000) == 1) {
      char block[256];
      const ssize_t n = ::read(ours_, block, sizeof block);
      if (n <= 0) break;
      out.append(block, static_cast<std::size_t>(n));
    }
    return out;
  }

 private:
  static constexpr int kNumbers[] = {STDIN_FILENO, STDERR_FILENO};
  int ours_ = -1;
  int kept_[2] = {-1, -1};
};

// 1,000 tokens of reply at 100 USD a million: 0.1 USD a call, and 0.2048 at most.
const std::string kReply = test::http_answer(
    200,
    R"({"model":"dear","choices":[{"finish_reason":"stop","message":{"content":"{\"pairs\":[)"
    R"({\"question\":\"How does an Acme queue keep its messages when the broker restarts?\",\"kind\":\"concept\",)"
    R"(\"units\":[1]}]}"}}],"usage":{"prompt_tokens":700,"completion_tokens":1000}})");

struct MoneyTest : ::testing::Test {
  void SetUp() override {
    std::filesystem::create_directory(temp / "docs");
    for (int i = 0; i < 30; ++i)
      ASSERT_TRUE(write_file(
          fmt::format("{}/docs/page{:02}.md", temp.path(), i),
          fmt::format("# Acme Queue {0}\n\nThe `orders{0}` queue of the project is a list of "
                      "messages that waits on disk until one of the {1} workers of the project "
                      "takes them, and it survives a restart of the broker, because every message "
                      "is written to the disk before it is acknowledged to its sender.\n",
                      i, i + 2)));
    ASSERT_TRUE(write_file(temp / "prices.yaml",
                           "prices:\n- {provider: openai, model: dear, input: 0, output: 100}\n"));
    ASSERT_TRUE(write_file(
        temp / "config.yaml",
        fmt::format("llm: {{openai: {{base_url: '{}', api_key: sk-test}}}}\n", server.url("/v1"))));
  }

  struct Ended {
    int code = 0;
    std::string message, output;
  };
  Ended generate(std::vector<std::string> more) {
    std::vector<std::string> words = {temp / "docs",
                                      "-o",
                                      temp / "qa.json",
                                      "--provider",
                                      "openai",
                                      "--model",
                                      "dear",
                                      "--n-pairs",
                                      "1",
                                      "--prices",
                                      temp / "prices.yaml",
                                      "--quiet",
                                      "--concurrency",
                                      "2"};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    const Command& command = *find_command("generate");
    auto arguments = parse_arguments(command, pointers);
    if (!arguments) throw std::runtime_error(arguments.error().message);
    auto config = ConfigFile::read(temp / "config.yaml", true);
    if (!config) throw std::runtime_error(config.error().message);
    const Settings settings(command, *arguments, *config,
                            [](const char*) -> const char* { return nullptr; });
    Ended ended;
    ::testing::internal::CaptureStdout();
    try {
      ended.code = command.run(settings);
    } catch (const Fatal& fatal) {
      ended.code = fatal.exit_code();
      ended.message = fatal.what();
    }
    ended.output = ::testing::internal::GetCapturedStdout();
    return ended;
  }

  std::size_t requests() const { return server.requests().size(); }
  std::size_t distinct_requests() const {
    std::set<std::string> bodies;
    for (const std::string& request : server.requests())
      bodies.insert(request.substr(request.find("\r\n\r\n")));
    return bodies.size();
  }
  Spending spending() const { return *read_spending(temp / "qa.json.run/ledger", nullptr); }
  std::string report() const { return *read_file(temp / "qa.json.run/report.json"); }

  testing::TempFolder temp;
  test::LoopbackServer server{kReply};
};

TEST_F(MoneyTest, TheBudgetEndsTheCommandWithFourAndAHigherOneGoesOnWithoutARepeatedCall) {
  const Ended first = generate({"--budget", "0.50"});
  EXPECT_EQ(first.code, kBudgetReached) << first.message;
  EXPECT_THAT(first.message,
              HasSubstr("the budget of 0.5000 USD is reached: 0.3000 USD are spent"));
  EXPECT_THAT(first.message, HasSubstr("a higher --budget goes on without asking anything twice"));
  EXPECT_EQ(requests(), 3u);
  EXPECT_FALSE(path_exists(temp / "qa.json"));
  EXPECT_EQ(generate({"--budget", "0.50"}).code, kBudgetReached);
  EXPECT_EQ(requests(), 3u);
  const Ended rest = generate({"--budget", "4"});
  EXPECT_EQ(rest.code, kDone) << rest.message;
  EXPECT_EQ(requests(), 30u);
  EXPECT_EQ(distinct_requests(), 30u);
  EXPECT_EQ(spending().counted(), *read_usd("3"));
  EXPECT_THAT(report(), HasSubstr("\"usd\":3"));
  EXPECT_THAT(report(), HasSubstr("\"usd_this_run\":2.7"));
  // Once more: nothing is asked, and nothing counts twice.
  EXPECT_EQ(generate({"--budget", "4"}).code, kDone);
  EXPECT_EQ(requests(), 30u);
  EXPECT_THAT(report(), HasSubstr("\"usd_this_run\":0"));
  EXPECT_THAT(*read_file(temp / "qa.json.run/report.md"), HasSubstr("3.00 USD (0.00 by this run)"));
}

TEST_F(MoneyTest, APreviewForecastsAndTheWholeRunDoesNotPayForItAgain) {
  const Ended preview = generate({"--preview", "6"});
  EXPECT_EQ(preview.code, kDone) << preview.message;
  EXPECT_EQ(requests(), 6u);
  EXPECT_FALSE(path_exists(temp / "qa.json"));
  EXPECT_THAT(preview.output, HasSubstr("preview: 6 of 30 chunks"));
  EXPECT_THAT(preview.output, HasSubstr("Wilson"));
  EXPECT_THAT(preview.output, HasSubstr("cost in USD 3.00 (3.00 to 3.00)"));
  EXPECT_THAT(preview.output, HasSubstr("tokens out  30,000 (30,000 to 30,000)"));
  EXPECT_THAT(preview.output, HasSubstr("0.6000 USD are paid already"));
  EXPECT_EQ(generate({"--yes"}).code, kDone);
  EXPECT_EQ(requests(), 30u);
  EXPECT_EQ(distinct_requests(), 30u);
}

TEST_F(MoneyTest, WithoutABudgetItPreviewsTenAndDoesNotSpendMoreThanADollarUnasked) {
  const Ended unasked = generate({});
  EXPECT_EQ(unasked.code, kWrongUseExit);
  EXPECT_THAT(unasked.message, HasSubstr("this may cost 2.00 USD more"));
  EXPECT_THAT(unasked.message, HasSubstr("--yes, or --budget USD"));
  EXPECT_EQ(requests(), 10u);
  EXPECT_EQ(generate({"--yes"}).code, kDone);
  EXPECT_EQ(requests(), 30u);
  EXPECT_EQ(distinct_requests(), 30u);
}

TEST_F(MoneyTest, ATerminalIsAskedBeforeMoreThanADollar) {
  {
    const Terminal terminal("n\n");
    const Ended refused = generate({});
    EXPECT_EQ(refused.code, kWrongUseExit);
    EXPECT_THAT(refused.message, HasSubstr("not begun"));
    EXPECT_THAT(terminal.shown("[y/N]"), HasSubstr("this may cost 2.00 USD more. Go on? [y/N]"));
  }
  EXPECT_EQ(requests(), 10u);
  const Terminal terminal("y\n");
  EXPECT_EQ(generate({}).code, kDone);
  EXPECT_EQ(requests(), 30u);
}

TEST(ReasonToAsk, IsMoreThanADollarOrOnAModelOfOnesOwnMoreThanHalfAnHour) {
  Forecast forecast;
  forecast.usd = measure::Estimate{1, 0.5, 1.2};
  forecast.seconds = measure::Estimate{1800, 1000, 1801};
  EXPECT_EQ(reason_to_ask(forecast, true), "this may cost 1.20 USD more");
  EXPECT_EQ(reason_to_ask(forecast, false), "this may take more than half an hour");
  forecast.paid = *read_usd("0.2");
  forecast.seconds->high = 1800;
  EXPECT_EQ(reason_to_ask(forecast, true), "");
  EXPECT_EQ(reason_to_ask(forecast, false), "");
  forecast.seconds.reset();
  EXPECT_EQ(reason_to_ask(forecast, false), "");
}

TEST_F(MoneyTest, ADryRunTakesOffWhatTheLedgerAnswersAndWaitsForLimits) {
  EXPECT_EQ(generate({"--preview", "6"}).code, kDone);
  const Ended dry = generate({"--dry-run"});
  EXPECT_THAT(dry.output, HasSubstr("| generate | dear  |       24 |"));
  EXPECT_THAT(dry.output, HasSubstr("6 more are answered by the ledger and cost nothing"));
  EXPECT_THAT(dry.output, HasSubstr("no limit of a provider is known"));
  EXPECT_EQ(requests(), 6u);
  ASSERT_TRUE(write_file(temp / "config.yaml",
                         fmt::format("llm: {{openai: {{base_url: '{}', api_key: sk-test, "
                                     "requests_per_minute: 4, requests_per_day: 1000}}}}\n",
                                     server.url("/v1"))));
  const Ended limited = generate({"--dry-run"});
  EXPECT_THAT(limited.output, HasSubstr("time: 5m00s to 5m00s"));
  EXPECT_THAT(limited.output,
              HasSubstr("limits: 4 requests a minute, 1,000 requests a day of openai"));
}

TEST_F(MoneyTest, ADryRunCountsEveryRequestAndAsksNone) {
  const Ended dry = generate({"--dry-run"});
  EXPECT_EQ(dry.code, kDone) << dry.message;
  EXPECT_EQ(requests(), 0u);
  EXPECT_FALSE(path_exists(temp / "qa.json.run"));
  EXPECT_THAT(dry.output, HasSubstr("=== first request of generate"));
  EXPECT_THAT(dry.output, HasSubstr("| generate | dear  |       30 |"));
  EXPECT_THAT(dry.output, HasSubstr("cost: 0.1200 to 6.15 USD"));  // 40 to 2,048 tokens a reply
}

}  // namespace
}  // namespace generator::cli
