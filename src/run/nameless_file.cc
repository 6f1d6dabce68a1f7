#include "run/nameless_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace generator {
namespace {

tl::unexpected<Error> io_error(std::string_view doing, const std::string& folder) {
  return fail(ErrorKind::kIo, fmt::format("cannot {} a temporary file in `{}`: {}", doing, folder,
                                          std::strerror(errno)));
}

Result<int> make(const std::string& folder) {
  int fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0) return fd;
  std::string name = folder + "/waiting.XXXXXX";  // where the file system has no O_TMPFILE
  fd = ::mkostemp(name.data(), O_CLOEXEC);
  if (fd < 0) return io_error("make", folder);
  ::unlink(name.c_str());
  return fd;
}

}  // namespace

NamelessFile::~NamelessFile() {
  if (fd_ >= 0) ::close(fd_);
}

Result<std::uint64_t> NamelessFile::append(std::string_view bytes) {
  if (fd_ < 0) {
    TRY(fd_, make(folder_));
  }
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t n =
        ::pwrite(fd_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(end_ + done));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return io_error("write", folder_);
    done += static_cast<std::size_t>(n);
  }
  const std::uint64_t offset = end_;
  end_ += bytes.size();
  return offset;
}

Result<std::string> NamelessFile::read(std::uint64_t offset, std::uint64_t size) const {
  std::string bytes(size, '\0');
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t n =
        ::pread(fd_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return io_error("read", folder_);
    done += static_cast<std::size_t>(n);
  }
  return bytes;
}

}  // namespace generator
