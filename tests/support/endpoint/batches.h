// The vendors' batch endpoints: what was handed in, how far it is, and what came of it. One desk
// for all vendors; how each speaks of it is in batches_VENDOR.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/endpoint/message.h"
#include "support/endpoint/protocol.h"

namespace generator::endpoint {

/// Each goes wrong once, at the next call that it can happen to.
enum class BatchFault : std::uint8_t {
  kBeginLost,   // the batch is begun, and the answer is a 500
  kBeginBusy,   // it is not begun: 429
  kLookFails,   // a 500 in place of the state
  kListFails,   // a 500 in place of the list
  kResultsCut,  // the connection ends in the middle of the results
  kExpires,     // the batch ends with half of its requests not done
  kFails,       // the batch as a whole is not taken
};

struct BatchOptions {
  int looks = 2;           // at a batch until it has ended, the last one included
  double unanswered = 0;   // share of requests that end as errors which may pass, or expired
  std::uint64_t seed = 0;  // of those
  std::vector<BatchFault> faults;
};

struct BatchItem {
  enum class End : std::uint8_t { kAnswered, kRefused, kErrored, kExpired, kCanceled };
  std::string id;
  End end = End::kAnswered;
  int status = 200;   // of the reply
  std::string reply;  // JSON
};

struct Batch {
  std::string vendor, id, name, model;
  std::vector<BatchItem> items;
  int looks = 0;
  std::int64_t created_unix_s = 0;
  bool has_ended = false, is_canceled = false, has_expired = false, has_failed = false;
  bool is_of_file = false;  // gemini: its requests came as a file, and so go its results
  std::size_t count(BatchItem::End end) const {
    std::size_t out = 0;
    for (const BatchItem& item : items) out += item.end == end;
    return out;
  }
};

class BatchDesk {
 public:
  explicit BatchDesk(const BatchOptions& options) : options_(options), faults_(options.faults) {}

  /// Takes a fault off the list, where it is there.
  bool injects(BatchFault fault);
  Batch& begin(std::string_view vendor, std::string name, std::string model,
               std::vector<BatchItem> items);
  /// nullptr where there is none.
  Batch* find(std::string_view vendor, std::string_view id);
  /// One look further.
  void advance(Batch& batch) const;
  void cancel(Batch& batch) const;
  /// The newest first, behind the batch `after` ("": from the newest), at most `most`.
  std::vector<const Batch*> page(std::string_view vendor, std::string_view after, std::size_t most,
                                 bool& has_more) const;

  std::map<std::string, std::string, std::less<>> files;  // by id
  /// How often each request was taken into a batch, by its id.
  std::map<std::string, int> taken;
  std::size_t begun() const { return batches_.size(); }

 private:
  const BatchOptions& options_;
  std::vector<BatchFault> faults_;
  std::list<Batch> batches_;  // in the order of beginning
};

/// How one request of a batch is answered.
using AnswerItem = std::function<BatchItem(std::string id, std::string_view model,
                                           const nlohmann::ordered_json& body)>;

/// Serves a batch call of a vendor whose key was accepted; nothing where the path is none.
using ServeBatch = std::optional<Served> (*)(const Protocol& protocol, const Received& received,
                                             std::string_view path, BatchDesk& desk,
                                             const AnswerItem& answer);
std::optional<Served> serve_openai_batch(const Protocol&, const Received&, std::string_view,
                                         BatchDesk&, const AnswerItem&);
std::optional<Served> serve_anthropic_batch(const Protocol&, const Received&, std::string_view,
                                            BatchDesk&, const AnswerItem&);
std::optional<Served> serve_gemini_batch(const Protocol&, const Received&, std::string_view,
                                         BatchDesk&, const AnswerItem&);

/// The value of a field of a URL's query; "" where absent.
std::string query_of(const Received& received, std::string_view name);
/// "2026-11-25T09:10:25Z" of seconds since 1970.
std::string time_text(std::int64_t unix_s);
/// Whether ids are each [a-zA-Z0-9_-]{1,64} and there once; else the fault.
std::string fault_of_ids(const std::vector<BatchItem>& items);

}  // namespace generator::endpoint
