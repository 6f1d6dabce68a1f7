// Two promises, two moments. A record is *written* (in the kernel's hands: it survives kill -9)
// before its answer is used and its call's place is given to another, so the calls that a crash can
// repeat are those in flight. It is *synced* (it survives a power cut) within 50 ms or 1 MiB, and
// all of it before any output takes its place. Writing and syncing overlap; where syncing falls
// behind by 1 MiB, writing waits, and with it the calls.
//
// After each sync the next record is preceded by a mark "durable up to here". By the marks `open`
// tells a torn end (damage behind the last mark: cut off) from damage to what was durable (never
// cut off silently).
#include "run/ledger.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <random>
#include <utility>

#include "base/files.h"
#include "http/outlast.h"

namespace generator {
namespace {

constexpr std::size_t kFirstRead = 4096;  // most records fit
constexpr std::uint64_t kTailWorthIndexing = 16u << 20;

tl::unexpected<Error> damaged(const std::string& folder, const std::string& path,
                              std::uint64_t offset) {
  return fail(
      ErrorKind::kCorrupt,
      fmt::format(
          "the ledger `{}` is damaged at byte {}; `generator ledger verify {}` names all damage, "
          "`generator ledger repair {}` keeps the undamaged records",
          path, offset, folder, folder));
}

}  // namespace

Ledger::Ledger(std::string folder, Loop& loop, const LedgerOptions& options,
               std::optional<LedgerLock> lock)
    : folder_(std::move(folder)),
      path_(folder_ + "/records"),
      index_path_(folder_ + "/index"),
      loop_(loop),
      options_(options),
      lock_(std::move(lock)) {}

Result<std::unique_ptr<Ledger>> Ledger::open(const std::string& folder, Loop& loop,
                                             const LedgerOptions& options) {
  CHECK_OK(make_directories(folder, 0700));
  TRY(LedgerLock lock, LedgerLock::take(folder + "/lock"));
  std::unique_ptr<Ledger> ledger(new Ledger(folder, loop, options, std::move(lock)));
  if (!path_exists(ledger->path_)) {
    std::random_device random;
    const std::uint64_t salt = (static_cast<std::uint64_t>(random()) << 32) | random();
    CHECK_OK(write_file(ledger->path_, encode_header({salt})));
  }
  CHECK_OK(ledger->load());
  return ledger;
}

Result<std::unique_ptr<Ledger>> Ledger::open_to_read(const std::string& folder, Loop& loop) {
  if (!path_exists(folder + "/records"))
    return fail(ErrorKind::kNotFound, fmt::format("there is no ledger in `{}`", folder));
  std::unique_ptr<Ledger> ledger(new Ledger(folder, loop, {}, std::nullopt));
  CHECK_OK(ledger->load());
  return ledger;
}

Ledger::~Ledger() {
  // A pool job may hold this ledger's bytes; what other callbacks throw meanwhile has nobody to go
  // to any more.
  static_cast<void>(outlast(loop_, [this] { return !is_busy(); }));
  loop_.cancel(sync_timer_);
  // Without `close` (something else failed first) what was paid for is still kept, as far as the
  // disk allows.
  if (fd_ >= 0 && !error_ && !pending_.empty()) [[maybe_unused]]
    const Status kept = write_and_sync();
  if (fd_ >= 0) ::close(fd_);
}

Status Ledger::load() {
  fd_ = ::open(path_.c_str(), (lock_ ? O_RDWR : O_RDONLY) | O_CLOEXEC);
  if (fd_ < 0)
    return fail(ErrorKind::kIo,
                fmt::format("cannot open the ledger `{}`: {}", path_, std::strerror(errno)));
  TRY(const LedgerScan scan, LedgerScan::open(path_));
  header_ = scan.header();
  end_ = written_ = synced_ = scan.file_size();
  TRY(std::optional<LedgerIndex> index, load_index(index_path_, header_.salt));
  if (index) index_ = std::move(*index);
  index_.covered = std::max(index_.covered, kLedgerHeaderBytes);
  if (index_.covered > end_) return damaged(folder_, path_, end_);
  const std::uint64_t scanned = end_ - index_.covered;
  CHECK_OK(scan_from(index_.covered));
  if (!lock_) return {};
  // What a killed process wrote may still be in the kernel's hands only; the first mark will call
  // it durable.
  if (scanned > 0) CHECK_OK(sync_file(fd_, path_));
  if (scanned < kTailWorthIndexing) return {};
  index_.covered = end_;
  return save_index(index_path_, header_.salt, index_);
}

Status Ledger::scan_from(std::uint64_t offset) {
  TRY(LedgerScan scan, LedgerScan::open(path_, offset));
  std::optional<std::uint64_t> torn;
  for (;;) {
    TRY(const LedgerScan::Step step, scan.next());
    if (step.kind == LedgerScan::Step::Kind::kEnd) break;
    if (step.kind == LedgerScan::Step::Kind::kDamage) {
      if (!torn) torn = step.offset;
      continue;
    }
    const Result<RecordHead> head = decode_head(step.body);
    if (!head) return damaged(folder_, path_, step.offset);
    if (torn && head->synced_offset > *torn) return damaged(folder_, path_, *torn);
    if (!torn && head->answers_key) index_.keys.insert(head->key, step.offset);
  }
  return torn ? drop_tail(*torn) : Status{};
}

Status Ledger::drop_tail(std::uint64_t size) {
  if (lock_ && ::ftruncate(fd_, static_cast<off_t>(size)) != 0)
    return fail(ErrorKind::kIo, fmt::format("cannot cut the torn end off the ledger `{}`: {}",
                                            path_, std::strerror(errno)));
  dropped_ = end_ - size;
  end_ = written_ = synced_ = size;
  return {};
}

Result<std::string> Ledger::read_body(std::uint64_t offset) {
  std::string bytes;
  if (offset >= written_) {  // not yet in the file
    const std::string& buffer = offset < written_ + in_write_.size() ? in_write_ : pending_;
    const std::uint64_t begin = &buffer == &in_write_ ? written_ : written_ + in_write_.size();
    bytes = std::string_view(buffer).substr(offset - begin, kFirstRead);
    if (const std::uint64_t size = kFrameBytes + frame_length(bytes); size > bytes.size())
      bytes = std::string_view(buffer).substr(offset - begin, size);
  } else {
    bytes.resize(kFirstRead);
    TRY(const std::size_t have, read_at(fd_, bytes.data(), bytes.size(), offset, path_));
    bytes.resize(have);
    const std::uint64_t size = have < kFrameBytes ? 0 : kFrameBytes + frame_length(bytes);
    if (size > have && offset + size <= written_) {
      bytes.resize(size);
      TRY(const std::size_t more,
          read_at(fd_, bytes.data() + have, size - have, offset + have, path_));
      bytes.resize(have + more);
    }
  }
  std::uint64_t frame_size = 0;
  const std::optional<std::string_view> body = read_frame(header_, offset, bytes, frame_size);
  if (!body) return damaged(folder_, path_, offset);
  return std::string(*body);
}

Result<std::optional<Completion>> Ledger::find(const Digest& key) {
  TRY(std::optional<Record> record, find_record(key));
  if (!record) return std::nullopt;
  return std::move(record->completion);
}

Result<std::optional<Record>> Ledger::find_record(const Digest& key, RecordKind kind) {
  const std::optional<std::uint64_t> offset = index_.keys.find(key);
  if (!offset) return std::nullopt;
  TRY(const std::string body, read_body(*offset));
  Result<Record> record = decode_record(body);
  if (!record || record->key != key) return damaged(folder_, path_, *offset);
  if (record->kind != kind) return std::nullopt;
  return std::move(*record);
}

Result<std::optional<std::string>> Ledger::why_too_long(const Digest& key) {
  TRY(const auto record, find_record(too_long_key(key), RecordKind::kTooLong));
  return record ? std::optional(record->message) : std::nullopt;
}

void Ledger::forget_waiters() {
  for_write_.clear();
  for_sync_.clear();
}

void Ledger::frame(const Record& record) {
  body_.clear();
  encode_record(record, body_);
  if (has_key_of_its_own(record.kind)) index_.keys.insert(record.key, end_);
  append_frame(header_, end_, body_, pending_);
  end_ += kFrameBytes + body_.size();
}

void Ledger::append(const Record& record, OnWritten on_written) {
  append(record, std::move(on_written), for_write_);
}

void Ledger::append_durably(const Record& record, OnWritten on_durable) {
  append(record, std::move(on_durable), for_sync_);
}

void Ledger::append(const Record& record, OnWritten on_kept, std::deque<Waiter>& waiters) {
  if (error_) return on_kept(tl::unexpected<Error>(*error_));
  if (synced_ > marked_) {
    Record mark;
    mark.kind = RecordKind::kSynced;
    mark.synced_offset = marked_ = synced_;
    frame(mark);
  }
  frame(record);
  waiters.push_back({end_, std::move(on_kept)});
  write_soon();
}

void Ledger::write_soon() {
  if (writing_ || posted_) return;
  posted_ = true;
  loop_.post([this] {
    posted_ = false;
    start_write();
  });
}

void Ledger::start_write() {
  const bool sync_is_behind = syncing_ && written_ - synced_ >= options_.sync_after_bytes;
  if (writing_ || pending_.empty() || error_ || sync_is_behind) return;
  writing_ = true;
  in_write_.swap(pending_);
  loop_.work([this] { write_status_ = write_at(fd_, in_write_, written_, path_); },
             [this] { written(); });
}

void Ledger::written() {
  writing_ = false;
  if (!write_status_) return give_up(write_status_.error());
  written_ += in_write_.size();
  in_write_.clear();
  if (unsynced_since_ms_ < 0) unsynced_since_ms_ = loop_.monotonic_ms();
  sync_when_due();
  start_write();
  call_waiters();
}

void Ledger::sync_when_due() {
  if (syncing_ || error_ || written_ == synced_) return;
  const std::int64_t age = loop_.monotonic_ms() - unsynced_since_ms_;
  const bool awaited = !for_sync_.empty() && for_sync_.front().end <= written_;
  if (awaited || written_ - synced_ >= options_.sync_after_bytes || age >= options_.sync_after_ms)
    return start_sync();
  if (sync_timer_ != 0) return;
  sync_timer_ = loop_.after(options_.sync_after_ms - age, [this] {
    sync_timer_ = 0;
    sync_when_due();
  });
}

void Ledger::start_sync() {
  syncing_ = true;
  unsynced_since_ms_ = writing_ ? loop_.monotonic_ms() : -1;
  loop_.work([this] { sync_status_ = sync_file(fd_, path_); },
             [this, size = written_] { synced(size); });
}

void Ledger::synced(std::uint64_t size) {
  syncing_ = false;
  if (!sync_status_) return give_up(sync_status_.error());
  synced_ = size;
  sync_when_due();
  start_write();
  call_waiters();
}

void Ledger::give_up(const Error& error) {
  if (!error_) error_ = error;
  call_waiters();
}

/// Tells those whose record is written, or synced; after a failure, all.
void Ledger::call_waiters() {
  call_waiters(for_write_, written_);
  call_waiters(for_sync_, synced_);
}

void Ledger::call_waiters(std::deque<Waiter>& waiters, const std::uint64_t& kept) {
  while (!waiters.empty() && (error_ || waiters.front().end <= kept)) {
    const Waiter waiter = std::move(waiters.front());
    waiters.pop_front();
    const bool is_kept = waiter.end <= kept;
    waiter.on_kept(is_kept ? Status{} : Status{tl::unexpected<Error>(*error_)});
  }
}

Status Ledger::write_and_sync() {
  if (error_) return tl::unexpected<Error>(*error_);
  const bool changed = !pending_.empty() || written_ != synced_;
  Status status = write_at(fd_, pending_, written_, path_);
  if (status) {
    written_ += pending_.size();
    pending_.clear();
    if (changed) status = sync_file(fd_, path_);
  }
  if (!status) error_ = status.error();
  if (status) synced_ = written_;
  unsynced_since_ms_ = -1;
  return status;
}

Status Ledger::sync() {
  loop_.run_until([this] { return !is_busy(); });
  loop_.cancel(std::exchange(sync_timer_, 0));
  const Status status = write_and_sync();
  call_waiters();
  return status;
}

Status Ledger::close() {
  if (fd_ < 0) return {};
  Status status = sync();
  if (status && lock_ && index_.covered != end_) {
    index_.covered = end_;
    status = save_index(index_path_, header_.salt, index_);
  }
  if (::close(std::exchange(fd_, -1)) != 0 && status)
    status = fail(ErrorKind::kIo,
                  fmt::format("cannot close the ledger `{}`: {}", path_, std::strerror(errno)));
  lock_.reset();
  return status;
}

}  // namespace generator
