// A folder that a server starts in: made fresh for each start, removed at the end.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/result.h"

namespace generator::execute {

class ServerFolder {
 public:
  /// Makes the folder with work/, home/ and tmp/ in it; `snapshot`, where one is given, is copied
  /// into work/ (links as links). All of it belongs to `user`, unless 0.
  /// Errors: kNotFound where there is no such snapshot, kIo.
  static Result<ServerFolder> make(const std::string& snapshot, uid_t user);
  ServerFolder(ServerFolder&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  ServerFolder& operator=(ServerFolder&&) = delete;
  ~ServerFolder();

  const std::string& path() const { return path_; }
  std::string work() const { return path_ + "/work"; }
  std::string home() const { return path_ + "/home"; }
  std::string temporary() const { return path_ + "/tmp"; }

 private:
  explicit ServerFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace generator::execute
