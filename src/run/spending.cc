#include "run/spending.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/files.h"
#include "run/ledger_check.h"

namespace generator {
namespace {

void add(const SpendingRow& row, SpendingRow& sum) {
  sum.replies += row.replies;
  sum.failed_calls += row.failed_calls;
  sum.unpriced += row.unpriced;
  sum.usage += row.usage;
  sum.cost += row.cost;
  sum.saved += row.saved;
  sum.lost += row.lost;
}

// Without periods where none is known.
Price price_of(const Record& reply, const PriceTable* prices) {
  const Price* known = prices == nullptr ? nullptr : prices->find(reply.completion.model);
  if (known == nullptr) return {};
  return reply.payment.in_batch ? known->in_batches() : *known;
}

// The records of a ledger, sorted into rows as they come.
class Tally {
 public:
  explicit Tally(const PriceTable* prices) : prices_(prices) {}

  void add(const Record& record) {
    const Payment& payment = record.payment;
    if (record.kind == RecordKind::kBatch) return add_batch(record);
    OpenLeases& leases = leases_[record.task];
    if (record.kind == RecordKind::kSpendLease) {
      leases.count += payment.leases;
      leases.amount += payment.leased;
      return;
    }
    leases.count -= payment.leases;
    leases.amount = leases.amount - payment.leased;
    if (record.kind == RecordKind::kSpendSettled) return;
    SpendingRow& row = rows_[{record.task, record.completion.model, day_of(record.unix_ms)}];
    row.lost += payment.lost;
    if (record.kind == RecordKind::kCallFailed) {
      ++row.failed_calls;
      return;
    }
    ++row.replies;
    row.usage += record.usage;
    price(record, row);
  }

  Spending result() {
    Spending out;
    for (const auto& [name, leases] : batches_) {
      out.batches.count += leases.count;
      out.batches.amount += leases.amount;
      ++out.batches.batches;
    }
    for (auto& [key, row] : rows_) {
      std::tie(row.task, row.model, row.day) = key;
      out.rows.push_back(std::move(row));
    }
    for (auto& [task, leases] : leases_) {
      leases.task = task;
      if (leases.count > 0 || leases.amount > Usd{}) out.leases.push_back(std::move(leases));
    }
    return out;
  }

 private:
  void add_batch(const Record& record) {
    if (record.batch.step == BatchNote::Step::kPlanned)
      batches_[record.batch.name] = {"", record.payment.leases, record.payment.leased};
    if (record.batch.step == BatchNote::Step::kEnded) batches_.erase(record.batch.name);
  }

  void price(const Record& record, SpendingRow& row) const {
    const auto paid = paid_for(record, prices_);
    if (!paid) {
      ++row.unpriced;
      return;
    }
    row.cost += *paid;
    row.saved += record.payment.priced
                     ? record.payment.saved
                     : saved_by_cache(price_of(record, prices_), record.usage, record.unix_ms);
  }

  const PriceTable* prices_;
  std::map<std::tuple<std::string, std::string, std::string>, SpendingRow> rows_;
  std::map<std::string, OpenLeases> leases_;
  std::map<std::string, OpenLeases> batches_;  // that have not ended, by name
};

}  // namespace

std::optional<Usd> paid_for(const Record& reply, const PriceTable* prices) {
  if (reply.payment.priced) return reply.payment.cost;
  return cost(price_of(reply, prices), reply.usage, reply.unix_ms);
}

SpendingRow Spending::total() const {
  SpendingRow sum;
  for (const SpendingRow& row : rows) add(row, sum);
  return sum;
}

OpenLeases Spending::open() const {
  OpenLeases sum;
  for (const OpenLeases& each : leases) {
    sum.count += each.count;
    sum.amount += each.amount;
  }
  return sum;
}

Usd Spending::counted() const {
  const SpendingRow sum = total();
  return sum.cost + sum.lost + open().amount + batches.amount;
}

Result<Spending> read_spending(const std::string& folder, const PriceTable* prices) {
  Tally tally(prices);
  if (path_exists(folder + "/records"))
    CHECK_OK(for_each_record(folder, [&](const Record& record) -> Status {
      tally.add(record);
      return {};
    }));
  return tally.result();
}

}  // namespace generator
