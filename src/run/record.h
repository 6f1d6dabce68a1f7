// One record of the ledger: something that was paid for, or that cost something. Bytes:
// docs/ledger.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "base/usd.h"
#include "model/chat.h"

namespace generator {

/// Numbers are part of the format. A reader skips kinds and fields that it does not know.
enum class RecordKind : std::uint8_t {
  kSynced = 1,      // everything below an offset was durable when this was written
  kAnswer = 2,      // a billed reply, whatever became of it
  kCallFailed = 3,  // a call that gave no reply: cost, never an answer
  kSpendLease = 4,  // set aside for a try that is about to be sent
  kSpendSettled =
      5,       // leases of which nothing was spent: given back unsent, or released by a person
  kBatch = 6,  // a batch of requests: about to be begun, begun, or ended
  kTooLong = 7,  // a request that did not fit the model: never an answer, but a replay hears of it
};

/// What a record says of money.
struct Payment {
  Usd cost;                 // of the reply, by the provider's report and the price of its day
  Usd saved;                // by the cache: what was read of it, less what writing it cost
  Usd lost;                 // the most that tries without a usable reply may have cost besides
  Usd leased;               // set aside (kSpendLease); of the others: settled by this record
  std::int64_t leases = 0;  // how many were set aside, or are settled
  bool priced = false;      // `cost` is known, also where it is nothing
  bool in_batch = false;    // bought at the price of a batch
};

/// What a kBatch record says. A batch is named by us before the provider is told of it, so that it
/// is found again whatever happens to the answer.
struct BatchNote {
  enum class Step : std::uint8_t { kPlanned = 1, kBegun = 2, kEnded = 3 };
  Step step = Step::kPlanned;
  std::string name;                  // ours: [a-z0-9-]{1,64}
  std::string identity;              // of kPlanned: the model's
  std::vector<Digest> keys;          // of kPlanned: of its requests, in their order
  std::string id;                    // of kBegun: the provider's
  std::int64_t expires_unix_ms = 0;  // of kBegun; 0: not told
};

struct Record {
  RecordKind kind = RecordKind::kAnswer;
  Digest key;
  std::string task;
  std::int64_t unix_ms = 0;
  Usage usage;
  Payment payment;
  Completion completion;            // of kAnswer; its usage and unix_ms are the record's
  std::string message;              // of kCallFailed: what went wrong; of a batch's end: how
  BatchNote batch;                  // of kBatch
  std::uint64_t synced_offset = 0;  // of kSynced
};

Record answer_record(const Digest& key, std::string_view task, Completion completion);
Record failure_record(const Digest& key, std::string_view task, std::int64_t unix_ms,
                      std::string message);

/// That the request of `key` did not fit what the model takes at once. The record stands under a key
/// of its own, so that it answers no request.
Record too_long_record(const Digest& key, std::string_view task, std::int64_t unix_ms,
                       std::string message);
Digest too_long_key(const Digest& key);

/// A kSpendLease or kSpendSettled of that many dollars in one lease; those that concern no single
/// call have an empty key.
Record lease_record(RecordKind kind, const Digest& key, std::string_view task, std::int64_t unix_ms,
                    Usd leased, std::int64_t leases = 1);

/// The money of a kPlanned batch is set aside until its kEnded.
Record batch_record(BatchNote batch, std::string_view task, std::int64_t unix_ms,
                    std::string message = "");

/// Appends the record's body: one byte of kind, then fields as tag, length and bytes.
void encode_record(const Record& record, std::string& out);
/// Errors: kCorrupt where a length or number does not fit. A body of an unknown kind decodes to
/// that kind.
Result<Record> decode_record(std::string_view body);

/// Whether records of that kind are found by their key.
inline bool has_key_of_its_own(RecordKind kind) {
  return kind == RecordKind::kAnswer || kind == RecordKind::kTooLong;
}

/// What the index needs of a body, without decoding all of it.
struct RecordHead {
  RecordKind kind = RecordKind::kAnswer;
  bool answers_key = false;  // the body has a key under which it is found again
  Digest key;
  std::uint64_t synced_offset = 0;
};
Result<RecordHead> decode_head(std::string_view body);

}  // namespace generator
