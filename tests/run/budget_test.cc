// The cap holds with any number of calls in flight, whatever providers report and whenever the
// process dies.
#include "run/budget.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

#include "base/random.h"
#include "model/price_table.h"
#include "run/ledger_check.h"
#include "run/runner.h"
#include "run/spending.h"
#include "support/numbered_items.h"
#include "support/scripted_model.h"
#include "support/temp_folder.h"
#include "support/virtual_loop.h"

namespace generator {
namespace {

using namespace testing;
using ::testing::HasSubstr;

Usd usd(const char* text) { return *read_usd(text); }

Price price() {
  return PriceTable::parse(
             "prices:\n- {provider: scripted, model: one, input: 0.10, cached: 0.01, "
             "cache_write: 0.125, output: 0.50, source: made up, checked: 2026-11-25}\n",
             "p.yaml")
      ->prices()[0];
}

/// A model that may lose tries, as those do that ask again by themselves.
class LossyModel final : public Model {
 public:
  LossyModel(Loop& loop, const Clock& clock, int losses)
      : loop_(loop), clock_(clock), losses_(losses) {}
  void complete(const ChatRequest& request, OnDone on_done) override {
    complete_counting(request, std::move(on_done), {});
  }
  void complete_counting(const ChatRequest& request, OnDone on_done, OnLost on_lost) override {
    try_once(request.messages.front().content, losses_, std::move(on_done), std::move(on_lost));
  }
  std::string identity() const override { return "scripted/lossy"; }
  int tries() const { return tries_; }

 private:
  void try_once(std::string item, int losses, OnDone on_done, OnLost on_lost) {
    ++tries_;
    loop_.after(500, [=, this] {
      if (losses > 0) {
        if (on_lost("cut", true)) return try_once(item, losses - 1, on_done, on_lost);
        return on_done(fail(ErrorKind::kUnavailable, "cut"));
      }
      Completion reply = completion("ok " + item, 1'000);
      reply.unix_ms = clock_.unix_ms();
      on_done(std::move(reply));
    });
  }
  Loop& loop_;
  const Clock& clock_;
  int losses_;
  int tries_ = 0;
};

struct BudgetTest : ::testing::Test {
  RunSummary run_items(std::uint64_t count, Model& model, Usd cap, int concurrency) {
    auto ledger = Ledger::open(temp / "ledger", loop);
    EXPECT_TRUE(ledger) << ledger.error().message;
    Budget budget(cap, read_spending(temp / "ledger", nullptr)->counted());
    watched = &budget;
    NumberSource source(task, count);
    RunOptions options;
    options.concurrency = concurrency;
    options.price = &the_price;
    options.budget = &budget;
    lines.clear();
    RunSummary summary = run(source, model, **ledger, loop, clock, options,
                             [this](std::uint64_t index, Finished finished) {
                               lines += to_line(index, finished);
                               return Status{};
                             });
    EXPECT_TRUE((*ledger)->close());
    watched = nullptr;
    return summary;
  }
  Spending spending() const { return *read_spending(temp / "ledger", nullptr); }
  ScriptedModel scripted(ScriptedModel::Script script) {
    return ScriptedModel(loop, clock, std::move(script));
  }
  void expect_within(Usd cap) const {
    ASSERT_NE(watched, nullptr);
    ASSERT_LE(watched->spent() + watched->leased(), cap);
  }

  TempFolder temp;
  FakeClock clock{1'795'600'000'000};
  VirtualLoop loop{clock, 7, 2};
  NumberTask task;
  const Price the_price = price();
  Budget* watched = nullptr;
  std::string lines;
};

ScriptedModel::Reply dear(const ChatRequest& request, int call) {
  ScriptedModel::Reply reply{completion("ok " + request.messages.front().content),
                             1'000 + call * 37 % 900};
  reply.result->usage = {900, 2'000, 0, 0, 0};  // 0.00109 USD
  return reply;
}

TEST_F(BudgetTest, TwoHundredParallelCallsStayUnderTheCapAndAHigherOneAsksNothingTwice) {
  std::map<std::string, int> calls;
  Usd cap = usd("0.50");
  ScriptedModel model = scripted([&](const ChatRequest& request, int call) {
    ++calls[request.messages.front().content];
    expect_within(cap);
    return dear(request, call);
  });
  const RunSummary first = run_items(1'000, model, cap, 200);
  ASSERT_TRUE(first.error);
  EXPECT_EQ(first.error->kind, ErrorKind::kOverBudget);
  EXPECT_THAT(first.error->message, HasSubstr("the budget of 0.5000 USD is reached"));
  EXPECT_EQ(model.most_in_flight(), 200);
  const Spending half = spending();
  EXPECT_LE(half.counted(), usd("0.50"));
  EXPECT_GT(half.counted(), usd("0.498")) << "less than two calls' worst case is left";
  EXPECT_EQ(half.open().count, 0);
  EXPECT_EQ(half.total().cost, static_cast<std::int64_t>(half.total().replies) * usd("0.00109"));

  const RunSummary again = run_items(1'000, model, cap, 200);
  EXPECT_EQ(again.calls, 0u) << "nothing is left";
  cap = usd("2");
  const RunSummary rest = run_items(1'000, model, cap, 200);
  EXPECT_TRUE(rest.complete()) << rest.error->message;
  EXPECT_EQ(calls.size(), 1'000u);
  for (const auto& [item, count] : calls) EXPECT_EQ(count, 1) << item;
  EXPECT_EQ(spending().total().cost, 1'000 * usd("0.00109"));
}

TEST_F(BudgetTest, WhateverProvidersReportNothingIsSentThatDoesNotFit) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    std::filesystem::remove_all(temp / "ledger");
    Random random(seed, "reports");
    const auto lie = [&]() -> std::int64_t {
      switch (random.below(7)) {
        case 0:
          return 0;
        case 1:
          return -static_cast<std::int64_t>(random.below(1'000'000));
        case 2:
          return INT64_MAX;
        case 3:
          return INT64_MIN;
        case 4:
          return static_cast<std::int64_t>(random.below(100'000'000));
        default:
          return static_cast<std::int64_t>(random.below(3'000));
      }
    };
    Usd worst_without_report, reported_too_much;
    const Usd cap = usd("0.20");
    ScriptedModel model = scripted([&](const ChatRequest& request, int) {
      expect_within(cap);
      ScriptedModel::Reply reply{completion("ok " + request.messages.front().content),
                                 static_cast<std::int64_t>(random.below(2'000))};
      Usage& usage = reply.result->usage;
      usage = {lie(), lie(), lie(), lie(), lie()};
      const Usd worst = *worst_case(the_price, request, clock.unix_ms());
      if (usage.input <= 0 || usage.output <= 0) worst_without_report += worst;
      if (*cost(the_price, usage, clock.unix_ms()) > worst) reported_too_much += worst;
      return reply;
    });
    run_items(300, model, cap, 50);
    EXPECT_GE(spending().counted(), worst_without_report) << "seed " << seed;
    // By what the requests can cost, the cap is kept, whatever was said.
    EXPECT_LE(worst_without_report + reported_too_much, cap) << "seed " << seed;
  }
}

TEST_F(BudgetTest, ATryThatMayHaveBeenBilledCountsAndItsRepetitionNeedsItsOwnLease) {
  LossyModel model(loop, clock, 2);
  const RunSummary summary = run_items(1, model, usd("1"), 1);
  EXPECT_TRUE(summary.complete());
  EXPECT_EQ(summary.tries_lost, 2u);
  const Usd worst = *worst_case(the_price, task.ask(0), clock.unix_ms());
  EXPECT_EQ(spending().total().lost, 2 * worst);
  EXPECT_EQ(spending().counted(), 2 * worst + usd("0.0006"));
  EXPECT_EQ(spending().open().count, 0);
}

TEST_F(BudgetTest, ATryThatMayHaveBeenBilledIsNotRepeatedWhereTheBudgetHasNoRoom) {
  LossyModel model(loop, clock, 9);
  const Usd worst = *worst_case(the_price, task.ask(0), clock.unix_ms());
  const RunSummary summary = run_items(5, model, 2 * worst + worst - Usd{1}, 1);
  ASSERT_TRUE(summary.error);
  EXPECT_EQ(summary.error->kind, ErrorKind::kOverBudget);
  EXPECT_EQ(model.tries(), 2);
  EXPECT_EQ(spending().counted(), 2 * worst);
  EXPECT_EQ(spending().total().failed_calls, 1u);
}

/// Ends a run as a crash does.
struct Crash {};

TEST_F(BudgetTest, KilledWithCallsInFlightTheirLeasesCountAsSpentUntilReleased) {
  const Usd worst = *worst_case(the_price, task.ask(10), clock.unix_ms());
  {
    auto ledger = *Ledger::open(temp / "ledger", loop);
    Budget budget(usd("1"), {});
    ScriptedModel hung = scripted(
        [](const ChatRequest&, int) { return ScriptedModel::Reply{completion("never"), 0, true}; });
    NumberSource source(task, 100);
    RunOptions options;
    options.concurrency = 8;
    options.price = &the_price;
    options.budget = &budget;
    loop.after(5'000, [] { throw Crash(); });
    EXPECT_THROW(run(source, hung, *ledger, loop, clock, options,
                     [](std::uint64_t, Finished) { return Status{}; }),
                 Crash);
    EXPECT_EQ(hung.calls(), 8);
  }
  EXPECT_EQ(spending().open().count, 8);
  EXPECT_EQ(spending().counted(), spending().open().amount);
  EXPECT_NEAR(spending().counted().dollars(), 8 * worst.dollars(), 1e-5);

  ScriptedModel model = scripted(dear);
  EXPECT_EQ(run_items(100, model, 8 * worst, 8).calls, 0u) << "all of it may be spent";
  const RunSummary some = run_items(100, model, 9 * worst, 8);
  EXPECT_EQ(some.calls, 1u);
  EXPECT_EQ(spending().open().count, 8) << "the answer settles its own lease alone";
  {
    auto ledger = *Ledger::open(temp / "ledger", loop);
    const OpenLeases open = spending().open();
    ledger->append(lease_record(RecordKind::kSpendSettled, {}, "generate", clock.unix_ms(),
                                open.amount, open.count),
                   [](const Status& status) { EXPECT_TRUE(status); });
    ASSERT_TRUE(ledger->close());
  }
  EXPECT_EQ(spending().open().count, 0);
  EXPECT_EQ(spending().counted(), usd("0.00109"));
  EXPECT_TRUE(run_items(100, model, usd("1"), 8).complete());
}

TEST_F(BudgetTest, AnInterruptGivesBackWhatWasNotSentAndKeepsWhatWas) {
  ScriptedModel model = scripted([](const ChatRequest& request, int call) {
    ScriptedModel::Reply reply = dear(request, call);
    reply.delay_ms = call % 2 == 0 ? 50 : 100'000;
    return reply;
  });
  loop.after(60, [this] { loop.interrupt(); });
  const RunSummary summary = run_items(1'000, model, usd("1"), 20);
  EXPECT_TRUE(summary.interrupted);
  const Spending after = spending();
  EXPECT_EQ(after.open().count + static_cast<std::int64_t>(after.total().replies), model.calls());
  EXPECT_GT(after.open().count, 0);
}

TEST_F(BudgetTest, APriceThatEndsTodayStopsTheRunInsteadOfSpendingBlindly) {
  Price until = price();
  until.periods[0].until = "2026-01-01";
  auto ledger = *Ledger::open(temp / "ledger", loop);
  Budget budget(usd("1"), {});
  ScriptedModel model = scripted(dear);
  NumberSource source(task, 3);
  RunOptions options;
  options.price = &until;
  options.budget = &budget;
  const RunSummary summary = run(source, model, *ledger, loop, clock, options,
                                 [](std::uint64_t, Finished) { return Status{}; });
  ASSERT_TRUE(summary.error);
  EXPECT_EQ(model.calls(), 0);
  EXPECT_THAT(summary.error->message, HasSubstr("is not known for 2026-11"));
}

TEST_F(BudgetTest, SpendingIsSummedByStageModelAndDay) {
  {
    auto ledger = *Ledger::open(temp / "ledger", loop);
    const auto append = [&](const Record& record) {
      ledger->append(record, [](const Status& status) { EXPECT_TRUE(status); });
    };
    Completion reply = completion("a");
    reply.usage = {100, 50, 40, 0, 10};
    reply.unix_ms = clock.unix_ms();
    Record priced = answer_record(digest("1"), "generate", reply);
    priced.payment.cost = usd("0.25");
    priced.payment.saved = usd("0.05");
    priced.payment.priced = true;
    append(priced);
    reply.unix_ms += 86'400'000;
    append(answer_record(digest("2"), "generate", reply));  // priced by the table, if at all
    reply.model = "gpt-6-luna";
    append(answer_record(digest("3"), "judge", reply));
    append(failure_record(digest("4"), "judge", reply.unix_ms, "cut"));
    ASSERT_TRUE(ledger->close());
  }
  const PriceTable table = *PriceTable::built_in();
  const Spending all = *read_spending(temp / "ledger", &table);
  ASSERT_EQ(all.rows.size(), 4u);
  EXPECT_EQ(all.rows[0].day, "2026-11-25");
  EXPECT_EQ(all.rows[0].cost, usd("0.25"));
  EXPECT_EQ(all.rows[1].day, "2026-11-26");
  EXPECT_EQ(all.rows[1].unpriced, 1u);
  EXPECT_EQ(all.rows[2].failed_calls, 1u);
  EXPECT_EQ(all.rows[3].cost, usd("0.00003165"));
  EXPECT_EQ(all.total().usage.cache_written, 30);
  EXPECT_EQ(spending().total().unpriced, 2u);
  EXPECT_EQ(read_spending(temp / "nothing", nullptr)->counted(), Usd{});
}

}  // namespace
}  // namespace generator
