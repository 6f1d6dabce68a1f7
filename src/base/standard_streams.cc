#include "base/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace generator {
namespace {

// open() takes the lowest number that is free: called in order, the one that is missing.
void open_if_closed(int stream, int mode) {
  if (::fcntl(stream, F_GETFD) == -1 && errno == EBADF)
    static_cast<void>(::open("/dev/null", mode));
}

}  // namespace

void open_standard_streams() {
  open_if_closed(STDIN_FILENO, O_WRONLY);
  open_if_closed(STDOUT_FILENO, O_RDONLY);
  open_if_closed(STDERR_FILENO, O_WRONLY);
}

void print_error(std::string_view text) {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
}

}  // namespace generator
