// What a command that asks stands on: loop, clock, ledger, prompts, and one model a stage.
#pragma once

#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "cli/providers.h"
#include "cli/settings.h"
#include "http/loop.h"
#include "model/model.h"
#include "prompt/library.h"
#include "run/ledger.h"
#include "run/runner.h"

namespace generator::cli {

class Session {
 public:
  /// Opens the ledger of `output` (--ledger, else OUTPUT.run/ledger). Throws Fatal.
  Session(const Settings& settings, const std::string& output);
  ~Session();

  const Clock& clock() const { return clock_; }
  const prompt::Library& prompts() const { return prompts_; }
  /// Which prompts a stage uses: --prompt-set, where `auto` looks at the stage's model.
  prompt::Set prompt_set(std::string_view stage) const;
  /// Who answers a stage; chosen once, announced once.
  const StageModel& choice(std::string_view stage) const;
  /// True where rules, not a model, answer the stage.
  bool is_offline(std::string_view stage) const { return choice(stage).provider == "offline"; }
  std::string model_name(std::string_view stage) const;

  /// Runs a stage with progress on standard error. The ledger is synced when it returns.
  /// Throws Fatal where the run was stopped by an error, after saying what is kept.
  RunSummary run(std::string_view stage, DialogueSource& source, FinishedSink sink);

  /// Closes the ledger. Throws Fatal where it cannot be made durable.
  void close();

 private:
  const Settings& settings_;
  SystemClock clock_;
  SystemLoop loop_;
  prompt::Library prompts_;
  std::unique_ptr<Ledger> ledger_;
  mutable std::map<std::string, StageModel, std::less<>> choices_;
  std::map<std::string, std::unique_ptr<Model>> models_;  // by provider and model
};

/// A line for people on standard error, unless --quiet.
void note(const Settings& settings, const std::string& line);

/// The value, or Fatal(1) with the error's message.
template <class T>
T must(Result<T> result, int exit_code = kFailed) {
  if (!result)
    throw Fatal(result.error().kind == ErrorKind::kWrongUse ? kWrongUseExit : exit_code,
                result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace generator::cli
