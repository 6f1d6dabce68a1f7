// Runs dialogues through a provider's batch endpoint: half the price, within a day.
//
// A batch is nothing but another way to get replies into the ledger. A pass over the source, with
// calls forbidden, shows what the ledger does not have; that goes to the provider in batches, and
// their results into the ledger; then the next pass, until one finds that nothing is missing. The
// last pass hands the rows on. So no dialogue is held while a batch takes its day, a run that is
// resumed is the same as any other, the rows are those of a run without batches, and either finds
// what the other has bought.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "model/batch_client.h"
#include "run/runner.h"

namespace generator {

struct BatchOptions {
  std::string task;                     // of the requests: the stage, for the ledger
  std::size_t requests = 10'000;        // of one batch at most, where its provider allows as many
  std::size_t bytes = 32u << 20;        // of its requests
  std::size_t at_once = 20;             // batches that are open at the provider
  int tries = 5;                        // batches that a request is put into before it fails
  std::int64_t first_look_ms = 30'000;  // after a batch was begun
  std::int64_t longest_look_ms = 600'000;  // between looks; half as long again each time until then
  /// How long a batch whose beginning was not answered takes at most to be listed.
  std::int64_t listed_after_ms = 5'000;
};

/// What one batch of that provider holds at most.
inline BatchLimits most_of_a_batch(const BatchOptions& options, const BatchLimits& provider) {
  return {std::min(provider.requests, options.requests), std::min(provider.bytes, options.bytes)};
}

/// As `run`, but asks through `batches`, whose identity is the model's. `source` is read several
/// times, so it must know `rewind`; `sink` gets each item once. `options.price` is the price in
/// batches. What is asked for is in the ledger before the provider is told of it: after a crash, or
/// days later, the same run finds its batches there, and where the crash fell between asking and
/// being told, at the provider.
///
/// A batch's results that are errors which may pass, canceled, expired or missing are asked for
/// again in another batch; other errors end their items. The run ends with kUnavailable where a
/// batch fails as a whole or is canceled while it is waited for, and with kOverBudget where the
/// budget leaves no room for one more request and nothing is waited for. When it ends before its
/// time its batches go on (`batches_open` in the summary).
RunSummary run_in_batches(DialogueSource& source, Model& model, BatchClient& batches,
                          Ledger& ledger, Loop& loop, const Clock& clock, const RunOptions& options,
                          const BatchOptions& batch_options, FinishedSink sink);

}  // namespace generator
