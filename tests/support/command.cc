#include "support/command.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
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
      peak_mib_(other.peak_mib_),
      ended_(std::exchange(other.ended_, true)) {}

Command::~Command() {
  if (!runs()) return;
  signal(SIGKILL);
  wait();
}

bool Command::look(int options) {
  rusage usage{};
  if (!ended_ && ::wait4(child_, &status_, options, &usage) == child_) {
    ended_ = true;
    peak_mib_ = static_cast<double>(usage.ru_maxrss) / 1024;
  }
  return !ended_;
}

bool Command::runs() { return look(WNOHANG); }

void Command::signal(int number) const {
  if (!ended_) ::kill(child_, number);
}

Ended Command::wait() {
  while (look(0)) {
  }
  return {WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_),
          read_file(printed_).value_or(""), peak_mib_};
}

}  // namespace generator::testing
