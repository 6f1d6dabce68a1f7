// What a command would ask and cost, without asking.
#include "cli/dry_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "base/text.h"
#include "cli/chunk_input.h"
#include "cli/commands.h"
#include "cli/input.h"
#include "cli/ledger_folder.h"
#include "cli/passage_input.h"
#include "cli/run_estimate.h"
#include "cli/session.h"
#include "report/text_table.h"

namespace generator::cli {
namespace {

std::string shown(const Range& range) {
  const auto whole = [](double n) {
    return text::with_commas(static_cast<std::int64_t>(n + 0.5));
  };
  const std::string low = whole(range.low), high = whole(range.high);
  return low == high ? low : low + " to " + high;
}

std::string dollars(const Range& range) {
  const auto amount = [](double usd) {
    return to_text(Usd{static_cast<std::int64_t>(std::min(usd, 9e6) * 1e12)});
  };
  return amount(range.low) + " to " + amount(range.high);
}

std::string duration(double seconds) {
  return duration_text(static_cast<std::int64_t>(std::min(seconds, 1e12) * 1000));
}

void print_first(std::string_view stage, const ChatRequest& request) {
  fmt::print("=== first request of {}\n", stage);
  for (const Message& message : request.messages)
    fmt::print("=== {}\n{}\n", to_text(message.role), text::for_terminal(message.content));
  if (request.schema != nullptr)
    fmt::print("=== schema of the reply\n{}\n", request.schema->json);
  fmt::print("===\n\n");
}

std::string limits_text(const RunEstimate& run, const Session& session, const Work& work) {
  std::string out;
  for (const auto& [stage, estimate] : run.stages(work))
    if (const std::string limits = to_text(estimate->limits()); !limits.empty())
      out += fmt::format("{} {} of {}", out.empty() ? "; limits:" : ",", limits,
                         session.choice(stage).provider);
  return out.empty() ? "; no limit of a provider is known" : out;
}

std::string batches_text(const RunEstimate& run, const Work& work) {
  std::string out;
  for (const auto& [stage, estimate] : run.stages(work))
    out += fmt::format(
        "{}{} of {}, each of at most {} and {} MB", out.empty() ? "" : "; ",
        shown(estimate->batches()), stage,
        text::counted(static_cast<std::int64_t>(estimate->batch_limits().requests), "request",
                      "requests"),
        estimate->batch_limits().bytes >> 20);
  return out.empty() ? "none" : out;
}

void print_assumptions(const RunEstimate& run, const Settings& settings, const Work& work) {
  fmt::print("counted with {}; {}\n", run.counter().name(),
             "for models of others than OpenAI the range has room for 20 % fewer to 50 % more");
  fmt::print("lower end: short replies ({} tokens a pair, {} a rewritten answer, {} a rating)\n",
             RunEstimate::kPairTokens, run.shortest_answer(), RunEstimate::kRatingTokens);
  fmt::print("upper end: every reply as long as max_tokens allows\n");
  if (work.generates && work.stages().size() > 1)
    fmt::print(
        "pairs are not there yet: half to all of those that the chunks are asked for, each "
        "with an answer of {} words out of its chunk\n",
        (run.style().min_words + run.style().max_words) / 2);
  fmt::print(
      "each request once: replies that cannot be used are asked for again, up to {} "
      "times; what the provider's cache saves is not taken off\n",
      settings.integer("--attempts", 1, 20));
  fmt::print("nothing was asked\n");
}

void print(const RunEstimate& run, const Session& session, const Settings& settings,
           const Work& work) {
  for (const auto& [stage, estimate] : run.stages(work))
    if (estimate->first) print_first(stage, *estimate->first);
  TextTable table({"stage", "model", "requests#", "tokens in#", "tokens out#", "USD#"});
  Range all, seconds;
  std::int64_t known = 0;
  bool priced = true;
  for (const auto& [stage, e] : run.stages(work)) {
    table.add({std::string(stage), session.model_name(stage), shown(e->requests),
               shown(e->input), shown(e->output),
               !e->is_paid() ? "–"
               : e->priced   ? dollars(e->usd)
                             : "no price is known"});
    all += e->usd;
    seconds += e->seconds();
    known += e->known;
    priced = priced && (e->priced || !e->is_paid());
  }
  fmt::print("{}", table.text());
  if (table.is_empty()) fmt::print("nothing would be asked\n");
  if (known > 0)
    fmt::print("{} more are answered by the ledger and cost nothing\n", text::with_commas(known));
  fmt::print("cost: {}\n", priced ? dollars(all) + " USD"
                                  : "unknown, as not all prices are known (--prices FILE)");
  if (session.wants_batches())
    fmt::print(
        "these are prices in batches, half of the usual ones unless the price table says "
        "otherwise\nbatches: {}\ntime: a batch takes up to a day, mostly less; a stage waits "
        "for the one before it\n",
        batches_text(run, work));
  else
    fmt::print(
        "time: {} to {}, with as many requests in flight as --concurrency says, {} to {} s a "
        "reply (assumed){}\n",
        duration(seconds.low), duration(seconds.high), StageEstimate::kQuickReply,
        StageEstimate::kSlowReply, limits_text(run, session, work));
  print_assumptions(run, settings, work);
}

}  // namespace

int dry_run(const Settings& settings, Work stages) {
  const std::string input = settings.input();
  const Rereadable given = must(Rereadable::of(input));
  const Session session(settings, "", Session::Use::kEstimate);
  RunEstimate run(session, settings, ledger_folder(settings, settings.text("--output")));
  const bool is_rows = must(input_kind(given.path())) == InputKind::kExamples;
  if (stages.generates_cot) {
    const TemporaryFile chunks = must(TemporaryFile::create(".jsonl"));
    const ChunkInput read = load_chunks(settings, given.path(), chunks.path());
    for (const std::string& line : read.notes) note(settings, line);
    run.of_reasoned_chunks(chunks.path(), read.loaded);
  } else if (!stages.generates || (is_rows && stages.enriches)) {
    stages.generates = false;
    const PassageInput passages(settings, input);
    run.of_rows(stages, given.path(), passages.passages());
  } else {
    const TemporaryFile chunks = must(TemporaryFile::create(".jsonl"));
    const ChunkInput read = load_chunks(settings, given.path(), chunks.path());
    for (const std::string& line : read.notes) note(settings, line);
    run.of_chunks(stages, chunks.path(), read.loaded);
  }
  print(run, session, settings, stages);
  return kDone;
}

}  // namespace generator::cli
