// How long a run takes against what it could take at best: virtual time, so the figures are exact
// and the same everywhere.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <functional>

#include "run/ledger.h"
#include "support/simulated_run.h"
#include "support/temp_folder.h"

namespace generator {
namespace {

using namespace testing;

struct Played {
  RunSummary summary;
  double elapsed_ms = 0;
  int final_level = 0;
};

Played play(SimulatedAccount& account, std::uint64_t items, int concurrency, std::uint64_t seed,
            HttpModelOptions options = {}, std::uint64_t longest_prompt = 500) {
  FakeClock clock;
  clock.set(1'000'000);
  VirtualLoop loop(clock, seed, 1);
  const TempFolder temp;
  LedgerOptions rarely;
  rarely.sync_after_ms = 600'000;
  auto ledger = Ledger::open(temp / "ledger", loop, rarely);
  EXPECT_TRUE(ledger);
  options.concurrency.most = concurrency;
  options.seed = seed;
  auto model = simulated_model(account, loop, clock, std::move(options));
  const TextTask task(seed, 400, longest_prompt);
  TextSource source(task, items);
  RunOptions run_options;
  run_options.concurrency = concurrency;
  Played out;
  out.summary = run(source, *model, **ledger, loop, clock, run_options,
                    [](std::uint64_t, Finished) { return Status{}; });
  out.elapsed_ms = static_cast<double>(out.summary.elapsed_ms);
  out.final_level = model->level();
  EXPECT_TRUE(out.summary.complete()) << out.summary.error->message;
  EXPECT_EQ(out.summary.kept, items);
  EXPECT_TRUE((*ledger)->close());
  return out;
}

/// All places busy all the time with what was served, refusals and the way included.
double ideal_ms(const SimulatedAccount& account, int concurrency) {
  const double way = static_cast<double>(account.options.longest_way_ms) / 2;
  const double refused = static_cast<double>(account.refused_by_chance + account.refused_by_limit);
  return (account.served_ms + static_cast<double>(account.requests) * way +
          refused * static_cast<double>(account.options.refusal_ms)) /
         concurrency;
}

/// The longest of `seeds` runs of 10,000 items, over its ideal; `look` is shown each account.
double worst_over_ideal(const SimulatedOptions& options, int concurrency, std::uint64_t seeds,
                        const std::function<void(const SimulatedAccount&)>& look) {
  double worst = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SimulatedAccount account(options, seed);
    const Played played = play(account, 10'000, concurrency, seed);
    look(account);
    worst = std::max(worst, played.elapsed_ms / ideal_ms(account, concurrency));
  }
  return worst;
}

void report(const char* what, double figure, const char* wanted) {
  std::printf("%s: %.3f (wanted: %s)\n", what, figure, wanted);
}

TEST(Makespan, WithAFifthOfTheRequestsRefusedIsAtMostATenthOverTheIdeal) {
  SimulatedOptions options;
  options.refusals = 0.2;
  options.median_ms = 1000;
  options.sigma = 0.3;
  options.longest_way_ms = 20;
  const double worst = worst_over_ideal(options, 32, 10, [](const SimulatedAccount& account) {
    EXPECT_LE(account.most_in_flight, 32);
  });
  report("makespan with 20 % 429s, over the ideal", worst, "1.1");
  EXPECT_LE(worst, 1.1);
}

TEST(Makespan, WithOneHangInAHundredIsAtMost15PercentOverTheLowerBound) {
  SimulatedOptions options;
  options.hangs = 0.01;
  options.median_ms = 2000;
  options.sigma = 0.5;
  options.longest_way_ms = 20;
  const double worst = worst_over_ideal(
      options, 64, 5, [](const SimulatedAccount& account) { EXPECT_GT(account.hung, 50u); });
  report("makespan with log-normal latency and 1 % hangs, over the lower bound", worst, "1.15");
  EXPECT_LE(worst, 1.15);
}

/// Shares of a limit that the full minutes in the middle of a run used.
Amounts per_mille_used(const SimulatedAccount& account) {
  const std::int64_t begin = account.arrivals.begin()->first + 120'000;
  const std::int64_t end = account.arrivals.rbegin()->first - 60'000;
  EXPECT_GT(end - begin, 600'000) << "too short to tell";
  Amounts sum;
  for (auto at = account.arrivals.lower_bound(begin); at != account.arrivals.lower_bound(end); ++at)
    for (std::size_t i = 0; i < kMeasures; ++i) sum.of[i] += at->second.of[i];
  Amounts out;
  for (std::size_t i = 0; i < kMeasures; ++i)
    if (account.options.per_minute.of[i] > 0)
      out.of[i] = static_cast<std::int64_t>(static_cast<double>(sum.of[i]) * 60'000 * 1000 /
                                            static_cast<double>(end - begin) /
                                            static_cast<double>(account.options.per_minute.of[i]));
  return out;
}

TEST(Limits, OfRequestsAreUsedTo98PercentAndNeverPassed) {
  SimulatedOptions options;
  options.per_minute[Measure::kRequests] = 600;
  SimulatedAccount account(options, 1);
  play(account, 12'000, 64, 1);
  EXPECT_LE(account.fullest_minute()[Measure::kRequests], 600);
  const double used = static_cast<double>(per_mille_used(account)[Measure::kRequests]) / 1000;
  report("requests used of the limit", used, "0.98");
  EXPECT_GE(used, 0.98);
}

TEST(Limits, OfInputTokensAreUsedTo95PercentAndNeverPassed) {
  SimulatedOptions options;
  options.wire = Wire::kAnthropic;
  options.per_minute[Measure::kTokens] = 200'000;
  options.per_minute[Measure::kRequests] = 4000;
  SimulatedAccount account(options, 1);
  play(account, 5'000, 32, 1, {}, 8000);
  EXPECT_LE(account.fullest_minute()[Measure::kTokens], 200'000);
  const double used = static_cast<double>(per_mille_used(account)[Measure::kTokens]) / 1000;
  report("input tokens used of the limit", used, "0.95");
  EXPECT_GE(used, 0.95);
}

TEST(Concurrency, OfAServerThatRefusesWhatItCannotTakeSettlesAtWhatItCan) {
  SimulatedOptions options;
  options.capacity = 10;
  options.refuses_over_capacity = true;
  options.longest_way_ms = 5;
  SimulatedAccount account(options, 3);
  const Played played = play(account, 3000, 64, 3);
  EXPECT_LE(played.final_level, 20);
  EXPECT_GE(played.final_level, 5);
  // No refusal is worth an answer: the server was busy nearly all the time.
  const double busy = account.served_ms / 10 / played.elapsed_ms;
  report("share of a small server's time that was used", busy, "0.75");
  EXPECT_GE(busy, 0.75);
}

TEST(Concurrency, OfAServerThatQueuesFallsUntilTheQueueIsShort) {
  SimulatedOptions options;
  options.capacity = 2;
  options.sigma = 0.1;
  options.longest_way_ms = 5;
  SimulatedAccount account(options, 4);
  HttpModelOptions model;
  model.concurrency.watches_latency = true;
  const Played played = play(account, 2000, 64, 4, model);
  EXPECT_LE(played.final_level, 24);
  EXPECT_GE(account.served_ms / 2 / played.elapsed_ms, 0.95);
}

TEST(Concurrency, IsWhatWasConfiguredWhereTheServerTakesIt) {
  SimulatedOptions options;
  options.longest_way_ms = 5;
  SimulatedAccount account(options, 5);
  HttpModelOptions model;
  model.concurrency.watches_latency = true;  // and log-normal latency is no overload
  const Played played = play(account, 20'000, 200, 5, model);
  EXPECT_EQ(account.most_in_flight, 200);
  EXPECT_GE(played.final_level, 130);
  const double over = played.elapsed_ms / ideal_ms(account, 200);
  report("makespan with log-normal latency, over the ideal", over, "1.05");
  EXPECT_LE(over, 1.05);
}

}  // namespace
}  // namespace generator
