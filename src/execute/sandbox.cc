#include "execute/sandbox.h"

#include <fmt/format.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/files.h"
#include "base/program.h"
#include "base/text.h"

extern char** environ;

namespace generator::execute {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLevels[] = {"limits", "landlock", "bubblewrap"};

// What programs read of a system: no secret lies there. /etc only in parts.
const std::vector<std::string> kSystem = {
    "/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin", "/opt", "/nix", "/proc",
    "/sys/devices/system/cpu", "/sys/fs/cgroup", "/etc/ld.so.cache", "/etc/ld.so.conf",
    "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/localtime", "/etc/timezone", "/etc/mime.types",
    "/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/hosts", "/etc/host.conf",
    "/etc/gai.conf", "/etc/resolv.conf", "/etc/ssl/certs", "/etc/ssl/openssl.cnf",
    "/etc/pki/tls/certs", "/etc/ca-certificates"};

bool ends_well(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0)
    if (errno != EINTR) return false;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool can_clone(unsigned long flags) {
  const long pid = ::syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, nullptr, nullptr);
  if (pid == 0) ::_exit(0);
  return pid > 0 && ends_well(static_cast<pid_t>(pid));
}

bool can_change_user() {
  const long pid = ::syscall(SYS_clone, static_cast<unsigned long>(SIGCHLD), nullptr, nullptr, nullptr, nullptr);
  if (pid == 0) ::_exit(::syscall(SYS_setresuid, 65534, 65534, 65534) == 0 ? 0 : 1);
  return pid > 0 && ends_well(static_cast<pid_t>(pid));
}

bool bubblewrap_works() {
  const std::string program = find_program("bwrap");
  if (program.empty()) return false;
  const char* words[] = {"bwrap", "--unshare-all", "--ro-bind", "/", "/", "true", nullptr};
  posix_spawn_file_actions_t silent;
  ::posix_spawn_file_actions_init(&silent);
  for (int fd = 0; fd < 3; ++fd) ::posix_spawn_file_actions_addopen(&silent, fd, "/dev/null", O_RDWR, 0);
  pid_t pid = 0;
  const int error = ::posix_spawn(&pid, program.c_str(), &silent, nullptr,
                                  const_cast<char* const*>(words), environ);
  ::posix_spawn_file_actions_destroy(&silent);
  return error == 0 && ends_well(pid);
}

// A home folder or one that homes lie in is too much to show.
bool is_too_much(const fs::path& folder) {
  const char* home = std::getenv("HOME");
  const std::string text = folder.string();
  if (text == "/" || text == "/home" || text == "/root" || text == "/tmp" || text == "/etc") return true;
  return home != nullptr && (std::string(home) + "/").starts_with(text + "/");
}

// The folder that a program's file stands in with what it needs.
fs::path package_of(const fs::path& file) {
  const std::string text = file.string();
  if (const std::size_t at = text.find("/node_modules/"); at != std::string::npos) {
    const fs::path modules = text.substr(0, at + 13);
    return modules;
  }
  for (fs::path folder = file.parent_path(); !is_too_much(folder); folder = folder.parent_path())
    for (const char* sign : {"package.json", "pyproject.toml", "pyvenv.cfg"})
      if (path_exists((folder / sign).string())) return folder;
  return file.parent_path();
}

void add_named(const fs::path& named, std::vector<std::string>& out) {
  std::error_code error;
  out.push_back(named.string());
  if (fs::is_directory(named, error)) return;
  for (const fs::path& file : {named, fs::canonical(named, error)}) {
    if (error || file.empty()) continue;
    out.push_back(file.string());
    if (const fs::path folder = package_of(file); !is_too_much(folder)) out.push_back(folder.string());
  }
}

}  // namespace

std::string_view to_text(SandboxLevel level) { return kLevels[static_cast<std::size_t>(level)]; }

Result<SandboxLevel> sandbox_level(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kLevels); ++i)
    if (kLevels[i] == name) return static_cast<SandboxLevel>(i);
  return fail(ErrorKind::kWrongUse, fmt::format("`{}` is no sandbox level; known: {}",
                                                text::for_terminal(name), fmt::join(kLevels, ", ")));
}

std::string Sandbox::describe() const {
  std::string out(to_text(level));
  if (level == SandboxLevel::kLandlock) out += fmt::format(" (version {})", landlock);
  if (has_processes) out += ", processes of its own";
  if (has_user_of_its_own) out += ", a user of its own";
  out += has_no_network ? ", no network" : "";
  return out;
}

Sandbox probe_sandbox(bool allows_network, std::optional<SandboxLevel> most) {
  Sandbox out;
  out.has_user_of_its_own = ::geteuid() == 0 && can_change_user();
  out.landlock = landlock_version();
  const SandboxLevel best = most.value_or(out.has_user_of_its_own && out.landlock > 0 ? SandboxLevel::kLandlock
                                                                      : SandboxLevel::kBubblewrap);
  if (best >= SandboxLevel::kBubblewrap && bubblewrap_works()) {
    out.level = SandboxLevel::kBubblewrap;
    out.has_processes = true;
    out.has_no_network = !allows_network;
    return out;
  }
  if (best >= SandboxLevel::kLandlock && out.landlock > 0) out.level = SandboxLevel::kLandlock;
  const unsigned long user = ::geteuid() == 0 ? 0 : CLONE_NEWUSER;
  out.has_processes = can_clone(user | CLONE_NEWPID);
  out.has_no_network = !allows_network && out.has_processes && can_clone(user | CLONE_NEWPID | CLONE_NEWNET);
  out.has_user = user != 0 && out.has_processes;
  return out;
}

std::vector<std::string> readable_paths(const std::string& program,
                                        const std::vector<std::string>& words) {
  std::vector<std::string> out = kSystem;
  add_named(program, out);
  for (const std::string& word : words)
    if (word.starts_with('/') && path_exists(word)) add_named(word, out);
  return out;
}

std::vector<std::string> device_paths() {
  return {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};
}

std::vector<std::string> bubblewrap_words(const std::string& folder,
                                          const std::vector<std::string>& readable,
                                          bool allows_network) {
  std::vector<std::string> out = {find_program("bwrap"), "--unshare-all", "--die-with-parent",
                                  "--new-session", "--dev", "/dev", "--tmpfs", "/tmp"};
  if (allows_network) out.push_back("--share-net");
  for (const std::string& path : readable)
    if (path != "/proc") out.insert(out.end(), {"--ro-bind-try", path, path});
  out.insert(out.end(), {"--proc", "/proc", "--bind", folder, folder, "--chdir", folder + "/work", "--"});
  return out;
}

}  // namespace generator::execute
