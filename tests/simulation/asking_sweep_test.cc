// Whole lives of a run against a provider that limits, refuses, fails, stalls and forgets to
// answer, while the process is killed and interrupted: limiter, retries, adaptive concurrency,
// runner and ledger together, from one seed, on virtual time.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "run/ledger.h"
#include "run/ledger_check.h"
#include "support/simulated_run.h"
#include "support/sweep.h"
#include "support/temp_folder.h"

namespace generator {
namespace {

using namespace testing;

/// Ends a run as a kill does: nobody is told.
struct Killed {};

struct Books {
  double virtual_hours = 0;
  std::uint64_t requests = 0, lives = 0, refused_by_limit = 0;
};

class Life {
 public:
  Life(std::uint64_t seed, Books& books)
      : seed_(seed),
        random_(seed, "life"),
        items_(20 + random_.below(41)),
        account_(options(random_), seed),
        task_(seed, 200, 200 + random_.below(6000)),
        books_(books) {
    clock_.set(static_cast<std::int64_t>(1'000'000 + random_.below(1'000'000)));
    limits_ = account_.options.per_minute;
    knows_limits_ = !account_.options.tells_limits || random_.below(2) == 0;
  }

  /// Lives until the output is whole. Returns the trace of all that happened.
  std::uint64_t live() {
    const std::int64_t began = clock_.monotonic_ms();
    for (int life = 0; life < 60 && !whole_; ++life) {
      ++books_.lives;
      run_once(life);
      clock_.advance(static_cast<std::int64_t>(random_.below(2) == 0 ? random_.below(2000)
                                                                     : random_.below(3'600'000)));
    }
    check();
    books_.virtual_hours += static_cast<double>(clock_.monotonic_ms() - began) / 3.6e6;
    books_.requests += account_.requests;
    books_.refused_by_limit += account_.refused_by_limit;
    return account_.trace;
  }

 private:
  static SimulatedOptions options(Random& random) {
    SimulatedOptions out;
    out.wire = static_cast<Wire>(random.below(3));
    out.tells_limits = out.wire != Wire::kGemini && random.below(2) == 0;
    if (random.below(4) > 0)
      out.per_minute[Measure::kRequests] = static_cast<std::int64_t>(12 + random.below(200));
    if (random.below(2) == 0)  // a request has at most 2,000 tokens, or reserves 2,048 or 4,096
      out.per_minute[Measure::kTokens] = static_cast<std::int64_t>(60'000 + random.below(100'000));
    out.refusals = random.below(3) == 0 ? 0.3 * random.unit() : 0;
    out.faults = random.below(2) == 0 ? 0.3 * random.unit() : 0;
    out.hangs = random.below(3) == 0 ? 0.03 : 0;
    out.bad_replies = 0.2 * random.unit();
    out.median_ms = 50 + static_cast<double>(random.below(5000));
    out.sigma = random.unit();
    out.longest_way_ms = static_cast<std::int64_t>(random.below(Limiter::kArrivalMs - 1));
    if (random.below(4) == 0) {
      out.capacity = static_cast<int>(1 + random.below(6));
      out.refuses_over_capacity = random.below(2) == 0;
    }
    return out;
  }

  void run_once(int life) {
    VirtualLoop loop(clock_, seed_ * 1000 + static_cast<std::uint64_t>(life), 20);
    const std::string folder = temp_ / "ledger";
    auto ledger = Ledger::open(folder, loop);
    ASSERT_TRUE(ledger) << ledger.error().message;
    const std::string quota_path = folder + "/limits.json";
    const bool is_killed = life < 30 && random_.below(2) == 0;
    const auto when =
        static_cast<std::int64_t>(random_.below(random_.below(2) == 0 ? 2000 : 60'000));
    if (is_killed)
      loop.after(when, [&] {
        save((*ledger)->path(), temp_ / "records");
        save(quota_path, temp_ / "limits");
        throw Killed();
      });
    else if (life < 30 && random_.below(2) == 0)
      loop.after(when, [&] { loop.interrupt(); });
    const int concurrency = static_cast<int>(1 + random_.below(12));
    HttpModelOptions options;
    options.concurrency = {concurrency, random_.below(2) == 0};
    if (knows_limits_) options.quota.configured.per_minute = limits_;
    options.quota.path = quota_path;
    options.seed = seed_;
    auto model = simulated_model(account_, loop, clock_, options);
    TextSource source(task_, items_);
    RunOptions run_options;
    run_options.concurrency = concurrency;
    run_options.attempts = 8;
    may_be_repeated_ += static_cast<std::uint64_t>(concurrency);
    account_.most_in_flight = 0;
    std::string lines;
    try {
      const RunSummary summary = run(source, *model, **ledger, loop, clock_, run_options,
                                     [&](std::uint64_t index, Finished finished) {
                                       lines += to_line(index, finished);
                                       return Status{};
                                     });
      EXPECT_EQ((*ledger)->synced_size(), (*ledger)->size());
      EXPECT_TRUE(summary.interrupted || !summary.error) << summary.error->message;
      whole_ = summary.complete() && summary.rejects.empty();
      output_ = lines;
      model.reset();
      ASSERT_TRUE((*ledger)->close());
    } catch (const Killed&) {
      model.reset();
      ledger->reset();
      restore(temp_ / "records", folder + "/records");
      restore(temp_ / "limits", quota_path);
    }
    EXPECT_LE(account_.most_in_flight, concurrency);
    EXPECT_EQ(account_.in_flight, 0);
  }

  void save(const std::string& from, const std::string& to) {
    std::filesystem::remove(to);
    if (std::filesystem::exists(from)) std::filesystem::copy_file(from, to);
  }
  void restore(const std::string& from, const std::string& to) {
    std::filesystem::remove(to);
    if (std::filesystem::exists(from)) std::filesystem::copy_file(from, to);
  }

  void check() {
    EXPECT_TRUE(whole_) << "never finished";
    std::string right;
    for (std::uint64_t n = 0; n < items_; ++n) {
      const std::string prompt = task_.ask(n).messages[0].content;
      right += fmt::format("{}: question {} = {}\n", n, n, ("ok " + prompt).substr(0, 12));
    }
    EXPECT_EQ(output_, right);
    const auto report = verify_ledger(temp_ / "ledger");
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->sound());
    EXPECT_EQ(report->repeated, 0u);
    // Those killed in flight, and those that were given up as stuck.
    EXPECT_LE(account_.served, report->answers + may_be_repeated_ + account_.given_up)
        << "calls were repeated that were not in flight";
    // Where the limits were known from the beginning; else the first burst had to find them.
    const Amounts most = account_.fullest_minute();
    if (!knows_limits_) return;
    for (std::size_t i = 0; i < kMeasures; ++i)
      EXPECT_LE(most.of[i], limits_.of[i] > 0 ? limits_.of[i] : INT64_MAX)
          << "measure " << i << " was passed";
    EXPECT_EQ(account_.refused_by_limit, 0u);
  }

  const std::uint64_t seed_;
  Random random_;
  const std::uint64_t items_;
  SimulatedAccount account_;
  const TextTask task_;
  Books& books_;
  TempFolder temp_;
  FakeClock clock_;
  Amounts limits_;
  bool knows_limits_ = false;
  std::string output_;
  std::uint64_t may_be_repeated_ = 0;
  bool whole_ = false;
};

TEST(AskingSweep, LimitsAreNeverPassedAndFaultsChangeNoByteOfTheResult) {
  const Seeds seeds = testing::seeds(10'000, 500);
  Books books;
  for (std::uint64_t seed = seeds.first; seed < seeds.first + seeds.count; ++seed) {
    const std::uint64_t trace = Life(seed, books).live();
    if (seeds.count == 1 || seed % 50 == 0) {
      Books again;
      EXPECT_EQ(Life(seed, again).live(), trace) << "the same seed played differently";
    }
    ASSERT_FALSE(HasFailure()) << "replay with GENERATOR_SEED=" << seed;
  }
  std::printf("%llu seeds: %.0f virtual hours, %llu lives, %llu requests, %llu over a limit\n",
              static_cast<unsigned long long>(seeds.count), books.virtual_hours,
              static_cast<unsigned long long>(books.lives),
              static_cast<unsigned long long>(books.requests),
              static_cast<unsigned long long>(books.refused_by_limit));
}

}  // namespace
}  // namespace generator
