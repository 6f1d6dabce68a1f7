#include "execute/keeper.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "execute/landlock.h"

namespace generator::execute {
namespace {

constexpr int kLostExit = 126;

pid_t raw_fork(unsigned long flags) {
  return static_cast<pid_t>(::syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
}

bool write_text(const char* path, const char* text) {
  const int fd = ::open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const auto size = static_cast<ssize_t>(std::strlen(text));
  const bool is_written = ::write(fd, text, static_cast<std::size_t>(size)) == size;
  ::close(fd);
  return is_written;
}

// Nothing of ours stays open: pipes of other servers would never end.
void close_others(const KeeperPlan& plan) {
  std::array<int, 6> kept = {plan.input, plan.output, plan.complaints,
                             plan.orders, plan.failure, plan.landlock};
  std::sort(kept.begin(), kept.end());
  unsigned from = 3;
  for (const int fd : kept) {
    if (fd < static_cast<int>(from)) continue;
    if (static_cast<unsigned>(fd) > from) ::close_range(from, static_cast<unsigned>(fd) - 1, 0);
    from = static_cast<unsigned>(fd) + 1;
  }
  ::close_range(from, ~0U, 0);
}

[[noreturn]] void report_failure(const KeeperPlan& plan) {
  const int error = errno;
  [[maybe_unused]] const ssize_t told = ::write(plan.failure, &error, sizeof error);
  ::_exit(127);
}

// Sockets of the session (D-Bus, containers) and other processes are out of sight. A container may
// forbid it; then users, Landlock and the process namespace still stand between.
void hide_mounts(int landlock) {
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return;
  ::mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=1m,mode=755");
  if (::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) == 0 && landlock >= 0)
    add_readable(landlock, "/proc");  // the rules know the other one
}

// Of all that root may, reading is left, also to the program that follows.
bool keep_reading() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2]{};
  data[0].effective = data[0].permitted = data[0].inheritable = 1u << CAP_DAC_READ_SEARCH;
  return ::syscall(SYS_capset, &header, data) == 0 &&
         ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_READ_SEARCH, 0, 0) == 0;
}

bool change_user(uid_t user, bool keeps_reading) {
  if (keeps_reading) ::prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
  return ::syscall(SYS_setgroups, 0, nullptr) == 0 &&
         ::syscall(SYS_setresgid, user, user, user) == 0 &&
         ::syscall(SYS_setresuid, user, user, user) == 0 && (!keeps_reading || keep_reading());
}

[[noreturn]] void become_server(const KeeperPlan& plan) {
  ::setsid();
  for (const KeeperLimit& limit : plan.limits) {
    const rlimit both{limit.most, limit.most};
    if (::setrlimit(static_cast<__rlimit_resource_t>(limit.resource), &both) != 0 && errno != EPERM)
      report_failure(plan);
  }
  const bool is_ready =
      ::dup2(plan.input, STDIN_FILENO) >= 0 && ::dup2(plan.output, STDOUT_FILENO) >= 0 &&
      ::dup2(plan.complaints, STDERR_FILENO) >= 0 && (plan.user == 0 || change_user(plan.user, plan.keeps_reading)) &&
      ::chdir(plan.folder.c_str()) == 0 && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
      (plan.landlock < 0 || enter_landlock(plan.landlock)) &&
      ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0;
  if (!is_ready) report_failure(plan);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execve(plan.program.c_str(), plan.words.data(), plan.environment.data());
  report_failure(plan);
}

// Ends the children that /proc names; what they leave becomes our child and has its turn.
void kill_children(pid_t server) {
  ::kill(-server, SIGKILL);
  const int fd = ::open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  char text[4096];
  ssize_t got = 0;
  pid_t pid = 0;
  while ((got = ::read(fd, text, sizeof text)) > 0)
    for (ssize_t i = 0; i < got; ++i) {
      if (text[i] >= '0' && text[i] <= '9') {
        pid = pid * 10 + (text[i] - '0');
      } else if (pid > 0) {
        ::kill(pid, SIGKILL);
        pid = 0;
      }
    }
  ::close(fd);
}

[[noreturn]] void end_all(pid_t server, bool has_namespace, int code) {
  if (has_namespace) ::_exit(code);  // the kernel ends all that is in it
  for (;;) {
    kill_children(server);
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    if (::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD) ::_exit(code);
    pollfd nothing{-1, 0, 0};
    ::poll(&nothing, 1, 1);
  }
}

[[noreturn]] void watch(const KeeperPlan& plan, pid_t server, int children) {
  const bool has_namespace = (plan.namespaces & CLONE_NEWPID) != 0;
  pollfd heard[] = {{plan.orders, POLLIN, 0}, {children, POLLIN, 0}};
  for (;;) {
    if (::poll(heard, 2, -1) < 0 && errno != EINTR) end_all(server, has_namespace, kLostExit);
    if (heard[1].revents != 0) {
      signalfd_siginfo info;
      [[maybe_unused]] const ssize_t got = ::read(children, &info, sizeof info);
      int status = 0;
      for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;)
        if (pid == server)
          end_all(server, has_namespace, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    }
    if (heard[0].revents == 0) continue;
    char order = 0;
    const ssize_t got = ::read(plan.orders, &order, 1);
    if (got == 1 && order == static_cast<char>(KeeperOrder::kTerminate)) {
      ::kill(-server, SIGTERM);
      continue;
    }
    if (got < 0 && errno == EINTR) continue;
    end_all(server, has_namespace, 128 + SIGKILL);
  }
}

[[noreturn]] void keep(const KeeperPlan& plan) {
  for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
  sigset_t all;
  ::sigfillset(&all);
  ::sigprocmask(SIG_SETMASK, &all, nullptr);
  close_others(plan);
  ::setsid();
  ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  if (!plan.user_map.empty() &&
      (!write_text("/proc/self/setgroups", "deny") ||
       !write_text("/proc/self/uid_map", plan.user_map.c_str()) ||
       !write_text("/proc/self/gid_map", plan.group_map.c_str())))
    report_failure(plan);
  if (plan.hides_mounts) hide_mounts(plan.landlock);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);  // our memory may hold keys
  sigset_t child;
  ::sigemptyset(&child);
  ::sigaddset(&child, SIGCHLD);
  const int children = ::signalfd(-1, &child, SFD_CLOEXEC);
  if (children < 0) report_failure(plan);
  const pid_t server = raw_fork(0);
  if (server == 0) become_server(plan);
  if (server < 0) report_failure(plan);
  for (const int fd : {0, 1, 2, plan.input, plan.output, plan.complaints, plan.failure, plan.landlock})
    if (fd >= 0) ::close(fd);
  watch(plan, server, children);
}

}  // namespace

pid_t fork_keeper(const KeeperPlan& plan) {
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = raw_fork(plan.namespaces);
  if (pid == 0) keep(plan);
  const int error = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return pid;
}

}  // namespace generator::execute
