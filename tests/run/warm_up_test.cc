#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "run/runner.h"
#include "support/numbered_items.h"
#include "support/scripted_model.h"
#include "support/temp_folder.h"
#include "support/virtual_loop.h"

namespace generator {
namespace {

using namespace testing;

// A provider's cache with two fronts a request: what all have in common, and what ten have.
struct Cache {
  std::map<Digest, std::int64_t> ready_ms;
  std::map<Digest, int> written;

  static std::vector<Digest> fronts(const ChatRequest& request) {
    const std::string number(request.inputs.get("number"));
    return {digest("stage"), digest("tens " + number.substr(0, number.size() - 1))};
  }
  Usage use(const ChatRequest& request, std::int64_t now_ms, std::int64_t answered_ms) {
    Usage out;
    out.input = out.output = 100;
    for (const Digest& front : fronts(request)) {
      const auto known = ready_ms.find(front);
      if (known != ready_ms.end() && known->second <= now_ms) {
        out.cached += 40;
        continue;
      }
      ++written[front];
      out.cache_written += 40;
      ready_ms.emplace(front, answered_ms);
    }
    return out;
  }
};

struct WarmUpTest : ::testing::Test {
  RunSummary run_items(std::uint64_t count, bool knows_fronts, int failing_call = -1) {
    auto ledger = *Ledger::open(temp / folder, loop);
    ScriptedModel model(loop, clock, [&](const ChatRequest& request, int call) {
      if (call == failing_call)
        return ScriptedModel::Reply{fail(ErrorKind::kInvalidInput, "cut"), 50};
      ScriptedModel::Reply reply{completion("ok " + request.messages[0].content), 50};
      const std::int64_t now = loop.monotonic_ms();
      reply.result->usage = cache.use(request, now, now + 50);
      return reply;
    });
    if (knows_fronts) model.set_fronts(&Cache::fronts);
    NumberSource source(task, count);
    RunOptions options;
    options.concurrency = 8;
    const RunSummary summary = run(source, model, *ledger, loop, clock, options,
                                   [this](std::uint64_t index, const Finished& finished) {
                                     output += to_line(index, finished);
                                     return Status{};
                                   });
    most_in_flight = model.most_in_flight();
    EXPECT_TRUE(ledger->close());
    return summary;
  }

  TempFolder temp;
  FakeClock clock;
  VirtualLoop loop{clock, 7, 2};
  NumberTask task;
  Cache cache;
  std::string output, folder = "ledger";
  int most_in_flight = 0;
};

TEST_F(WarmUpTest, EachFrontIsWrittenOnceHoweverManyAreAskedForAtOnce) {
  const RunSummary summary = run_items(100, true);
  EXPECT_EQ(summary.done, 100u);
  EXPECT_EQ(summary.calls, 100u);
  EXPECT_EQ(most_in_flight, 8);
  EXPECT_EQ(cache.written.size(), 11u);
  for (const auto& [front, times] : cache.written) EXPECT_EQ(times, 1);
}

TEST_F(WarmUpTest, WithoutAWordOfFrontsAllAreSentAtOnceAndWriteThemAgain) {
  run_items(100, false);
  EXPECT_GE(cache.written.at(digest("stage")), 8);
}

TEST_F(WarmUpTest, ChangesNoRow) {
  run_items(100, true);
  std::string rows;
  std::swap(rows, output);
  folder = "another ledger";
  run_items(100, false);
  EXPECT_EQ(rows, output);
}

TEST_F(WarmUpTest, AWriterThatFailsLeavesItsPlaceToTheNext) {
  const RunSummary summary = run_items(30, true, 0);
  EXPECT_EQ(summary.done, 30u);
  EXPECT_EQ(summary.calls_failed, 1u);
  for (const auto& [front, times] : cache.written) EXPECT_EQ(times, 1);
}

TEST_F(WarmUpTest, WhereNoReplyTellsOfACacheNobodyWaitsForLong) {
  auto ledger = *Ledger::open(temp / "ledger", loop);
  ScriptedModel model(loop, clock, [](const ChatRequest& request, int) {
    return ScriptedModel::Reply{completion("ok " + request.messages[0].content), 1000};
  });
  model.set_fronts(&Cache::fronts);
  NumberSource source(task, 400);
  RunOptions options;
  options.concurrency = 8;
  const RunSummary summary = run(source, model, *ledger, loop, clock, options,
                                 [](std::uint64_t, const Finished&) { return Status{}; });
  EXPECT_EQ(summary.done, 400u);
  EXPECT_LE(summary.elapsed_ms, 60'000);  // 50 rounds of a second each, and some alone
  EXPECT_TRUE(ledger->close());
}

}  // namespace
}  // namespace generator
