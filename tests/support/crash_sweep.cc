#include "support/crash_sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/files.h"
#include "support/crash_trial.h"

namespace generator::testing {
namespace {

void check_error_end(const Outputs& right, const Failing& failing, const CrashEnd& ended,
                     const CrashTrial& trial, const std::string& where, SweepResult& result) {
  if (ended.exit_code() == 3 && failing.may_be_incomplete) {
    if (ended.errors.find("incomplete:") == std::string::npos)
      report(result, fmt::format("{}: incomplete without a word: {}", where, ended.errors));
    return;
  }
  if (ended.exit_code() != 1 && !(ended.exit_code() == 0 && failing.may_be_overcome))
    report(result, fmt::format("{}: exit code {}, wait status {}: {}", where, ended.exit_code(),
                               ended.status, ended.errors));
  if (ended.exit_code() == 1 && ended.errors.empty())
    report(result, where + ": failed without a word");
  check_outputs(right, trial, where, result);
  if (ended.exit_code() != 0) return;
  for (const auto& [output, content] : right)
    if (!trial.has(output))
      report(result, fmt::format("{}: exit code 0, and no {}", where, output));
}

/// Whether the shim still had something to do: it counts the calls of a run that ends by itself.
bool reached(const std::string& count_file, std::uint64_t n) {
  const Result<std::string> count = read_file(count_file);
  return !count || std::strtoull(count->c_str(), nullptr, 10) >= n;
}

}  // namespace

SweepResult sweep_kills(const CrashSweep& sweep) {
  SweepResult result;
  const Outputs right = uninterrupted(sweep, result);
  for (std::uint64_t n = sweep.first; result.wrong.size() < 20; n += sweep.step) {
    CrashTrial trial(sweep);
    const CrashEnd ended = trial.run({fmt::format("CRASH_SHIM_KILL_AT={}", n)});
    if (!ended.was_killed()) {
      if (ended.exit_code() != 0)
        report(result,
               fmt::format("kill at {}: ended with {}: {}", n, ended.exit_code(), ended.errors));
      break;
    }
    ++result.points;
    resume(sweep, right, trial, sweep.most_repeated_calls, fmt::format("kill at {}", n), result);
  }
  return result;
}

SweepResult sweep_errors(const CrashSweep& sweep, const Failing& failing) {
  SweepResult result;
  const Outputs right = uninterrupted(sweep, result);
  const TempFolder counts;
  for (std::uint64_t n = sweep.first; result.wrong.size() < 20; n += sweep.step) {
    CrashTrial trial(sweep);
    const std::string count = counts / "count";
    const CrashEnd ended =
        trial.run({fmt::format("CRASH_SHIM_FAIL_AT={}", n), "CRASH_SHIM_ERROR=" + failing.error,
                   "CRASH_SHIM_COUNTS=" + failing.calls,
                   fmt::format("CRASH_SHIM_FAIL_ON={}", failing.goes_on ? 1 : 0),
                   "CRASH_SHIM_COUNT=" + count});
    const std::string where = fmt::format("{} at {} of the {}", failing.error, n, failing.calls);
    if (!reached(count, n)) {
      if (ended.exit_code() != 0)
        report(result, fmt::format("{}: not reached, and exit code {}: {}", where, ended.exit_code(),
                                   ended.errors));
      break;
    }
    check_error_end(right, failing, ended, trial, where, result);
    ++result.points;
    result.slowest = std::max(result.slowest, ended.took);
    resume(sweep, right, trial, sweep.most_repeated_calls, where, result);
  }
  return result;
}

}  // namespace generator::testing
