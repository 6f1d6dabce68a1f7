// A dialogue never learns whether its answer was bought a second or a year ago: resuming, replaying
// and running are this one path. A call's place is given to the next only when its reply is written
// to the ledger, so the calls that a crash can repeat are at most `concurrency`.
//
// Nothing here recurses: callbacks put items on `ready_`, and `pump` works it off in short turns,
// so that signals, timers and sockets are served also while a million answers come from the ledger.
#include "run/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include "http/outlast.h"
#include "run/correction.h"
#include "run/request_key.h"
#include "run/run_state.h"

namespace generator {
namespace {

constexpr int kStepsATurn = 128;

bool is_reply(const Outcome& outcome) { return std::holds_alternative<Completion>(outcome); }

std::uint64_t replies_of(const Item& item) {
  return static_cast<std::uint64_t>(std::ranges::count_if(item.outcomes, is_reply));
}

}  // namespace

void RunSummary::add(const RunSummary& later) {
  for (const auto counter :
       {&RunSummary::items_total, &RunSummary::items, &RunSummary::done, &RunSummary::unanswered,
        &RunSummary::asks, &RunSummary::from_ledger, &RunSummary::shared, &RunSummary::calls,
        &RunSummary::calls_failed, &RunSummary::too_long, &RunSummary::retries,
        &RunSummary::bad_replies, &RunSummary::given_up, &RunSummary::refused, &RunSummary::cut,
        &RunSummary::missing, &RunSummary::kept, &RunSummary::dropped, &RunSummary::tries_lost,
        &RunSummary::spooled, &RunSummary::tool_calls})
    this->*counter += later.*counter;
  for (const auto& [code, count] : later.rejects) rejects[code] += count;
  cost += later.cost;
  lost += later.lost;
  saved += later.saved;
  usage += later.usage;
  usage_used += later.usage_used;
  elapsed_ms += later.elapsed_ms;
  interrupted = interrupted || later.interrupted;
  if (!error) error = later.error;
}

FinishedSink Run::counted(FinishedSink sink) {
  return [this, to = std::move(sink)](std::uint64_t index, Finished& finished) -> Status {
    CHECK_OK(to(index, finished));
    ++summary_.done;
    summary_.kept += finished.rows();
    for (const Reject& reject : finished.rejects) {
      ++summary_.rejects[reject.code];
      if (reject.dropped) ++summary_.dropped;
    }
    return {};
  };
}

RunSummary Run::drive() {
  loop_.on_interrupt([this] {
    summary_.interrupted = true;
    stop(options_.grace_ms_interrupted);
  });
  model_.on_room([this] { pump_soon(); });
  report_progress();
  pump_soon();
  try {
    loop_.run_until([this] { return is_over(); });
  } catch (...) {
    wind_up();
    throw;
  }
  wind_up();
  return std::move(summary_);
}

bool Run::is_over() const {
  if (pump_posted_) return false;
  return stopping_ ? in_flight_ == 0 || out_of_time_ : exhausted_ && items_.empty();
}

/// After this nothing refers to this object any more, and the ledger is durable.
void Run::wind_up() {
  stopping_ = true;
  loop_.cancel(grace_timer_);
  loop_.cancel(progress_timer_);
  loop_.on_interrupt({});
  model_.on_room({});
  summary_.retries = model_.retries() - retries_before_;
  model_.abandon();
  if (options_.executor != nullptr) options_.executor->abandon();
  const std::exception_ptr thrown =
      outlast(loop_, [this] { return leasing_ == 0 && !pump_posted_; });
  const Status synced = ledger_.sync();
  if (!synced && !summary_.error) summary_.error = synced.error();
  summary_.elapsed_ms = loop_.monotonic_ms() - began_ms_;
  summary_.spooled = finished_.spooled();
  summary_.wait.reset();
  if (options_.on_progress) options_.on_progress(summary_);
  if (thrown) std::rethrow_exception(thrown);
}

void Run::report_progress() {
  summary_.elapsed_ms = loop_.monotonic_ms() - began_ms_;
  if (!options_.on_progress) return;
  summary_.wait = model_.wait();
  if (summary_.wait) summary_.wait->until_ms -= began_ms_;
  options_.on_progress(summary_);
  progress_timer_ = loop_.after(options_.progress_every_ms, [this] { report_progress(); });
}

void Run::stop(std::int64_t grace_ms) {
  stopping_ = true;
  waiting_.clear();
  warm_up_.forget();
  in_flight_ -= model_.forget_idle();
  loop_.cancel(grace_timer_);
  grace_timer_ = loop_.after(grace_ms, [this] { out_of_time_ = true; });
}

void Run::stop_with(const Error& error) {
  if (!summary_.error) summary_.error = error;
  if (!stopping_) stop(options_.grace_ms_failed);
}

void Run::pump_soon() {
  if (pump_posted_ || stopping_) return;
  pump_posted_ = true;
  loop_.post([this] { pump(); });
}

void Run::pump() {
  pump_posted_ = false;
  for (int steps = 0; steps < kStepsATurn; ++steps) {
    if (stopping_) return;
    if (!ready_.empty()) {
      Item& item = *ready_.front();
      ready_.pop_front();
      step(item);
    } else {
      start_calls();
      if (!may_open()) return;
      open_next();
    }
  }
  pump_soon();
}

/// The one place where a request leaves; a budget may hold `waiting_` here.
void Run::start_calls() {
  while (!stopping_ && !waiting_.empty() && has_place() &&
         model_.has_room(*waiting_.front()->request)) {
    Call& call = *waiting_.front();
    if (warm_up_.holds(call, call.fronts, loop_.monotonic_ms())) {
      waiting_.pop_front();
      continue;
    }
    if (!afford(call)) return;
    waiting_.pop_front();
    ++in_flight_;
    ++summary_.calls;
    call.sent_ms = loop_.monotonic_ms();
    warm_up_.left(call, call.fronts, call.sent_ms);
    leave(call);
  }
}

bool Run::may_open() const {
  return !stopping_ && !exhausted_ && ready_.empty() && waiting_.empty() && has_place() &&
         items_.size() < 4 * concurrency();
}

void Run::open_next() {
  Result<std::unique_ptr<Dialogue>> next = source_.next();
  if (!next) return stop_with(next.error());
  if (*next == nullptr) {
    exhausted_ = true;
    return;
  }
  auto owned = std::make_unique<Item>();
  Item& item = *owned;
  item.index = summary_.items++;
  item.dialogue = std::move(*next);
  items_.emplace(item.index, std::move(owned));
  follow(item, item.dialogue->open());
}

void Run::follow(Item& item, Turn turn) {
  if (auto* finished = std::get_if<Finished>(&turn)) return end(item, std::move(*finished));
  if (auto* wanted = std::get_if<Act>(&turn)) return act(item, std::move(*wanted));
  item.asks = std::move(std::get<std::vector<Ask>>(turn));
  if (source_.size() == 1U && item.asks.size() == 1)  // nobody to share with
    for (Message& message : item.asks[0].request.messages) message.shared = 0;
  item.revised.clear();
  item.attempt = 0;
  item.outcomes.assign(item.asks.size(), Failure{});
  item.awaited = item.asks.size() + 1;  // one more, for the putting itself
  for (std::size_t slot = 0; slot < item.asks.size(); ++slot) put_ask(item, slot);
  was_heard(item);
}

void Run::act(Item& item, Act act) {
  if (options_.executor == nullptr)
    return stop_with({ErrorKind::kInternal, "nobody is there to carry out tool calls"});
  summary_.tool_calls += act.calls.size();
  item.acts = true;
  options_.executor->carry_out(std::move(act), [this, &item](Result<std::vector<CallResult>> seen) {
    if (!seen) return stop_with(seen.error());
    item.seen = std::move(*seen);
    ready_.push_back(&item);
    pump_soon();
  });
}

void Run::put_ask(Item& item, std::size_t slot) {
  ++summary_.asks;
  const Digest key = request_key(identity_, from_inputs_, item.request(slot),
                                 item.asks[slot].sample, item.attempt);
  if (options_.on_ask) options_.on_ask(item.index, slot, item.request(slot), key);
  if (const auto call = calls_.find(key); call != calls_.end()) {
    ++summary_.shared;
    call->second->waiters.push_back({&item, slot});
    return;
  }
  const Result<std::optional<Completion>> known = ledger_.find(key);
  if (!known) return stop_with(known.error());
  if (*known) {
    ++summary_.from_ledger;
    return hears(item, slot, **known, -1);
  }
  if (options_.replay) {
    if (options_.on_missing)
      if (auto failure = options_.on_missing(key, item.request(slot)))
        return hears(item, slot, std::move(*failure));
    ++summary_.missing;
    item.unanswered = true;
    return was_heard(item);
  }
  auto call = std::make_unique<Call>();
  call->key = key;
  call->request = &item.request(slot);
  call->waiters = {{&item, slot}};
  call->fronts = model_.written_fronts(*call->request);
  waiting_.push_back(call.get());
  calls_.emplace(key, std::move(call));
}

void Run::hears(Item& item, std::size_t slot, const Completion& completion, std::int64_t ms) {
  summary_.usage_used += completion.usage;
  if (options_.on_reply) options_.on_reply(item.index, completion, ms);
  if (completion.stop_reason == StopReason::kLength) ++summary_.cut;
  const bool refused = completion.stop_reason == StopReason::kRefusal ||
                       completion.stop_reason == StopReason::kContentFilter;
  if (refused) {
    ++summary_.refused;
    return hears(item, slot,
                 {Failure::Kind::kRefused, refusal_text(completion), completion.message.content});
  }
  item.outcomes[slot] = completion;
  was_heard(item);
}

void Run::hears(Item& item, std::size_t slot, Failure failure) {
  item.outcomes[slot] = std::move(failure);
  was_heard(item);
}

void Run::was_heard(Item& item) {
  if (--item.awaited == 0) ready_.push_back(&item);
}

// What many replies came to is known when the last of them is heard.
Status Run::trial(Item& item, const std::optional<Turn>& turn, const Problems& problems) {
  if (!turn) return trial_.heard(count(problems), false, first(problems));
  item.replies += replies_of(item);
  if (!std::holds_alternative<Finished>(*turn)) return {};
  const std::string told(useless(*turn));
  return trial_.heard(item.replies, told.empty(), told);
}

void Run::step(Item& item) {
  if (item.unanswered) return end(item, std::nullopt);
  if (std::exchange(item.acts, false)) return follow(item, item.dialogue->see(item.seen));
  Problems problems = schema_problems(item);
  std::optional<Turn> turn;
  if (count(problems) == 0) {
    Result<Turn> heard = item.dialogue->hear(item.outcomes);
    if (heard)
      turn = std::move(*heard);
    else
      problems = problems_of(item, heard.error());
  }
  if (const Status fit = trial(item, turn, problems); !fit) return stop_with(fit.error());
  turn ? follow(item, std::move(*turn)) : ask_again(item, problems);
}

void Run::end(Item& item, std::optional<Finished> finished) {
  if (!finished) ++summary_.unanswered;
  const std::uint64_t index = item.index;
  items_.erase(index);
  const Status taken = finished_.add(index, std::move(finished));
  if (!taken) stop_with(taken.error());
}

void Run::replied(Call& call, Result<Completion> reply) {
  const std::string& task = call.request->task;
  const Payment paid = pay(call, reply ? &*reply : nullptr);
  if (reply) {
    summary_.usage += reply->usage;
    call.record = answer_record(call.key, task, std::move(*reply));
  } else {
    call.record = failure_record(call.key, task, clock_.unix_ms(), reply.error().message);
    const ErrorKind kind = reply.error().kind;
    ++(kind == ErrorKind::kTooLarge ? summary_.too_long : summary_.calls_failed);
    if (kind == ErrorKind::kTooLarge) found_too_long(call, reply.error().message);
    if (kind != ErrorKind::kTooLarge && kind != ErrorKind::kInvalidInput) stop_with(reply.error());
  }
  call.record.payment = paid;
  ledger_.append(call.record, [this, &call](const Status& status) { recorded(call, status); });
}

/// A replay hears of it, so that it asks what was asked in its place.
void Run::found_too_long(Call& call, const std::string& why) {
  call.failure = Failure::Kind::kTooLong;
  const auto known = ledger_.why_too_long(call.key);
  if (!known) return stop_with(known.error());
  // Whether it is kept is told by the record of the call, which follows.
  if (!*known)
    ledger_.append(too_long_record(call.key, call.request->task, clock_.unix_ms(), why),
                   [](const Status&) {});
}

void Run::recorded(Call& call, const Status& status) {
  --in_flight_;
  model_.kept();
  const std::unique_ptr<Call> ended = std::move(calls_.extract(call.key).mapped());
  const bool has_reply = ended->record.kind == RecordKind::kAnswer;
  const std::vector<Call*> held =
      warm_up_.ended(*ended, has_reply ? &ended->record.usage : nullptr, loop_.monotonic_ms());
  if (!status) {
    out_of_time_ = true;  // what still comes cannot be kept
    return stop_with(status.error());
  }
  if (stopping_) return;
  waiting_.insert(waiting_.begin(), held.begin(), held.end());
  for (const Call::Waiter& waiter : ended->waiters) {
    if (has_reply)
      hears(*waiter.item, waiter.slot, ended->record.completion,
            loop_.monotonic_ms() - ended->sent_ms);
    else
      hears(*waiter.item, waiter.slot, {ended->failure, ended->record.message});
  }
  pump_soon();
}

std::function<std::optional<Failure>(const Digest&, const ChatRequest&)> too_long_before(
    Ledger& ledger) {
  return [&ledger](const Digest& key, const ChatRequest&) -> std::optional<Failure> {
    const auto why = ledger.why_too_long(key);
    if (!why || !*why) return std::nullopt;
    return Failure{Failure::Kind::kTooLong, **why};
  };
}

RunSummary run(DialogueSource& source, Model& model, Ledger& ledger, Loop& loop, const Clock& clock,
               const RunOptions& options, FinishedSink sink) {
  return Run(source, model, ledger, loop, clock, options, std::move(sink)).drive();
}

}  // namespace generator
