// What one run holds while it lasts. Private to runner.cc.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "run/runner.h"
#include "run/warm_up.h"

namespace generator {

/// A dialogue that was begun and has not ended.
struct Item {
  std::uint64_t index = 0;
  std::unique_ptr<Dialogue> dialogue;
  std::vector<Ask> asks;
  std::vector<ChatRequest> revised;  // of a second or later attempt, in place of the asks' own
  std::vector<Outcome> outcomes;     // one an ask
  std::size_t awaited = 0;
  int attempt = 0;
  std::uint64_t replies = 0;  // that were followed by further asks, for the trial of the model
  bool unanswered = false;  // a reply is missing in replay
  std::vector<CallResult> seen;  // what its Act brought
  bool acts = false;             // it waits for that, or has it and was not told yet

  const ChatRequest& request(std::size_t slot) const {
    return attempt == 0 ? asks[slot].request : revised[slot];
  }
};

/// A request that is waiting for its turn or in flight, and all who want its reply.
struct Call {
  struct Waiter {
    Item* item;
    std::size_t slot;
  };
  Digest key;
  const ChatRequest* request;  // of the first waiter
  std::vector<Waiter> waiters;
  Record record;
  std::vector<Digest> fronts;  // that it shares with others, and the provider's cache keeps
  std::int64_t sent_ms = 0;    // on the monotonic clock
  Usd worst;                   // what one try can cost at most
  Usd leased;                  // set aside for its tries
  std::int64_t leases = 0;
  Usd lost;  // the most that tries without a usable reply may have cost
  Failure::Kind failure = Failure::Kind::kCallFailed;  // where there is no reply
};

class Run {
 public:
  Run(DialogueSource& source, Model& model, Ledger& ledger, Loop& loop, const Clock& clock,
      const RunOptions& options, FinishedSink sink)
      : source_(source),
        model_(model),
        ledger_(ledger),
        loop_(loop),
        clock_(clock),
        options_(options),
        identity_(model.identity()),
        from_inputs_(model.answers_from_inputs()),
        began_ms_(loop.monotonic_ms()),
        trial_(options.trial),
        finished_(4 * concurrency(), ledger.folder(), counted(std::move(sink))) {
    retries_before_ = model.retries();
    summary_.items_total = source.size().value_or(0);
  }

  /// Where memory gave out in the middle, records may still be on their way.
  ~Run() { ledger_.forget_waiters(); }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  RunSummary drive();

 private:
  std::size_t concurrency() const {
    return static_cast<std::size_t>(std::max(1, options_.concurrency));
  }
  bool has_place() const { return in_flight_ - model_.idle() < concurrency(); }
  FinishedSink counted(FinishedSink sink);
  void pump_soon();
  void pump();
  void start_calls();
  bool afford(Call& call);
  void leave(Call& call);
  void send(Call& call);
  void give_back(Call& call);
  bool lost(Call& call, bool again);
  Payment pay(const Call& call, const Completion* reply);
  bool may_open() const;
  void open_next();
  void follow(Item& item, Turn turn);
  void act(Item& item, Act act);
  void put_ask(Item& item, std::size_t slot);
  void step(Item& item);
  using Problems = std::vector<std::string>;  // one an ask; "": none
  static std::uint64_t count(const Problems& problems);
  static std::string_view first(const Problems& problems);
  Status trial(Item& item, const std::optional<Turn>& turn, const Problems& problems);
  Problems schema_problems(const Item& item) const;
  Problems problems_of(const Item& item, const Error& error) const;
  void ask_again(Item& item, const Problems& problems);
  void end(Item& item, std::optional<Finished> finished);
  void replied(Call& call, Result<Completion> reply);
  void found_too_long(Call& call, const std::string& why);
  void recorded(Call& call, const Status& status);
  void hears(Item& item, std::size_t slot, const Completion& completion, std::int64_t ms);
  void hears(Item& item, std::size_t slot, Failure failure);
  void was_heard(Item& item);
  void stop(std::int64_t grace_ms);
  void stop_with(const Error& error);
  bool is_over() const;
  void report_progress();
  void wind_up();

  DialogueSource& source_;
  Model& model_;
  Ledger& ledger_;
  Loop& loop_;
  const Clock& clock_;
  const RunOptions& options_;
  const std::string identity_;
  const bool from_inputs_;
  const std::int64_t began_ms_;
  Trial trial_;
  RunSummary summary_;
  FinishedQueue finished_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Item>> items_;
  std::unordered_map<Digest, std::unique_ptr<Call>, DigestHash> calls_;
  std::deque<Call*> waiting_;
  std::deque<Item*> ready_;
  WarmUp warm_up_;
  std::size_t in_flight_ = 0;
  std::size_t leasing_ = 0;  // of those in flight: not sent before their lease is durable
  std::uint64_t retries_before_ = 0;
  bool exhausted_ = false, stopping_ = false, out_of_time_ = false, pump_posted_ = false;
  Loop::Timer grace_timer_ = 0, progress_timer_ = 0;
};

}  // namespace generator
