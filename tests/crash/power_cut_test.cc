// The power goes at any sync, with any loss of what was not synced: names, bytes, or both.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/power_cut_sweep.h"
#include "support/sweep.h"

namespace generator {
namespace {

using testing::full_or;
using ::testing::IsEmpty;

testing::PowerCuts items(std::uint64_t quick_step) {
  testing::PowerCuts cuts;
  cuts.sweep.shim = TRACE_SHIM;
  cuts.sweep.command = {CRASH_ITEMS, "{}"};
  cuts.sweep.outputs = {"out.jsonl"};
  cuts.sweep.environment = {"SOURCE_DATE_EPOCH=1700000000"};
  cuts.sweep.calls = "../calls";
  cuts.sweep.most_repeated_calls = 4;  // in flight
  cuts.sweep.step = full_or<std::uint64_t>(1, quick_step, 4 * quick_step + 1);
  cuts.chances = full_or(5, 1, 1);
  cuts.ledger = "out.jsonl.run/ledger/records";
  return cuts;
}

TEST(PowerCutSweep, AtAnySyncLosesNothingThatWasSyncedAndRepeatsNoCallThatWas) {
  const testing::PowerCuts cuts = items(3);
  const testing::SweepResult result = testing::sweep_power_cuts(cuts);
  fmt::print("power cut at every {}. sync and name: {} images, at most {} calls repeated\n",
             cuts.sweep.step, result.points, result.most_repeated);
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points * cuts.sweep.step, 60u);
}

TEST(PowerCutSweep, AtAnySyncTheLedgerAccountsForEveryCallThatWasMade) {
  testing::PowerCuts cuts = items(60);
  cuts.sweep.command.emplace_back("budget");
  const testing::SweepResult result = testing::sweep_power_cuts(cuts);
  fmt::print("with a budget, at every {}.: {} images, at most {} calls repeated\n",
             cuts.sweep.step, result.points, result.most_repeated);
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points * cuts.sweep.step, 500u);
}

}  // namespace
}  // namespace generator
