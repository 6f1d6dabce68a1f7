// What a command that asks stands on: loop, clock, ledger, prompts, and one model a stage.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "cli/live_executor.h"
#include "cli/providers.h"
#include "cli/settings.h"
#include "cli/tariff.h"
#include "http/loop.h"
#include "model/model.h"
#include "prompt/library.h"
#include "run/budget.h"
#include "run/ledger.h"
#include "run/runner.h"
#include "run/spending.h"

namespace generator::cli {

class Session {
 public:
  enum class Use { kAsk, kEstimate };  // an estimate opens no ledger, and can run nothing
  /// Opens the ledger of `output` (--ledger, else OUTPUT.run/ledger). Throws Fatal.
  Session(const Settings& settings, const std::string& output, Use use = Use::kAsk);
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
  /// The stages that ask for what a command's stage makes: of "curate" one a judge.
  std::vector<std::string> asking(std::string_view stage) const;

  /// Runs a stage with progress on standard error. The ledger is synced when it returns.
  /// Throws Fatal where the run was stopped by an error, after saying what is kept.
  /// `label` names it there; else the stage does.
  RunSummary run(std::string_view stage, DialogueSource& source, FinishedSink sink,
                 std::string_view label = "");

  /// Hears of every reply that a stage's item uses; see RunOptions::on_reply. While there is one,
  /// somebody waits for the replies: they are asked for one by one, also with --batch.
  using Observer = std::function<void(std::string_view stage, std::uint64_t item,
                                      const Completion& reply, std::int64_t ms)>;
  void observe(Observer observer) { observer_ = std::move(observer); }
  /// Who carries out the tool calls of the stages that follow; nullptr: nobody. Outlives them.
  void act_with(Executor* executor) { executor_ = executor; }
  /// One that calls tools for real and keeps what they reply in this ledger; lives as long as this.
  std::unique_ptr<LiveExecutor> live_executor(LiveExecutor::Options options,
                                              LiveExecutor::MakeRunner make);
  /// Requests of a stage in flight.
  int concurrency(std::string_view stage) const;

  const Tariff& tariff() const { return tariff_; }
  /// What a stage's model costs as it is going to be asked: with --batch the price in batches;
  /// nullptr where none is known or nothing is paid.
  const Price* price(std::string_view stage) const;
  /// Whether stages are asked in batches: --batch, without --replay.
  bool wants_batches() const;
  /// All that the ledger's calls cost, of earlier runs too. Throws Fatal where it cannot be read.
  Spending spending() const;

  /// Closes the ledger. Throws Fatal where it cannot be made durable.
  void close();

 private:
  RunSummary run_batches(std::string_view stage, const StageModel& chosen, Model& model,
                         DialogueSource& source, const RunOptions& options, FinishedSink sink);
  [[noreturn]] void stopped(std::string_view stage, const RunSummary& summary);
  std::string unsettled() const;
  const Settings& settings_;
  SystemClock clock_;
  SystemLoop loop_;
  prompt::Library prompts_;
  Tariff tariff_;
  std::unique_ptr<Ledger> ledger_;
  std::optional<Budget> budget_;
  Observer observer_;
  Executor* executor_ = nullptr;
  mutable std::map<std::string, StageModel, std::less<>> choices_;
  mutable std::map<std::string, Price> batch_prices_;  // by provider and model, as these:
  std::map<std::string, std::unique_ptr<Model>> models_;
};

/// A line for people on standard error, unless --quiet or empty.
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
