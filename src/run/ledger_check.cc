// What is damage and what a crash left: a stretch that is not whole and reaches to the end of the
// file, above every mark and above what the index covers, was never promised to be durable.
// Everything else was.
#include "run/ledger_check.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/files.h"
#include "model/quota_file.h"
#include "run/ledger_file.h"
#include "run/ledger_index.h"
#include "run/ledger_lock.h"

namespace generator {
namespace {

std::string records_path(const std::string& folder) { return folder + "/records"; }

void count(const Record& record, std::uint64_t offset, KeyTable& keys, LedgerReport& report) {
  ++report.records;
  switch (record.kind) {
    case RecordKind::kSynced:
      return;
    case RecordKind::kCallFailed:
      ++report.failed_calls;
      return;
    case RecordKind::kTooLong:
      return;  // the failed call behind it counts
    case RecordKind::kSpendLease:
    case RecordKind::kSpendSettled:
      ++report.leases;
      return;
    case RecordKind::kBatch:
      if (record.batch.step == BatchNote::Step::kPlanned) ++report.batches;
      return;
    case RecordKind::kAnswer:
      break;
    default:
      ++report.unknown;
      return;
  }
  ++report.answers;
  if (!keys.insert(record.key, offset)) ++report.repeated;
  report.usage += record.usage;
}

/// Bytes below this were durable, by the marks and the index.
struct Durable {
  std::uint64_t below = kLedgerHeaderBytes;
  void add(std::uint64_t offset) { below = std::max(below, offset); }
};

/// Everything above the first damage that no promise covers is a torn end, whole records in it
/// included.
void split_torn_tail(const Durable& durable, LedgerReport& report) {
  const auto torn = std::ranges::find_if(
      report.damage, [&](const LedgerReport::Damage& d) { return d.offset >= durable.below; });
  if (torn == report.damage.end()) return;
  report.torn_tail = report.bytes - torn->offset;
  report.damage.erase(torn, report.damage.end());
}

Status check_index(const std::string& folder, const LedgerScan& scan, Durable& durable,
                   LedgerReport& report) {
  const std::string path = folder + "/index";
  TRY(const std::optional<LedgerIndex> index, load_index(path, scan.header().salt));
  if (!index) {
    if (path_exists(path))
      report.others.push_back({path, "damaged, or of another ledger; the next run makes it anew"});
    return {};
  }
  durable.add(index->covered);
  if (index->covered > report.bytes)
    report.damage.push_back(
        {report.bytes, index->covered - report.bytes, "the end of the file is missing"});
  return {};
}

/// What the provider's limits are known by is a hint: where it is not whole, nobody reads it.
void check_limits(const std::string& folder, LedgerReport& report) {
  for (const std::string& name : directory_names(folder).value_or(std::vector<std::string>())) {
    const std::string path = folder + "/" + name;
    if (name.starts_with("limits-") && name.ends_with(".json") && !is_whole_quota_file(path))
      report.others.push_back({path, "damaged; the next run learns the limits anew"});
  }
}

/// The scan of a ledger, whose header may be known from its records alone.
Result<LedgerScan> open_scan(const std::string& folder, bool& header_is_damaged) {
  const std::string path = records_path(folder);
  Result<LedgerScan> scan = LedgerScan::open(path);
  header_is_damaged = !scan && (scan.error().kind == ErrorKind::kCorrupt ||
                                scan.error().kind == ErrorKind::kInvalidInput);
  if (!header_is_damaged) return scan;
  TRY(const std::optional<LedgerHeader> known, recover_header(path, folder + "/index"));
  if (!known) return scan;
  return LedgerScan::open_with(*known, path);
}

std::string free_name(const std::string& path) {
  for (int n = 1;; ++n)
    if (std::string name = fmt::format("{}.damaged-{}", path, n); !path_exists(name)) return name;
}

Status copy_whole_records(const std::string& folder) {
  const std::string path = records_path(folder);
  bool header_is_damaged = false;
  TRY(LedgerScan scan, open_scan(folder, header_is_damaged));
  TRY(OutputFile file, OutputFile::create(path));
  CHECK_OK(file.write(encode_header(scan.header())));
  std::string frame;
  for (;;) {
    TRY(const LedgerScan::Step step, scan.next());
    if (step.kind == LedgerScan::Step::Kind::kEnd) break;
    if (step.kind == LedgerScan::Step::Kind::kDamage) continue;
    const Result<RecordHead> head = decode_head(step.body);
    if (!head || head->kind == RecordKind::kSynced) continue;  // marks speak of other offsets
    frame.clear();
    append_frame(scan.header(), file.size(), step.body, frame);
    CHECK_OK(file.write(frame));
  }
  const std::string kept = free_name(path);
  if (::link(path.c_str(), kept.c_str()) != 0)
    return fail(ErrorKind::kIo, fmt::format("cannot keep the damaged ledger as `{}`: {}", kept,
                                            std::strerror(errno)));
  if (::unlink((folder + "/index").c_str()) != 0 && errno != ENOENT)
    return fail(ErrorKind::kIo,
                fmt::format("cannot remove the index in `{}`: {}", folder, std::strerror(errno)));
  return file.commit();
}

}  // namespace

Result<LedgerReport> verify_ledger(const std::string& folder) {
  bool header_is_damaged = false;
  TRY(LedgerScan scan, open_scan(folder, header_is_damaged));
  LedgerReport report;
  report.path = scan.path();
  report.bytes = scan.file_size();
  if (header_is_damaged)
    report.damage.push_back({0, kLedgerHeaderBytes, "the header; it is known from the records"});
  KeyTable keys;
  Durable durable;
  for (;;) {
    TRY(const LedgerScan::Step step, scan.next());
    if (step.kind == LedgerScan::Step::Kind::kEnd) break;
    if (step.kind == LedgerScan::Step::Kind::kDamage) {
      report.damage.push_back({step.offset, step.size, "a record is not whole or fails its check"});
      continue;
    }
    const Result<Record> record = decode_record(step.body);
    if (!record) {
      report.damage.push_back({step.offset, step.size, record.error().message});
      continue;
    }
    durable.add(record->synced_offset);
    count(*record, step.offset, keys, report);
  }
  CHECK_OK(check_index(folder, scan, durable, report));
  check_limits(folder, report);
  split_torn_tail(durable, report);
  return report;
}

Result<LedgerReport> repair_ledger(const std::string& folder) {
  if (!path_exists(records_path(folder)))
    return fail(ErrorKind::kNotFound, fmt::format("there is no ledger in `{}`", folder));
  TRY(const LedgerLock lock, LedgerLock::take(folder + "/lock"));
  TRY(LedgerReport report, verify_ledger(folder));
  if (!report.sound()) CHECK_OK(copy_whole_records(folder));
  return report;
}

Status for_each_record(const std::string& folder,
                       const std::function<Status(const Record&)>& each) {
  TRY(LedgerScan scan, LedgerScan::open(records_path(folder)));
  for (;;) {
    TRY(const LedgerScan::Step step, scan.next());
    if (step.kind == LedgerScan::Step::Kind::kEnd) return {};
    if (step.kind == LedgerScan::Step::Kind::kDamage) continue;
    TRY(const Record record, decode_record(step.body));
    if (record.kind >= RecordKind::kAnswer && record.kind <= RecordKind::kBatch)
      CHECK_OK(each(record));
  }
}

}  // namespace generator
