#include "cli/temporary_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace generator::cli {

Result<TemporaryFile> TemporaryFile::create(std::string_view suffix) {
  const char* folder = std::getenv("TMPDIR");
  std::string path = fmt::format("{}/generator-XXXXXX{}",
                                 folder == nullptr || *folder == '\0' ? "/tmp" : folder, suffix);
  const int fd = ::mkstemps(path.data(), static_cast<int>(suffix.size()));
  if (fd < 0)
    return fail(ErrorKind::kIo,
                fmt::format("cannot make the temporary file `{}`: {}", path, std::strerror(errno)));
  ::close(fd);
  return TemporaryFile(std::move(path));
}

TemporaryFile::~TemporaryFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

}  // namespace generator::cli
