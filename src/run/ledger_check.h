// Reading a ledger whole: what `generator ledger verify|repair` and the sums of `generator cost`
// stand on.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "run/record.h"

namespace generator {

struct LedgerReport {
  struct Damage {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::string what;
  };
  std::string path;  // of the records
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;  // undamaged
  std::uint64_t answers = 0;
  std::uint64_t failed_calls = 0;
  std::uint64_t leases = 0;     // money set aside, or given back
  std::uint64_t batches = 0;    // that were begun, or were about to be
  std::uint64_t unknown = 0;    // of kinds that a newer program wrote
  std::uint64_t repeated = 0;   // answers to a key that had one; the first counts
  std::uint64_t torn_tail = 0;  // bytes at the end that a crash left; the next run drops them
  Usage usage;                  // of all answers
  std::vector<Damage> damage;   // anything else that is not whole
  /// Files beside the records that are not whole, and what follows; no reply is lost by them.
  struct Other {
    std::string path, what;
  };
  std::vector<Other> others;
  bool sound() const { return damage.empty(); }
};

/// Reads every byte of the ledger in `folder` in constant memory but for the keys; writes nothing
/// and takes no lock. Errors: kNotFound, kIo; kInvalidInput and kCorrupt where there is no header and
/// no record to know it by.
Result<LedgerReport> verify_ledger(const std::string& folder);

/// Writes the undamaged records to a new file and puts it in the old one's place, which is kept
/// beside it as `records.damaged-N`. Sound ledgers stay as they are. Returns what `verify_ledger`
/// said before. Errors: kBusy where a process uses the ledger; those of verify_ledger.
Result<LedgerReport> repair_ledger(const std::string& folder);

/// Calls `each` for every undamaged record of a known kind but marks, in the order of writing.
/// Stops at an error of `each`.
Status for_each_record(const std::string& folder, const std::function<Status(const Record&)>& each);

}  // namespace generator
