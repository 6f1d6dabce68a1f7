// Where in the ledger a key's answer stands: a table in memory, and its copy on disk that makes
// opening fast.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/result.h"

namespace generator {

/// Open addressing, 24 bytes a slot; keys are hashes already.
class KeyTable {
 public:
  /// False where the key is there already; the first offset stays.
  bool insert(const Digest& key, std::uint64_t offset);
  std::optional<std::uint64_t> find(const Digest& key) const;
  std::size_t size() const { return size_; }
  void reserve(std::size_t count);
  /// Calls `each(key, offset)` in the order of the slots.
  template <class Each>
  void for_each(Each each) const {
    for (const Slot& slot : slots_)
      if (slot.offset != 0) each(slot.key, slot.offset);
  }

 private:
  struct Slot {
    Digest key;
    std::uint64_t offset = 0;  // 0: free; no record stands there
  };
  std::size_t place_of(const Digest& key) const;
  void rehash(std::size_t slots);
  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

/// What an index file tells: the keys of all records below `covered`.
struct LedgerIndex {
  std::uint64_t covered = 0;
  KeyTable keys;
};

/// Reads the index that belongs to the ledger with `salt`. Nothing where there is none, or it is of
/// another ledger or version, or damaged: it is then rebuilt from the ledger. Errors: kIo.
Result<std::optional<LedgerIndex>> load_index(const std::string& path, std::uint64_t salt);
/// Writes it whole, by OutputFile.
Status save_index(const std::string& path, std::uint64_t salt, const LedgerIndex& index);

}  // namespace generator
