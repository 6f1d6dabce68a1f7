// One working folder in which a command is run, disturbed, and run again; and what must then hold.
#pragma once

#include <sys/wait.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "support/crash_sweep.h"
#include "support/temp_folder.h"

namespace generator::testing {

struct CrashEnd {
  int status = 0;
  std::string errors;  // standard error
  std::chrono::milliseconds took{0};
  bool was_killed() const { return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL; }
  int exit_code() const { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }
};

class CrashTrial {
 public:
  /// A fresh folder, with the sweep's inputs in it unless it is to be filled otherwise.
  explicit CrashTrial(const CrashSweep& sweep, bool with_inputs = true);

  /// The command with these variables; where there are any, with the sweep's shim before it.
  CrashEnd run(const std::vector<std::string>& shim_settings);

  std::string content(const std::string& output) const;  // "(absent)" where it is not there
  bool has(const std::string& output) const;
  /// Calls beyond the first for each distinct one.
  std::uint64_t repeated_calls() const;

  const std::string& folder() const { return folder_; }
  /// A place for what a test wants to know, away from the folder.
  std::string note(const std::string& name) const { return notes_ / name; }

 private:
  [[noreturn]] void start(const std::vector<std::string>& shim_settings, const std::string& errors);
  const CrashSweep& sweep_;
  TempFolder temp_, notes_;
  std::string folder_;
};

using Outputs = std::map<std::string, std::string>;  // by path below the folder

void report(SweepResult& result, std::string problem);
/// What the command makes when nothing disturbs it.
Outputs uninterrupted(const CrashSweep& sweep, SweepResult& result);
/// Every output is right or not there.
void check_outputs(const Outputs& right, const CrashTrial& trial, const std::string& where,
                   SweepResult& result);
/// The command once more, undisturbed: it must finish with the right bytes, leave nothing behind,
/// and repeat at most `most_repeated` calls.
void resume(const CrashSweep& sweep, const Outputs& right, CrashTrial& trial,
            std::uint64_t most_repeated, const std::string& where, SweepResult& result);

}  // namespace generator::testing
