// Single keys: from a terminal as they are pressed, else the bytes of standard input.
#pragma once

#include <optional>

namespace generator::cli {

/// While one lives and standard input is a terminal, keys come without Enter and are not echoed;
/// the terminal is set back when it goes, and when a signal ends the program. One at a time.
class KeyInput {
 public:
  KeyInput();
  ~KeyInput();
  KeyInput(const KeyInput&) = delete;
  KeyInput& operator=(const KeyInput&) = delete;

  /// The next key that is no white space and no key with a sequence of its own, such as an arrow;
  /// nothing at the end of input. Ctrl-D ends the input, and
  /// Ctrl-C comes as kInterrupt. Throws Fatal where standard input cannot be read.
  std::optional<char> next();
  bool is_terminal() const { return is_terminal_; }
  bool has_read() const { return has_read_; }

  static constexpr char kInterrupt = 3;

 private:
  std::optional<char> read();
  bool is_terminal_;
  bool has_read_ = false;
};

}  // namespace generator::cli
