// Drives dialogues: asks the ledger, else the model; hands results on in input order. The only code
// that knows time.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "http/loop.h"
#include "model/model.h"
#include "model/price.h"
#include "run/budget.h"
#include "run/dialogue.h"
#include "run/executor.h"
#include "run/finished_queue.h"
#include "run/ledger.h"
#include "run/trial.h"

namespace generator {

/// What happened so far, or in all. Every item of the source is done, unanswered, or was not
/// reached.
struct RunSummary {
  std::uint64_t items_total = 0;  // where the source knows; else 0
  std::uint64_t items = 0;        // taken from the source
  std::uint64_t done = 0;         // taken by the sink
  std::uint64_t unanswered = 0;   // items passed over because a reply is missing in replay

  std::uint64_t asks = 0;
  std::uint64_t from_ledger = 0;  // asks answered by an earlier run, or earlier in this one
  std::uint64_t shared = 0;       // asks that waited for an equal one in flight
  std::uint64_t calls = 0;        // begun with the model
  std::uint64_t calls_failed = 0;  // that may go well another time
  std::uint64_t too_long = 0;      // calls whose request did not fit the model
  std::uint64_t retries = 0;      // requests sent anew after a failure of network or server
  std::uint64_t bad_replies = 0;  // that a dialogue could not use
  std::uint64_t given_up = 0;     // asks whose attempts are used up
  std::uint64_t refused = 0;
  std::uint64_t cut = 0;      // replies that ended at the token limit
  std::uint64_t missing = 0;  // asks without a reply in replay

  std::uint64_t tool_calls = 0;  // carried out, or known from an earlier run
  std::uint64_t kept = 0;        // rows
  std::map<std::string, std::uint64_t> rejects;  // by reason code
  std::uint64_t dropped = 0;  // rejects of rows that were not kept in another form

  std::uint64_t tries_lost = 0;  // may have been billed, and brought no reply
  Usd cost;                      // of the calls of this run, where the price is known
  Usd lost;                      // the most that lost tries may have cost besides
  Usd saved;                     // by the provider's prompt cache, less what writing it cost

  Usage usage;       // of the calls of this run
  Usage usage_used;  // of all replies that were used, also of those paid for earlier
  std::int64_t elapsed_ms = 0;
  std::optional<Wait> wait;        // the model is not answering just now; until when, as elapsed_ms
  std::uint64_t spooled = 0;       // items that waited for their turn on disk
  std::uint64_t batches_open = 0;  // that go on at the provider when the run ends
  std::uint64_t requests_open = 0;  // in those

  bool interrupted = false;
  std::optional<Error> error;  // what stopped the run: model, ledger, source or sink
  /// Counts a later run of the same stage in.
  void add(const RunSummary& later);
  /// Everything asked was answered and handed on.
  bool complete() const { return !interrupted && !error && missing == 0; }
};

struct RunOptions {
  int concurrency = 8;  // calls in flight
  int attempts = 3;     // for a reply that cannot be used, the first included
  /// What is wrong with a reply by the JSON Schema of its request, in words for the model; "" where
  /// nothing is. `bounds_only`: too large, too long, too many. Empty: nobody checks.
  std::function<std::string(const Schema& schema, const std::string& reply, bool bounds_only)>
      check_reply;
  Trial trial{0, "", ""};        // of the model, by its first replies
  bool replay = false;           // no call is made; what the ledger does not hold is missing
  /// In a replay, asked about what the ledger does not hold: how it failed, where that is known;
  /// else the item is passed over; `too_long_before` is one that knows.
  std::function<std::optional<Failure>(const Digest& key, const ChatRequest& request)> on_missing;
  const Price* price = nullptr;  // of the model, where it is known; outlives the run
  Executor* executor = nullptr;  // where dialogues act; outlives the run
  Budget* budget = nullptr;      // where there is a cap, which needs the price; outlives the run
  /// Milliseconds that calls in flight have to end once the run stops. What has not come by then
  /// may have to be paid again.
  std::int64_t grace_ms_interrupted = 600;
  std::int64_t grace_ms_failed = 10'000;
  /// Called for each reply that an item uses: an item's index, and how long the call took; -1 where
  /// the ledger had the reply.
  std::function<void(std::uint64_t item, const Completion& reply, std::int64_t ms)> on_reply;
  /// Called for each ask as it is put, in every attempt: an item's index, which of its asks, the
  /// key under which the ledger may have the reply.
  std::function<void(std::uint64_t item, std::size_t slot, const ChatRequest& request,
                     const Digest& key)>
      on_ask;
  /// Called for each reply that an item cannot use, with why.
  std::function<void(std::uint64_t item, std::size_t slot, const std::string& problem)>
      on_bad_reply;
  /// Called now and then, and once at the end.
  std::function<void(const RunSummary&)> on_progress;
  std::int64_t progress_every_ms = 100;
};

/// For a replay: how the ledger says that requests failed which did not fit the model. A failure to
/// read it makes the reply a missing one. `ledger` must outlive it.
std::function<std::optional<Failure>(const Digest&, const ChatRequest&)> too_long_before(
    Ledger& ledger);

/// Runs all dialogues of `source`. Returns when everything is handed to `sink`, or the run is
/// stopped by a signal, an error of the model other than kInvalidInput (that one fails the item
/// alone), of executor, ledger, source or sink, or with kOverBudget where the budget leaves no room for the
/// next call and none is in flight. In every case the ledger is synced when this returns; so an
/// output may be committed after it, and not before.
///
/// Replies that cannot be used, because they pass a bound of their schema or the dialogue says so:
/// their asks are put again, the bad reply and the error shown to the model, up to `attempts`; then
/// the dialogue hears kAttemptsUsedUp, with the last reply. Other asks of the item keep their
/// replies. A reply that was cut at the
/// token limit is asked for again with twice the limit. Equal requests in flight share one call. A
/// failed call is not in the ledger as an answer: the same command tries it again.
///
/// While it runs it owns the loop's `on_interrupt`.
RunSummary run(DialogueSource& source, Model& model, Ledger& ledger, Loop& loop, const Clock& clock,
               const RunOptions& options, FinishedSink sink);

}  // namespace generator
