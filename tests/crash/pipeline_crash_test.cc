// The whole command, killed at its changes of files and interrupted in the middle: the same command
// again makes the same bytes.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/files.h"
#include "crash/pipeline.h"
#include "support/command.h"
#include "support/power_cut_sweep.h"
#include "support/sweep.h"
#include "support/temp_folder.h"

namespace generator {
namespace {

using testing::Failing;
using testing::full_or;
using testing::is_full_sweep;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

testing::CrashSweep pipeline(int chunks, std::uint64_t step) {
  testing::CrashSweep sweep = testing::pipeline(GENERATOR, chunks, step);
  sweep.shim = CRASH_SHIM;
  return sweep;
}

TEST(PipelineSweep, KilledAtAChangeTheSameCommandMakesTheSameBytes) {
  const int chunks = is_full_sweep() ? 200 : 12;
  const std::uint64_t step = is_full_sweep() ? 1 : 3;
  const testing::SweepResult result = testing::sweep_kills(pipeline(chunks, step));
  fmt::print("{} chunks, every change of {}: killed at {}\n", chunks, step, result.points);
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points, 5u);
}

// A number of kept pairs, in several rounds.
TEST(PipelineSweep, KilledInAnyRoundTheSameCommandMakesTheSameBytes) {
  testing::CrashSweep sweep = pipeline(12, full_or<std::uint64_t>(1, 4, 8));
  sweep.command.insert(sweep.command.end(), {"--chunk-tokens", "24:64", "--threshold", "9.4", "--target-pairs", "9"});
  sweep.outputs.push_back("training.jsonl.run/spare.jsonl");
  const testing::SweepResult result = testing::sweep_kills(sweep);
  fmt::print("every change of {}: killed at {}\n", sweep.step, result.points);
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points, 5u);
}

struct FailedCallSweep : ::testing::TestWithParam<Failing> {};

TEST_P(FailedCallSweep, ThePipelineEndsCleanlyAndTheSameCommandMakesTheSameBytes) {
  const bool is_rare = GetParam().calls != "changes";
  const int chunks = is_full_sweep() ? 200 : 12;
  const auto step = full_or<std::uint64_t>(1, is_rare ? 5 : 15, is_rare ? 20 : 40);
  const testing::SweepResult result = testing::sweep_errors(pipeline(chunks, step), GetParam());
  fmt::print("{} chunks, {} at every {}. of the {}: {} points, slowest {} ms\n", chunks,
             GetParam().error, step, GetParam().calls, result.points, result.slowest.count());
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points, 1u);
}

INSTANTIATE_TEST_SUITE_P(
    Pipeline, FailedCallSweep,
    ::testing::Values(Failing{"ENOSPC"}, Failing{"ENOSPC", "changes", true}, Failing{"EIO"},
                      Failing{"SHORT"}, Failing{"EIO", "syncs", true, false},
                      Failing{"EMFILE", "opens", false, true, true},
                      Failing{"EIO", "reads", false, true, true}),
    [](const auto& given) {
      return given.param.error + "_" + given.param.calls + (given.param.goes_on ? "_on" : "");
    });

TEST(PowerCutPipelineSweep, AtAnySyncLeavesNothingWrongAndTheSameCommandMakesTheSameBytes) {
  testing::PowerCuts cuts;
  cuts.sweep = pipeline(full_or(200, 12, 12), full_or<std::uint64_t>(1, 4, 12));
  cuts.sweep.shim = TRACE_SHIM;
  cuts.ledger = "training.jsonl.run/ledger/records";
  cuts.chances = full_or(5, 1, 1);
  const testing::SweepResult result = testing::sweep_power_cuts(cuts);
  fmt::print("power cut at every {}. sync and name: {} images\n", cuts.sweep.step, result.points);
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points, 10u);
}

testing::Command start(const std::string& folder) {
  return {{GENERATOR, "pipeline", "docs", "-o", "training.jsonl", "--provider", "offline", "--quiet"},
          {folder, {"SOURCE_DATE_EPOCH=1700000000"}, folder + "/printed"}};
}

std::int64_t size_of(const std::string& path) {
  struct stat found{};
  return ::stat(path.c_str(), &found) == 0 ? found.st_size : 0;
}

// Interrupts the run in `folder` when its ledger holds more than `bytes`; how it ended.
struct Interrupted {
  int exit_code = 0;
  std::chrono::milliseconds took{0};
  std::string errors;
};

Interrupted interrupt_after(const std::string& folder, std::int64_t bytes) {
  testing::Command run = start(folder);
  const std::string records = folder + "/training.jsonl.run/ledger/records";
  while (run.runs() && size_of(records) <= bytes) ::usleep(200);
  const auto began = std::chrono::steady_clock::now();
  if (run.runs()) run.signal(SIGINT);
  const testing::Ended ended = run.wait();
  return {ended.exit_code, testing::since(began), ended.printed};
}

TEST(PipelineSweep, InterruptedItEndsWithinASecondSaysHowToGoOnAndGoesOnToTheSameBytes) {
  const int chunks = 1000;
  const testing::TempFolder whole;
  testing::write_documents(whole.path(), chunks);
  ASSERT_EQ(start(whole.path()).wait().exit_code, 0);
  const std::string right = read_file(whole / "training.jsonl").value();
  const std::int64_t all = size_of(whole / "training.jsonl.run/ledger/records");
  const int points = is_full_sweep() ? 50 : 6;
  int interrupted = 0;
  for (int point = 0; point < points; ++point) {
    const testing::TempFolder folder;
    testing::write_documents(folder.path(), chunks);
    const Interrupted ended = interrupt_after(folder.path(), all * point / points);
    SCOPED_TRACE(fmt::format("interrupted at {} of {}: {}", point, points, ended.errors));
    ASSERT_TRUE(ended.exit_code == 130 || ended.exit_code == 0) << ended.exit_code;
    if (ended.exit_code == 130) {
      ++interrupted;
      EXPECT_LT(ended.took.count(), 1000);
      EXPECT_THAT(ended.errors, HasSubstr("the same command goes on"));
      EXPECT_FALSE(path_exists(folder / "training.jsonl"));
    }
    EXPECT_EQ(start(folder.path()).wait().exit_code, 0);
    EXPECT_EQ(read_file(folder / "training.jsonl").value_or("(absent)"), right);
  }
  fmt::print("interrupted at {} of {} points\n", interrupted, points);
  EXPECT_GT(interrupted, 0);
}

}  // namespace
}  // namespace generator
