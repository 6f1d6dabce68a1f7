#include "support/crash_sweep.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "base/files.h"
#include "base/text.h"
#include "support/temp_folder.h"

namespace generator::testing {
namespace {

struct Ended {
  int status = 0;
  std::string errors;  // standard error
  bool was_killed() const { return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL; }
  int exit_code() const { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }
};

/// One working folder, in which the command is run once or more.
class Trial {
 public:
  explicit Trial(const CrashSweep& sweep) : sweep_(sweep), folder_(temp_ / "work") {
    std::filesystem::create_directory(folder_);
    if (sweep.prepare) sweep.prepare(folder_);
  }

  Ended run(const std::vector<std::string>& shim_settings) {
    const std::string errors = temp_ / "stderr";
    const pid_t child = ::fork();
    if (child == 0) start(shim_settings, errors);
    Ended ended;
    ::waitpid(child, &ended.status, 0);
    ended.errors = read_file(errors).value_or("");
    return ended;
  }

  std::string content(const std::string& output) const {
    return read_file(folder_ + "/" + output).value_or("(absent)");
  }
  bool has(const std::string& output) const { return path_exists(folder_ + "/" + output); }

  /// Calls beyond the first for each distinct one.
  std::uint64_t repeated_calls() const {
    std::map<std::string, std::uint64_t> seen;
    std::uint64_t repeated = 0;
    const std::string log = content(sweep_.calls);
    for (const std::string_view line : text::lines(log))
      if (seen[std::string(line)]++ > 0) ++repeated;
    return repeated;
  }

 private:
  [[noreturn]] void start(const std::vector<std::string>& shim_settings,
                          const std::string& errors) {
    const int out = ::open("/dev/null", O_WRONLY),
              err = ::open(errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(out, 1);
    ::dup2(err, 2);
    for (const std::string& setting : sweep_.environment)
      ::putenv(const_cast<char*>(setting.c_str()));
    for (const std::string& setting : shim_settings) ::putenv(const_cast<char*>(setting.c_str()));
    ::setenv("CRASH_SHIM_FOLDER", (folder_ + "/").c_str(), 1);
    if (!shim_settings.empty()) {
      ::setenv("LD_PRELOAD", sweep_.shim.c_str(), 1);
      const char* asan = std::getenv("ASAN_OPTIONS");  // which wants to be the first library itself
      ::setenv("ASAN_OPTIONS",
               fmt::format("{}:verify_asan_link_order=0", asan == nullptr ? "" : asan).c_str(), 1);
    }
    std::vector<std::string> arguments;
    for (const std::string& argument : sweep_.command)
      arguments.push_back(text::replace_all(argument, "{}", folder_));
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }

  const CrashSweep& sweep_;
  TempFolder temp_;
  std::string folder_;
};

void report(SweepResult& result, std::string problem) {
  if (result.wrong.size() < 20) result.wrong.push_back(std::move(problem));
}

std::map<std::string, std::string> uninterrupted(const CrashSweep& sweep, SweepResult& result) {
  Trial trial(sweep);
  const Ended ended = trial.run({});
  if (ended.exit_code() != 0)
    report(result, fmt::format("uninterrupted: exit code {}: {}", ended.exit_code(), ended.errors));
  std::map<std::string, std::string> outputs;
  for (const std::string& output : sweep.outputs) {
    if (!trial.has(output)) report(result, "uninterrupted: no " + output);
    outputs[output] = trial.content(output);
  }
  return outputs;
}

/// The command once more, undisturbed: it must finish with the right bytes and few repeated calls.
void resume(const CrashSweep& sweep, const std::map<std::string, std::string>& right, Trial& trial,
            const std::string& where, SweepResult& result) {
  const Ended ended = trial.run({});
  if (ended.exit_code() != 0)
    report(result, fmt::format("{}: resumed with exit code {}: {}", where, ended.exit_code(),
                               ended.errors));
  for (const auto& [output, content] : right) {
    if (trial.content(output) != content)
      report(result, fmt::format("{}: {} differs after resuming", where, output));
    if (trial.has(output + ".part"))
      report(result, fmt::format("{}: {}.part is left", where, output));
  }
  if (sweep.calls.empty()) return;
  const std::uint64_t repeated = trial.repeated_calls();
  result.most_repeated = std::max(result.most_repeated, repeated);
  if (repeated > sweep.most_repeated_calls)
    report(result, fmt::format("{}: {} calls were repeated", where, repeated));
}

void check_error_end(const std::map<std::string, std::string>& right, const Ended& ended,
                     const Trial& trial, const std::string& where, SweepResult& result) {
  if (ended.exit_code() != 0 && ended.exit_code() != 1)
    report(result, fmt::format("{}: exit code {}, wait status {}: {}", where, ended.exit_code(),
                               ended.status, ended.errors));
  if (ended.exit_code() == 1 && ended.errors.empty())
    report(result, where + ": failed without a word");
  for (const auto& [output, content] : right) {
    const bool must_be = ended.exit_code() == 0;
    if ((must_be || trial.has(output)) && trial.content(output) != content)
      report(result,
             fmt::format("{}: {} is wrong after exit code {}", where, output, ended.exit_code()));
  }
}

/// Whether the shim still had something to do: it counts the changes of a run that ends by itself.
bool reached(const std::string& count_file, std::uint64_t n) {
  const Result<std::string> count = read_file(count_file);
  return !count || std::strtoull(count->c_str(), nullptr, 10) >= n;
}

}  // namespace

SweepResult sweep_kills(const CrashSweep& sweep) {
  SweepResult result;
  const auto right = uninterrupted(sweep, result);
  for (std::uint64_t n = sweep.first; result.wrong.size() < 20; n += sweep.step) {
    Trial trial(sweep);
    const Ended ended = trial.run({fmt::format("CRASH_SHIM_KILL_AT={}", n)});
    if (!ended.was_killed()) {
      if (ended.exit_code() != 0)
        report(result,
               fmt::format("kill at {}: ended with {}: {}", n, ended.exit_code(), ended.errors));
      break;
    }
    ++result.points;
    resume(sweep, right, trial, fmt::format("kill at {}", n), result);
  }
  return result;
}

SweepResult sweep_errors(const CrashSweep& sweep, const std::string& error) {
  SweepResult result;
  const auto right = uninterrupted(sweep, result);
  const TempFolder counts;
  for (std::uint64_t n = sweep.first; result.wrong.size() < 20; n += sweep.step) {
    Trial trial(sweep);
    const std::string count = counts / "count";
    const Ended ended = trial.run({fmt::format("CRASH_SHIM_FAIL_AT={}", n),
                                   "CRASH_SHIM_ERROR=" + error, "CRASH_SHIM_COUNT=" + count});
    const std::string where = fmt::format("{} at {}", error, n);
    check_error_end(right, ended, trial, where, result);
    if (!reached(count, n)) break;
    ++result.points;
    resume(sweep, right, trial, where, result);
  }
  return result;
}

}  // namespace generator::testing
