#include "cli/session.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.h"
#include "base/standard_streams.h"
#include "base/text.h"
#include "cli/interruption.h"
#include "cli/judge_panel.h"
#include "cli/ledger_folder.h"
#include "cli/local_servers.h"
#include "cli/models.h"
#include "cli/network.h"
#include "cli/options.h"
#include "http/file_limit.h"
#include "judge/straight_lining.h"
#include "prompt/schema_check.h"
#include "run/progress.h"

namespace generator::cli {
namespace {

constexpr std::size_t kOtherFiles = 128;  // besides a connection a request

std::string own_ledger(const Settings& settings, const std::string& output) {
  const std::string folder = ledger_folder(settings, output);
  if (folder.empty())
    throw Fatal(kWrongUseExit,
                "the output is standard output: say where replies are kept with --ledger DIR");
  return folder;
}

// "7 items of `judge` are"
std::string items_of(std::uint64_t count, std::string_view stage) {
  return text::counted(static_cast<std::int64_t>(count), fmt::format("item of `{}` is", stage),
                       fmt::format("items of `{}` are", stage));
}

std::string batches_go_on(const RunSummary& summary) {
  const bool is_one = summary.batches_open == 1;
  return fmt::format(
      "{} batch{} with {} request{} go{} on at the provider and will be billed; the same command, "
      "now or in the next days, fetches the results (`generator batch list OUTPUT` shows, "
      "`generator batch cancel OUTPUT --all` stops them)",
      summary.batches_open, is_one ? "" : "es", summary.requests_open,
      summary.requests_open == 1 ? "" : "s", is_one ? "es" : "");
}

std::string trial_remedy(prompt::Set set) {
  return fmt::format("try {}a larger model (--model NAME); --keep-going goes on all the same",
                     set == prompt::Set::kSmall ? "" : "--prompt-set small, or ");
}

// What rates, watched: a local model that gives everything the same marks ends the run where
// `stops`; elsewhere `warning` gets the words.
FinishedSink watched(FinishedSink sink, bool stops, std::string& warning) {
  return [sink = std::move(sink), watch = judge::StraightLining(), stops, &warning](
             std::uint64_t item, Finished& finished) mutable -> Status {
    for (const Example& example : finished.examples) {
      const Status seen = watch.add(example);
      if (seen) continue;
      warning = seen.error().message +
                "; have a larger model rate (stages.judge.model in config.yaml), or the rules "
                "(stages.judge.provider: offline)";
      if (stops)
        return fail(seen.error().kind, warning + "; --keep-going goes on all the same");
    }
    return sink(item, finished);
  };
}

}  // namespace

void note(const Settings& settings, const std::string& line) {
  if (!line.empty() && !settings.is_on("--quiet"))
    print_error(fmt::format("{}\n", text::for_terminal(line)));
}

Session::Session(const Settings& settings, const std::string& output, Use use)
    : settings_(settings),
      prompts_(must(prompt::Library::load(settings.text("--prompts")))),
      tariff_(settings) {
  const auto budget =
      takes(settings.command(), *find_option("--budget")) ? tariff_.budget() : std::optional<Usd>();
  if (use == Use::kEstimate) return;
  ledger_ = must(Ledger::open(own_ledger(settings, output), loop_));
  if (ledger_->dropped_tail() > 0)
    note(settings, fmt::format("the ledger's last {} bytes were torn by a crash and are dropped",
                               ledger_->dropped_tail()));
  if (budget) budget_.emplace(*budget, spending().counted());
}

Session::~Session() = default;

const StageModel& Session::choice(std::string_view stage) const {
  if (const auto known = choices_.find(stage); known != choices_.end()) return known->second;
  const StageModel chosen = stage_model(settings_, stage);
  if (chosen.by_default && choices_.empty()) {
    const std::string server = answering_server(settings_);
    note(
        settings_,
        "no provider is configured: rows are made by rules, not by a model (--provider offline); " +
            (server.empty() ? "choose a model with --provider NAME --model NAME"
                            : "a server of models answers on this machine: ask it with " + server));
  }
  if (wants_batches() && !has_batches(chosen.provider))
    throw Fatal(kWrongUseExit,
                fmt::format("--batch: provider `{}` has no batch endpoint; use {} for the stage "
                            "`{}`, or leave --batch away",
                            chosen.provider, kBatchProviders, stage));
  if (budget_ && tariff_.is_paid(chosen) && tariff_.price(chosen) == nullptr)
    throw Fatal(kWrongUseExit,
                fmt::format("--budget needs the price of `{}`, which is not known: give it with "
                            "--prices FILE",
                            chosen.model));
  return choices_.emplace(std::string(stage), chosen).first->second;
}

std::string Session::model_name(std::string_view stage) const {
  const StageModel& chosen = choice(stage);
  return chosen.provider == "offline" ? "offline-rules" : chosen.model;
}

std::vector<std::string> Session::asking(std::string_view stage) const {
  return stage == "curate" ? judge_stages(settings_)
                           : std::vector<std::string>{std::string(stage)};
}

prompt::Set Session::prompt_set(std::string_view stage) const {
  if (is_offline(stage)) return prompt::Set::kFull;  // rules answer a passage at once
  return must(prompt::choose_set(settings_.text("--prompt-set"), choice(stage).model));
}

int Session::concurrency(std::string_view stage) const {
  return generator::cli::concurrency(choice(stage), settings_);
}

RunSummary Session::run(std::string_view stage, DialogueSource& source, FinishedSink sink,
                        std::string_view label) {
  const StageModel& chosen = choice(stage);
  std::unique_ptr<Model>& model = models_[chosen.provider + "/" + chosen.model];
  const bool keeps = ledger_ != nullptr && !settings_.is_on("--replay");
  if (!model)
    model = make_model(chosen, settings_, keeps ? ledger_->folder() : "", loop_, clock_,
                       budget_ ? tariff_.price(chosen) : nullptr);
  RunOptions options;
  const bool in_batches = wants_batches() && !observer_;
  options.price = in_batches ? price(stage) : tariff_.price(chosen);
  Progress progress(stderr, Progress::mode_for(stderr, settings_.is_on("--quiet")),
                    std::string(label.empty() ? stage : label), options.price != nullptr,
                    is_judge(stage) ? "rated" : "kept");
  options.budget = budget_ && options.price != nullptr ? &*budget_ : nullptr;
  options.executor = executor_;
  options.concurrency = concurrency(stage);
  must(http::allow_open_files(static_cast<std::size_t>(options.concurrency) + kOtherFiles));
  if (observer_)
    options.on_reply = [&](std::uint64_t item, const Completion& reply, std::int64_t ms) {
      observer_(stage, item, reply, ms);
    };
  options.attempts = static_cast<int>(settings_.integer("--attempts", 1, 20));
  options.replay = settings_.is_on("--replay");
  if (options.replay) options.on_missing = too_long_before(*ledger_);
  prompt::ReplyCheck check;
  if (!is_offline(stage))
    options.check_reply = [&check](const Schema& schema, const std::string& reply, bool bounds) {
      return check(schema.json, reply, bounds);
    };
  const bool is_tried = !settings_.is_on("--keep-going") && !options.replay && !in_batches;
  const bool is_stopped = is_tried && is_local(chosen, settings_);
  if (is_stopped) options.trial = Trial(20, std::string(stage), trial_remedy(prompt_set(stage)));
  std::string warning;
  if (is_judge(stage) && !is_offline(stage))
    sink = watched(std::move(sink), is_stopped && !settings_.is_on("--keep-ratings"), warning);
  options.on_progress = [&](const RunSummary& summary) { progress.show(summary); };
  RunSummary summary =
      in_batches
          ? run_batches(stage, chosen, *model, source, options, std::move(sink))
          : generator::run(source, *model, *ledger_, loop_, clock_, options, std::move(sink));
  end_when_interrupted();  // the run watched for signals itself
  progress.finish(summary);
  if (summary.interrupted || summary.error) stopped(stage, summary);
  if (!warning.empty()) note(settings_, "warning: " + warning);
  return summary;
}

std::unique_ptr<LiveExecutor> Session::live_executor(LiveExecutor::Options options,
                                                     LiveExecutor::MakeRunner make) {
  options.replay = settings_.is_on("--replay");
  return std::make_unique<LiveExecutor>(loop_, *ledger_, clock_, std::move(options), std::move(make));
}

bool Session::wants_batches() const {
  return takes(settings_.command(), *find_option("--batch")) && settings_.is_on("--batch") &&
         !settings_.is_on("--replay");
}

RunSummary Session::run_batches(std::string_view stage, const StageModel& chosen, Model& model,
                                DialogueSource& source, const RunOptions& options,
                                FinishedSink sink) {
  const auto batches = make_batches(chosen, settings_, ledger_->folder(), loop_);
  return run_in_batches(source, model, *batches, *ledger_, loop_, clock_, options,
                        batch_options(settings_, stage), std::move(sink));
}

const Price* Session::price(std::string_view stage) const {
  const StageModel& chosen = choice(stage);
  const Price* whole = tariff_.price(chosen);
  if (whole == nullptr || !wants_batches()) return whole;
  return &batch_prices_.emplace(chosen.provider + "/" + chosen.model, whole->in_batches())
              .first->second;
}

/// Calls in flight when the run ended, in words.
std::string Session::unsettled() const {
  if (!budget_ || budget_->leased() <= Usd{}) return "";
  return fmt::format(
      "\ncalls that were in flight may have been billed: up to {} USD count as spent "
      "until `generator cost --release`",
      to_text(budget_->leased()));
}

void Session::stopped(std::string_view stage, const RunSummary& summary) {
  if (summary.interrupted) {
    close();
    if (summary.batches_open > 0)
      throw Fatal(kInterrupted, "interrupted: " + batches_go_on(summary));
    throw Fatal(
        kInterrupted,
        fmt::format("interrupted: {} of {} done and kept; the same command goes on{}", summary.done,
                    items_of(std::max(summary.items_total, summary.items), stage), unsettled()));
  }
  const Error& error = *summary.error;
  if (error.kind == ErrorKind::kOverBudget)
    throw Fatal(kBudgetReached,
                fmt::format("{}\n{} of {} done; everything that was paid for is kept, and a higher "
                            "--budget goes on without asking anything twice",
                            error.message, summary.done,
                            items_of(std::max(summary.items_total, summary.items), stage)));
  if (summary.batches_open > 0)
    throw Fatal(kFailed, fmt::format("{}: {}\n{}", stage, error.message, batches_go_on(summary)));
  throw Fatal(
      error.kind == ErrorKind::kWrongUse ? kWrongUseExit : kFailed,
      fmt::format("{}: {}\n{} of {} done; what was paid for is in the ledger, the same "
                  "command goes on{}",
                  stage, error.message, summary.done,
                  text::counted(static_cast<std::int64_t>(summary.items), "item is", "items are"),
                  unsettled()));
}

Spending Session::spending() const {
  return must(read_spending(ledger_->folder(), &tariff_.table()));
}

void Session::close() { must(ledger_->close()); }

}  // namespace generator::cli
