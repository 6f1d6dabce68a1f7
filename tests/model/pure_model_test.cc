#include "model/pure_model.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/result.h"

namespace generator {
namespace {

class FixedClock final : public Clock {
 public:
  std::int64_t unix_ms() const override { return 1234; }
  std::int64_t monotonic_ms() const override { return 0; }
};

ChatRequest numbered(int n) {
  ChatRequest request;
  request.inputs.values.emplace_back("n", std::to_string(n));
  return request;
}

Completion echo(const ChatRequest& request) {
  Completion reply;
  reply.message.content = request.inputs.get("n");
  return reply;
}

TEST(PureModel, AnswersEachRequestOnceWithTheClocksTime) {
  SystemLoop loop;
  FixedClock clock;
  PureModel model("rules 1", echo, loop, clock);
  std::multiset<std::string> seen;
  for (int n = 0; n < 500; ++n)
    model.complete(numbered(n), [&, n](Result<Completion> reply) {
      ASSERT_TRUE(reply);
      EXPECT_EQ(reply->message.content, std::to_string(n));
      EXPECT_EQ(reply->unix_ms, 1234);
      seen.insert(reply->message.content);
    });
  loop.run_until([&] { return seen.size() == 500; });
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 500u);
  EXPECT_TRUE(model.answers_from_inputs());
}

TEST(PureModel, AnAbandonedCallIsNeverAnswered) {
  SystemLoop loop;
  FixedClock clock;
  PureModel model("rules 1", echo, loop, clock);
  bool old = false, fresh = false;
  model.complete(numbered(1), [&](Result<Completion>) { old = true; });
  model.abandon();
  model.complete(numbered(2), [&](Result<Completion>) { fresh = true; });
  loop.run_until([&] { return fresh; });
  EXPECT_FALSE(old);
}

TEST(PureModel, WhatARuleThrowsEndsTheRunAndNotTheProcess) {
  SystemLoop loop;
  FixedClock clock;
  PureModel model(
      "rules 1", [](const ChatRequest&) -> Completion { throw Fatal(1, "no such rule"); }, loop,
      clock);
  model.complete(numbered(1), [](Result<Completion>) { FAIL(); });
  EXPECT_THROW(loop.run_until([] { return false; }), Fatal);
}

TEST(PureModel, ItsEndWaitsForItsJobs) {
  SystemLoop loop;
  FixedClock clock;
  PureModel model("rules 1", echo, loop, clock);
  for (int n = 0; n < 100; ++n) model.complete(numbered(n), [](Result<Completion>) {});
}

}  // namespace
}  // namespace generator
