// Reading documents, judging what was rated and exporting keep nothing that could be lost: a result
// takes its name only when it is whole. So the process may end inside the signal's handler, with
// nothing but what POSIX allows there.
#include "cli/interruption.h"

#include <signal.h>
#include <unistd.h>

#include <string_view>

#include "cli/commands.h"

namespace generator::cli {
namespace {

constexpr std::string_view kMessage =
    "generator: interrupted: what is finished is kept; the same command goes on\n";

void end(int) {
  // The process ends whether or not somebody can still read the line.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kMessage.data(), kMessage.size());
  ::_exit(kInterrupted);
}

}  // namespace

void end_when_interrupted() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction now{};
    if (::sigaction(number, nullptr, &now) != 0 || now.sa_handler == SIG_IGN) continue;
    struct sigaction ending{};
    ending.sa_handler = &end;
    ::sigaction(number, &ending, nullptr);
  }
}

}  // namespace generator::cli
