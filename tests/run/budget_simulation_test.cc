// Whole lives of a run with a budget, from a seed: crashes, power cuts, signals, and a higher
// budget whenever it is reached. What was billed is known to the test alone.
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "run/spending.h"
#include "support/simulated_life.h"
#include "support/sweep.h"

namespace generator {
namespace {

using namespace testing;

Price price() {
  Price price{"scripted", "one", {}};
  Rates rates;
  rates.input = Usd{100'000};
  rates.cached = Usd{10'000};
  rates.output = Usd{500'000};
  price.periods.push_back({"", "", {{0, rates}}, "", ""});
  return price;
}

class Life final : public SimulatedLife {
 public:
  explicit Life(std::uint64_t seed) : SimulatedLife(seed, "budget") {}

  void live() {
    for (int process = 0; process < 80 && !is_whole(); ++process) {
      live_once(process);
      const auto spending = read_spending(folder(), nullptr);
      ASSERT_TRUE(spending);
      EXPECT_GE(spending->counted(), billed_) << "something that was billed is forgotten";
      EXPECT_LE(billed_, cap_);
      if (::testing::Test::HasFailure()) return;
    }
    EXPECT_TRUE(is_whole()) << "never finished";
  }

 private:
  ScriptedModel::Reply reply(const ChatRequest& request) override {
    const bool bad = request.messages.size() == 1 && random_.below(100) < 20;
    ScriptedModel::Reply reply{
        completion(bad ? "nonsense" : "ok " + request.messages.front().content), delay()};
    reply.result->usage.input = 1 + static_cast<std::int64_t>(random_.below(1'000));
    reply.result->usage.output = 1 + static_cast<std::int64_t>(random_.below(2'048));
    reply.result->usage.cached = static_cast<std::int64_t>(random_.below(1'000));
    billed_ += *cost(price_, reply.result->usage, 0);  // from the moment it is sent
    EXPECT_LE(billed_, cap_) << "the cap was passed";
    return reply;
  }
  RunOptions options() override {
    budget_.emplace(cap_, read_spending(folder(), nullptr)->counted());
    RunOptions options;
    options.concurrency = static_cast<int>(1 + random_.below(20));
    options.attempts = 6;
    options.price = &price_;
    options.budget = &*budget_;
    return options;
  }
  bool ended(const RunSummary& summary, const std::string&) override {
    if (summary.error) {
      EXPECT_EQ(summary.error->kind, ErrorKind::kOverBudget) << summary.error->message;
      cap_ += *read_usd("0.01");
    }
    return summary.complete();
  }

  const Price price_ = price();
  std::optional<Budget> budget_;
  Usd cap_ = *read_usd("0.01");
  Usd billed_;
};

TEST(BudgetSweep, NoCrashNorPowerCutPassesTheCapOrForgetsWhatWasBilled) {
  const Seeds seeds = testing::seeds(10'000, 150);
  for (std::uint64_t seed = seeds.first; seed < seeds.first + seeds.count; ++seed) {
    Life(seed).live();
    ASSERT_FALSE(HasFailure()) << "replay with GENERATOR_SEED=" << seed;
  }
}

}  // namespace
}  // namespace generator
