// What hostile servers try outside of their folder: after each of the deeds everything outside is as
// it was, and who did it can be ended.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>

#include "base/json.h"
#include "execute/support.h"
#include "support/temp_folder.h"

namespace generator::execute {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

/// What a deed is done to, and all of it that could change.
class Outside {
 public:
  Outside() {
    EXPECT_TRUE(write_file(folder_ / "secret", "canary"));
    std::filesystem::create_directory(folder_ / "empty");
    for (const std::string& path : {folder_.path(), folder_ / "secret", folder_ / "empty"}) ::chmod(path.c_str(), 0777);
    stream_ = listen(AF_INET, SOCK_STREAM, port_);
    stream6_ = listen(AF_INET6, SOCK_STREAM, port_);
    datagram_ = listen(AF_INET, SOCK_DGRAM, port_);
    listen_at(folder_ / "socket");
    shared_ = ::shmget(kKey, 64, IPC_CREAT | 0666);
    before_ = state();
  }
  ~Outside() {
    for (const int fd : {stream_, stream6_, datagram_, local_}) ::close(fd);
    ::shmctl(shared_, IPC_RMID, nullptr);
  }
  std::string path(const std::string& name) const { return folder_ / name; }
  int port() const { return port_; }
  static constexpr int kKey = 0x67656e31;

  /// How it differs from how it was; "" where it does not.
  std::string changes() const {
    const std::string now = state();
    std::string out = now == before_ ? "" : before_ + " -> " + now;
    for (const int fd : {stream_, stream6_, datagram_, local_}) {
      pollfd end{fd, POLLIN, 0};
      if (fd >= 0 && ::poll(&end, 1, 0) > 0) out += " somebody came";
    }
    return out;
  }

 private:
  static int listen(int family, int type, int& port) {
    const int fd = ::socket(family, type, 0);
    sockaddr_in four{};
    sockaddr_in6 six{};
    four.sin_family = AF_INET;
    six.sin6_family = AF_INET6;
    four.sin_port = six.sin6_port = htons(static_cast<std::uint16_t>(port));
    four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    six.sin6_addr = in6addr_loopback;
    auto* where = family == AF_INET ? reinterpret_cast<sockaddr*>(&four) : reinterpret_cast<sockaddr*>(&six);
    socklen_t size = family == AF_INET ? sizeof four : sizeof six;
    const bool is_bound = ::bind(fd, where, size) == 0;
    if (is_bound && type == SOCK_STREAM) ::listen(fd, 5);
    ::getsockname(fd, where, &size);
    port = ntohs(family == AF_INET ? four.sin_port : six.sin6_port);
    return is_bound ? fd : -1;
  }
  void listen_at(const std::string& path) {
    local_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(local_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ::listen(local_, 5);
    ::chmod(path.c_str(), 0777);
  }
  std::string state() const {
    std::string out = fmt::format("{:o}", mode(folder_.path()));
    std::vector<std::string> names = *directory_names(folder_.path());
    std::ranges::sort(names);
    for (const std::string& name : names) out += fmt::format(" {}:{}", name, stamp(folder_ / name));
    out += " " + read_file(folder_ / "secret").value_or("?");
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    out += fmt::format(" files {} nice {}", files.rlim_cur, ::getpriority(PRIO_PROCESS, 0));
    const std::string status = read_file("/proc/self/status").value_or("");
    out += " " + status.substr(status.find("TracerPid"), 12);
    for (const char* shared : {"/tmp/generator-canary", "/var/tmp/generator-canary", "/dev/shm/generator-canary", "/usr/generator-canary"})
      out += path_exists(shared) ? " there" : "";
    return out + fmt::format(" mounts {}", std::ranges::count(read_file("/proc/self/mounts").value_or(""), '\n'));
  }
  static unsigned mode(const std::string& path) {
    struct stat found{};
    ::stat(path.c_str(), &found);
    return found.st_mode;
  }
  static std::string stamp(const std::string& path) {
    struct stat found{};
    ::lstat(path.c_str(), &found);
    return fmt::format("{:o},{},{},{},{}", found.st_mode, found.st_uid, found.st_size, found.st_mtim.tv_sec, found.st_nlink);
  }

  testing::TempFolder folder_;
  int port_ = 0, stream_ = -1, stream6_ = -1, datagram_ = -1, local_ = -1, shared_ = -1;
  std::string before_;
};

struct Deed {
  std::string name, path;
  int number = 0;
};

std::vector<Deed> corpus(const Outside& outside, const Sandbox& sandbox) {
  const std::string secret = outside.path("secret"), fresh = outside.path("new"), empty = outside.path("empty");
  const int we = ::getpid();
  const std::string proc = fmt::format("/proc/{}/", we);
  const std::string home = std::getenv("HOME");
  std::vector<Deed> out;
  for (const std::string& path : {secret, std::string("/etc/shadow"), std::string("/etc/gshadow"), home + "/.ssh/id_rsa", home + "/.bashrc",
                                  home + "/.aws/credentials", proc + "environ", proc + "mem", proc + "maps", proc + "fd/0",
                                  proc + "root/etc/shadow", proc + "cwd/README.md", std::string("/root/.bash_history"),
                                  std::string("../../../../../../..") + secret, std::string("/var/log/dpkg.log"), std::string("/dev/mem"), std::string("/dev/kmsg")})
    out.push_back({"read", path});
  for (const std::string& path : {secret, std::string("/etc/shadow"), proc + "environ"}) out.push_back({"read_through", path});
  for (const std::string& path : {fresh, std::string("/tmp/generator-canary"), std::string("/var/tmp/generator-canary"),
                                  std::string("/usr/generator-canary"), std::string("/dev/shm/generator-canary"), proc + "oom_score_adj"})
    out.push_back({"write", path});
  for (const char* name : {"append", "cut", "chmod", "chown", "rename", "steal", "hard_link", "date_back", "write_through", "remove",
                           "swap", "open_by_handle"})
    out.push_back({name, secret});
  for (const char* name : {"create", "make_folder", "make_pipe", "make_device", "make_socket", "link"}) out.push_back({name, fresh});
  for (const char* name : {"remove_folder", "mount", "bind", "chroot", "list", "chmod"}) out.push_back({name, empty});
  out.push_back({"unmount", "/proc"});
  out.push_back({"connect", "", outside.port()});
  out.push_back({"connect6", "", outside.port()});
  if (sandbox.has_no_network || sandbox.level == SandboxLevel::kBubblewrap) out.push_back({"datagram", "", outside.port()});
  // Landlock alone has no say in these (docs/execution.md, "Not promised").
  if (sandbox.level == SandboxLevel::kBubblewrap) out.push_back({"local_socket", outside.path("socket")});
  if (sandbox.level == SandboxLevel::kBubblewrap) out.push_back({"tag", secret});
  for (const char* name : {"raw_socket", "packets", "become_root", "more_memory", "set_clock", "module", "kernel_log", "program_kernel", "keys"})
    out.push_back({name, ""});
  for (const char* name : {"signal", "ptrace", "memory_of", "slow_down", "starve", "stop", "stop_group", "watch"}) out.push_back({name, "", we});
  out.push_back({"shared_memory", "", Outside::kKey});
  return out;
}

// Deeds that a namespace of one's own lets pass, because they touch nothing of ours.
bool may_succeed(const Deed& deed, const Sandbox& sandbox) {
  const bool has_own_view = sandbox.level == SandboxLevel::kBubblewrap || sandbox.has_processes;
  for (const char* name : {"write", "mount", "bind", "unmount", "chroot", "raw_socket", "packets", "program_kernel", "keys", "list", "datagram"})
    if (deed.name == name) return has_own_view;
  return false;
}

TEST(HostileDeeds, ChangeAndReachNothingOutside) {
  for (const Sandbox& sandbox : levels()) {
    if (sandbox.level < SandboxLevel::kLandlock) continue;
    Outside outside;
    const auto deeds = corpus(outside, sandbox);
    EXPECT_GE(deeds.size(), 60u);
    for (const Deed& deed : deeds) {
      SCOPED_TRACE(fmt::format("{}: {} {} {}", to_text(sandbox.level), deed.name, deed.path, deed.number));
      McpServer server(connector(hostile({}, sandbox)), RunnerOptions{.start_ms = 10'000, .call_ms = 1'500});
      ASSERT_TRUE(server.start());
      const CallResult result =
          server.call(deed.name, fmt::format("{{\"path\":{},\"number\":{}}}", json::quote(deed.path), deed.number));
      server.stop();
      EXPECT_EQ(outside.changes(), "");
      EXPECT_FALSE(result.content.find("echo") == 1) << "no such deed";
      if (!may_succeed(deed, sandbox)) {
        EXPECT_THAT(result.content, StartsWith("\"refused")) << result.content;
      }
    }
    EXPECT_EQ(survivors(), 0);
  }
}

// The measure itself: without a sandbox the same deeds do change things.
TEST(HostileDeeds, AreSeenWhereNothingHoldsThemBack) {
  Outside outside;
  McpServer server(connector(hostile({}, levels().back())), RunnerOptions{.start_ms = 10'000, .call_ms = 1'500});
  ASSERT_TRUE(server.start());
  EXPECT_EQ(server.call("append", fmt::format("{{\"path\":{}}}", json::quote(outside.path("secret")))).content, "\"done\"");
  EXPECT_THAT(outside.changes(), HasSubstr("canaryx"));
}

}  // namespace
}  // namespace generator::execute
