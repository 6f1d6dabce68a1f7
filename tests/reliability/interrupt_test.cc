// SIGINT and SIGTERM at any time: no request is begun any more, the command ends soon, says how to
// go on, and goes on to the same rows.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <string>

#include "base/random.h"
#include "support/endpoint/endpoint.h"
#include "support/endpoint/place.h"
#include "support/sweep.h"

namespace generator {
namespace {

using endpoint::FakeEndpoint;
using endpoint::kVllm;
using endpoint::Place;
using testing::Ended;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int kDocuments = 30;
constexpr std::uint64_t kConcurrency = 8;
const std::vector<std::string> kWords = {"--concurrency", std::to_string(kConcurrency)};
// Where other work shares the machine, a process can stand still for a while.
const milliseconds kLastRequest{1000};
const milliseconds kGrace{600};

endpoint::Options slow(std::int64_t latency_ms) {
  endpoint::Options options;
  options.latency_ms = latency_ms;
  return options;
}

struct Interrupted {
  Ended ended;
  milliseconds took{0};          // from the signal to the end
  milliseconds last_request{0};  // from the signal to the last request that came
};

/// Signals `command` and watches what it still does.
Interrupted interrupt(testing::Command& command, int signal, const FakeEndpoint& fake) {
  Interrupted out;
  const auto began = Clock::now();
  command.signal(signal);
  for (std::uint64_t seen = fake.requests(); command.runs(); ::usleep(500))
    if (fake.requests() != seen) {
      seen = fake.requests();
      out.last_request = testing::since(began);
    }
  out.took = testing::since(began);
  out.ended = command.wait();
  return out;
}

TEST(InterruptSweep, AtAnyTimeTakesNoMoreWorkEndsSoonAndGoesOnToTheSameRows) {
  FakeEndpoint steady(slow(20));
  const Place whole(GENERATOR, kVllm, steady.url(""), kDocuments);
  const auto began = Clock::now();
  ASSERT_EQ(whole.run(kWords).exit_code, 0);
  const auto span = static_cast<std::uint64_t>(testing::since(began).count()) * 1000;
  const testing::Seeds points = testing::seeds(500, testing::is_sanitized() ? 3 : 8);
  std::uint64_t interrupted = 0;
  milliseconds longest{0}, latest{0};
  for (std::uint64_t seed = points.first; seed < points.first + points.count; ++seed) {
    SCOPED_TRACE(fmt::format("replay with GENERATOR_SEED={}", seed));
    Random random(seed, "interrupt");
    FakeEndpoint fake(slow(20));
    const Place place(GENERATOR, kVllm, fake.url(""), kDocuments);
    testing::Command command = place.start(kWords);
    ::usleep(static_cast<useconds_t>(random.below(span + 1)));
    const int signal = seed % 2 == 0 ? SIGINT : SIGTERM;
    const Interrupted end = interrupt(command, signal, fake);
    SCOPED_TRACE(end.ended.printed);
    // Before the program has begun to watch, the signal ends it as it ends any.
    const bool began_to_work = path_exists(place / "rows.jsonl.run");
    if (end.ended.exit_code != 0) {
      ++interrupted;
      if (began_to_work) {
        ASSERT_EQ(end.ended.exit_code, 130);
        ASSERT_THAT(end.ended.printed, HasSubstr("the same command goes on"));
      }
      // Whole, or not there: it may be interrupted while it writes the report.
      ASSERT_TRUE(!path_exists(place / "rows.jsonl") ||
                  place.made().at("rows.jsonl") == whole.made().at("rows.jsonl"));
      longest = std::max(longest, end.took);
      latest = std::max(latest, end.last_request);
      ASSERT_LE(end.last_request, kLastRequest);
      ASSERT_LE(end.took, kGrace + milliseconds(1000));
    }
    const Ended again = place.run(kWords);
    ASSERT_EQ(again.exit_code, 0) << again.printed;
    for (const auto& [name, content] : whole.made())
      ASSERT_TRUE(place.made().at(name) == content) << name << " differs";
    ASSERT_THAT(place.leftovers(), IsEmpty());
  }
  fmt::print(
      "interrupted at {} of {} points; last request {} ms after the signal, end {} ms after it\n",
      interrupted, points.count, latest.count(), longest.count());
  EXPECT_TRUE(points.count == 1 || interrupted > points.count / 3);
}

TEST(Interrupt, TwiceEndsAtOnce) {
  for (const int signal : {SIGINT, SIGTERM}) {
    FakeEndpoint never(slow(60'000));
    const Place place(GENERATOR, kVllm, never.url(""), kDocuments);
    testing::Command command = place.start(kWords);
    while (never.requests() < kConcurrency && command.runs()) ::usleep(1000);
    command.signal(signal);
    ::usleep(50'000);
    EXPECT_TRUE(command.runs()) << "the first signal leaves calls in flight their grace";
    const auto began = Clock::now();
    command.signal(signal);
    EXPECT_EQ(command.wait().exit_code, 128 + signal);
    EXPECT_LT(testing::since(began), milliseconds(400));
  }
}

TEST(Interrupt, OnceEndsAfterTheGraceThoughNoReplyComes) {
  FakeEndpoint never(slow(60'000));
  const Place place(GENERATOR, kVllm, never.url(""), kDocuments);
  testing::Command command = place.start(kWords);
  while (never.requests() < kConcurrency && command.runs()) ::usleep(1000);
  const Interrupted end = interrupt(command, SIGTERM, never);
  EXPECT_EQ(end.ended.exit_code, 130) << end.ended.printed;
  EXPECT_LE(end.took, kGrace + milliseconds(1000));
  EXPECT_EQ(never.requests(), kConcurrency);
}

}  // namespace
}  // namespace generator
