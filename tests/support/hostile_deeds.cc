#include "support/hostile_deeds.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>
#include <map>

namespace generator::testing {
namespace {

std::string outcome(bool done) { return done ? "done" : std::string("refused: ") + std::strerror(errno); }
std::string outcome(long result) { return outcome(result >= 0); }
std::string outcome(int result) { return outcome(result >= 0); }

struct Target {
  std::string path;
  int number = 0;
  const char* name() const { return path.c_str(); }
};
using Deed = std::function<std::string(const Target&)>;

std::string read_byte(const char* path) {
  const int fd = ::open(path, O_RDONLY);
  char byte = 0;
  return outcome(fd >= 0 && ::read(fd, &byte, 1) >= 0);
}

std::string write_byte(const char* path, int flags) {
  const int fd = ::open(path, O_WRONLY | flags, 0600);
  return outcome(fd >= 0 && ::write(fd, "x", 1) == 1);
}

// Reads the first byte of another's memory that its maps name.
std::string read_memory(const Target& to) {
  long from = 0;
  if (FILE* maps = std::fopen(("/proc/" + std::to_string(to.number) + "/maps").c_str(), "r"))
    if (std::fscanf(maps, "%lx", &from) != 1) from = 0;
  char byte = 0;
  const iovec ours{&byte, 1}, theirs{reinterpret_cast<void*>(from), 1};
  return outcome(static_cast<long>(::process_vm_readv(to.number, &ours, 1, &theirs, 1, 0)) == 1);
}

std::string send_datagram(const Target& to) {
  const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(to.number));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return outcome(::sendto(fd, "x", 1, 0, reinterpret_cast<sockaddr*>(&address), sizeof address) == 1);
}

std::string connect_to(int family, const Target& to) {
  const int fd = ::socket(family, SOCK_STREAM, 0);
  sockaddr_in four{};
  four.sin_family = AF_INET;
  four.sin_port = htons(static_cast<std::uint16_t>(to.number));
  four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  six.sin6_port = four.sin_port;
  six.sin6_addr = in6addr_loopback;
  if (family == AF_INET) return outcome(::connect(fd, reinterpret_cast<sockaddr*>(&four), sizeof four));
  return outcome(::connect(fd, reinterpret_cast<sockaddr*>(&six), sizeof six));
}

std::string connect_to_path(const Target& to) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, to.name(), sizeof address.sun_path - 1);
  return outcome(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address));
}

std::string set_clock() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return outcome(::clock_settime(CLOCK_REALTIME, &now));
}

std::string watch_processor(const Target& to) {
  perf_event_attr what{};
  what.size = sizeof what;
  what.type = PERF_TYPE_SOFTWARE;
  what.config = PERF_COUNT_SW_TASK_CLOCK;
  return outcome(::syscall(SYS_perf_event_open, &what, to.number, -1, -1, 0));
}

std::string follow(const Target& to, int flags) {
  ::unlink("link");
  if (::symlink(to.name(), "link") != 0) return outcome(false);
  return flags == O_RDONLY ? read_byte("link") : write_byte("link", flags);
}

const std::map<std::string, Deed>& deeds() {
  static const std::map<std::string, Deed> out = {
      {"append", [](const Target& to) { return write_byte(to.name(), O_APPEND); }},
      {"create", [](const Target& to) { return write_byte(to.name(), O_CREAT | O_EXCL); }},
      {"cut", [](const Target& to) { return outcome(::truncate(to.name(), 0)); }},
      {"chmod", [](const Target& to) { return outcome(::chmod(to.name(), 04777)); }},
      {"chown", [](const Target& to) { return outcome(::chown(to.name(), ::getuid(), ::getgid())); }},
      {"rename", [](const Target& to) { return outcome(::rename(to.name(), (to.path + ".moved").c_str())); }},
      {"steal", [](const Target& to) { return outcome(::rename(to.name(), "stolen")); }},
      {"hard_link", [](const Target& to) { return outcome(::link(to.name(), "hard")); }},
      {"make_folder", [](const Target& to) { return outcome(::mkdir(to.name(), 0700)); }},
      {"make_pipe", [](const Target& to) { return outcome(::mkfifo(to.name(), 0600)); }},
      {"make_device", [](const Target& to) { return outcome(::mknod(to.name(), S_IFCHR | 0600, 0x103)); }},
      {"make_socket", [](const Target& to) { return outcome(::mknod(to.name(), S_IFSOCK | 0600, 0)); }},
      {"remove_folder", [](const Target& to) { return outcome(::rmdir(to.name())); }},
      {"date_back", [](const Target& to) {
         const timespec times[2] = {{1, 0}, {1, 0}};
         return outcome(::utimensat(AT_FDCWD, to.name(), times, 0));
       }},
      {"tag", [](const Target& to) { return outcome(::setxattr(to.name(), "user.x", "y", 1, 0)); }},
      {"list", [](const Target& to) { return outcome(::opendir(to.name()) != nullptr); }},
      {"read_through", [](const Target& to) { return follow(to, O_RDONLY); }},
      {"write_through", [](const Target& to) { return follow(to, O_TRUNC); }},
      {"mount", [](const Target& to) { return outcome(::mount("none", to.name(), "tmpfs", 0, nullptr)); }},
      {"bind", [](const Target& to) { return outcome(::mount(to.name(), ".", nullptr, MS_BIND, nullptr)); }},
      {"unmount", [](const Target& to) { return outcome(::umount2(to.name(), MNT_DETACH)); }},
      {"chroot", [](const Target& to) { return outcome(::chroot(to.name())); }},
      {"swap", [](const Target& to) { return outcome(::swapon(to.name(), 0)); }},
      {"connect6", [](const Target& to) { return connect_to(AF_INET6, to); }},
      {"datagram", send_datagram},
      {"raw_socket", [](const Target&) { return outcome(::socket(AF_INET, SOCK_RAW, IPPROTO_TCP)); }},
      {"packets", [](const Target&) { return outcome(::socket(AF_PACKET, SOCK_RAW, 0)); }},
      {"local_socket", connect_to_path},
      {"memory_of", read_memory},
      {"slow_down", [](const Target& to) { return outcome(::setpriority(PRIO_PROCESS, static_cast<id_t>(to.number), 19)); }},
      {"starve", [](const Target& to) {
         const rlimit nothing{0, 0};
         return outcome(::prlimit(to.number, RLIMIT_NOFILE, &nothing, nullptr));
       }},
      {"stop", [](const Target& to) { return outcome(::kill(to.number, SIGCONT)); }},
      {"stop_group", [](const Target& to) { return outcome(::kill(-to.number, SIGCONT)); }},
      {"watch", watch_processor},
      {"become_root", [](const Target&) { return outcome(::setuid(0) == 0 && ::open("/etc/shadow", O_RDONLY) >= 0); }},
      {"more_memory", [](const Target&) {
         const rlimit all{RLIM_INFINITY, RLIM_INFINITY};
         return outcome(::setrlimit(RLIMIT_DATA, &all));
       }},
      {"set_clock", [](const Target&) { return set_clock(); }},
      {"module", [](const Target&) { return outcome(::syscall(SYS_init_module, nullptr, 0, "")); }},
      {"kernel_log", [](const Target&) { return outcome(::klogctl(3, nullptr, 0)); }},
      {"program_kernel", [](const Target&) { return outcome(::syscall(SYS_bpf, 0, nullptr, 0)); }},
      {"keys", [](const Target&) { return outcome(::syscall(SYS_keyctl, KEYCTL_READ, KEY_SPEC_USER_KEYRING, nullptr, 0)); }},
      {"shared_memory", [](const Target& to) { return outcome(::shmget(to.number, 1, 0)); }},
      {"open_by_handle", [](const Target& to) {
         alignas(file_handle) char space[sizeof(file_handle) + 128] = {};
         auto* handle = reinterpret_cast<file_handle*>(space);
         handle->handle_bytes = 128;
         int mount_id = 0;
         if (::name_to_handle_at(AT_FDCWD, to.name(), handle, &mount_id, 0) != 0) return outcome(false);
         return outcome(::open_by_handle_at(AT_FDCWD, handle, O_RDONLY));
       }},
  };
  return out;
}

}  // namespace

std::string do_deed(const std::string& name, const std::string& path, int number) {
  const auto deed = deeds().find(name);
  return deed == deeds().end() ? "" : deed->second({path, number});
}

}  // namespace generator::testing
