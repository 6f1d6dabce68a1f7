// Which requests a ledger answers already, read without taking its lock: for estimates.
#pragma once

#include <string>
#include <unordered_set>

#include "base/hash.h"
#include "base/result.h"

namespace generator::cli {

class KnownReplies {
 public:
  /// Of the ledger in `folder`; none where there is none. Errors: those of for_each_record.
  static Result<KnownReplies> read(const std::string& folder);

  bool has(const Digest& key) const { return keys_.contains(key); }

 private:
  std::unordered_set<Digest, DigestHash> keys_;
};

}  // namespace generator::cli
