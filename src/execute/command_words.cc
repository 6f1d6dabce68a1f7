#include "execute/command_words.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "base/program.h"
#include "base/text.h"
#include "execute/transport.h"

extern char** environ;

namespace generator::execute {
namespace {

// The exit code, as a shell says it; nothing where the deadline came first.
std::optional<int> wait_until(pid_t pid, Deadline deadline) {
  for (;;) {
    int status = 0;
    if (::waitpid(pid, &status, WNOHANG) == pid)
      return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (ms_until(deadline) == 0) return std::nullopt;
    ::poll(nullptr, 0, 2);
  }
}

}  // namespace

Result<std::vector<std::string>> command_words(std::string_view command) {
  std::vector<std::string> out;
  std::optional<std::string> word;
  char quote = 0;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    const char next = i + 1 < command.size() ? command[i + 1] : 0;
    const bool escapes = c == '\\' && quote != '\'' && next != 0 &&
                         (quote == 0 || next == '"' || next == '\\');
    if (quote == 0 && text::is_space(c)) {
      if (word) out.push_back(std::move(*word));
      word.reset();
      continue;
    }
    if (!word) word.emplace();
    if (escapes)
      *word += command[++i];
    else if (quote == 0 && (c == '"' || c == '\''))
      quote = c;
    else if (c == quote)
      quote = 0;
    else
      *word += c;
  }
  if (quote != 0)
    return fail(ErrorKind::kWrongUse, fmt::format("the command `{}` has a {} that is not closed",
                                                  text::for_terminal(command), quote));
  if (word) out.push_back(std::move(*word));
  if (out.empty()) return fail(ErrorKind::kWrongUse, "a command is missing");
  return out;
}

Status run_command(const std::vector<std::string>& words, std::int64_t most_ms) {
  const std::string program = find_program(words.at(0));
  const std::string shown = text::for_terminal(text::join(words, " "));
  if (program.empty()) return fail(ErrorKind::kNotFound, fmt::format("no program `{}` in PATH", words[0]));
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t pid = 0;
  const int error =
      ::posix_spawn(&pid, program.c_str(), &files, &attributes, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&files);
  ::posix_spawnattr_destroy(&attributes);
  if (error != 0)
    return fail(ErrorKind::kIo, fmt::format("cannot start `{}`: {}", shown, std::strerror(error)));
  const auto code = wait_until(pid, in_ms(most_ms));
  if (!code) {
    ::kill(-pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    return fail(ErrorKind::kUnavailable, fmt::format("`{}` took longer than {} s", shown, most_ms / 1000));
  }
  if (*code != 0)
    return fail(ErrorKind::kUnavailable, fmt::format("`{}` ended with exit code {}", shown, *code));
  return {};
}

}  // namespace generator::execute
