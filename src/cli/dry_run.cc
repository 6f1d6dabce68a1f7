// The lower end: replies as short as they can well be, half of the pairs reach the later stages.
// The upper end: every pair does, and every reply runs to its limit of tokens. Both: each request
// is asked once.
#include "cli/dry_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/text.h"
#include "cli/chunk_input.h"
#include "cli/commands.h"
#include "cli/input.h"
#include "cli/judge_audit.h"
#include "cli/ledger_folder.h"
#include "cli/passage_input.h"
#include "cli/session.h"
#include "cli/stage_estimate.h"
#include "cli/stages.h"
#include "cli/style_settings.h"
#include "judge/judge_dialogue.h"
#include "judge/probes.h"
#include "report/text_table.h"
#include "store/example_file.h"
#include "store/run_folder.h"

namespace generator::cli {
namespace {

constexpr double kFewestKept = 0.5;          // of the pairs, from stage to stage
constexpr std::int64_t kTokensAMessage = 4;  // that chat templates add
constexpr double kTokensAWord = 1.3;
constexpr std::int64_t kPairTokens = 40;     // of a question with its sentence numbers
constexpr std::int64_t kRatingTokens = 100;  // of four marks with reasons

class Estimating {
 public:
  Estimating(const Session& session, const Settings& settings, const std::string& ledger)
      : session_(session),
        settings_(settings),
        ledger_(ledger),
        known_(must(KnownReplies::read(ledger))),
        counter_(make_token_counter()),
        style_(read_style(settings)),
        generation_(make_generation(session, settings)),
        enrichment_(make_enrichment(session, settings)),
        judge_(make_judge(session, settings)),
        selection_(read_selection(settings)) {}

  void of_chunks(const Work& work, const std::string& path, std::uint64_t chunks) {
    std::int64_t assumed = 0;
    std::optional<SourcedExample> last;
    const bool by_rules = session_.is_offline("generate");
    for_each_planned_chunk(settings_, path, chunks, by_rules, [&](const qa::GenerateItem& item) {
      const auto asks = must(generation_->asks(item));
      const std::int64_t reply = item.n_pairs * kPairTokens / std::max<std::int64_t>(1, size(asks));
      for (const Ask& ask : asks) add("generate", ask, written(reply, item));
      const auto pairs = static_cast<double>(item.n_pairs);
      const SourcedExample pair{assumed_pair(item.chunk), item.chunk, false, item.second};
      if (work.enriches)
        add("enrich", must(enrichment_->ask(pair)), {pairs * kFewestKept, pairs},
            shortest_answer());
      if (!work.curates) return;
      judge_assumed(pair, item.n_pairs);
      assumed += item.n_pairs;
      last = pair;
    });
    if (last) audit_assumed(*last, assumed);
  }

  void of_rows(const Work& work, const std::string& path, const Passages& passages) {
    std::vector<SourcedExample> together;
    std::int64_t judged = 0;
    ExampleReader rows = must(ExampleReader::open(path));
    ExampleRow row;
    while (must(rows.next(row))) {
      if (!row.example) continue;
      SourcedExample pair{std::move(*row.example), {}};
      const std::string chunk = passage_name(pair.example);
      must(find_passages(passages, pair));
      if (work.enriches) add("enrich", Ask{must(enrichment_->ask(pair))}, shortest_answer());
      if (work.refines) refine(pair);
      if (!work.curates || work.refines) continue;
      if (!together.empty() && (std::ssize(together) >= judge_.options().batch || chunk.empty() ||
                                passage_name(together.back().example) != chunk))
        judge_rows(std::exchange(together, {}), work.enriches);
      together.push_back(std::move(pair));
      ++judged;
    }
    if (!together.empty()) audit_assumed(together.back(), judged);
    judge_rows(std::move(together), work.enriches);
  }

  void print(const Work& work) const {
    for (const auto& [stage, estimate] : of(work))
      if (estimate->first) print_first(stage, *estimate->first);
    TextTable table({"stage", "model", "requests#", "tokens in#", "tokens out#", "USD#"});
    Range all, seconds;
    std::int64_t known = 0;
    bool priced = true;
    for (const auto& [stage, e] : of(work)) {
      table.add({std::string(stage), session_.model_name(stage), shown(e->requests),
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
    if (session_.wants_batches())
      fmt::print(
          "these are prices in batches, half of the usual ones unless the price table says "
          "otherwise\nbatches: {}\ntime: a batch takes up to a day, mostly less; a stage waits "
          "for the one before it\n",
          batches_text(work));
    else
      fmt::print(
          "time: {} to {}, with as many requests in flight as --concurrency says, {} to {} s a "
          "reply (assumed){}\n",
          duration(seconds.low), duration(seconds.high), StageEstimate::kQuickReply,
          StageEstimate::kSlowReply, limits_text(work));
    print_assumptions(work);
  }

 private:
  using Named = std::pair<std::string_view, const StageEstimate*>;
  std::vector<Named> of(const Work& work) const {
    std::vector<Named> out;
    for (const std::string_view stage : work.stages())
      if (const auto found = estimates_.find(stage); found != estimates_.end())
        out.emplace_back(stage, &found->second);
    return out;
  }

  std::string limits_text(const Work& work) const {
    std::string out;
    for (const auto& [stage, estimate] : of(work))
      if (const std::string limits = to_text(estimate->limits()); !limits.empty())
        out += fmt::format("{} {} of {}", out.empty() ? "; limits:" : ",", limits,
                           session_.choice(stage).provider);
    return out.empty() ? "; no limit of a provider is known" : out;
  }

  std::string batches_text(const Work& work) const {
    std::string out;
    for (const auto& [stage, estimate] : of(work))
      out += fmt::format(
          "{}{} of {}, each of at most {} and {} MB", out.empty() ? "" : "; ",
          shown(estimate->batches()), stage,
          text::counted(static_cast<std::int64_t>(estimate->batch_limits().requests), "request",
                        "requests"),
          estimate->batch_limits().bytes >> 20);
    return out.empty() ? "none" : out;
  }

  // Where it goes back; how many rounds it takes is not known.
  void refine(const SourcedExample& pair) {
    const auto& rating = pair.example.rating;
    if (!refinement_) refinement_ = make_refinement(session_, settings_);
    if (!rating || judge::is_good(*rating, selection_)) return;
    const Range rounds{1, static_cast<double>(settings_.integer("--rounds", 1, 20))};
    add("refine", refinement_->ask(pair), rounds, shortest_answer());
    add("judge", judge_.ask(pair), {kFewestKept, rounds.high}, kRatingTokens);
  }
  void judge_assumed(const SourcedExample& pair, std::int64_t pairs) {
    const auto together = std::min<std::int64_t>(judge_.options().batch, pairs);
    const std::vector<const SourcedExample*> rows(static_cast<std::size_t>(together), &pair);
    const double calls = static_cast<double>(pairs * judge_.options().votes) /
                         static_cast<double>(together);
    add("judge", judge_.ask(rows), {calls * kFewestKept, calls}, kRatingTokens * together);
  }
  void audit_assumed(const SourcedExample& pair, std::int64_t pairs) {
    const auto rows = static_cast<double>(
        audited_rows(settings_, static_cast<std::uint64_t>(pairs)));
    if (rows == 0) return;
    const double forms = std::size(judge::kProbeNames);
    add("judge", judge_.ask(pair), {rows * forms / 2, rows * forms}, kRatingTokens);
  }
  // A pair that is to be rewritten first is not yet what the judge will see.
  void judge_rows(std::vector<SourcedExample> rows, bool are_rewritten_first) {
    const std::int64_t reply = kRatingTokens * std::ssize(rows);
    judge::JudgeDialogue dialogue(judge_, std::move(rows), settings_.is_on("--keep-ratings"));
    const Turn turn = dialogue.open();
    const auto* asks = std::get_if<std::vector<Ask>>(&turn);
    if (asks == nullptr) return;
    for (const Ask& ask : *asks)
      are_rewritten_first ? add("judge", ask.request, {1, 1}, reply) : add("judge", ask, reply);
  }

  static std::int64_t size(const std::vector<Ask>& asks) {
    return static_cast<std::int64_t>(asks.size());
  }
  static std::string shown(const Range& range) {
    const auto whole = [](double n) {
      return text::with_commas(static_cast<std::int64_t>(n + 0.5));
    };
    const std::string low = whole(range.low), high = whole(range.high);
    return low == high ? low : low + " to " + high;
  }
  static std::string dollars(const Range& range) {
    const auto amount = [](double usd) {
      return to_text(Usd{static_cast<std::int64_t>(std::min(usd, 9e6) * 1e12)});
    };
    return amount(range.low) + " to " + amount(range.high);
  }
  static std::string duration(double seconds) {
    return duration_text(static_cast<std::int64_t>(std::min(seconds, 1e12) * 1000));
  }

  std::int64_t shortest_answer() const {
    return static_cast<std::int64_t>(static_cast<double>(style_.min_words) * kTokensAWord);
  }
  // In mode `write` the answers are in the reply, too.
  std::int64_t written(std::int64_t questions, const qa::GenerateItem& item) const {
    const bool writes = settings_.text("--mode") == "write";
    return writes ? questions + item.n_pairs * shortest_answer() : questions;
  }

  // A pair as a chunk might give it: its own words, as many as an answer has in the middle.
  Example assumed_pair(const Chunk& chunk) const {
    const auto words = text::words(chunk.text);
    const auto wanted = static_cast<std::size_t>((style_.min_words + style_.max_words) / 2);
    std::string answer;
    for (std::size_t i = 0; i < std::min(words.size(), wanted); ++i)
      answer += (i == 0 ? "" : " ") + std::string(words[i]);
    Example out;
    out.id = "assumed";
    out.body =
        QaPair{"What does the passage say here, and in which case does it matter?", {}, answer};
    out.answer_form = "verbatim";
    out.provenance.chunk_id = chunk.id;
    out.provenance.source_file = chunk.source;
    return out;
  }

  std::int64_t tokens(const ChatRequest& request) const {
    std::int64_t out = 0;
    for (const Message& message : request.messages)
      out += kTokensAMessage + counter_->count(message.content);
    if (request.schema != nullptr) out += counter_->count(request.schema->json);
    return out;
  }

  StageEstimate& estimate(std::string_view stage) {
    if (const auto found = estimates_.find(stage); found != estimates_.end()) return found->second;
    return estimates_.try_emplace(std::string(stage), stage, session_, settings_, known_, ledger_)
        .first->second;
  }

  Range prompt(std::string_view stage, const ChatRequest& request) const {
    const Range factor =
        vocabulary(session_.choice(stage).provider, counter_->name() == "o200k_base");
    const auto count = static_cast<double>(tokens(request));
    return {count * factor.low, count * factor.high};
  }

  void add(std::string_view stage, const ChatRequest& request, Range times, std::int64_t reply) {
    estimate(stage).add(request, times, prompt(stage, request), reply);
  }
  void add(std::string_view stage, const Ask& ask, std::int64_t reply) {
    estimate(stage).add(ask, prompt(stage, ask.request), reply);
  }

  static void print_first(std::string_view stage, const ChatRequest& request) {
    fmt::print("=== first request of {}\n", stage);
    for (const Message& message : request.messages)
      fmt::print("=== {}\n{}\n", to_text(message.role), text::for_terminal(message.content));
    if (request.schema != nullptr)
      fmt::print("=== schema of the reply\n{}\n", request.schema->json);
    fmt::print("===\n\n");
  }

  void print_assumptions(const Work& work) const {
    fmt::print("counted with {}; {}\n", counter_->name(),
               "for models of others than OpenAI the range has room for 20 % fewer to 50 % more");
    fmt::print("lower end: short replies ({} tokens a pair, {} a rewritten answer, {} a rating)\n",
               kPairTokens, shortest_answer(), kRatingTokens);
    fmt::print("upper end: every reply as long as max_tokens allows\n");
    if (work.generates && work.stages().size() > 1)
      fmt::print(
          "pairs are not there yet: half to all of those that the chunks are asked for, each "
          "with an answer of {} words out of its chunk\n",
          (style_.min_words + style_.max_words) / 2);
    fmt::print(
        "each request once: replies that cannot be used are asked for again, up to {} "
        "times; what the provider's cache saves is not taken off\n",
        settings_.integer("--attempts", 1, 20));
    fmt::print("nothing was asked\n");
  }

  const Session& session_;
  const Settings& settings_;
  const std::string ledger_;  // its folder; "": none
  KnownReplies known_;
  std::unique_ptr<TokenCounter> counter_;
  qa::Style style_;
  // The requests that are kept refer to their schemas.
  std::unique_ptr<qa::Generation> generation_;
  std::unique_ptr<qa::Enrichment> enrichment_;
  std::unique_ptr<qa::Refinement> refinement_;  // where pairs go back
  judge::Judge judge_;
  judge::Selection selection_;
  std::map<std::string, StageEstimate, std::less<>> estimates_;
};

}  // namespace

int dry_run(const Settings& settings, Work stages) {
  const std::string input = settings.input();
  const Rereadable given = must(Rereadable::of(input));
  const Session session(settings, "", Session::Use::kEstimate);
  Estimating estimating(session, settings, ledger_folder(settings, settings.text("--output")));
  const bool is_rows = must(input_kind(given.path())) == InputKind::kExamples;
  if (!stages.generates || (is_rows && stages.enriches)) {
    stages.generates = false;
    const PassageInput passages(settings, input);
    estimating.of_rows(stages, given.path(), passages.passages());
  } else {
    const TemporaryFile chunks = must(TemporaryFile::create(".jsonl"));
    const ChunkInput read = load_chunks(settings, given.path(), chunks.path());
    for (const std::string& line : read.notes) note(settings, line);
    estimating.of_chunks(stages, chunks.path(), read.loaded);
  }
  estimating.print(stages);
  return kDone;
}

}  // namespace generator::cli
