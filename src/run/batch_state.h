// What a run through batches holds while it lasts. Private to batch_*.cc.
#pragma once

#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "run/batch_run.h"
#include "run/batches.h"
#include "run/request_spool.h"

namespace generator {

class BatchRun {
 public:
  BatchRun(DialogueSource& source, Model& model, BatchClient& batches, Ledger& ledger, Loop& loop,
           const Clock& clock, const RunOptions& options, const BatchOptions& batch_options,
           FinishedSink sink)
      : source_(source),
        model_(model),
        client_(batches),
        ledger_(ledger),
        loop_(loop),
        clock_(clock),
        options_(options),
        batch_options_(batch_options),
        sink_(std::move(sink)),
        began_ms_(loop.monotonic_ms()),
        spool_(ledger.folder()) {}

  RunSummary drive();

 private:
  /// A batch that is at the provider.
  struct Open {
    KnownBatch batch;
    bool is_wanted = false;     // an item of this run waits for it
    bool is_guessed = false;    // found by time and size alone
    bool was_canceled = false;  // before this run: that is no news
    int spelling = 0;           // of its entries; of an earlier run's: the oldest
    std::string told;           // what was said last of its state
    std::int64_t done = 0;      // requests, as far as it is told
  };
  /// How many requests go into the next batch, and what it takes.
  struct Cut {
    std::size_t count = 0;
    std::uint64_t bytes = 0;
    Usd leased;
  };

  // batch_run.cc: the order of things
  Status work();
  Status gather();
  std::optional<Failure> missing(const Digest& key, const ChatRequest& request, Status& spooled);
  Status hand_in_and_wait();
  Status look_at_all(bool is_first);
  Status ended_well(const BatchStatus& status, bool is_canceled_now);
  bool awaits() const;
  bool is_spelt_anew() const;
  std::string waiting_for() const;
  void show(const std::string& reason, std::int64_t wait_ms);
  void wait_between_looks(std::int64_t ms);
  Status interrupted() const;
  void finish(RunSummary& summary);

  // batch_begin.cc: from requests to a batch
  Status take_up();
  void take_up(KnownBatch batch, bool is_guessed);
  Status find_again(KnownBatch batch);
  Status hand_in();
  Cut cut();
  FromBatch<std::optional<BatchStatus>> find(const KnownBatch& batch);
  FromBatch<BatchStatus> begin(KnownBatch& batch, const std::string& entries,
                               const std::string& file);
  Status note_begun(KnownBatch& batch, const BatchStatus& begun);

  // batch_results.cc: from a batch to the ledger
  Status collect(Open& open, const BatchStatus& status);
  std::vector<http::Request> results_of(const BatchStatus& status) const;
  Status keep(const Open& open, const Digest& key, BatchResult result);
  void no_reply(const KnownBatch& batch, const Digest& key, const CallError& error);
  void not_answered(const KnownBatch& batch, const Digest& key, const std::string& why);
  void fail_item(const KnownBatch& batch, const Digest& key, Failure::Kind kind,
                 const std::string& why);
  Status end(const KnownBatch& batch, const std::string& outcome);
  void append(const Record& record);

  DialogueSource& source_;
  Model& model_;
  BatchClient& client_;
  Ledger& ledger_;
  Loop& loop_;
  const Clock& clock_;
  const RunOptions& options_;
  const BatchOptions& batch_options_;
  FinishedSink sink_;
  std::int64_t began_ms_;

  RequestSpool spool_;
  std::list<Open> open_;
  std::unordered_map<Digest, Open*, DigestHash> pending_;   // requests of open batches
  std::unordered_map<Digest, Failure, DigestHash> failed_;  // nothing more is asked about these
  std::unordered_map<Digest, int, DigestHash> tries_;  // batches that gave no answer to a request
  std::unordered_set<Digest, DigestHash> gathered_;    // in the spool
  std::unordered_set<std::string> known_ids_;  // the provider's, of batches that are accounted for

  RunSummary counted_;                // what the batches brought; of a pass: its items
  Usd batch_spent_;                   // of the batch that is being read: what its replies cost
  std::uint64_t answers_ = 0;         // of the batch that is being read
  std::optional<CallError> refusal_;  // of that batch: an error that all its requests may have
  std::optional<Error> no_room_;      // why no further batch is begun before one has ended
  bool is_guessed_ = false;           // the batch that was begun last was found by its size
  int passes_ = 0;
  int spelling_ = 0;  // of what is in the spool
};

}  // namespace generator
