#include "support/crash_trial.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/files.h"
#include "base/text.h"

namespace generator::testing {

CrashTrial::CrashTrial(const CrashSweep& sweep, bool with_inputs)
    : sweep_(sweep), folder_(temp_ / "work") {
  std::filesystem::create_directory(folder_);
  if (with_inputs && sweep.prepare) sweep.prepare(folder_);
}

CrashEnd CrashTrial::run(const std::vector<std::string>& shim_settings) {
  const std::string errors = note("stderr");
  const auto began = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) start(shim_settings, errors);
  CrashEnd ended;
  ::waitpid(child, &ended.status, 0);
  ended.took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - began);
  ended.errors = read_file(errors).value_or("");
  return ended;
}

void CrashTrial::start(const std::vector<std::string>& shim_settings, const std::string& errors) {
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

std::string CrashTrial::content(const std::string& output) const {
  return read_file(folder_ + "/" + output).value_or("(absent)");
}

bool CrashTrial::has(const std::string& output) const { return path_exists(folder_ + "/" + output); }

std::uint64_t CrashTrial::repeated_calls() const {
  std::map<std::string, std::uint64_t> seen;
  std::uint64_t repeated = 0;
  const std::string log = content(sweep_.calls);
  for (const std::string_view line : text::lines(log))
    if (seen[std::string(line)]++ > 0) ++repeated;
  return repeated;
}

void report(SweepResult& result, std::string problem) {
  if (result.wrong.size() < 20) result.wrong.push_back(std::move(problem));
}

Outputs uninterrupted(const CrashSweep& sweep, SweepResult& result) {
  CrashTrial trial(sweep);
  const CrashEnd ended = trial.run({});
  if (ended.exit_code() != 0)
    report(result, fmt::format("uninterrupted: exit code {}: {}", ended.exit_code(), ended.errors));
  Outputs outputs;
  for (const std::string& output : sweep.outputs) {
    if (!trial.has(output)) report(result, "uninterrupted: no " + output);
    outputs[output] = trial.content(output);
  }
  return outputs;
}

void check_outputs(const Outputs& right, const CrashTrial& trial, const std::string& where,
                   SweepResult& result) {
  for (const auto& [output, content] : right)
    if (trial.has(output) && trial.content(output) != content)
      report(result, fmt::format("{}: {} is there and wrong", where, output));
}

void resume(const CrashSweep& sweep, const Outputs& right, CrashTrial& trial,
            std::uint64_t most_repeated, const std::string& where, SweepResult& result) {
  const CrashEnd ended = trial.run({});
  if (ended.exit_code() != 0)
    report(result, fmt::format("{}: resumed with exit code {}: {}", where, ended.exit_code(),
                               ended.errors));
  for (const auto& [output, content] : right)
    if (trial.content(output) != content)
      report(result, fmt::format("{}: {} differs after resuming", where, output));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(trial.folder()))
    if (entry.path().extension() == ".part")
      report(result, fmt::format("{}: {} is left", where, entry.path().filename().string()));
  if (sweep.calls.empty()) return;
  const std::uint64_t repeated = trial.repeated_calls();
  result.most_repeated = std::max(result.most_repeated, repeated);
  if (repeated > most_repeated)
    report(result, fmt::format("{}: {} calls were repeated, {} at most may be", where, repeated,
                               most_repeated));
}

}  // namespace generator::testing
