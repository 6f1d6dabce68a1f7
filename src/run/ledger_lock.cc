// Two signs together, because each alone fails somewhere: flock is dropped by the kernel when a
// process dies, but on network file systems it may be missing or local to the host; a written owner
// (pid, its start time, boot, host) works everywhere, but outlives a killed process. On a local
// file system a free flock proves that the owner is gone. On a network file system the written
// owner decides: on this host it is looked up, of another host it is believed. The file is never
// deleted, so there is no moment at which two processes lock two files of one name.
#include "run/ledger_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/text.h"

namespace generator {
namespace {

struct Owner {
  std::string pid, started, boot, host;
  friend bool operator==(const Owner&, const Owner&) = default;
};

/// When process `pid` started, in ticks since boot; "" where there is none. The 22nd field of stat;
/// the second, the program's name, may hold spaces and parentheses.
std::string start_time(const std::string& pid) {
  const Result<std::string> stat = read_file("/proc/" + pid + "/stat");
  if (!stat) return "";
  const std::size_t name_end = stat->rfind(')');
  if (name_end == std::string::npos) return "";
  const std::vector<std::string_view> fields =
      text::words(std::string_view(*stat).substr(name_end + 1));
  if (fields.size() < 20 || fields[0] == "Z" || fields[0] == "X")
    return "";  // dead, not yet collected
  return std::string(fields[19]);
}

Owner this_process() {
  Owner self;
  self.pid = fmt::format("{}", ::getpid());
  self.started = start_time(self.pid);
  const Result<std::string> boot = read_file("/proc/sys/kernel/random/boot_id");
  self.boot = boot ? std::string(text::trim(*boot)) : "unknown";
  char host[256] = "unknown";
  if (::gethostname(host, sizeof host - 1) == 0) self.host = host;
  return self;
}

std::string to_text(const Owner& owner) {
  return fmt::format("pid {}\nstarted {}\nboot {}\nhost {}\n", owner.pid, owner.started, owner.boot,
                     owner.host);
}

Owner read_owner(int fd) {
  char bytes[1024];
  const ssize_t n = ::pread(fd, bytes, sizeof bytes, 0);
  Owner owner;
  if (n <= 0) return owner;
  for (const std::string_view line :
       text::lines(std::string_view(bytes, static_cast<std::size_t>(n)))) {
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) continue;
    const std::string_view name = line.substr(0, space), value = line.substr(space + 1);
    if (name == "pid") owner.pid = value;
    if (name == "started") owner.started = value;
    if (name == "boot") owner.boot = value;
    if (name == "host") owner.host = value;
  }
  const bool number =
      !owner.pid.empty() && owner.pid.find_first_not_of("0123456789") == std::string::npos;
  return number ? owner : Owner{};
}

bool is_network_file_system(int fd) {
  struct statfs info{};
  if (::fstatfs(fd, &info) != 0) return true;
  // NFS, SMB, CIFS, SMB2, AFS, Coda, Ceph, FUSE, Lustre, GPFS, 9P, OCFS2, GFS2, BeeGFS
  for (const unsigned long magic :
       {0x6969ul, 0x517Bul, 0xFF534D42ul, 0xFE534D42ul, 0x5346414Ful, 0x73757245ul, 0x00C36400ul,
        0x65735546ul, 0x0BD00BD0ul, 0x47504653ul, 0x01021997ul, 0x7461636Ful, 0x01161970ul,
        0x19830326ul})
    if ((static_cast<unsigned long>(info.f_type) & 0xFFFFFFFFul) == magic) return true;
  return false;
}

tl::unexpected<Error> busy(const Owner& owner, const Owner& self, const std::string& path) {
  const std::string folder = parent_directory(path);
  if (owner.pid.empty())
    return fail(
        ErrorKind::kBusy,
        fmt::format("another process is taking the ledger `{}`; try again when it has ended",
                    folder));
  if (owner.host == self.host)
    return fail(
        ErrorKind::kBusy,
        fmt::format("the ledger `{}` is in use by process {}; wait for it to end, or stop it",
                    folder, owner.pid));
  return fail(ErrorKind::kBusy,
              fmt::format("the ledger `{}` is in use by process {} on host {}; wait for it to end, "
                          "or, if it is gone, remove `{}`",
                          folder, owner.pid, text::for_terminal(owner.host), path));
}

bool is_alive(const Owner& owner, const Owner& self) {
  return owner.host == self.host && owner.boot == self.boot && !owner.started.empty() &&
         start_time(owner.pid) == owner.started;
}

Status write_owner(int fd, const std::string& text, const std::string& path) {
  const bool written = ::ftruncate(fd, 0) == 0 && ::pwrite(fd, text.data(), text.size(), 0) ==
                                                      static_cast<ssize_t>(text.size());
  if (written) return {};
  return fail(ErrorKind::kIo, fmt::format("cannot write `{}`: {}", path, std::strerror(errno)));
}

/// Whether the owner that the file names still stands in the way. `has_flock`: nobody else holds
/// the kernel's lock.
bool is_owned(int fd, const Owner& owner, const Owner& self, bool has_flock) {
  if (owner.pid.empty() || owner == self) return false;
  if (is_alive(owner, self)) return true;
  const bool elsewhere = owner.host != self.host;
  return elsewhere && (!has_flock || is_network_file_system(fd));
}

}  // namespace

Result<LedgerLock> LedgerLock::take(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail(ErrorKind::kIo, fmt::format("cannot open `{}`: {}", path, std::strerror(errno)));
  const Owner self = this_process();
  const bool has_flock = ::flock(fd, LOCK_EX | LOCK_NB) == 0;
  const bool held_by_other = !has_flock && errno == EWOULDBLOCK;
  const Owner owner = read_owner(fd);
  if (held_by_other || is_owned(fd, owner, self, has_flock)) {
    ::close(fd);
    return busy(owner, self, path);
  }
  LedgerLock lock(path, fd);
  CHECK_OK(write_owner(fd, to_text(self), path));
  return lock;
}

LedgerLock::LedgerLock(LedgerLock&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}

LedgerLock::~LedgerLock() {
  if (fd_ < 0) return;
  // The owner's name is only a hint from here on: closing drops the kernel's lock whether or not
  // this succeeds.
  [[maybe_unused]] const int emptied = ::ftruncate(fd_, 0);
  ::close(fd_);
}

}  // namespace generator
