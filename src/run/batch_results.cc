// From a batch that has ended to the ledger: replies under their requests' keys, each once, then
// the note that the batch has ended, which settles what was set aside for it. A crash in between
// reads the results again.
#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "run/batch_state.h"

namespace generator {

using Kind = CallError::Kind;

Status BatchRun::collect(Open& open, const BatchStatus& status) {
  const KnownBatch& batch = open.batch;
  std::unordered_set<Digest, DigestHash> left(batch.keys.begin(), batch.keys.end());
  std::size_t strangers = 0;
  batch_spent_ = {};
  answers_ = 0;
  refusal_.reset();
  for (const http::Request& request : results_of(status)) {
    FromBatch<std::vector<BatchResult>> results = client_.results(request);
    CHECK_OK(interrupted());
    if (!results && results.error().status == 404) continue;  // no longer kept
    if (!results) return tl::unexpected(client_.explain(results.error()));
    for (std::size_t i = 0; i < results->size(); ++i) {
      BatchResult& result = (*results)[i];
      std::optional<Digest> key = Digest::from_hex(result.id);
      if (result.id.empty() && i < batch.keys.size()) key = batch.keys[i];
      if (!key || left.erase(*key) == 0)
        ++strangers;
      else
        CHECK_OK(keep(open, *key, std::move(result)));
    }
    CHECK_OK(ledger_.sync());
  }
  for (const Digest& key : batch.keys) pending_.erase(key);
  // It was taken for ours by its size, and is another's: ours may be there yet.
  if (open.is_guessed && strangers > 0 && left.size() == batch.keys.size()) {
    KnownBatch again = batch;
    again.id.clear();
    return find_again(std::move(again));
  }
  for (const Digest& key : left) {
    if (!status.problem.empty()) break;  // not the requests' own
    TRY(const std::optional<Completion> known, ledger_.find(key));
    if (!known) not_answered(batch, key, "the batch brought no result");
  }
  CHECK_OK(end(batch, fmt::format("{}: {} of {} answered", status.state, answers_,
                                  text::counted(static_cast<std::int64_t>(batch.requests),
                                                "request"))));
  if (answers_ == 0 && refusal_) return tl::unexpected(client_.explain(*refusal_));
  return {};
}

std::vector<http::Request> BatchRun::results_of(const BatchStatus& status) const {
  if (status.id.empty()) return {};
  return client_.provider().results(status);
}

/// What came of one request. A reply that the ledger has already, as after a crash, is not counted
/// again.
Status BatchRun::keep(const Open& open, const Digest& key, BatchResult result) {
  const KnownBatch& batch = open.batch;
  Decoded& outcome = result.outcome;
  TRY(const std::optional<Completion> known, ledger_.find(key));
  if (known) {
    ++answers_;
    return {};
  }
  if (!outcome && result.refusal) {
    TRY(const bool is_learned, client_.learn(open.spelling, *result.refusal));
    if (is_learned) return {};  // the next pass asks again, in other words
  }
  if (!outcome) {
    CallError& error = outcome.error();
    if (error.kind != Kind::kContentFilter) {
      no_reply(batch, key, error);
      return {};
    }
    outcome = Completion{};
    outcome->message.role = Role::kAssistant;
    outcome->message.content = std::move(error.message);
    outcome->stop_reason = StopReason::kContentFilter;
  }
  outcome->unix_ms = clock_.unix_ms();
  Payment paid;
  paid.in_batch = true;
  if (options_.price != nullptr) {
    // What one of its requests can have cost is not known any more; their mean is.
    const Usd share{batch.leases > 0 ? batch.leased.pico / batch.leases : 0};
    const auto cost = billed(*options_.price, *outcome, share);
    paid.priced = cost.has_value();
    paid.cost = cost.value_or(Usd{});
    paid.saved = saved_by_cache(*options_.price, outcome->usage, outcome->unix_ms);
  }
  counted_.usage += outcome->usage;
  counted_.cost += paid.cost;
  counted_.saved += paid.saved;
  batch_spent_ += paid.cost;
  ++counted_.calls;
  ++answers_;
  Record record = answer_record(key, batch.task, std::move(*outcome));
  record.payment = paid;
  append(record);
  return {};
}

void BatchRun::no_reply(const KnownBatch& batch, const Digest& key, const CallError& error) {
  if (is_retryable(error.kind)) return not_answered(batch, key, error.message);
  if (error.kind == Kind::kContextTooLong)
    return fail_item(batch, key, Failure::Kind::kTooLong, error.message);
  if (!refusal_) refusal_ = error;
  fail_item(batch, key, Failure::Kind::kCallFailed, error.message);
}

/// It goes into another batch, unless it was in as many as it may be.
void BatchRun::not_answered(const KnownBatch& batch, const Digest& key, const std::string& why) {
  if (++tries_[key] < batch_options_.tries) return;
  fail_item(batch, key, Failure::Kind::kCallFailed,
            fmt::format("{} (in {})", why, text::counted(batch_options_.tries, "batch", "batches")));
}

void BatchRun::fail_item(const KnownBatch& batch, const Digest& key, Failure::Kind kind,
                         const std::string& why) {
  ++counted_.calls;
  ++(kind == Failure::Kind::kTooLong ? counted_.too_long : counted_.calls_failed);
  failed_.emplace(key, Failure{kind, why});
  if (kind == Failure::Kind::kTooLong)
    append(too_long_record(key, batch.task, clock_.unix_ms(), why));
  append(failure_record(key, batch.task, clock_.unix_ms(), why));
}

Status BatchRun::end(const KnownBatch& batch, const std::string& outcome) {
  if (options_.budget != nullptr) options_.budget->settle(batch.leased, batch_spent_);
  batch_spent_ = {};
  BatchNote note;
  note.step = BatchNote::Step::kEnded;
  note.name = batch.name;
  append(batch_record(std::move(note), batch.task, clock_.unix_ms(), outcome));
  return ledger_.sync();
}

/// Its failure is told by the next `sync`, at the latest.
void BatchRun::append(const Record& record) {
  ledger_.append(record, [](const Status&) {});
}

}  // namespace generator
