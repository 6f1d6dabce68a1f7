#include "documents/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "base/text.h"

extern char** environ;

namespace generator::documents {
namespace {

constexpr std::size_t kMostOutput = std::size_t{512} << 20;
constexpr std::size_t kMostErrors = 64 << 10;

struct Pipe {
  int read = -1;
  int write = -1;
  bool open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read = ends[0];
    write = ends[1];
    return true;
  }
  void close_read() { close(read); }
  void close_write() { close(write); }
  static void close(int& fd) {
    if (fd >= 0) ::close(fd);
    fd = -1;
  }
  ~Pipe() {
    close_read();
    close_write();
  }
};

Result<pid_t> spawn(const std::vector<std::string>& command, const Pipe& out, const Pipe& errors) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors.write, STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_t pid = 0;
  const int error =
      posix_spawnp(&pid, arguments[0], &actions, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error == ENOENT)
    return fail(ErrorKind::kUnavailable, "no program `" + command[0] + "` in PATH");
  if (error != 0)
    return fail(ErrorKind::kIo, "cannot start `" + command[0] + "`: " + std::strerror(error));
  return pid;
}

// Reads what is there; false at the end of the stream.
bool drain(int fd, std::string& into, std::size_t most) {
  std::array<char, 65536> buffer;
  const ssize_t count = ::read(fd, buffer.data(), buffer.size());
  if (count < 0) return errno == EINTR || errno == EAGAIN;
  if (count == 0) return false;
  if (into.size() < most) into.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

std::string first_line(std::string_view s) {
  const std::string_view trimmed = text::trim(s);
  return std::string(trimmed.substr(0, std::min<std::size_t>(trimmed.find('\n'), 300)));
}

// Both streams until they end; false where time or room ran out.
bool read_both(Pipe& out, Pipe& errors, std::string& output, std::string& complaints, int seconds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (out.read >= 0 || errors.read >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                          deadline - std::chrono::steady_clock::now())
                          .count();
    if (left <= 0 || output.size() >= kMostOutput) return false;
    std::array<pollfd, 2> watched = {{{out.read, POLLIN, 0}, {errors.read, POLLIN, 0}}};
    const int ready =
        ::poll(watched.data(), watched.size(), static_cast<int>(std::min<long>(left, 1000)));
    if (ready < 0 && errno != EINTR) return false;
    if (ready <= 0) continue;
    if (watched[0].revents != 0 && !drain(out.read, output, kMostOutput)) out.close_read();
    if (watched[1].revents != 0 && !drain(errors.read, complaints, kMostErrors))
      errors.close_read();
  }
  return true;
}

}  // namespace

Result<std::string> output_of(const std::vector<std::string>& command, int seconds) {
  Pipe out, errors;
  if (!out.open() || !errors.open())
    return fail(ErrorKind::kIo, std::string("cannot make a pipe: ") + std::strerror(errno));
  TRY(const pid_t pid, spawn(command, out, errors));
  out.close_write();
  errors.close_write();
  std::string output, complaints;
  const bool is_whole = read_both(out, errors, output, complaints, seconds);
  if (!is_whole) ::kill(-pid, SIGKILL);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!is_whole) {
    const bool is_large = output.size() >= kMostOutput;
    return fail(ErrorKind::kInvalidInput,
                "`" + command[0] +
                    (is_large ? "` wrote more than 512 MiB"
                              : "` took longer than " + std::to_string(seconds) + " s"));
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    const std::string complaint = first_line(complaints);
    return fail(ErrorKind::kInvalidInput,
                "`" + command[0] + "` failed" + (complaint.empty() ? "" : ": " + complaint));
  }
  return output;
}

bool has_program(const std::string& program) {
  const char* path = std::getenv("PATH");
  if (path == nullptr) return false;
  for (const std::string_view folder : text::split(path, ':')) {
    const std::string candidate = (folder.empty() ? "." : std::string(folder)) + "/" + program;
    if (::access(candidate.c_str(), X_OK) == 0) return true;
  }
  return false;
}

}  // namespace generator::documents
