// Speaks to a batch endpoint, one call at a time: whoever calls waits, and the loop turns
// meanwhile. A stage has few batches and each takes minutes to a day, so nothing is gained by more
// at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "http/client.h"
#include "http/loop.h"
#include "model/batch.h"
#include "model/retry.h"

namespace generator {

/// Everything but `begin` and `cancel` is tried again where that may help. After `interrupt` calls
/// return at once, with an error that means nothing.
class BatchClient {
 public:
  /// `identity` is the model's, for messages. `loop` must outlive this.
  BatchClient(std::string identity, std::unique_ptr<BatchProvider> provider,
              std::unique_ptr<http::Transport> transport, Loop& loop, RetryOptions retries,
              std::uint64_t seed = 0);

  const BatchProvider& provider() const { return *provider_; }
  const std::string& identity() const { return identity_; }

  /// The id of a file with those entries; "" where the provider takes none.
  FromBatch<std::string> upload(std::string_view name, std::string_view entries);
  /// One try: who tries again has to look whether the batch is there.
  FromBatch<BatchStatus> begin(std::string_view name, std::string_view entries,
                               std::string_view file);
  FromBatch<BatchStatus> look(std::string_view id);
  /// One try. Whether it did anything is seen by `look`.
  FromBatch<http::Response> cancel(std::string_view id);
  /// The account's batches that were begun at `since_unix_ms` or later.
  FromBatch<std::vector<BatchStatus>> begun_since(std::int64_t since_unix_ms);
  /// What one of the provider's requests for results gives.
  FromBatch<std::vector<BatchResult>> results(const http::Request& request);

  /// What the endpoint is known not to take is read from `path` now, and written there when more of
  /// it is learned.
  void keep_spelling(std::string path);
  /// Counts what was learned: entries that were made before are spelt otherwise.
  int spelling() const { return provider_->spelling(); }
  /// Whether a result's refusal names a field that is spelt otherwise by now; `spelling` is of when
  /// its entry was made. True a bounded number of times. Errors: kIo.
  Result<bool> learn(int spelling, const http::Response& refusal);

  /// Whether a `begin` that failed so, for the `sent`th time, may be tried again; waits before
  /// that.
  bool may_begin_again(const CallError& error, int sent);
  void sleep(std::int64_t ms);
  /// Ends what is waited for.
  void interrupt() { is_interrupted_ = true; }
  bool is_interrupted() const { return is_interrupted_; }

  /// For people, with the remedy.
  Error explain(const CallError& error) const;

 private:
  FromBatch<http::Response> send(const http::Request& request);
  template <class Read>
  auto ask(const http::Request& request, Read read) -> decltype(read(http::Response{}));

  std::string identity_;
  std::unique_ptr<BatchProvider> provider_;
  std::unique_ptr<http::Transport> transport_;
  Loop& loop_;
  RetryOptions retries_;
  Random random_;
  EndpointHealth health_;
  bool is_interrupted_ = false;
  std::string spelling_path_;  // "": nowhere
};

}  // namespace generator
