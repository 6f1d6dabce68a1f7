// Two processes on one output: one runs, the others say who does; the lock of a process that was
// killed is nobody's.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "support/endpoint/endpoint.h"
#include "support/endpoint/place.h"
#include "support/sweep.h"

namespace generator {
namespace {

using endpoint::FakeEndpoint;
using endpoint::kVllm;
using endpoint::Place;
using testing::Ended;
using ::testing::AnyOf;
using ::testing::HasSubstr;

constexpr int kDocuments = 10;

endpoint::Options slow() {
  endpoint::Options options;
  options.latency_ms = 100;  // 3 stages: long enough for all to meet
  return options;
}

TEST(TwoProcessesSweep, OfSeveralThatStartAtOnceOneRunsAndTheOthersNameIt) {
  const int rounds = testing::full_or(100, 4, 2);
  constexpr int kProcesses = 4;
  int refused = 0;
  for (int round = 0; round < rounds; ++round) {
    FakeEndpoint fake(slow());
    const Place place(GENERATOR, kVllm, fake.url(""), kDocuments);
    std::vector<std::unique_ptr<testing::Command>> commands;
    for (int i = 0; i < kProcesses; ++i)
      commands.push_back(std::make_unique<testing::Command>(
          place.start({}, {}, fmt::format("printed{}", i))));
    std::string winner;
    std::vector<std::string> complaints;
    for (const auto& command : commands) {
      const Ended ended = command->wait();
      if (ended.exit_code == 0) {
        EXPECT_EQ(winner, "") << "two of them ran";
        winner = fmt::format("process {};", command->pid());
      } else {
        EXPECT_EQ(ended.exit_code, 1) << ended.printed;
        complaints.push_back(ended.printed);
      }
    }
    ASSERT_NE(winner, "");
    for (const std::string& complaint : complaints) {
      // Between taking the lock and writing its name the owner has none yet.
      EXPECT_THAT(complaint,
                  AnyOf(HasSubstr(winner), HasSubstr("another process is taking the ledger")));
      ++refused;
    }
    std::map<std::string, int> asked;
    for (const auto& request : fake.received()) EXPECT_EQ(++asked[request.body], 1);
    EXPECT_EQ(place.rows(), static_cast<std::size_t>(kDocuments));
  }
  fmt::print("{} rounds of {}: one ran, {} were refused\n", rounds, kProcesses, refused);
  EXPECT_EQ(refused, rounds * (kProcesses - 1));
}

TEST(TwoProcesses, TheLockOfAProcessThatWasKilledIsTakenOverAtOnce) {
  FakeEndpoint fake(slow());
  const Place place(GENERATOR, kVllm, fake.url(""), kDocuments);
  testing::Command first = place.start();
  while (fake.requests() == 0 && first.runs()) ::usleep(1000);
  first.signal(SIGKILL);
  ASSERT_EQ(first.wait().exit_code, 128 + SIGKILL);
  EXPECT_THAT(read_file(place / "rows.jsonl.run/ledger/lock").value_or(""),
              HasSubstr(fmt::format("pid {}\n", first.pid())));
  const std::uint64_t before = fake.requests();
  const auto began = std::chrono::steady_clock::now();
  testing::Command second = place.start();
  while (fake.requests() == before && second.runs()) ::usleep(1000);
  EXPECT_LT(testing::since(began), std::chrono::seconds(5));
  EXPECT_EQ(second.wait().exit_code, 0);
}

}  // namespace
}  // namespace generator
