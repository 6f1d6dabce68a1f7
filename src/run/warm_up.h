// One request of those that share a front goes first: it writes the provider's prompt cache. Sent
// with it, the others would write the same front once more each, and pay for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "model/chat.h"

namespace generator {

struct Call;

/// Which calls wait for which. Calls must live until they have `ended`, or `forget` was called.
class WarmUp {
 public:
  /// True where a call in flight is writing one of `fronts` (Model::written_fronts): `call` has to
  /// wait until `ended` gives it back.
  bool holds(Call& call, const std::vector<Digest>& fronts, std::int64_t now_ms);
  /// A call that is not held leaves: it writes those of its fronts that are not in the cache.
  void left(Call& call, const std::vector<Digest>& fronts, std::int64_t now_ms);
  /// `usage`: of its reply; nullptr where there is none. Gives back those that waited, in the order
  /// of their coming.
  std::vector<Call*> ended(const Call& call, const Usage* usage, std::int64_t now_ms);
  /// Forgets those that wait.
  void forget() { held_.clear(); }

 private:
  bool is_warm(const Digest& front, std::int64_t now_ms) const;

  std::unordered_map<Digest, const Call*, DigestHash> writers_;
  std::unordered_map<const Call*, std::vector<Digest>> writing_;    // fronts of each writer
  std::unordered_map<const Call*, std::vector<Call*>> held_;        // by the one they wait for
  std::unordered_map<Digest, std::int64_t, DigestHash> last_used_;  // fronts in the cache
  int fruitless_ = 0;  // replies of writers that tell of no cache, one after another
};

}  // namespace generator
