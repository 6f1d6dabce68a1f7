// The whole command, killed at its changes of files and interrupted in the middle: the same command
// again makes the same bytes.
#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "support/crash_sweep.h"
#include "support/temp_folder.h"

namespace generator {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

bool is_full() {
  const char* sweep = std::getenv("GENERATOR_SWEEP");
  return sweep != nullptr && std::string_view(sweep) == "full";
}

// A document of a chunk: sections that the rules find questions for, with names of their own.
std::string document(int number) {
  return fmt::format(
      "# Acme Queue {0}\n\n## Queues\n\nThe `orders{0}` queue is a list of messages that waits on "
      "disk until one of the {1} workers of the project takes them, and it survives a restart of "
      "the broker.\n\n## Starting the broker\n\nTo start the Acme broker on port {2}, run `acme "
      "broker` with the option `--port {2}`. The broker prints its address, and it ends with the "
      "exit code 4 if another process listens on that port already.\n\n```sh\nacme broker --port "
      "{2} --queue orders{0}\n```\n",
      number, number % 7 + 2, 7000 + number);
}

void write_documents(const std::string& folder, int count) {
  std::filesystem::create_directory(folder + "/docs");
  for (int i = 0; i < count; ++i)
    ASSERT_TRUE(write_file(fmt::format("{}/docs/page{:04}.md", folder, i), document(i)));
}

testing::CrashSweep pipeline(int chunks, std::uint64_t step) {
  testing::CrashSweep sweep;
  sweep.shim = CRASH_SHIM;
  sweep.command = {GENERATOR,           "pipeline",   "{}/docs", "-o",
                   "{}/training.jsonl", "--provider", "offline", "--quiet"};
  sweep.outputs = {"training.jsonl", "training.rejected.jsonl", "training.jsonl.run/kept.jsonl"};
  sweep.environment = {"SOURCE_DATE_EPOCH=1700000000"};
  sweep.prepare = [chunks](const std::string& folder) { write_documents(folder, chunks); };
  sweep.step = step;
  return sweep;
}

TEST(PipelineSweep, KilledAtAChangeTheSameCommandMakesTheSameBytes) {
  const int chunks = is_full() ? 200 : 12;
  const std::uint64_t step = is_full() ? 1 : 3;
  const testing::SweepResult result = testing::sweep_kills(pipeline(chunks, step));
  fmt::print("{} chunks, every change of {}: killed at {}\n", chunks, step, result.points);
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points, 5u);
}

struct FailedChange : ::testing::TestWithParam<const char*> {};

TEST_P(FailedChange, PipelineSweepEndsCleanlyAndTheSameCommandMakesTheSameBytes) {
  const int chunks = is_full() ? 200 : 12;
  const std::uint64_t step = is_full() ? 1 : 15;
  const testing::SweepResult result = testing::sweep_errors(pipeline(chunks, step), GetParam());
  fmt::print("{} chunks, every change of {}: failed at {}\n", chunks, step, result.points);
  EXPECT_THAT(result.wrong, IsEmpty());
  EXPECT_GT(result.points, 1u);
}

INSTANTIATE_TEST_SUITE_P(Pipeline, FailedChange, ::testing::Values("ENOSPC", "EIO", "SHORT"));

// A run of the command that can be signalled.
class Running {
 public:
  explicit Running(const std::string& folder) : errors_(folder + "/errors") {
    child_ = ::fork();
    if (child_ != 0) return;
    const int err = ::open(errors_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(err, 1);
    ::dup2(err, 2);
    ::setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    if (::chdir(folder.c_str()) != 0) ::_exit(126);
    ::signal(SIGINT, SIG_DFL);
    ::execl(GENERATOR, "generator", "pipeline", "docs", "-o", "training.jsonl", "--provider",
            "offline", "--quiet", static_cast<char*>(nullptr));
    ::_exit(127);
  }

  /// Whether it still runs; if not, its exit code is known.
  bool runs() {
    if (!ended_) ended_ = ::waitpid(child_, &status_, WNOHANG) == child_;
    return !ended_;
  }
  int wait() {
    if (!ended_) ::waitpid(child_, &status_, 0);
    ended_ = true;
    return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
  }
  void interrupt() { ::kill(child_, SIGINT); }
  std::string errors() const { return read_file(errors_).value_or(""); }

 private:
  std::string errors_;
  pid_t child_ = 0;
  int status_ = 0;
  bool ended_ = false;
};

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
  using Clock = std::chrono::steady_clock;
  Running run(folder);
  const std::string records = folder + "/training.jsonl.run/ledger/records";
  while (run.runs() && size_of(records) <= bytes) ::usleep(200);
  const auto began = Clock::now();
  if (run.runs()) run.interrupt();
  Interrupted out;
  out.exit_code = run.wait();
  out.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  out.errors = run.errors();
  return out;
}

TEST(PipelineSweep, InterruptedItEndsWithinASecondSaysHowToGoOnAndGoesOnToTheSameBytes) {
  const int chunks = 1000;
  const testing::TempFolder whole;
  write_documents(whole.path(), chunks);
  ASSERT_EQ(Running(whole.path()).wait(), 0);
  const std::string right = read_file(whole / "training.jsonl").value();
  const std::int64_t all = size_of(whole / "training.jsonl.run/ledger/records");
  const int points = is_full() ? 50 : 6;
  int interrupted = 0;
  for (int point = 0; point < points; ++point) {
    const testing::TempFolder folder;
    write_documents(folder.path(), chunks);
    const Interrupted ended = interrupt_after(folder.path(), all * point / points);
    SCOPED_TRACE(fmt::format("interrupted at {} of {}: {}", point, points, ended.errors));
    ASSERT_TRUE(ended.exit_code == 130 || ended.exit_code == 0) << ended.exit_code;
    if (ended.exit_code == 130) {
      ++interrupted;
      EXPECT_LT(ended.took.count(), 1000);
      EXPECT_THAT(ended.errors, HasSubstr("the same command goes on"));
      EXPECT_FALSE(path_exists(folder / "training.jsonl"));
    }
    EXPECT_EQ(Running(folder.path()).wait(), 0);
    EXPECT_EQ(read_file(folder / "training.jsonl").value_or("(absent)"), right);
  }
  fmt::print("interrupted at {} of {} points\n", interrupted, points);
  EXPECT_GT(interrupted, 0);
}

}  // namespace
}  // namespace generator
