#include "cli/key_input.h"

#include <fmt/format.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/result.h"
#include "base/text.h"
#include "cli/commands.h"

namespace generator::cli {
namespace {

constexpr char kEndOfInput = 4;
constexpr char kEscape = 27;

// For the signal's handler, which may look at nothing else.
termios terminal_before;

void end(int) {
  ::tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
  ::_exit(kInterrupted);
}

}  // namespace

KeyInput::KeyInput() : is_terminal_(::tcgetattr(STDIN_FILENO, &terminal_before) == 0) {
  if (!is_terminal_) return;
  struct sigaction ending{};
  ending.sa_handler = &end;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &ending, nullptr);
  termios raw = terminal_before;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  ::tcsetattr(STDIN_FILENO, TCSANOW, &raw);
}

KeyInput::~KeyInput() {
  if (is_terminal_) ::tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
}

std::optional<char> KeyInput::read() {
  char key = 0;
  ssize_t n = 0;
  do {
    n = ::read(STDIN_FILENO, &key, 1);
  } while (n < 0 && errno == EINTR);
  if (n < 0)
    throw Fatal(kFailed, fmt::format("cannot read standard input: {}", std::strerror(errno)));
  if (n == 0 || (is_terminal_ && key == kEndOfInput)) return std::nullopt;
  has_read_ = true;
  return key;
}

std::optional<char> KeyInput::next() {
  auto key = read();
  while (key) {
    if (*key == kEscape) {  // ESC [ parameters, a final letter: Delete is ESC [ 3 ~, and no mark
      key = read();
      if (key != '[' && key != 'O') continue;
      do {
        key = read();
      } while (key && (*key < '@' || *key > '~'));
    } else if (!text::is_space(*key)) {
      return key;
    }
    if (key) key = read();
  }
  return std::nullopt;
}

}  // namespace generator::cli
