// Nothing that was paid for is lost, whenever the process dies and whichever write fails.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "support/crash_sweep.h"

namespace generator {
namespace {

using ::testing::IsEmpty;

/// Every change with GENERATOR_FULL_SWEEP=1; else every `step`-th, and fewer where a sanitizer
/// slows all down.
std::uint64_t step_of(std::uint64_t step) {
  if (std::getenv("GENERATOR_FULL_SWEEP") != nullptr) return 1;
#ifdef __SANITIZE_ADDRESS__
  return 4 * step + 1;
#else
  return step;
#endif
}

testing::CrashSweep items() {
  testing::CrashSweep sweep;
  sweep.shim = CRASH_SHIM;
  sweep.command = {CRASH_ITEMS, "{}"};
  sweep.outputs = {"out.jsonl"};
  sweep.environment = {"SOURCE_DATE_EPOCH=1700000000"};
  sweep.calls = "../calls";
  sweep.most_repeated_calls = 4;  // as many as are in flight
  sweep.step = step_of(1);
  return sweep;
}

TEST(Crash, KilledAtAnyChangeTheRunResumesToTheSameBytesAndRepeatsOnlyCallsInFlight) {
  const testing::SweepResult result = testing::sweep_kills(items());
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points * step_of(1), 30u);
  RecordProperty("points", static_cast<int>(result.points));
  RecordProperty("most_repeated", static_cast<int>(result.most_repeated));
}

TEST(Crash, KilledAtAnyChangeTheLedgerAccountsForEveryCallThatWasMade) {
  testing::CrashSweep sweep = items();
  sweep.command = {CRASH_ITEMS, "{}", "budget"};
  sweep.step = step_of(2);
  const testing::SweepResult result = testing::sweep_kills(sweep);
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points * sweep.step, 60u);
}

TEST(Crash, AtAnyFailedChangeTheLedgerAccountsForEveryCallThatWasMade) {
  testing::CrashSweep sweep = items();
  sweep.command = {CRASH_ITEMS, "{}", "budget"};
  sweep.most_repeated_calls = 8;
  sweep.step = step_of(5);
  const testing::SweepResult result = testing::sweep_errors(sweep, "EIO");
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points * sweep.step, 60u);
}

struct ErrorSweep : ::testing::TestWithParam<const char*> {};

TEST_P(ErrorSweep, EndsCleanlyAtAnyFailedChangeAndResumesToTheSameBytes) {
  testing::CrashSweep sweep = items();
  // After a failed write nothing that still comes can be kept: the calls in flight, and those whose
  // records waited.
  sweep.most_repeated_calls = 8;
  sweep.step = step_of(3);
  const testing::SweepResult result = testing::sweep_errors(sweep, GetParam());
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points * sweep.step, 30u);
}

INSTANTIATE_TEST_SUITE_P(Crash, ErrorSweep,
                         ::testing::Values("ENOSPC", "EIO", "EDQUOT", "EINTR", "SHORT"));

}  // namespace
}  // namespace generator
