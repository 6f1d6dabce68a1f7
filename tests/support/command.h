// A command that runs beside the test: it can be watched, signalled and waited for.
#pragma once

#include <chrono>
#include <string>
#include <sys/types.h>
#include <vector>

namespace generator::testing {

struct Ended {
  int exit_code = -1;  // 128 + n where signal n ended it
  std::string printed;  // on standard output and error
  double peak_mib = 0;  // the most memory that it had at once
};

class Command {
 public:
  struct Setup {
    std::string folder;                    // where it runs
    std::vector<std::string> environment;  // "NAME=value", besides ours
    std::string printed;                   // the file that takes what it prints
  };
  /// Starts `words`: the program's path and its arguments.
  Command(std::vector<std::string> words, Setup setup);
  /// Ends what still runs.
  ~Command();
  Command(Command&&) noexcept;
  Command& operator=(Command&&) = delete;

  bool runs();
  void signal(int number) const;
  Ended wait();
  pid_t pid() const { return child_; }

 private:
  bool look(int options);
  std::string printed_;
  pid_t child_ = 0;
  int status_ = 0;
  double peak_mib_ = 0;
  bool ended_ = false;
};

inline std::chrono::milliseconds since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               began);
}

}  // namespace generator::testing
