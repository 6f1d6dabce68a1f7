#include "model/quota.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>

#include "base/random.h"
#include "model/patience.h"
#include "model/retry.h"
#include "support/temp_folder.h"

namespace generator {
namespace {

using Kind = Quota::Leave::Kind;
using testing::TempFolder;

Amounts requests(std::int64_t count) {
  Amounts out;
  out[Measure::kRequests] = count;
  return out;
}

TEST(Limiter, HoldsTheRequestThatWouldBeOneTooManyUntilTheFirstIsAMinuteOld) {
  Limiter limiter;
  limiter.set(requests(3));
  for (std::int64_t ms : {0, 10'000, 20'000}) {
    EXPECT_EQ(limiter.wait_ms(requests(1), ms), 0);
    limiter.reserve(requests(1), ms);
  }
  EXPECT_EQ(limiter.wait_ms(requests(1), 30'000), Limiter::kWindowMs - 30'000);
  EXPECT_EQ(limiter.wait_ms(requests(1), Limiter::kWindowMs), 0);
}

TEST(Limiter, SettlesAtTheTimeOfLeavingAndForgetsAMinuteLater) {
  Limiter limiter;
  Amounts limit, estimate, used;
  limit[Measure::kTokens] = 1000;
  estimate[Measure::kTokens] = 900;
  used[Measure::kTokens] = 300;
  limiter.set(limit);
  const auto reservation = limiter.reserve(estimate, 0);
  EXPECT_GT(limiter.wait_ms(estimate, 1000), 0);
  limiter.settle(reservation, used);
  EXPECT_EQ(limiter.used(1000), used);
  EXPECT_EQ(limiter.used(Limiter::kWindowMs), Amounts{});
  limiter.settle(reservation, estimate);  // too late
  EXPECT_EQ(limiter.used(Limiter::kWindowMs), Amounts{});
  estimate[Measure::kTokens] = 1001;
  EXPECT_FALSE(limiter.fits(estimate));
}

/// R7 of the limiter alone: whatever is asked whenever, no minute holds more than the limits.
TEST(Limiter, SweepNoMinuteHoldsMoreThanTheLimits) {
  const char* sweep = std::getenv("GENERATOR_SWEEP");
  const bool is_full = sweep != nullptr && std::string_view(sweep) == "full";
  const int rounds = is_full ? 1'000'000 : 100'000;
  Random random(7);
  Limiter limiter;
  Amounts limit = requests(90);
  limit[Measure::kTokens] = 50'000;
  limiter.set(limit);
  std::deque<Limiter::Spent> arrived;  // by arrival; a request arrives up to kArrivalMs later
  Amounts sum;
  std::int64_t now = 0;
  for (int i = 0; i < rounds; ++i) {
    now += static_cast<std::int64_t>(random.below(random.below(20) == 0 ? 90'000 : 300));
    Amounts cost = requests(1);
    cost[Measure::kTokens] = static_cast<std::int64_t>(1 + random.below(2000));
    const std::int64_t wait = limiter.wait_ms(cost, now);
    now += wait;
    ASSERT_EQ(limiter.wait_ms(cost, now), 0);
    limiter.reserve(cost, now);
    const std::int64_t arrives = now + static_cast<std::int64_t>(random.below(Limiter::kArrivalMs));
    auto place = arrived.end();
    while (place != arrived.begin() && std::prev(place)->ms > arrives) --place;
    arrived.insert(place, {arrives, cost});
    while (arrived.front().ms < now - 120'000) arrived.pop_front();
    sum = {};
    for (auto at = arrived.rbegin(); at != arrived.rend(); ++at) {
      if (at->ms > arrives) continue;
      if (at->ms <= arrives - 60'000) break;
      sum[Measure::kRequests] += 1;
      sum[Measure::kTokens] += at->cost[Measure::kTokens];
    }
    ASSERT_LE(sum[Measure::kRequests], 90);
    ASSERT_LE(sum[Measure::kTokens], 50'000);
  }
}

TEST(LimitHeaders, OfBothFamiliesAreRead) {
  const auto read = [](http::Headers headers) {
    return read_limit_headers({200, std::move(headers), ""});
  };
  const LimitReport anthropic = read({{"anthropic-ratelimit-requests-limit", "50"},
                                      {"anthropic-ratelimit-requests-remaining", "49"},
                                      {"anthropic-ratelimit-input-tokens-limit", "30000"},
                                      {"anthropic-ratelimit-input-tokens-remaining", "29000"},
                                      {"anthropic-ratelimit-output-tokens-limit", "8000"}});
  EXPECT_EQ(anthropic[Measure::kRequests].limit, 50);
  EXPECT_EQ(anthropic[Measure::kRequests].remaining, 49);
  EXPECT_EQ(anthropic[Measure::kTokens].limit, 30000);
  EXPECT_EQ(anthropic[Measure::kOutput].limit, 8000);
  const LimitReport minute = read({{"x-ratelimit-limit-requests", "500"},
                                   {"x-ratelimit-remaining-requests", "499"},
                                   {"x-ratelimit-reset-requests", "120ms"},
                                   {"x-ratelimit-limit-tokens", "200000"},
                                   {"x-ratelimit-remaining-tokens", "197952"},
                                   {"x-ratelimit-reset-tokens", "614ms"}});
  EXPECT_EQ(minute[Measure::kRequests].limit, 500);
  EXPECT_EQ(minute[Measure::kTokens].remaining, 197952);
  EXPECT_EQ(minute.requests_per_day.limit, 0);
  const LimitReport day = read({{"x-ratelimit-limit-requests", "10000"},
                                {"x-ratelimit-remaining-requests", "9999"},
                                {"x-ratelimit-reset-requests", "8.64s"}});
  EXPECT_EQ(day[Measure::kRequests].limit, 0);
  EXPECT_EQ(day.requests_per_day.limit, 10000);
  const LimitReport azure = read({{"x-ratelimit-limit-requests", "-1"},
                                  {"x-ratelimit-remaining-requests", "-1"},
                                  {"x-ratelimit-limit-tokens", "0"}});
  EXPECT_EQ(azure[Measure::kRequests].limit, 0);
  EXPECT_EQ(azure[Measure::kTokens].limit, 0);
}

ChatRequest request_of(std::size_t bytes, std::int64_t max_tokens = 1000) {
  ChatRequest out;
  out.messages = {{Role::kUser, std::string(bytes, 'x'), {}, "", ""}};
  out.sampling.max_tokens = max_tokens;
  return out;
}

TEST(TokenEstimate, CountsAsEachProviderDoesAndLearns) {
  TokenEstimate estimate;
  const RequestSize size = size_of(request_of(4000));
  const auto tokens = [&](TokenRule rule) { return estimate.before(size, rule)[Measure::kTokens]; };
  EXPECT_GT(tokens(TokenRule::kInput), 1500);  // nothing is known: more rather than less
  estimate.learn(size, {1000, 200, 0, 0});
  EXPECT_NEAR(static_cast<double>(tokens(TokenRule::kInput)), 1020, 2);
  EXPECT_NEAR(static_cast<double>(tokens(TokenRule::kUsed)), 1224, 3);
  EXPECT_EQ(estimate.before(size_of(request_of(400)), TokenRule::kReserved)[Measure::kTokens],
            1000);
  const Usage usage{1000, 200, 800, 0};
  EXPECT_EQ(TokenEstimate::after(size, TokenRule::kUncachedInput, usage)[Measure::kTokens], 200);
  EXPECT_EQ(TokenEstimate::after(size, TokenRule::kInput, usage)[Measure::kTokens], 1000);
  EXPECT_EQ(TokenEstimate::after(size, TokenRule::kUsed, usage)[Measure::kTokens], 1200);
}

QuotaOptions options_of(std::int64_t per_minute, std::string path = "") {
  QuotaOptions out;
  out.configured.per_minute[Measure::kRequests] = per_minute;
  out.path = std::move(path);
  return out;
}

constexpr std::int64_t kNoon = 1'795'608'000'000;  // of 2026-11-25, UTC

TEST(Quota, TakesTheSmallerOfWhatIsSetAndWhatTheProviderSays) {
  Quota quota(options_of(100), 0);
  LimitReport report;
  report[Measure::kRequests].limit = 50;
  quota.learn(report, 0, kNoon);
  EXPECT_EQ(quota.limits().per_minute[Measure::kRequests], 50);
  report[Measure::kRequests].limit = 5000;
  quota.learn(report, 0, kNoon);
  EXPECT_EQ(quota.limits().per_minute[Measure::kRequests], 100);
}

TEST(Quota, CountsWhatOthersUsedOfTheSameAccount) {
  Quota quota(options_of(0), 0);
  const RequestSize size = size_of(request_of(100));
  ASSERT_TRUE(quota.take(size, 0, kNoon));
  LimitReport report;
  report[Measure::kRequests] = {10, 0, 0};  // nine of them by somebody else
  quota.learn(report, 1000, kNoon);
  EXPECT_EQ(quota.used(1000)[Measure::kRequests], 10);
  const Quota::Leave leave = quota.ask(size, 1000, kNoon);
  EXPECT_EQ(leave.kind, Kind::kLater);
  EXPECT_EQ(leave.limit, "10 requests a minute");
}

TEST(Quota, TheNextProcessRespectsTheLastMinuteAndWhatWasLearned) {
  const TempFolder temp;
  const RequestSize size = size_of(request_of(100));
  {
    Quota quota(options_of(0, temp / "limits"), 1000);
    LimitReport report;
    report[Measure::kRequests].limit = 5;
    quota.learn(report, 1000, kNoon);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(quota.take(size, 1000, kNoon));
  }
  Quota next(options_of(0, temp / "limits"), 20'000);
  EXPECT_EQ(next.limits().per_minute[Measure::kRequests], 5);
  EXPECT_EQ(next.used(20'000)[Measure::kRequests], 3);
  Quota after_boot(options_of(0, temp / "limits"), 500);
  EXPECT_EQ(after_boot.used(500)[Measure::kRequests], 0);
  EXPECT_EQ(after_boot.limits().per_minute[Measure::kRequests], 5);
}

TEST(Quota, AKilledProcessLeavesNoMoreUncountedThanItsLease) {
  const TempFolder temp;
  const RequestSize size = size_of(request_of(100));
  Quota killed(options_of(500, temp / "limits"), 0);
  for (int i = 1; i <= 77; ++i) {
    ASSERT_TRUE(killed.take(size, 1000 + i, kNoon));
    std::filesystem::copy_file(temp / "limits", temp / "left",
                               std::filesystem::copy_options::overwrite_existing);
    Quota next(options_of(500, temp / "left"), 2000);
    EXPECT_GE(next.used(2000)[Measure::kRequests], i);
    EXPECT_LE(next.used(2000)[Measure::kRequests], i + 10);
  }
}

TEST(Quota, AFileOfAnotherKindIsTakenForAnEmptyOne) {
  const TempFolder temp;
  for (const char* text : {"", "{", "[1]", R"({"window":[[5,1],[4,1]],"per_minute":"x"})"}) {
    std::ofstream(temp / "limits") << text;
    const Quota quota(options_of(10, temp / "limits"), 1000);
    EXPECT_EQ(quota.limits().per_minute[Measure::kRequests], 10);
  }
}

TEST(Quota, OfADayEndsAtItsMidnight) {
  QuotaOptions options;
  options.configured.requests_per_day = 2;
  options.day = QuotaDay::kPacific;
  Quota quota(options, 0);
  const RequestSize size = size_of(request_of(100));
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(quota.take(size, 0, kNoon));
  const Quota::Leave leave = quota.ask(size, 0, kNoon);
  EXPECT_EQ(leave.kind, Kind::kNotToday);
  EXPECT_EQ(leave.ends_unix_ms, kNoon + 20 * 3'600'000);  // 8 in the morning of UTC
  EXPECT_EQ(quota.ask(size, 0, leave.ends_unix_ms).kind, Kind::kNow);
}

TEST(QuotaDay, KnowsSummerTimeOfCalifornia) {
  const auto end = [](std::int64_t unix_s) {
    return end_of_day(unix_s * 1000, QuotaDay::kPacific) / 1000;
  };
  EXPECT_EQ(end(1'782'907'200), 1'782'975'600);  // 2026-07-01 12:00Z -> 07-02 07:00Z
  EXPECT_EQ(end(1'772'956'800), 1'773'039'600);  // 2026-03-08 08:00Z: the day that loses an hour
  EXPECT_EQ(end(1'793'520'000), 1'793'606'400);  // 2026-11-01 08:00Z: the day that gains one
  EXPECT_EQ(end_of_day(1'782'907'200'000, QuotaDay::kUtc), 1'782'950'400'000);
}

TEST(Patience, IsLearnedFromThoseThatCame) {
  Patience patience({1000, 600'000});
  EXPECT_EQ(patience.wait_ms("judge", 0), 600'000);
  for (int i = 0; i < 128; ++i) patience.answered("judge", 2000 + i);
  const std::int64_t wait = patience.wait_ms("judge", 0);
  EXPECT_NEAR(static_cast<double>(wait), 2.5 * 2126, 10);
  EXPECT_NEAR(static_cast<double>(patience.wait_ms("judge", 2)), 4.0 * static_cast<double>(wait),
              10);
  EXPECT_EQ(patience.wait_ms("generate", 0), 600'000);
  for (int i = 0; i < 7; ++i) patience.lost("judge");  // no stragglers: the server is slow
  EXPECT_GE(patience.wait_ms("judge", 0), 2 * wait - 1);
}

CallError error_of(CallError::Kind kind, std::int64_t hint = 0) {
  CallError out;
  out.kind = kind;
  if (hint > 0) out.retry_after_ms = hint;
  return out;
}

TEST(Retry, GivesUpSoonWhereNobodyIsThereAndLateWhereOthersAreServed) {
  const RetryOptions options;
  const CallError cut = error_of(CallError::Kind::kTransport);
  const auto most = [&](const EndpointHealth& health, const CallError& error) {
    Tries tries;
    tries.first_sent_ms = 10;
    do {
      ++tries.sent;
      if (error.kind == CallError::Kind::kRateLimited) ++tries.refused;
    } while (tries.sent < 100 && may_try_again(options, tries, error, health));
    return tries.sent;
  };
  EXPECT_EQ(most({false, INT64_MIN}, cut), options.most_unreached + 1);
  EXPECT_EQ(most({true, 5}, cut), options.most + 1);
  EXPECT_EQ(most({true, 50}, cut), options.most_alone + 1);
  EXPECT_EQ(most({true, 5}, error_of(CallError::Kind::kRateLimited)), options.most_refused + 1);
  EXPECT_EQ(most({true, 5}, error_of(CallError::Kind::kBadKey)), 1);
  CallError final = cut;
  final.says_no_retry = true;
  EXPECT_EQ(most({true, 5}, final), 1);
}

TEST(Retry, WaitsAsTheServerSaysElseExponentially) {
  const RetryOptions options;
  Random random(1);
  Tries tries;
  const EndpointHealth alone{true, -1}, among{true, 100};
  const auto delay = [&](int sent, const CallError& error, const EndpointHealth& health) {
    tries.sent = sent;
    return retry_delay_ms(options, tries, error, health, random);
  };
  const CallError cut = error_of(CallError::Kind::kTransport);
  for (int sent = 1; sent < 20; ++sent) {
    const double full = std::min(500.0 * std::pow(2.0, sent - 1), 60'000.0);
    EXPECT_LE(static_cast<double>(delay(sent, cut, alone)), full);
    EXPECT_GE(static_cast<double>(delay(sent, cut, alone)), full * 0.75 - 1);
    EXPECT_LE(delay(sent, cut, among), 4000);
  }
  const std::int64_t hinted = delay(5, error_of(CallError::Kind::kRateLimited, 7000), alone);
  EXPECT_GE(hinted, 7000);
  EXPECT_LE(hinted, 7700);
}

}  // namespace
}  // namespace generator
