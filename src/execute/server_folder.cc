#include "execute/server_folder.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "base/files.h"

namespace generator::execute {
namespace {

namespace fs = std::filesystem;

Status give_to(const fs::path& folder, uid_t user) {
  std::error_code error;
  const auto failed = [](const fs::path& path) {
    return fail(ErrorKind::kIo,
                fmt::format("cannot give {} away: {}", path.string(), std::strerror(errno)));
  };
  if (::lchown(folder.c_str(), user, user) != 0) return failed(folder);
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (::lchown(at->path().c_str(), user, user) != 0) return failed(at->path());
  if (error)
    return fail(ErrorKind::kIo,
                fmt::format("cannot read {}: {}", folder.string(), error.message()));
  return {};
}

// A server may have taken away its own right to remove.
void open_up(const fs::path& folder) {
  std::error_code error;
  fs::permissions(folder, fs::perms::owner_all, fs::perm_options::nofollow, error);
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
    if (!entry.is_symlink(error) && entry.is_directory(error)) open_up(entry.path());
}

}  // namespace

Result<ServerFolder> ServerFolder::make(const std::string& snapshot, uid_t user) {
  std::error_code error;
  const fs::path base = fs::temp_directory_path(error);
  std::string path = (error ? fs::path("/tmp") : fs::absolute(base)).string() + "/generator-server-XXXXXX";
  if (::mkdtemp(path.data()) == nullptr)
    return fail(ErrorKind::kIo, fmt::format("cannot make a folder for the server in {}: {}",
                                            parent_directory(path), std::strerror(errno)));
  ServerFolder out(path);
  for (const std::string& part : {out.work(), out.home(), out.temporary()})
    if (!fs::create_directory(part, error))
      return fail(ErrorKind::kIo, fmt::format("cannot make {}: {}", part, error.message()));
  if (!snapshot.empty()) {
    if (!is_directory(snapshot))
      return fail(ErrorKind::kNotFound, fmt::format("--folder: there is no folder {}", snapshot));
    fs::copy(snapshot, out.work(), fs::copy_options::recursive | fs::copy_options::copy_symlinks, error);
    if (error)
      return fail(ErrorKind::kIo,
                  fmt::format("cannot copy {} for the server: {}", snapshot, error.message()));
  }
  if (user != 0) CHECK_OK(give_to(out.path(), user));
  return out;
}

ServerFolder::~ServerFolder() {
  if (path_.empty()) return;
  std::error_code error;
  fs::remove_all(path_, error);
  if (!error) return;
  open_up(path_);
  fs::remove_all(path_, error);
}

}  // namespace generator::execute
