// Programs that are started, fed and heard on the event loop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/loop.h"

namespace generator::http {

struct ChildCommand {
  std::vector<std::string> words;  // the program, looked up in PATH, and its arguments
  std::string folder;              // where it runs; "": where we do
  std::string input;               // the whole of its standard input
  std::vector<std::string> environment = {};  // in place of ours: "NAME=VALUE"
};

struct ChildLimits {
  std::int64_t total_ms = 600'000;
  std::size_t output_bytes = 64u << 20;     // more is an error
  std::size_t complaint_bytes = 64u << 10;  // of standard error; what is over is let go
  std::int64_t afterword_ms = 1000;  // for output still to come from others when it has ended
};

struct ChildOutput {
  int exit_code = 0;       // as a shell says it: 128 + n where signal n ended it
  std::string output;      // standard output
  std::string complaints;  // standard error
};

/// Each child has a session and process group of its own, no terminal, and none of our open files.
/// It is killed, with every process of its group, when its time is over, when it writes too much,
/// when it is abandoned, and by the kernel when we die. What it leaves running in its group when it
/// ends is killed too. Used on the loop's thread.
class ChildProcesses {
 public:
  /// `loop` must outlive this.
  explicit ChildProcesses(SystemLoop& loop, ChildLimits limits = {});
  /// Abandons what runs.
  ~ChildProcesses();
  ChildProcesses(const ChildProcesses&) = delete;
  ChildProcesses& operator=(const ChildProcesses&) = delete;

  using OnOutput = std::function<void(Result<ChildOutput>)>;
  /// `on_output` is called once, later, on the loop's thread; any exit code is a success.
  /// Errors: kNotFound where there is no such program; kIo where it cannot be started;
  /// kUnavailable where it ran out of time or of room for its output.
  void run(ChildCommand command, OnOutput on_output);
  /// Kills what runs; nobody is called back.
  void abandon();
  std::size_t running() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace generator::http
