// Whole lives of a run, played on virtual time from a seed: latencies, failed calls, bad replies,
// power cuts, signals.
#include <gtest/gtest.h>

#include <string>

#include "run/ledger_check.h"
#include "support/simulated_life.h"
#include "support/sweep.h"

namespace generator {
namespace {

using namespace testing;

constexpr std::uint64_t kDistinct = 50;        // requests
constexpr std::uint64_t kSmallestRecord = 50;  // bytes; a power cut may take what was not synced

std::string right_output() {
  std::string lines;
  for (std::uint64_t n = 0; n < SimulatedLife::kItems; ++n)
    lines += fmt::format("{}: question {} = ok item {}\n", n, n, n % kDistinct);
  return lines;
}

class Life final : public SimulatedLife {
 public:
  explicit Life(std::uint64_t seed) : SimulatedLife(seed, "life") { task().set_distinct(kDistinct); }

  /// Runs until the output is whole; crashes, signals and an unavailable model on the way.
  void live() {
    for (int process = 0; process < 40 && !is_whole(); ++process) live_once(process);
    EXPECT_TRUE(is_whole()) << "never finished";
    if (!is_whole()) return;
    EXPECT_EQ(output_, right_output());
    const auto report = verify_ledger(folder());
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->sound());
    EXPECT_EQ(report->repeated, 0u);
    EXPECT_LE(calls_, report->answers + report->failed_calls + may_be_lost_)
        << "calls were repeated that were not in flight";
  }

 private:
  ScriptedModel::Reply reply(const ChatRequest& request) override {
    ++calls_;
    const std::uint64_t dice = random_.below(100);
    const std::int64_t after = delay();
    if (is_stormy() && dice < 2) return {fail(ErrorKind::kUnavailable, "server gone"), after};
    if (request.messages.size() == 1 && dice < 20) return {completion("nonsense"), after};
    if (request.messages.size() == 1 && dice < 23) {
      ScriptedModel::Reply cut{completion("o"), after};
      cut.result->stop_reason = StopReason::kLength;
      if (request.sampling.max_tokens == 2048) return cut;
    }
    return {completion("ok " + request.messages.front().content), after};
  }
  RunOptions options() override {
    RunOptions options;
    options.concurrency = static_cast<int>(1 + random_.below(9));
    options.attempts = 4;
    may_be_lost_ +=
        static_cast<std::uint64_t>(options.concurrency);  // those in flight when it ends
    return options;
  }
  void crashes(const Ledger& ledger) override {
    may_be_lost_ += (ledger.size() - ledger.synced_size()) / kSmallestRecord;
  }
  bool ended(const RunSummary& summary, const std::string& lines) override {
    output_ = lines;
    return summary.complete() && summary.rejects.empty();
  }

  std::string output_;
  std::uint64_t calls_ = 0, may_be_lost_ = 0;
};

TEST(SimulationSweep, FaultsPowerCutsAndSignalsChangeNoByteOfTheResult) {
  const Seeds seeds = testing::seeds(10'000, 300);
  for (std::uint64_t seed = seeds.first; seed < seeds.first + seeds.count; ++seed) {
    Life(seed).live();
    ASSERT_FALSE(HasFailure()) << "replay with GENERATOR_SEED=" << seed;
  }
}

}  // namespace
}  // namespace generator
