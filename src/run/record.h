// One record of the ledger: something that was paid for, or that cost something. Bytes:
// docs/ledger.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/result.h"
#include "model/chat.h"

namespace generator {

/// Numbers are part of the format. A reader skips kinds and fields that it does not know.
enum class RecordKind : std::uint8_t {
  kSynced = 1,      // everything below an offset was durable when this was written
  kAnswer = 2,      // a billed reply, whatever became of it
  kCallFailed = 3,  // a call that gave no reply: cost, never an answer
};

struct Record {
  RecordKind kind = RecordKind::kAnswer;
  Digest key;
  std::string task;
  std::int64_t unix_ms = 0;
  Usage usage;
  Completion completion;            // of kAnswer; its usage and unix_ms are the record's
  std::string message;              // of kCallFailed: what went wrong
  std::uint64_t synced_offset = 0;  // of kSynced
};

Record answer_record(const Digest& key, std::string_view task, Completion completion);
Record failure_record(const Digest& key, std::string_view task, std::int64_t unix_ms,
                      std::string message);

/// Appends the record's body: one byte of kind, then fields as tag, length and bytes.
void encode_record(const Record& record, std::string& out);
/// Errors: kCorrupt where a length or number does not fit. A body of an unknown kind decodes to
/// that kind.
Result<Record> decode_record(std::string_view body);

/// What the index needs of a body, without decoding all of it.
struct RecordHead {
  RecordKind kind = RecordKind::kAnswer;
  bool answers_key = false;  // the body has a key under which it is found again
  Digest key;
  std::uint64_t synced_offset = 0;
};
Result<RecordHead> decode_head(std::string_view body);

}  // namespace generator
