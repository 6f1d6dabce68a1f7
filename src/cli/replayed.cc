// The runner does in a replay what it did in the run, so what it asks of the ledger is what was
// asked then; here somebody listens.
#include "cli/replayed.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/files.h"
#include "cli/models.h"
#include "prompt/reply.h"
#include "prompt/schema_check.h"
#include "run/runner.h"
#include "run/spending.h"

namespace generator::cli {
namespace {

// Has the name of a model, and is never asked.
class NamedModel final : public Model {
 public:
  NamedModel(std::string identity, bool is_rules)
      : identity_(std::move(identity)), is_rules_(is_rules) {}
  void complete(const ChatRequest&, OnDone on_done) override {
    on_done(fail(ErrorKind::kInternal, "a replay asked a model"));
  }
  std::string identity() const override { return identity_; }
  bool answers_from_inputs() const override { return is_rules_; }

 private:
  std::string identity_;
  bool is_rules_;
};

class OneDialogue final : public DialogueSource {
 public:
  explicit OneDialogue(std::unique_ptr<Dialogue> dialogue) : dialogue_(std::move(dialogue)) {}
  Result<std::unique_ptr<Dialogue>> next() override { return std::move(dialogue_); }

 private:
  std::unique_ptr<Dialogue> dialogue_;
};

std::string end_of(StopReason reason) {
  switch (reason) {
    case StopReason::kLength:
      return "cut at the limit of tokens";
    case StopReason::kRefusal:
      return "the model refused";
    case StopReason::kContentFilter:
      return "stopped by the provider's content filter";
    default:
      return "";
  }
}

// Why `request` follows on `before`, which was the same question.
std::string why_again(const story::Ask& before, const ChatRequest& request) {
  const bool was_cut = before.reply && before.reply->end == end_of(StopReason::kLength);
  if (was_cut && !before.problem.empty())
    return "the reply was cut at the limit of tokens; now it may have twice as many";
  if (!before.reply) return "now it shows half of the passage";
  if (!before.problem.empty()) return "the reply could not be used: " + before.problem;
  return fmt::format("the version in the reply may not stand: {}", request.inputs.get("problem"));
}

// Listens to the runner.
class Listener {
 public:
  explicit Listener(std::vector<story::Ask>& asks) : asks_(asks) {}

  void asked(std::size_t slot, const ChatRequest& request, std::optional<story::Reply> reply) {
    story::Ask ask;
    ask.slot = slot;
    if (const auto before = last_.find(slot); before != last_.end())
      ask.why = why_again(asks_[before->second], request);
    ask.messages = request.messages;
    if (request.schema != nullptr) ask.schema = request.schema->json;
    ask.max_tokens = request.sampling.max_tokens;
    ask.reply = std::move(reply);
    last_[slot] = asks_.size();
    asks_.push_back(std::move(ask));
  }
  void found_useless(std::size_t slot, const std::string& problem) {
    asks_[last_.at(slot)].problem = problem;
  }

 private:
  std::vector<story::Ask>& asks_;
  std::map<std::size_t, std::size_t> last_;  // of a slot
};

}  // namespace

bool Told::is_known() const {
  return std::ranges::any_of(asks, [](const story::Ask& ask) { return ask.reply.has_value(); });
}

Replayed::Replayed(const Settings& settings, const RunRecord* record,
                   const std::string& ledger_folder)
    : settings_(settings),
      record_(record),
      ledger_folder_(ledger_folder),
      session_(settings, "", Session::Use::kEstimate) {
  if (path_exists(ledger_folder + "/records"))
    ledger_ = must(Ledger::open_to_read(ledger_folder, loop_));
}

std::string Replayed::identity(std::string_view stage) const {
  const StageModel& choice = session_.choice(stage);
  const RunRecord::Stage* known = record_ == nullptr ? nullptr : record_->stage(stage);
  if (known != nullptr && known->provider == choice.provider && known->model == choice.model)
    return known->identity;
  return model_identity(choice, settings_);
}

story::Step Replayed::step(std::string_view stage) const {
  story::Step out;
  out.stage = stage;
  out.provider = session_.choice(stage).provider;
  out.model = session_.model_name(stage);
  out.by_rules = session_.is_offline(stage);
  if (out.by_rules) out.notes.push_back("no prompt was sent, and nothing was paid");
  return out;
}

story::Reply Replayed::reply_of(std::string_view stage, const Record& record) const {
  const Completion& said = record.completion;
  story::Reply out;
  out.text = said.message.content;
  out.end = end_of(said.stop_reason);
  out.model = said.model;
  out.at = iso_time(record.unix_ms);
  out.input = record.usage.input;
  out.output = record.usage.output;
  out.cached = record.usage.cached;
  const std::optional<Usd> paid = session_.tariff().is_paid(session_.choice(stage))
                        ? paid_for(record, &session_.tariff().table())
                        : Usd{};
  out.is_priced = paid.has_value();
  out.cost = paid.value_or(Usd{});
  if (auto read = prompt::read_reply(out.text)) out.repairs = std::move(read->repairs);
  return out;
}

Told Replayed::tell(std::string_view stage, const Begin& begin) {
  if (!ledger_) return {};
  Told told = tell(stage, begin(), false);
  // A request that did not fit has no reply; what was asked in its place may have. Ledgers of
  // earlier versions do not say which did not fit. Rules take any.
  if (told.is_known() || session_.is_offline(stage)) return told;
  Told halves = tell(stage, begin(), true);
  return halves.is_known() ? halves : told;
}

Told Replayed::tell(std::string_view stage, std::unique_ptr<Dialogue> dialogue,
                    bool missing_are_too_long) {
  Told out;
  Listener listener(out.asks);
  RunOptions options;
  options.replay = true;
  options.attempts = static_cast<int>(settings_.integer("--attempts", 1, 20));
  prompt::ReplyCheck check;
  if (!session_.is_offline(stage))
    options.check_reply = [&check](const Schema& schema, const std::string& reply, bool bounds) {
      return check(schema.json, reply, bounds);
    };
  options.on_ask = [&](std::uint64_t, std::size_t slot, const ChatRequest& request,
                       const Digest& key) {
    const auto record = must(ledger_->find_record(key));
    listener.asked(slot, request, record ? std::optional(reply_of(stage, *record)) : std::nullopt);
    if (!record && (missing_are_too_long || must(ledger_->why_too_long(key))))
      listener.found_useless(slot, "the request did not fit what the model takes at once");
  };
  options.on_bad_reply = [&](std::uint64_t, std::size_t slot, const std::string& problem) {
    listener.found_useless(slot, problem);
  };
  options.on_missing = too_long_before(*ledger_);
  if (missing_are_too_long)
    options.on_missing = [](const Digest&, const ChatRequest&) {
      return std::optional(Failure{Failure::Kind::kTooLong, "the request does not fit"});
    };
  OneDialogue source(std::move(dialogue));
  NamedModel model(identity(stage), session_.is_offline(stage));
  const RunSummary summary = run(source, model, *ledger_, loop_, clock_, options,
                                 [&](std::uint64_t, Finished& finished) -> Status {
                                   out.finished = std::move(finished);
                                   return {};
                                 });
  if (summary.error) throw Fatal(kFailed, summary.error->message);
  return out;
}

std::string Replayed::why_unknown() const {
  if (!ledger_)
    return fmt::format("there is no ledger in `{}` (--ledger DIR names another)", ledger_folder_);
  if (record_ == nullptr)
    return "no reply is known under these settings: run explain with the options of the run, or "
           "give the run's own command again, which costs nothing and writes them down";
  return fmt::format(
      "no reply is known under the settings of the run in `{}`; they were written by version {}, "
      "this is {}, and prompts, seeds and personas are read as they are now",
      ledger_folder_, record_->version, GENERATOR_VERSION);
}

}  // namespace generator::cli
