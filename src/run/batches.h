// The batches that a ledger knows of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "base/usd.h"

namespace generator {

struct KnownBatch {
  std::string name;          // ours
  std::string task;          // the stage
  std::string identity;      // of the model
  std::string id;            // the provider's; "": whether it was begun is not known
  std::vector<Digest> keys;  // of its requests, in order; of batches that have not ended
  std::uint64_t requests = 0;
  Usd leased;               // set aside for it until it ends
  std::int64_t leases = 0;  // of requests
  std::int64_t planned_unix_ms = 0, ended_unix_ms = 0;
  std::int64_t expires_unix_ms = 0;  // 0: not told
  bool has_ended = false;
  std::string outcome;  // how it ended
};

/// In the order in which they were begun; none where there is no ledger in `folder`. Errors: kIo,
/// kCorrupt.
Result<std::vector<KnownBatch>> read_batches(const std::string& folder);

}  // namespace generator
