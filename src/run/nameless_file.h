// Bytes that are too many for memory and wait for their turn: a file that has no name and is gone
// with the process.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace generator {

class NamelessFile {
 public:
  /// In `folder`, where the first `append` makes it.
  explicit NamelessFile(std::string folder) : folder_(std::move(folder)) {}
  ~NamelessFile();
  NamelessFile(const NamelessFile&) = delete;
  NamelessFile& operator=(const NamelessFile&) = delete;

  /// Returns where the bytes stand. Errors: kIo.
  Result<std::uint64_t> append(std::string_view bytes);
  /// `size` bytes that were appended at `offset`. Errors: kIo.
  Result<std::string> read(std::uint64_t offset, std::uint64_t size) const;
  /// Nothing in it is wanted any more: it is written from its beginning again.
  void clear() { end_ = 0; }

 private:
  std::string folder_;
  int fd_ = -1;
  std::uint64_t end_ = 0;
};

}  // namespace generator
