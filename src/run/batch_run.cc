// The order of things: take up what an earlier run left, then pass after pass over the source until
// the ledger has everything.
#include "run/batch_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "run/batch_state.h"

namespace generator {
namespace {

constexpr std::int64_t kLongestBatchMs = 48 * 3'600'000;  // until it expires
constexpr std::int64_t kShowEveryMs = 100;

}  // namespace

RunSummary BatchRun::drive() {
  loop_.on_interrupt([this] { client_.interrupt(); });
  Status status = work();
  RunSummary summary;
  if (status) {
    if (passes_ > 0) status = source_.rewind();
    RunOptions last = options_;
    last.replay = true;
    last.on_missing = [this](const Digest& key, const ChatRequest&) -> std::optional<Failure> {
      const auto failed = failed_.find(key);
      return failed == failed_.end() ? std::nullopt : std::optional(failed->second);
    };
    if (status) summary = run(source_, model_, ledger_, loop_, clock_, last, std::move(sink_));
  } else {
    summary.items_total = counted_.items_total;
    summary.items = counted_.items;
  }
  summary.interrupted = summary.interrupted || client_.is_interrupted();
  if (!status && !summary.interrupted && !summary.error) summary.error = status.error();
  finish(summary);
  return summary;
}

void BatchRun::finish(RunSummary& summary) {
  summary.calls += counted_.calls;
  summary.calls_failed += counted_.calls_failed;
  summary.too_long += counted_.too_long;
  const std::uint64_t bought = counted_.calls - counted_.calls_failed - counted_.too_long;
  summary.from_ledger -= std::min(summary.from_ledger, bought);
  summary.cost += counted_.cost;
  summary.saved += counted_.saved;
  summary.usage += counted_.usage;
  for (const Open& open : open_) {
    ++summary.batches_open;
    summary.requests_open += open.batch.requests;
  }
  loop_.on_interrupt({});
  summary.elapsed_ms = loop_.monotonic_ms() - began_ms_;
  if (options_.on_progress) options_.on_progress(summary);
}

/// Comes back when the ledger has every reply that there is to be had.
Status BatchRun::work() {
  CHECK_OK(take_up());
  for (;;) {
    CHECK_OK(gather());
    if (spool_.waiting().empty() && !awaits()) return {};
    CHECK_OK(hand_in_and_wait());
  }
}

Status BatchRun::interrupted() const {
  return client_.is_interrupted() ? Status(fail(ErrorKind::kUnavailable, "interrupted")) : Status();
}

/// A pass that asks nobody: what the ledger does not have goes to the spool.
Status BatchRun::gather() {
  if (passes_++ > 0) CHECK_OK(source_.rewind());
  gathered_.clear();
  spelling_ = client_.spelling();
  for (Open& open : open_) open.is_wanted = false;
  Status spooled;
  RunOptions pass = options_;
  pass.replay = true;
  pass.on_progress = {};
  pass.on_reply = {};
  pass.on_missing = [&](const Digest& key, const ChatRequest& request) {
    return missing(key, request, spooled);
  };
  const RunSummary summary = run(source_, model_, ledger_, loop_, clock_, pass,
                                 [](std::uint64_t, const Finished&) { return Status(); });
  if (summary.interrupted) client_.interrupt();
  loop_.on_interrupt([this] { client_.interrupt(); });
  counted_.items = summary.items;
  counted_.items_total = summary.items_total;
  if (summary.error) return tl::unexpected<Error>(*summary.error);
  CHECK_OK(spooled);
  return interrupted();
}

std::optional<Failure> BatchRun::missing(const Digest& key, const ChatRequest& request,
                                         Status& spooled) {
  if (const auto failed = failed_.find(key); failed != failed_.end()) return failed->second;
  if (const auto open = pending_.find(key); open != pending_.end()) {
    open->second->is_wanted = true;
    return std::nullopt;
  }
  if (!spooled || !gathered_.insert(key).second) return std::nullopt;
  const auto worst = options_.price == nullptr
                         ? std::nullopt
                         : worst_case(*options_.price, request, clock_.unix_ms(), kLongestBatchMs);
  if (options_.budget != nullptr && !worst)
    spooled = fail(ErrorKind::kWrongUse,
                   fmt::format("the price of `{}` is not known for {}: a budget cannot be kept",
                               client_.identity(), day_of(clock_.unix_ms())));
  else
    spooled = spool_.add(key, client_.provider().entry(key.hex(), request), worst.value_or(Usd{}));
  return std::nullopt;
}

bool BatchRun::awaits() const {
  return std::ranges::any_of(open_, [](const Open& open) { return open.is_wanted; });
}

/// Whether something was learned since the waiting requests were written.
bool BatchRun::is_spelt_anew() const { return spelling_ != client_.spelling(); }

/// Until nothing is left to hand in or to wait for, or what is left has to be written anew.
Status BatchRun::hand_in_and_wait() {
  std::int64_t wait_ms = batch_options_.first_look_ms;
  for (;;) {
    while (!no_room_ && !spool_.waiting().empty() && open_.size() < batch_options_.at_once) {
      CHECK_OK(hand_in());
      wait_ms = batch_options_.first_look_ms;
    }
    if (!awaits() && spool_.waiting().empty()) return {};
    if (no_room_ && open_.empty()) return tl::unexpected<Error>(*no_room_);
    wait_between_looks(wait_ms);
    const std::size_t before = open_.size();
    CHECK_OK(look_at_all(false));
    if (is_spelt_anew()) {
      while (!spool_.waiting().empty()) spool_.pop();
      return {};
    }
    wait_ms = open_.size() < before
                  ? batch_options_.first_look_ms
                  : std::min(wait_ms + wait_ms / 2, batch_options_.longest_look_ms);
  }
}

void BatchRun::wait_between_looks(std::int64_t ms) {
  const std::string reason = waiting_for();
  const std::int64_t until = loop_.monotonic_ms() + ms;
  for (;;) {
    const std::int64_t left = until - loop_.monotonic_ms();
    show(reason, left);
    if (left <= 0 || client_.is_interrupted()) return;
    client_.sleep(options_.on_progress ? std::min(left, kShowEveryMs) : left);
  }
}

/// Looks at every batch, and keeps the results of those that have ended.
Status BatchRun::look_at_all(bool is_first) {
  for (auto open = open_.begin(); open != open_.end();) {
    CHECK_OK(interrupted());
    FromBatch<BatchStatus> status = client_.look(open->batch.id);
    if (!status && status.error().status == 404) {
      // Forgotten by the provider; nothing more is to be had of it.
      status = BatchStatus{};
      status->state = "gone";
      status->has_ended = true;
    }
    CHECK_OK(interrupted());
    if (!status) return tl::unexpected(client_.explain(status.error()));
    open->told = status->state;
    open->done = status->answered + status->failed;
    if (is_first) open->was_canceled = status->was_canceled;
    if (!status->has_ended) {
      ++open;
      continue;
    }
    CHECK_OK(collect(*open, *status));
    const bool is_canceled_now = status->was_canceled && !open->was_canceled;
    open = open_.erase(open);
    no_room_.reset();
    CHECK_OK(ended_well(*status, is_canceled_now));
  }
  return {};
}

/// Whether the run goes on after a batch that ended so.
Status BatchRun::ended_well(const BatchStatus& status, bool is_canceled_now) {
  if (!status.problem.empty()) {
    Error failed{
        ErrorKind::kUnavailable,
        fmt::format("{}: the batch {} failed: {}", client_.identity(), status.id, status.problem)};
    const bool is_for_now = text::contains(status.problem, "token_limit_exceeded");
    if (!is_for_now || open_.empty()) return tl::unexpected(std::move(failed));
    no_room_ = std::move(failed);
  }
  if (!is_canceled_now) return {};
  return fail(ErrorKind::kUnavailable,
              fmt::format("{}: the batch {} was canceled; what it answered is kept, the same "
                          "command asks for the rest",
                          client_.identity(), status.id));
}

std::string BatchRun::waiting_for() const {
  std::int64_t requests = 0, done = 0;
  std::string states;
  for (const Open& open : open_) {
    requests += static_cast<std::int64_t>(open.batch.requests);
    done += open.done;
    if (open_.size() == 1) states = fmt::format(" ({} {})", open.batch.id, open.told);
  }
  return fmt::format("{}: {}{}, {} of {} done", client_.identity(),
                     text::counted(static_cast<std::int64_t>(open_.size()), "batch", "batches"),
                     states, text::with_commas(done), text::counted(requests, "request"));
}

void BatchRun::show(const std::string& reason, std::int64_t wait_ms) {
  if (!options_.on_progress) return;
  RunSummary summary = counted_;
  summary.elapsed_ms = loop_.monotonic_ms() - began_ms_;
  summary.wait = Wait{reason, summary.elapsed_ms + wait_ms};
  options_.on_progress(summary);
}

RunSummary run_in_batches(DialogueSource& source, Model& model, BatchClient& batches,
                          Ledger& ledger, Loop& loop, const Clock& clock, const RunOptions& options,
                          const BatchOptions& batch_options, FinishedSink sink) {
  return BatchRun(source, model, batches, ledger, loop, clock, options, batch_options,
                  std::move(sink))
      .drive();
}

}  // namespace generator
