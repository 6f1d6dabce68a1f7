// A server as a process on pipes, held back by limits and whatever the machine has to offer.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"
#include "execute/sandbox.h"
#include "execute/server_folder.h"
#include "execute/transport.h"

namespace generator::execute {

/// What one process may use. Memory is what it can write to (RLIMIT_DATA): a bound of its address
/// space would keep Node.js from starting.
struct ProcessLimits {
  std::int64_t cpu_s = 600;
  std::int64_t memory_bytes = std::int64_t{2} << 30;
  std::int64_t file_bytes = std::int64_t{256} << 20;
  std::int64_t open_files = 1024;
  std::int64_t processes = 256;  // of the server and all that it starts, threads too
};

struct ProcessCommand {
  std::vector<std::string> words;             // the program, looked up in PATH, and its arguments
  std::vector<std::string> passed_variables;  // names; besides PATH and LANG
  std::vector<std::string> readable = {};     // paths, besides those that the words name
  std::string snapshot;                       // a folder that is copied into the one it starts in
  bool allows_network = false;
  Sandbox sandbox = {};
  ProcessLimits limits = {};
};

/// Words that name files by paths from where we are name them from anywhere: the server starts in a
/// folder of its own. Folders only where they begin with "./" or "../".
std::vector<std::string> with_whole_paths(std::vector<std::string> words);

/// One start. Whatever it starts ends with it at the latest, and when we die.
class Process {
 public:
  static constexpr std::int64_t kGraceMs = 300;  // after its input ends, and after SIGTERM

  /// Errors: kNotFound where there is no such program; kIo where it cannot be started.
  static Result<std::unique_ptr<Process>> start(const ProcessCommand& command);
  /// Kills it.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  int input() const { return input_.get(); }            // to write to; does not block
  int output() const { return output_.get(); }          // to read from; does not block
  int complaints() const { return complaints_.get(); }  // its standard error; does not block
  void close_input() { input_ = Descriptor(); }
  const ServerFolder& folder() const { return folder_; }

  /// As a shell says it; nothing while it runs. Waits until `deadline`.
  std::optional<int> wait(Deadline deadline);
  /// Ends its input, waits, SIGTERM, waits, SIGKILL; all of its group and descendants.
  void stop();
  /// SIGKILL at once.
  void kill();

 private:
  explicit Process(ServerFolder folder) : folder_(std::move(folder)) {}
  ServerFolder folder_;
  Descriptor input_, output_, complaints_, orders_;
  pid_t keeper_ = 0;
  std::optional<int> exit_code_;
};

}  // namespace generator::execute
