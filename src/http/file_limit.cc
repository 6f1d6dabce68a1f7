#include "http/file_limit.h"

#include <fmt/format.h>
#include <sys/resource.h>

namespace generator::http {

Status allow_open_files(std::size_t files) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= files) return {};
  if (limit.rlim_max < files)
    return fail(ErrorKind::kWrongUse,
                fmt::format("{} files would have to be open at once, this machine allows {}: ask "
                            "for a lower concurrency, or raise the limit (`ulimit -Hn`)",
                            files, limit.rlim_max));
  limit.rlim_cur = files;
  if (::setrlimit(RLIMIT_NOFILE, &limit) == 0) return {};
  return fail(ErrorKind::kWrongUse,
              fmt::format("the limit of open files cannot be raised to {}", files));
}

}  // namespace generator::http
