// The batches of an output: what is on its way, and how to stop it.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/clock.h"
#include "base/standard_streams.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/ledger_folder.h"
#include "cli/models.h"
#include "cli/session.h"
#include "http/loop.h"
#include "report/text_table.h"
#include "run/batches.h"

namespace generator::cli {
namespace {

constexpr std::string_view kUsage =
    "usage: generator batch list OUTPUT, or: generator batch cancel OUTPUT ID, or --all in place "
    "of ID";

// Who was asked, out of "openai/gpt-6-luna@127.0.0.1:8000".
StageModel asked(const std::string& identity) {
  StageModel out;
  const std::size_t slash = std::min(identity.find('/'), identity.size());
  out.provider = identity.substr(0, slash);
  out.model = slash < identity.size() ? identity.substr(slash + 1) : "";
  out.model = out.model.substr(0, out.model.rfind('@'));
  return out;
}

// The endpoints that batches are at, each made when it is first asked.
class Endpoints {
 public:
  explicit Endpoints(const Settings& settings) : settings_(settings) {}

  /// Errors: kUnavailable, with the remedy, where the settings do not lead there.
  Result<BatchClient*> of(const std::string& identity) {
    std::unique_ptr<BatchClient>& client = clients_[identity];
    if (client) return client.get();
    const StageModel choice = asked(identity);
    const auto service = has_batches(choice.provider)
                             ? http_service(choice.provider, choice.model, settings_)
                             : std::nullopt;
    if (!service)
      return fail(ErrorKind::kUnavailable,
                  fmt::format("`{}` names no provider with batches", identity));
    if (service->needs_key && !service->has_key)
      return fail(ErrorKind::kUnavailable, fmt::format("provider `{}` needs a key: {}",
                                                       choice.provider, service->key_remedy));
    auto made = make_batches(choice, settings_, "", loop_);
    if (made->identity() != identity)
      return fail(ErrorKind::kUnavailable,
                  fmt::format("it was begun at {}, and the settings lead to {}: correct "
                              "`llm.{}.base_url`",
                              identity, made->identity(), choice.provider));
    client = std::move(made);
    return client.get();
  }

 private:
  const Settings& settings_;
  SystemLoop loop_;
  std::map<std::string, std::unique_ptr<BatchClient>> clients_;
};

std::string time_cell(std::int64_t unix_ms) { return unix_ms == 0 ? "–" : iso_time(unix_ms); }

// What the provider says of a batch that has not ended, as the cells "state" and "done". Where it
// cannot be asked, `problem` says why.
std::pair<std::string, std::string> ask_state(Endpoints& endpoints, const KnownBatch& batch,
                                              std::string& problem) {
  if (batch.id.empty()) return {"not known to be begun", "–"};
  const Result<BatchClient*> client = endpoints.of(batch.identity);
  if (!client) {
    problem = client.error().message;
    return {"not asked", "–"};
  }
  const FromBatch<BatchStatus> status = (*client)->look(batch.id);
  if (!status) {
    problem = (*client)->explain(status.error()).message;
    return {"not told", "–"};
  }
  return {status->state + (status->has_ended ? ", to be fetched" : ""),
          fmt::format("{} of {}", text::with_commas(status->answered + status->failed),
                      text::with_commas(static_cast<std::int64_t>(batch.requests)))};
}

int list(const Settings& settings, const std::string& folder,
         const std::vector<KnownBatch>& batches) {
  if (batches.empty()) {
    fmt::print("no batch was begun for {}\n", text::for_terminal(folder));
    return kDone;
  }
  Endpoints endpoints(settings);
  TextTable table({"id", "model", "stage", "requests#", "state", "done", "begun", "ends by"});
  std::vector<std::string> problems;
  for (const KnownBatch& batch : batches) {
    std::string problem;
    const auto [state, done] = batch.has_ended ? std::pair(batch.outcome, std::string("–"))
                                               : ask_state(endpoints, batch, problem);
    table.add({batch.id.empty() ? batch.name : batch.id, batch.identity, batch.task,
               text::with_commas(static_cast<std::int64_t>(batch.requests)), state, done,
               time_cell(batch.planned_unix_ms),
               time_cell(batch.has_ended ? batch.ended_unix_ms : batch.expires_unix_ms)});
    if (!problem.empty() && std::ranges::find(problems, problem) == problems.end())
      problems.push_back(problem);
  }
  fmt::print("{}", text::for_terminal(table.text()));
  for (const std::string& problem : problems)
    print_error(fmt::format("generator: {}\n", text::for_terminal(problem)));
  return problems.empty() ? kDone : kIncomplete;
}

// Those that are meant by an id, or all.
std::vector<KnownBatch> chosen(const std::vector<KnownBatch>& batches, const std::string& id) {
  std::vector<KnownBatch> out;
  std::string open;
  for (const KnownBatch& batch : batches) {
    if (batch.has_ended) continue;
    open += (open.empty() ? "" : ", ") + (batch.id.empty() ? batch.name : batch.id);
    if (id.empty() || batch.id == id || batch.name == id) out.push_back(batch);
  }
  if (out.empty() && !id.empty())
    throw Fatal(kWrongUseExit, fmt::format("no open batch `{}`; {}", id,
                                           open.empty() ? "there is none" : "open: " + open));
  return out;
}

int cancel(const Settings& settings, const std::vector<KnownBatch>& batches,
           const std::string& id) {
  Endpoints endpoints(settings);
  const std::vector<KnownBatch> all = chosen(batches, id);
  if (all.empty()) fmt::print("no batch is open\n");
  for (const KnownBatch& batch : all) {
    if (batch.id.empty())
      throw Fatal(kFailed, fmt::format("whether the batch `{}` was begun is not known; the same "
                                       "command as before finds out",
                                       batch.name));
    BatchClient* const client = must(endpoints.of(batch.identity));
    const auto canceled = client->cancel(batch.id);
    if (!canceled) throw Fatal(kFailed, client->explain(canceled.error()).message);
    fmt::print(
        "canceled: {} ({}, {}); what it has answered is billed, and fetched when "
        "the same command as before is run again, which asks for the rest anew\n",
        batch.id, batch.identity,
        text::counted(static_cast<std::int64_t>(batch.requests), "request"));
  }
  return kDone;
}

}  // namespace

int run_batch(const Settings& settings) {
  std::vector<std::string> words = settings.positional();
  const std::string what = words.empty() ? "" : words[0];
  if (what != "list" && what != "cancel") throw Fatal(kWrongUseExit, std::string(kUsage));
  words.erase(words.begin());
  std::string output;
  if (settings.text("--ledger").empty() && !words.empty()) {
    output = words[0];
    words.erase(words.begin());
  }
  const bool all = settings.is_on("--all");
  const std::size_t ids = what == "cancel" && !all ? 1 : 0;
  if (words.size() != ids || (output.empty() && settings.text("--ledger").empty()))
    throw Fatal(kWrongUseExit, std::string(kUsage));
  const std::string folder = ledger_of(settings, output);
  const std::vector<KnownBatch> batches = must(read_batches(folder));
  return what == "list" ? list(settings, folder, batches)
                        : cancel(settings, batches, all ? "" : words[0]);
}

}  // namespace generator::cli
