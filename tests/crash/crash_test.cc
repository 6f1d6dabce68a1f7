// Nothing that was paid for is lost, whenever the process dies and whichever call fails.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/crash_sweep.h"
#include "support/sweep.h"

namespace generator {
namespace {

using testing::Failing;
using testing::full_or;
using ::testing::IsEmpty;

testing::CrashSweep items(std::uint64_t quick_step) {
  testing::CrashSweep sweep;
  sweep.shim = CRASH_SHIM;
  sweep.command = {CRASH_ITEMS, "{}"};
  sweep.outputs = {"out.jsonl"};
  sweep.environment = {"SOURCE_DATE_EPOCH=1700000000"};
  sweep.calls = "../calls";
  sweep.most_repeated_calls = 4;  // as many as are in flight
  sweep.step = full_or<std::uint64_t>(1, quick_step, 4 * quick_step + 1);
  return sweep;
}

testing::CrashSweep items_with_budget(std::uint64_t quick_step) {
  testing::CrashSweep sweep = items(quick_step);
  sweep.command.emplace_back("budget");
  return sweep;
}

void tell(const char* what, const testing::CrashSweep& sweep, const testing::SweepResult& result) {
  fmt::print("{}: every {}. of them, {} points; at most {} calls repeated; slowest {} ms\n", what,
             sweep.step, result.points, result.most_repeated, result.slowest.count());
}

TEST(CrashSweep, KilledAtAnyChangeTheRunResumesToTheSameBytesAndRepeatsOnlyCallsInFlight) {
  const testing::CrashSweep sweep = items(4);
  const testing::SweepResult result = testing::sweep_kills(sweep);
  tell("killed at changes", sweep, result);
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points * sweep.step, 30u);
}

TEST(CrashSweep, KilledAtAnyChangeTheLedgerAccountsForEveryCallThatWasMade) {
  const testing::CrashSweep sweep = items_with_budget(12);
  const testing::SweepResult result = testing::sweep_kills(sweep);
  tell("killed at changes, with a budget", sweep, result);
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points * sweep.step, 60u);
}

TEST(CrashSweep, AtAnyFailedChangeTheLedgerAccountsForEveryCallThatWasMade) {
  testing::CrashSweep sweep = items_with_budget(40);
  sweep.most_repeated_calls = 8;
  const testing::SweepResult result = testing::sweep_errors(sweep, {"EIO"});
  tell("EIO at changes, with a budget", sweep, result);
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points * sweep.step, 60u);
}

struct ErrorSweep : ::testing::TestWithParam<Failing> {};

TEST_P(ErrorSweep, EndsCleanlyAtAnyFailedCallAndResumesToTheSameBytes) {
  const bool is_rare = GetParam().calls != "changes";
  testing::CrashSweep sweep = items(is_rare ? 4 : 20);
  // After a failed write nothing that still comes can be kept: the calls in flight, and those whose
  // records waited.
  sweep.most_repeated_calls = 8;
  const testing::SweepResult result = testing::sweep_errors(sweep, GetParam());
  tell((GetParam().error + " at " + GetParam().calls).c_str(), sweep, result);
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points * sweep.step, is_rare ? 2u : 30u);
}

// A sync that failed is never taken for done: such a run does not end with exit code 0.
INSTANTIATE_TEST_SUITE_P(
    Crash, ErrorSweep,
    ::testing::Values(Failing{"ENOSPC"}, Failing{"EIO"}, Failing{"EDQUOT"}, Failing{"EINTR"},
                      Failing{"SHORT"}, Failing{"ENOSPC", "changes", true},
                      Failing{"EIO", "syncs", false, false}, Failing{"EIO", "syncs", true, false},
                      Failing{"EMFILE", "opens"}, Failing{"EMFILE", "opens", true},
                      Failing{"EIO", "reads"}, Failing{"EINTR", "reads"}),
    [](const auto& given) {
      return given.param.error + "_" + given.param.calls + (given.param.goes_on ? "_on" : "");
    });

}  // namespace
}  // namespace generator
