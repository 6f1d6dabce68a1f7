// The k-th allocation finds no memory, or it and all after it: reading documents, asking, judging,
// dropping duplicates and exporting end with one clear error, and the same command goes on.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "base/files.h"
#include "crash/pipeline.h"
#include "support/crash_trial.h"
#include "support/sweep.h"

namespace generator {
namespace {

using testing::Failing;
using ::testing::IsEmpty;

struct MemorySweep : ::testing::TestWithParam<Failing> {};

TEST_P(MemorySweep, ThePipelineEndsCleanlyAndTheSameCommandMakesTheSameBytes) {
  testing::CrashSweep sweep = testing::pipeline(GENERATOR, 12, 1);
  sweep.shim = MEMORY_SHIM;
  testing::CrashTrial counted(sweep);
  ASSERT_EQ(counted.run({"CRASH_SHIM_COUNT=" + counted.note("count")}).exit_code(), 0);
  const std::uint64_t allocations =
      std::strtoull(read_file(counted.note("count")).value_or("0").c_str(), nullptr, 10);
  ASSERT_GT(allocations, 10'000u);
  sweep.step = std::max<std::uint64_t>(1, allocations / testing::full_or(1000, 12, 4));
  sweep.first = 1 + sweep.step / 3;
  const testing::SweepResult result = testing::sweep_errors(sweep, GetParam());
  fmt::print("no memory at {} of {} allocations\n", result.points, allocations);
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points, 2u);
}

INSTANTIATE_TEST_SUITE_P(Pipeline, MemorySweep,
                         ::testing::Values(Failing{"once", "allocations"},
                                           Failing{"from_then_on", "allocations", true}),
                         [](const auto& given) { return given.param.error; });

}  // namespace
}  // namespace generator
