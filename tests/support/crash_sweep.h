// Runs a command again and again, ending it at its n-th change of a file or failing that change,
// for every n; resumes it and compares what it made with an uninterrupted run.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace generator::testing {

struct CrashSweep {
  std::string shim;                      // path of the preloaded library
  std::vector<std::string> command;      // "{}" in an argument stands for a fresh working folder
  std::vector<std::string> outputs;      // files that must be equal, below that folder
  std::vector<std::string> environment;  // "NAME=value", besides the caller's
  std::string calls;  // file below the folder with a line a call made; "": not counted
  std::uint64_t most_repeated_calls = 0;                   // how many a crash may repeat
  std::function<void(const std::string& folder)> prepare;  // puts input files there
  std::uint64_t step = 1;                                  // every step-th change only
  std::uint64_t first = 1;
};

struct SweepResult {
  std::uint64_t points = 0;  // at which it was ended or failed
  std::uint64_t most_repeated = 0;
  std::chrono::milliseconds slowest{0};  // of the runs in which something failed
  std::vector<std::string> wrong;        // what went wrong, at most 20; empty: all held
};

/// Which calls fail; see crash_shim.c.
struct Failing {
  std::string error;               // ENOSPC, EIO, EDQUOT, EINTR, EMFILE or SHORT
  std::string calls = "changes";   // changes, syncs, opens or reads
  bool goes_on = false;            // all after the k-th fail, too
  bool may_be_overcome = true;     // the command may finish with exit code 0
  bool may_be_incomplete = false;  // or with 3, saying what is missing, and with other outputs
};

/// SIGKILL at every change; the command then resumes and must exit 0.
SweepResult sweep_kills(const CrashSweep& sweep);
/// Every call fails once. The command must end by itself, with exit code 0 and right outputs (where
/// that may be), or 1, a message on standard error, and no output file that is not right; then it
/// resumes.
SweepResult sweep_errors(const CrashSweep& sweep, const Failing& failing);

}  // namespace generator::testing
