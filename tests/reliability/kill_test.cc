// kill -9 at any time: the pipeline over HTTP, killed at a random moment or at a random change of a
// file, makes the same rows when it is run again, and asks at most the requests in flight twice.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
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
using ::testing::IsEmpty;

constexpr int kDocuments = 30;
constexpr std::uint64_t kConcurrency = 8;
const std::vector<std::string> kWords = {"--concurrency", std::to_string(kConcurrency)};

endpoint::Options slow() {
  endpoint::Options options;
  options.latency_ms = 3;
  return options;
}

std::uint64_t repeated(const FakeEndpoint& fake) {
  std::map<std::string, std::uint64_t> seen;
  std::uint64_t out = 0;
  for (const endpoint::Received& request : fake.received())
    if (seen[request.body]++ > 0) ++out;
  return out;
}

struct Undisturbed {
  std::map<std::string, std::string> made;
  std::chrono::milliseconds took{0};
  std::uint64_t changes = 0;  // of files
};

Undisturbed undisturbed() {
  Undisturbed out;
  FakeEndpoint fake(slow());
  Place place(GENERATOR, kVllm, fake.url(""), kDocuments);
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(place.run(kWords).exit_code, 0);
  out.took = testing::since(began);
  out.made = place.made();
  EXPECT_EQ(repeated(fake), 0u);
  Place counted(GENERATOR, kVllm, fake.url(""), kDocuments);
  EXPECT_EQ(counted
                .run(kWords, {std::string("LD_PRELOAD=") + CRASH_SHIM,
                              "CRASH_SHIM_FOLDER=" + (counted / ""),
                              "CRASH_SHIM_COUNT=" + (counted / "count")})
                .exit_code,
            0);
  out.changes = std::strtoull(read_file(counted / "count").value_or("0").c_str(), nullptr, 10);
  return out;
}

/// Kills a run of `place`; whether it was still running.
bool kill_at_random(const Place& place, const Undisturbed& whole, Random& random) {
  if (random.below(2) == 0) {
    testing::Command command = place.start(kWords);
    ::usleep(static_cast<useconds_t>(
        random.below(static_cast<std::uint64_t>(whole.took.count()) * 1000 + 1)));
    command.signal(SIGKILL);
    return command.wait().exit_code == 128 + SIGKILL;
  }
  const std::uint64_t at = 1 + random.below(whole.changes);
  return place
             .run(kWords, {std::string("LD_PRELOAD=") + CRASH_SHIM,
                           "CRASH_SHIM_FOLDER=" + (place / ""),
                           fmt::format("CRASH_SHIM_KILL_AT={}", at)})
             .exit_code == 128 + SIGKILL;
}

TEST(KillSweep, AtAnyTimeThePipelineOverHttpGoesOnToTheSameRowsAndRepeatsOnlyCallsInFlight) {
  const Undisturbed whole = undisturbed();
  ASSERT_GT(whole.changes, 10u);
  const testing::Seeds points = testing::seeds(1000, testing::is_sanitized() ? 6 : 16);
  std::uint64_t killed = 0, most_repeated = 0;
  for (std::uint64_t seed = points.first; seed < points.first + points.count; ++seed) {
    SCOPED_TRACE(fmt::format("replay with GENERATOR_SEED={}", seed));
    Random random(seed, "kill");
    FakeEndpoint fake(slow());
    const Place place(GENERATOR, kVllm, fake.url(""), kDocuments);
    if (kill_at_random(place, whole, random)) ++killed;
    const Ended ended = place.run(kWords);
    ASSERT_EQ(ended.exit_code, 0) << ended.printed;
    most_repeated = std::max(most_repeated, repeated(fake));
    ASSERT_LE(repeated(fake), kConcurrency);
    for (const auto& [name, content] : whole.made)
      ASSERT_TRUE(place.made().at(name) == content) << name << " differs";
    ASSERT_THAT(place.leftovers(), IsEmpty());
    ASSERT_THAT(fake.violations(), IsEmpty());
  }
  fmt::print("killed at {} of {} points; at most {} calls repeated, of {} in flight\n", killed,
             points.count, most_repeated, kConcurrency);
  EXPECT_TRUE(points.count == 1 || killed > points.count / 3);
}

}  // namespace
}  // namespace generator
