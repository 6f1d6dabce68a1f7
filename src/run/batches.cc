#include "run/batches.h"

#include <unordered_map>

#include "base/files.h"
#include "run/ledger_check.h"

namespace generator {
namespace {

void read(const Record& record, KnownBatch& batch) {
  switch (record.batch.step) {
    case BatchNote::Step::kPlanned:
      batch.task = record.task;
      batch.identity = record.batch.identity;
      batch.keys = record.batch.keys;
      batch.requests = record.batch.keys.size();
      batch.leased = record.payment.leased;
      batch.leases = record.payment.leases;
      batch.planned_unix_ms = record.unix_ms;
      return;
    case BatchNote::Step::kBegun:
      batch.id = record.batch.id;
      batch.expires_unix_ms = record.batch.expires_unix_ms;
      return;
    case BatchNote::Step::kEnded:
      batch.has_ended = true;
      batch.ended_unix_ms = record.unix_ms;
      batch.outcome = record.message;
      batch.keys = {};
      return;
  }
}

}  // namespace

Result<std::vector<KnownBatch>> read_batches(const std::string& folder) {
  std::vector<KnownBatch> out;
  std::unordered_map<std::string, std::size_t> places;
  if (!path_exists(folder + "/records")) return out;
  CHECK_OK(for_each_record(folder, [&](const Record& record) -> Status {
    if (record.kind != RecordKind::kBatch) return {};
    const auto [place, is_new] = places.emplace(record.batch.name, out.size());
    if (is_new) out.emplace_back().name = record.batch.name;
    read(record, out[place->second]);
    return {};
  }));
  return out;
}

}  // namespace generator
