// A file that is gone when its owner is.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace generator::cli {

class TemporaryFile {
 public:
  /// Makes an empty file that only this user can read, in $TMPDIR or /tmp.
  static Result<TemporaryFile> create(std::string_view suffix);
  TemporaryFile(TemporaryFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile();
  const std::string& path() const { return path_; }

 private:
  explicit TemporaryFile(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace generator::cli
