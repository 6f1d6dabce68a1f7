// One process owns a ledger at a time.
#pragma once

#include <string>

#include "base/result.h"

namespace generator {

/// Held from `take` to destruction; a process that dies releases it by dying.
class LedgerLock {
 public:
  /// Takes the lock file at `path`. Errors: kBusy, naming the owner's process id and host; kIo.
  static Result<LedgerLock> take(const std::string& path);
  LedgerLock(LedgerLock&& other) noexcept;
  LedgerLock& operator=(LedgerLock&&) = delete;
  ~LedgerLock();

 private:
  LedgerLock(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  std::string path_;
  int fd_;
};

}  // namespace generator
