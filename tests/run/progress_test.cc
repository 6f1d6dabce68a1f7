#include "run/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace generator {
namespace {

ProgressView half() {
  ProgressView view;
  view.stage = "generate";
  view.done = 500;
  view.total = 1000;
  view.rate = 120;
  view.kept = 480;
  view.dropped = 20;
  view.tokens = 123'456;
  view.usd = 0.5;
  view.from_ledger = 12;
  return view;
}

ProgressView waiting() {
  ProgressView view = half();
  view.elapsed_ms = 1000;
  view.wait = Wait{"127.0.0.1:8000: Connection refused", 3000};
  return view;
}

TEST(Progress, ABarTellsShareRateAndTimeLeft) {
  EXPECT_EQ(progress_bar(half(), 200),
            "generate [##########..........] 50% 500/1,000  4.2s left  120/s  kept 480  dropped 20 "
            " $0.50  123.5k tokens  "
            "12 from ledger");
}

TEST(Progress, ABarFitsAnyWidth) {
  for (int width = 0; width < 130; ++width) {
    EXPECT_LE(text::length(progress_bar(half(), width)), static_cast<std::size_t>(width));
    EXPECT_LE(text::length(progress_bar(waiting(), width)), static_cast<std::size_t>(width));
  }
}

TEST(Progress, ALineForALogIsWhole) {
  EXPECT_EQ(progress_line(half()),
            "generate: 500/1,000 (50%), 4.2s left, 120/s, kept 480, dropped 20, $0.50, 123.5k "
            "tokens, 12 from ledger");
}

TEST(Progress, WhileTheModelDoesNotAnswerItSaysWhoWhyAndTheNextTry) {
  EXPECT_EQ(progress_bar(waiting(), 80),
            "generate 500/1,000  127.0.0.1:8000: Connection refused; next try in 2.0s");
  EXPECT_EQ(progress_line(waiting()),
            "generate: 500/1,000 (50%), waiting: 127.0.0.1:8000: Connection refused; next try in "
            "2.0s, 4.2s left, 120/s, kept 480, dropped 20, $0.50, 123.5k tokens, 12 from ledger");
}

TEST(Progress, WhenTheTryIsMadeItSaysSo) {
  ProgressView view = waiting();
  view.elapsed_ms = 3000;
  EXPECT_EQ(progress_bar(view, 80),
            "generate 500/1,000  127.0.0.1:8000: Connection refused; trying again");
}

TEST(Progress, SaysNothingOfWhatIsNotKnown) {
  ProgressView view;
  view.stage = "judge";
  view.done = 3;
  EXPECT_EQ(progress_bar(view, 80), "judge 3  kept 0");
  EXPECT_EQ(progress_line(view), "judge: 3, kept 0");
}

TEST(Progress, TheJudgesRowsAreRatedNotYetKept) {
  ProgressView view;
  view.stage = "judge";
  view.gives = "rated";
  view.kept = 7;
  EXPECT_EQ(progress_line(view), "judge: 0, rated 7");
}

TEST(Progress, NoEscapeReachesTheTerminal) {
  ProgressView view = half();
  view.stage = "x\x1b[2Jy";
  EXPECT_THAT(progress_bar(view, 200), ::testing::Not(::testing::HasSubstr("\x1b")));
  EXPECT_THAT(progress_line(view), ::testing::Not(::testing::HasSubstr("\x1b")));
}

std::string shown(Progress::Mode mode, const std::vector<std::int64_t>& times) {
  char* bytes = nullptr;
  std::size_t size = 0;
  std::FILE* stream = ::open_memstream(&bytes, &size);
  {
    Progress progress(stream, mode, "generate");
    RunSummary summary;
    for (const std::int64_t time : times) {
      summary.elapsed_ms = time;
      summary.done = static_cast<std::uint64_t>(time / 100);
      progress.show(summary);
    }
    progress.finish(summary);
  }
  std::fclose(stream);
  std::string out(bytes, size);
  std::free(bytes);
  return out;
}

TEST(Progress, APipeHearsEveryFiveSecondsAndTheEnd) {
  EXPECT_EQ(shown(Progress::Mode::kPipe, {0, 100, 4900, 5000, 5100, 10'000}),
            "generate: 50, 10/s, kept 0\ngenerate: 100, 10/s, kept 0\ngenerate: 100, 10/s, kept 0, "
            "10.0s\n");
}

TEST(Progress, APipeHearsOfAFirstFailureAtOnceAndOfTheSameOneOnce) {
  char* bytes = nullptr;
  std::size_t size = 0;
  std::FILE* stream = ::open_memstream(&bytes, &size);
  {
    Progress progress(stream, Progress::Mode::kPipe, "generate");
    RunSummary summary;
    progress.show(summary);
    summary.elapsed_ms = 200;
    summary.wait = Wait{"h:1: Connection refused", 700};
    progress.show(summary);
    summary.elapsed_ms = 300;
    progress.show(summary);
  }
  std::fclose(stream);
  EXPECT_EQ(std::string(bytes, size),
            "generate: 0, waiting: h:1: Connection refused; next try in 0.5s, kept 0\n");
  std::free(bytes);
}

TEST(Progress, ATerminalKeepsOneLineAndEndsClean) {
  EXPECT_EQ(shown(Progress::Mode::kTerminal, {0, 50, 100}),
            "\rgenerate 0  kept 0\x1b[K\rgenerate 1  10/s  kept 0\x1b[K\r\x1b[Kgenerate: 1, 10/s, "
            "kept 0, 0.1s\n");
}

TEST(Progress, QuietIsQuiet) { EXPECT_EQ(shown(Progress::Mode::kNone, {0, 10'000}), ""); }

}  // namespace
}  // namespace generator
