// What a ledger's calls cost, summed up: read from its records, so each call counts once however
// often a run was resumed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/usd.h"
#include "model/chat.h"
#include "model/price_table.h"
#include "run/record.h"

namespace generator {

/// The calls of one stage, model and day.
struct SpendingRow {
  std::string task, model, day;
  std::uint64_t replies = 0;
  std::uint64_t failed_calls = 0;
  std::uint64_t unpriced = 0;  // replies whose price is not known
  Usage usage;                 // of the replies
  Usd cost;                    // of the replies that are priced
  Usd saved;                   // by the provider's prompt cache, less what writing it cost
  Usd lost;                    // the most that tries without a usable reply may have cost
};

/// Money set aside for calls that have not ended: those in flight now, or when a process was
/// killed.
struct OpenLeases {
  std::string task;
  std::int64_t count = 0;
  Usd amount;
  std::int64_t batches = 0;  // that these are of, where they are of batches
};

struct Spending {
  std::vector<SpendingRow> rows;   // by task, model and day, each in order
  std::vector<OpenLeases> leases;  // by task; none of 0
  OpenLeases batches;              // set aside for batches that have not ended; without a name
  SpendingRow total() const;       // without names
  OpenLeases open() const;         // of all tasks, batches left away
  /// What counts against a budget: costs, possibly billed losses, and leases that are not settled.
  Usd counted() const;
};

/// What a reply cost: as it was known when it came, else by `prices` (may be null), at the price of
/// a batch where it came from one. Nothing where no price is known.
std::optional<Usd> paid_for(const Record& reply, const PriceTable* prices);

/// Replies carry the cost that was known when they came; those without one are priced by `prices`
/// (may be null), at the price of a batch where they came from one. Nothing but zeros where there
/// is no ledger in `folder`. Errors: kIo, kCorrupt.
Result<Spending> read_spending(const std::string& folder, const PriceTable* prices);

}  // namespace generator
