// A cap on spending over the Claude program, which says what it has cost only when it is over.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>

#include "base/files.h"
#include "endpoint/place.h"

namespace generator {
namespace {

using ::testing::HasSubstr;

struct Bills {
  double usd = 0;
  std::map<std::string, int> runs;  // by prompt
};

/// A folder whose place is built through the fake program, each of whose runs costs 0.004 USD.
class BudgetOverTheClaudeProgram : public ::testing::Test {
 protected:
  ~BudgetOverTheClaudeProgram() override {
    ::unsetenv("FAKE_CLAUDE"), ::unsetenv("FAKE_CLAUDE_COST");
  }
  Ended run(const char* budget, const char* plan = "0:0") {
    ::setenv("FAKE_CLAUDE", fmt::format("{}:{}", plan, bills_.path()).c_str(), 1);
    ::setenv("FAKE_CLAUDE_COST", "0.004", 1);
    return place_.run({"--budget", budget});
  }
  Bills bills() const {
    Bills out;
    std::ifstream file(bills_.path() + "/bills");
    std::string prompt;
    for (double usd = 0; file >> usd >> prompt;) out.usd += usd, ++out.runs[prompt];
    return out;
  }
  std::string violations() const {
    return read_file(bills_.path() + "/violations").value_or("");
  }
  static std::string section(const char* model) {
    return fmt::format("    model: {}\n    command: {}\n", model, FAKE_CLAUDE);
  }

  testing::TempFolder bills_;
  Place place_{"claude", section("claude-haiku-5-5")};
};

TEST_F(BudgetOverTheClaudeProgram, IsNeverPassedAndAHigherOneAsksNothingTwice) {
  const Ended stopped = run("0.12");
  EXPECT_EQ(stopped.exit_code, 4) << stopped.printed;
  EXPECT_THAT(stopped.printed, HasSubstr("the budget of 0.1200 USD is reached"));
  EXPECT_LE(bills().usd, 0.12);
  EXPECT_GE(bills().usd, 0.06) << "far from the cap";
  const Ended done = run("30");
  EXPECT_EQ(done.exit_code, 0) << done.printed;
  EXPECT_EQ(place_.rows(), static_cast<std::size_t>(kDocuments)) << done.printed;
  EXPECT_GE(bills().runs.size(), kDocuments * 3u);
  for (const auto& [prompt, runs] : bills().runs) EXPECT_EQ(runs, 1) << prompt;
  EXPECT_EQ(violations(), "");
  const Ended cost = place_.generator({"cost", place_.path("rows.jsonl")});
  EXPECT_THAT(cost.printed, HasSubstr(fmt::format("{:.2f}", bills().usd))) << "the program's word";
}

TEST_F(BudgetOverTheClaudeProgram, IsNotPassedWhereRunsAreBilledAndBringNoReply) {
  for (const char* cap : {"0.12", "0.18", "0.30"}) {
    const Ended stopped = run(cap, "5:30");
    EXPECT_EQ(stopped.exit_code, 4) << stopped.printed;
    EXPECT_LE(bills().usd, std::atof(cap));
  }
  EXPECT_EQ(violations(), "");
}

TEST_F(BudgetOverTheClaudeProgram, IsRefusedWhereTheModelsPriceIsNotKnown) {
  Place place("claude", section("claude-test"));
  const Ended refused = place.run({"--budget", "5"});
  EXPECT_EQ(refused.exit_code, 2) << refused.printed;
  EXPECT_THAT(refused.printed,
              HasSubstr("--budget needs the price of `claude-test`, which is not known: give it "
                        "with --prices FILE"));
  EXPECT_TRUE(bills().runs.empty());
}

}  // namespace
}  // namespace generator
