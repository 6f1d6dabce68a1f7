#include "support/command.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "base/files.h"
#include "base/result.h"

namespace generator::testing {

Command::Command(std::vector<std::string> words, Setup setup) : printed_(std::move(setup.printed)) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  child_ = ::fork();
  if (child_ < 0) throw Fatal(1, "cannot fork");
  if (child_ > 0) return;
  const int out = ::open(printed_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  ::dup2(out, 1);
  ::dup2(out, 2);
  for (std::string& setting : setup.environment) ::putenv(setting.data());
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::signal(number, SIG_DFL);
  if (!setup.folder.empty() && ::chdir(setup.folder.c_str()) != 0) ::_exit(126);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

Command::Command(Command&& other) noexcept
    : printed_(std::move(other.printed_)),
      child_(other.child_),
      status_(other.status_),
      ended_(std::exchange(other.ended_, true)) {}

Command::~Command() {
  if (!runs()) return;
  signal(SIGKILL);
  wait();
}

bool Command::runs() {
  if (!ended_) ended_ = ::waitpid(child_, &status_, WNOHANG) == child_;
  return !ended_;
}

void Command::signal(int number) const {
  if (!ended_) ::kill(child_, number);
}

Ended Command::wait() {
  if (!ended_) ::waitpid(child_, &status_, 0);
  ended_ = true;
  return {WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_),
          read_file(printed_).value_or("")};
}

}  // namespace generator::testing
