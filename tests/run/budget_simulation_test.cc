// Whole lives of a run with a budget, from a seed: crashes, power cuts, signals, and a higher
// budget whenever it is reached. What was billed is known to the test alone.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/random.h"
#include "run/ledger.h"
#include "run/runner.h"
#include "run/spending.h"
#include "support/numbered_items.h"
#include "support/power_cut.h"
#include "support/scripted_model.h"
#include "support/temp_folder.h"
#include "support/virtual_loop.h"

namespace generator {
namespace {

using namespace testing;

constexpr std::uint64_t kItems = 60;

/// Ends a run as a crash does: no destructor of the run sees it coming.
struct Crash {};

Price price() {
  Price price{"scripted", "one", {}};
  Rates rates;
  rates.input = Usd{100'000};
  rates.cached = Usd{10'000};
  rates.output = Usd{500'000};
  price.periods.push_back({"", "", {{0, rates}}, "", ""});
  return price;
}

class Life {
 public:
  explicit Life(std::uint64_t seed) : seed_(seed), random_(seed, "budget") {}

  void live() {
    for (int life = 0; life < 80 && !whole_; ++life) {
      run_once(life);
      const auto spending = read_spending(temp_ / "ledger", nullptr);
      ASSERT_TRUE(spending);
      EXPECT_GE(spending->counted(), billed_) << "something that was billed is forgotten";
      EXPECT_LE(billed_, cap_);
      if (::testing::Test::HasFailure()) return;
    }
    EXPECT_TRUE(whole_) << "never finished";
  }

 private:
  ScriptedModel::Reply reply(const ChatRequest& request) {
    const auto delay =
        static_cast<std::int64_t>(random_.below(20) == 0 ? random_.below(5000) : random_.below(40));
    const bool bad = request.messages.size() == 1 && random_.below(100) < 20;
    ScriptedModel::Reply reply{
        completion(bad ? "nonsense" : "ok " + request.messages.front().content), delay};
    reply.result->usage.input = 1 + static_cast<std::int64_t>(random_.below(1'000));
    reply.result->usage.output = 1 + static_cast<std::int64_t>(random_.below(2'048));
    reply.result->usage.cached = static_cast<std::int64_t>(random_.below(1'000));
    billed_ += *cost(price_, reply.result->usage, 0);  // from the moment it is sent
    EXPECT_LE(billed_, cap_) << "the cap was passed";
    return reply;
  }

  void run_once(int life) {
    FakeClock clock;
    VirtualLoop loop(clock, seed_ * 1000 + static_cast<std::uint64_t>(life), 20);
    const std::string folder = temp_ / "ledger";
    auto ledger = Ledger::open(folder, loop);
    ASSERT_TRUE(ledger) << ledger.error().message;
    std::string at_crash;
    const bool crashes = life < 20 && random_.below(3) > 0;
    if (crashes)
      loop.after(static_cast<std::int64_t>(random_.below(400)), [&] {
        at_crash = temp_ / "crashed";
        std::filesystem::copy_file((*ledger)->path(), at_crash,
                                   std::filesystem::copy_options::overwrite_existing);
        cut_power(at_crash, (*ledger)->synced_size(), random_);
        throw Crash();
      });
    if (!crashes && life < 20 && random_.below(3) == 0)
      loop.after(static_cast<std::int64_t>(random_.below(300)), [&] { loop.interrupt(); });
    ScriptedModel model(loop, clock,
                        [this](const ChatRequest& request, int) { return reply(request); });
    NumberTask task;
    NumberSource source(task, kItems);
    Budget budget(cap_, read_spending(folder, nullptr)->counted());
    RunOptions options;
    options.concurrency = static_cast<int>(1 + random_.below(20));
    options.attempts = 6;
    options.price = &price_;
    options.budget = &budget;
    try {
      const RunSummary summary = run(source, model, **ledger, loop, clock, options,
                                     [](std::uint64_t, Finished) { return Status{}; });
      EXPECT_EQ((*ledger)->synced_size(), (*ledger)->size());
      whole_ = summary.complete();
      if (summary.error) {
        EXPECT_EQ(summary.error->kind, ErrorKind::kOverBudget) << summary.error->message;
        cap_ += *read_usd("0.01");
      }
      ASSERT_TRUE((*ledger)->close());
    } catch (const Crash&) {
      ledger->reset();
      std::filesystem::copy_file(at_crash, folder + "/records",
                                 std::filesystem::copy_options::overwrite_existing);
      std::filesystem::remove(folder + "/index");
    }
  }

  std::uint64_t seed_;
  Random random_;
  TempFolder temp_;
  const Price price_ = price();
  Usd cap_ = *read_usd("0.01");
  Usd billed_;
  bool whole_ = false;
};

/// GENERATOR_SEED=n replays one; GENERATOR_SEEDS=n plays as many.
TEST(BudgetSimulation, NoCrashNorPowerCutPassesTheCapOrForgetsWhatWasBilled) {
  const char* one = std::getenv("GENERATOR_SEED");
  const char* many = std::getenv("GENERATOR_SEEDS");
  const std::uint64_t first = one != nullptr ? std::strtoull(one, nullptr, 10) : 0;
  const std::uint64_t count = one != nullptr    ? 1
                              : many != nullptr ? std::strtoull(many, nullptr, 10)
                                                : 150;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    Life(seed).live();
    ASSERT_FALSE(HasFailure()) << "replay with GENERATOR_SEED=" << seed;
  }
}

}  // namespace
}  // namespace generator
