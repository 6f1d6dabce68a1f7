// A provider on virtual time that speaks a vendor's wire format: counts what arrives by the
// vendor's rule, refuses what passes a limit, takes log-normal time, fails by chance, and sometimes
// never answers. Everything from one seed.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/hash.h"
#include "base/random.h"
#include "http/client.h"
#include "http/loop.h"
#include "model/limits.h"

namespace generator::testing {

enum class Wire : std::uint8_t { kOpenAi, kAnthropic, kGemini };

struct SimulatedOptions {
  Wire wire = Wire::kOpenAi;
  Amounts per_minute;        // limits of the account; 0: none
  bool tells_limits = true;  // in its headers (Gemini never does)
  double refusals = 0;       // share of requests refused with 429 by chance
  double faults = 0;         // share that fails in one of the other ways
  double hangs = 0;          // share that is never answered
  double bad_replies = 0;    // share of replies that are nonsense, or cut at the limit
  double median_ms = 1000;   // of the log-normal latency
  double sigma = 0.5;
  std::int64_t refusal_ms = 20;       // a refusal comes quickly
  std::int64_t longest_way_ms = 400;  // from leaving to being counted
  int capacity = 0;  // requests it works on at once; more are queued; 0: any number
  bool refuses_over_capacity = false;  // and not queued
};

/// The account, as the vendor's books have it: outlives processes.
class SimulatedAccount {
 public:
  SimulatedAccount(SimulatedOptions given, std::uint64_t seed)
      : options(given), random(seed, "provider") {}

  SimulatedOptions options;
  Random random;
  std::multimap<std::int64_t, Amounts> arrivals;  // all of them
  std::uint64_t requests = 0, served = 0, refused_by_limit = 0, refused_by_chance = 0, hung = 0;
  std::uint64_t given_up = 0;  // served, or about to be, when the client stopped waiting
  double served_ms = 0;        // sum of the latencies of what was served
  int in_flight = 0, most_in_flight = 0, working = 0;
  std::uint64_t trace = 0;  // of everything that happened, in order

  void note(std::string_view what) { trace = checksum(std::to_string(trace) + std::string(what)); }
  /// What arrived in the minute that ends with `ms`, that instant included.
  Amounts minute_before(std::int64_t ms) const {
    Amounts sum;
    for (auto at = arrivals.upper_bound(ms - 60'000); at != arrivals.end() && at->first <= ms; ++at)
      for (std::size_t i = 0; i < kMeasures; ++i) sum.of[i] += at->second.of[i];
    return sum;
  }
  /// The most of each measure that any minute held, wherever it begins.
  Amounts fullest_minute() const {
    Amounts most, sum;
    auto first = arrivals.begin();
    for (const auto& [ms, cost] : arrivals) {
      for (; first->first <= ms - 60'000; ++first)
        for (std::size_t i = 0; i < kMeasures; ++i) sum.of[i] -= first->second.of[i];
      for (std::size_t i = 0; i < kMeasures; ++i) {
        sum.of[i] += cost.of[i];
        most.of[i] = std::max(most.of[i], sum.of[i]);
      }
    }
    return most;
  }
};

/// One process's connection to it. `account`, `loop` and `clock` must outlive this.
class SimulatedProvider final : public http::Transport {
 public:
  SimulatedProvider(SimulatedAccount& account, Loop& loop, const Clock& clock)
      : account_(account), loop_(loop), clock_(clock) {}
  ~SimulatedProvider() override { abandon(); }

  Ticket send(http::Request request, http::OnResponse on_response) override;
  void cancel(Ticket ticket) override;
  void abandon() override;

 private:
  struct Asked {
    std::string prompt;  // the first message that is not the system's
    std::int64_t max_tokens = 0;
    std::int64_t input = 0;  // tokens
  };
  struct Flight {
    http::OnResponse on_response;
    Asked asked;
    Loop::Timer timer = 0;
    bool is_working = false;
  };
  using Outcome = tl::expected<http::Response, http::TransportError>;

  Asked read(const http::Request& request) const;
  void arrive(std::uint64_t id);
  void work(std::uint64_t id);
  void answer_in(std::uint64_t id, std::int64_t ms, Outcome outcome);
  void answer(std::uint64_t id, Outcome outcome);
  void left(bool was_working);
  Outcome fault();
  Outcome refusal(bool by_limit);
  Outcome reply(const Asked& asked);
  http::Response error(int status, const std::string& type, const std::string& message) const;
  void add_limits(http::Response& response) const;
  double latency_ms();

  SimulatedAccount& account_;
  Loop& loop_;
  const Clock& clock_;
  std::map<std::uint64_t, Flight> flights_;
  std::vector<std::uint64_t> queue_;
  std::uint64_t last_ = 0;
};

}  // namespace generator::testing
