// Encoded requests that wait to be put into a batch: on disk, in the order of coming. A stage may
// have more of them than memory has room for.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/result.h"
#include "base/usd.h"
#include "run/nameless_file.h"

namespace generator {

/// Memory: 40 bytes a request.
class RequestSpool {
 public:
  struct Entry {
    Digest key;
    std::uint64_t size = 0;  // bytes
    Usd worst;               // what the request can cost at most
  };
  /// The file is in `folder`.
  explicit RequestSpool(std::string folder) : file_(std::move(folder)) {}

  Status add(const Digest& key, std::string_view bytes, Usd worst) {
    TRY([[maybe_unused]] const std::uint64_t offset, file_.append(bytes));
    waiting_.push_back({key, bytes.size(), worst});
    return {};
  }
  const std::deque<Entry>& waiting() const { return waiting_; }
  /// The bytes of the first `size` bytes' worth of entries, one behind the other.
  Result<std::string> read(std::uint64_t size) const { return file_.read(begin_, size); }
  /// The first entry is dealt with.
  void pop() {
    begin_ += waiting_.front().size;
    waiting_.pop_front();
    if (!waiting_.empty()) return;
    begin_ = 0;
    file_.clear();
  }

 private:
  NamelessFile file_;
  std::deque<Entry> waiting_;
  std::uint64_t begin_ = 0;  // of the first entry
};

}  // namespace generator
