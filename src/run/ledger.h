// The ledger remembers every reply that was paid for, by the request that bought it. Append-only;
// docs/ledger.md.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "http/loop.h"
#include "run/ledger_file.h"
#include "run/ledger_index.h"
#include "run/ledger_lock.h"
#include "run/record.h"

namespace generator {

struct LedgerOptions {
  std::int64_t sync_after_ms = 50;  // a record is durable at most so long after it was written,
  std::uint64_t sync_after_bytes = 1u << 20;  // and at most so much is written and not durable
};

/// Used on the loop's thread; writes and syncs on the loop's pool. `loop` must outlive it.
///
/// After the first failed write or sync every append and sync fails with that error: what the
/// system said it could not keep is never taken for kept. What was written before stays.
class Ledger {
 public:
  /// Opens the ledger in `folder`, which is made (mode 0700) where it is not there, and owns it
  /// until `close`. A torn end, as a crash leaves it, is cut off. Errors: kBusy (another process),
  /// kCorrupt (damage that no crash explains; names offset and remedy), kIo.
  static Result<std::unique_ptr<Ledger>> open(const std::string& folder, Loop& loop,
                                              const LedgerOptions& options = {});
  /// Opens what is there for `find` alone, also while another process owns it: takes no lock,
  /// changes no byte, and does not see what is written from now on. Nothing may be appended.
  /// Errors: kNotFound, kCorrupt, kIo.
  static Result<std::unique_ptr<Ledger>> open_to_read(const std::string& folder, Loop& loop);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  /// The reply that answers `key`; nothing where none was paid for. Checked as it is read.
  /// Errors: kCorrupt (names file, offset and remedy), kIo.
  Result<std::optional<Completion>> find(const Digest& key);
  /// The same with what was paid for it.
  Result<std::optional<Record>> find_record(const Digest& key) {
    return find_record(key, RecordKind::kAnswer);
  }
  /// What was said when the request of `key` was found not to fit the model; nothing where it never
  /// was. Errors: as `find`.
  Result<std::optional<std::string>> why_too_long(const Digest& key);

  /// Appends; `find` sees it at once. `on_written` is called when the record has left the process
  /// (it survives the process, not yet the machine) or cannot be kept; after a failure, at once.
  using OnWritten = std::function<void(const Status&)>;
  void append(const Record& record, OnWritten on_written);
  /// The same, but `on_durable` is called when the record also survives the machine; it is synced
  /// without waiting for `sync_after_ms`.
  void append_durably(const Record& record, OnWritten on_durable);

  /// Nobody who waits for a record is told any more.
  void forget_waiters();

  /// Waits until all that was appended is durable.
  Status sync();
  /// Syncs, writes the index, gives the lock back. Nothing may be appended afterwards.
  Status close();

  std::size_t answers() const { return index_.keys.size(); }  // and requests known as too long
  std::uint64_t size() const { return end_; }            // bytes, appended ones included
  std::uint64_t synced_size() const { return synced_; }  // bytes that a power cut spares
  std::uint64_t dropped_tail() const {
    return dropped_;
  }  // bytes of a torn end that `open` cut off
  const std::string& path() const { return path_; }  // of the records
  const std::string& folder() const { return folder_; }

 private:
  struct Waiter {
    std::uint64_t end;  // of its record
    OnWritten on_kept;
  };
  Result<std::optional<Record>> find_record(const Digest& key, RecordKind kind);
  void append(const Record& record, OnWritten on_kept, std::deque<Waiter>& waiters);
  Ledger(std::string folder, Loop& loop, const LedgerOptions& options,
         std::optional<LedgerLock> lock);
  Status load();
  Status scan_from(std::uint64_t offset);
  Status drop_tail(std::uint64_t size);
  void frame(const Record& record);
  void write_soon();
  void start_write();
  void written();
  void sync_when_due();
  void start_sync();
  void synced(std::uint64_t size);
  void give_up(const Error& error);
  void call_waiters();
  void call_waiters(std::deque<Waiter>& waiters, const std::uint64_t& kept);
  Status write_and_sync();
  bool is_busy() const { return writing_ || syncing_ || posted_; }
  Result<std::string> read_body(std::uint64_t offset);

  std::string folder_, path_, index_path_;
  Loop& loop_;
  LedgerOptions options_;
  std::optional<LedgerLock> lock_;  // nothing: opened to read
  int fd_ = -1;
  LedgerHeader header_;
  LedgerIndex index_;  // `covered` is what the index file covers
  std::optional<Error> error_;
  std::uint64_t end_ = 0;      // where the next record goes
  std::uint64_t written_ = 0;  // bytes that the file has
  std::uint64_t synced_ = 0;
  std::uint64_t marked_ = kLedgerHeaderBytes;  // what the last mark of this process said
  std::uint64_t dropped_ = 0;
  std::string pending_;   // to be written: [end_ - pending_.size(), end_)
  std::string in_write_;  // being written: [written_, written_ + in_write_.size())
  std::deque<Waiter> for_write_, for_sync_;
  std::string body_;                   // room for encoding
  Status write_status_, sync_status_;  // of the job that runs or ran last
  bool writing_ = false, syncing_ = false, posted_ = false;
  std::int64_t unsynced_since_ms_ = -1;
  Loop::Timer sync_timer_ = 0;
};

}  // namespace generator
