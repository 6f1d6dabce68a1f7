// Whole lives of a run, played on virtual time from a seed: latencies, failed calls, bad replies,
// power cuts, signals.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/files.h"
#include "base/random.h"
#include "run/ledger.h"
#include "run/ledger_check.h"
#include "run/runner.h"
#include "support/numbered_items.h"
#include "support/power_cut.h"
#include "support/scripted_model.h"
#include "support/temp_folder.h"
#include "support/virtual_loop.h"

namespace generator {
namespace {

using namespace testing;

constexpr std::uint64_t kItems = 60;
constexpr std::uint64_t kSmallestRecord = 50;  // bytes; a power cut may take what was not synced

std::string right_output() {
  std::string lines;
  for (std::uint64_t n = 0; n < kItems; ++n)
    lines += fmt::format("{}: question {} = ok item {}\n", n, n, n % 50);
  return lines;
}

/// Ends a run as a crash does: no destructor of the run sees it coming.
struct Crash {};

class Life {
 public:
  explicit Life(std::uint64_t seed) : seed_(seed), random_(seed, "life") {}

  /// Runs until the output is whole; crashes, signals and an unavailable model on the way.
  void live() {
    for (int life = 0; life < 40 && !whole_; ++life) run_once(life);
    EXPECT_TRUE(whole_) << "never finished";
    if (!whole_) return;
    EXPECT_EQ(output_, right_output());
    const auto report = verify_ledger(temp_ / "ledger");
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->sound());
    EXPECT_EQ(report->repeated, 0u);
    EXPECT_LE(calls_, report->answers + report->failed_calls + may_be_lost_)
        << "calls were repeated that were not in flight";
  }

 private:
  ScriptedModel::Reply reply(const ChatRequest& request) {
    ++calls_;
    const std::uint64_t dice = random_.below(100);
    const auto delay =
        static_cast<std::int64_t>(random_.below(20) == 0 ? random_.below(5000) : random_.below(40));
    if (life_ < 20 && dice < 2) return {fail(ErrorKind::kUnavailable, "server gone"), delay};
    if (request.messages.size() == 1 && dice < 20) return {completion("nonsense"), delay};
    if (request.messages.size() == 1 && dice < 23) {
      ScriptedModel::Reply cut{completion("o"), delay};
      cut.result->stop_reason = StopReason::kLength;
      if (request.sampling.max_tokens == 2048) return cut;
    }
    return {completion("ok " + request.messages.front().content), delay};
  }

  void run_once(int life) {
    life_ = life;
    FakeClock clock;
    VirtualLoop loop(clock, seed_ * 1000 + static_cast<std::uint64_t>(life), 20);
    const std::string folder = temp_ / "ledger";
    auto ledger = Ledger::open(folder, loop);
    ASSERT_TRUE(ledger) << ledger.error().message;
    // A crash is a copy of the ledger's file at that moment, as the power cut leaves it.
    std::string at_crash;
    const bool crashes = life < 20 && random_.below(3) > 0;
    if (crashes)
      loop.after(static_cast<std::int64_t>(random_.below(400)), [&] {
        at_crash = temp_ / "crashed";
        std::filesystem::copy_file((*ledger)->path(), at_crash,
                                   std::filesystem::copy_options::overwrite_existing);
        cut_power(at_crash, (*ledger)->synced_size(), random_);
        may_be_lost_ += ((*ledger)->size() - (*ledger)->synced_size()) / kSmallestRecord;
        throw Crash();
      });
    if (!crashes && life < 20 && random_.below(3) == 0)
      loop.after(static_cast<std::int64_t>(random_.below(300)), [&] { loop.interrupt(); });
    ScriptedModel model(loop, clock,
                        [this](const ChatRequest& request, int) { return reply(request); });
    NumberTask task;
    task.set_distinct(50);
    NumberSource source(task, kItems);
    RunOptions options;
    options.concurrency = static_cast<int>(1 + random_.below(9));
    options.attempts = 4;
    may_be_lost_ +=
        static_cast<std::uint64_t>(options.concurrency);  // those in flight when it ends
    std::string lines;
    try {
      const RunSummary summary = run(source, model, **ledger, loop, clock, options,
                                     [&](std::uint64_t index, Finished finished) {
                                       lines += to_line(index, finished);
                                       return Status{};
                                     });
      EXPECT_EQ((*ledger)->synced_size(), (*ledger)->size());
      // crash sweep
      whole_ = summary.complete() && summary.rejects.empty();
      output_ = lines;
      ASSERT_TRUE((*ledger)->close());
    } catch (const Crash&) {
      ledger->reset();
      std::filesystem::copy_file(at_crash, folder + "/records",
                                 std::filesystem::copy_options::overwrite_existing);
      if (random_.below(2) == 0) std::filesystem::remove(folder + "/index");
    }
  }

  std::uint64_t seed_;
  Random random_;
  TempFolder temp_;
  std::string output_;
  std::uint64_t calls_ = 0, may_be_lost_ = 0;
  int life_ = 0;
  bool whole_ = false;
};

/// GENERATOR_SEED=n replays one; GENERATOR_SEEDS=n plays as many.
TEST(Simulation, FaultsPowerCutsAndSignalsChangeNoByteOfTheResult) {
  const char* one = std::getenv("GENERATOR_SEED");
  const char* many = std::getenv("GENERATOR_SEEDS");
  const std::uint64_t first = one != nullptr ? std::strtoull(one, nullptr, 10) : 0;
  const std::uint64_t count = one != nullptr    ? 1
                              : many != nullptr ? std::strtoull(many, nullptr, 10)
                                                : 300;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    Life(seed).live();
    ASSERT_FALSE(HasFailure()) << "replay with GENERATOR_SEED=" << seed;
  }
}

}  // namespace
}  // namespace generator
