// A provider's batch endpoint: many requests handed in at once, answered within a day, at a lower
// price.
//
// Pure, as provider.h is: no socket, no clock, no file. One file a vendor, with golden pairs in its
// test. The vendors differ in steps (a file that is uploaded first, or none; results in files, at
// an address, or in the answer itself); what they have in common is here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "http/message.h"
#include "model/chat.h"
#include "model/provider.h"

namespace generator {

/// What one batch may hold at most.
struct BatchLimits {
  std::size_t requests = 0;
  std::size_t bytes = 0;  // of all entries
};

/// What a provider says of a batch.
struct BatchStatus {
  std::string id;     // the provider's
  std::string name;   // ours; "" where the provider keeps none
  std::string state;  // in the provider's own word
  bool has_ended = false;
  bool was_canceled = false;
  std::string problem;  // why none of it was done; "" where there is no such reason
  std::int64_t requests = 0, answered = 0, failed = 0;    // as far as it is told
  std::int64_t created_unix_ms = 0, expires_unix_ms = 0;  // 0: not told
  std::vector<std::string> files;                         // that the results are in
};

struct BatchPage {
  std::vector<BatchStatus> batches;
  std::string next;  // of the next page; "": there is none
};

/// What came of one request. Requests that the provider did not get to are retryable errors.
struct BatchResult {
  std::string id;  // the entry's; "": results are in the order of the entries
  Decoded outcome;
  std::optional<http::Response> refusal = {};  // of an error: what the request was answered
};

template <class T>
using FromBatch = tl::expected<T, CallError>;

class BatchProvider {
 public:
  virtual ~BatchProvider() = default;
  virtual BatchLimits limits() const = 0;
  /// `request` as a part of a batch. `id` is [a-zA-Z0-9_-]{1,64}, and only once in a batch.
  virtual std::string entry(std::string_view id, const ChatRequest& request) const = 0;

  /// `entries`, one behind the other, as a file; nothing where no file is wanted.
  virtual std::optional<http::Request> upload(std::string_view name,
                                              std::string_view entries) const {
    static_cast<void>(name), static_cast<void>(entries);
    return std::nullopt;
  }
  /// What follows on the answer to `upload` where a file goes in two steps; nothing where it has
  /// gone in one. Errors: the answer is one, or names a place that is not the provider's.
  virtual FromBatch<std::optional<http::Request>> upload_rest(const http::Response& answer,
                                                              std::string_view entries) const {
    static_cast<void>(answer), static_cast<void>(entries);
    return std::nullopt;
  }
  virtual FromBatch<std::string> decode_upload(const http::Response& response) const {
    static_cast<void>(response);
    return {};
  }
  /// Begins a batch. `name` is one that it can be found by; `file` is what the upload gave.
  virtual http::Request create(std::string_view name, std::string_view entries,
                               std::string_view file) const = 0;

  virtual http::Request look(std::string_view id) const = 0;
  virtual http::Request cancel(std::string_view id) const = 0;
  /// Of an answer to `create` and `look`.
  virtual FromBatch<BatchStatus> decode(const http::Response& response) const = 0;
  /// The account's batches, the newest first. `page` is "" for the first one.
  virtual http::Request list(std::string_view page) const = 0;
  virtual FromBatch<BatchPage> decode_list(const http::Response& response) const = 0;

  /// What to ask for the results of a batch that has ended.
  virtual std::vector<http::Request> results(const BatchStatus& batch) const = 0;
  virtual FromBatch<std::vector<BatchResult>> decode_results(
      const http::Response& response) const = 0;

  // As Provider's, of the entries.
  virtual int spelling() const { return 0; }
  /// `refusal` is a result of a batch whose entries were made when `spelling()` was `spelling`.
  virtual bool learn(int spelling, const http::Response& refusal) {
    static_cast<void>(spelling), static_cast<void>(refusal);
    return false;
  }
  virtual std::string learned() const { return ""; }
  virtual void recall(std::string_view learned) { static_cast<void>(learned); }
};

std::unique_ptr<BatchProvider> make_openai_batches(Endpoint endpoint);
std::unique_ptr<BatchProvider> make_anthropic_batches(Endpoint endpoint);
std::unique_ptr<BatchProvider> make_gemini_batches(Endpoint endpoint);

}  // namespace generator
