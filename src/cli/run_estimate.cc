#include "cli/run_estimate.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "cli/chunk_input.h"
#include "cli/cot_stage.h"
#include "cli/judge_audit.h"
#include "cli/style_settings.h"
#include "cot/enhance.h"
#include "judge/judge_dialogue.h"
#include "judge/probes.h"
#include "qa/unanswerable.h"
#include "store/example_file.h"

namespace generator::cli {
namespace {

constexpr double kFewestKept = 0.5;          // of the pairs, from stage to stage
constexpr double kTokensAWord = 1.3;

std::int64_t size(const std::vector<Ask>& asks) { return static_cast<std::int64_t>(asks.size()); }

}  // namespace

RunEstimate::RunEstimate(const Session& session, const Settings& settings,
                         const std::string& ledger)
    : session_(session),
      settings_(settings),
      estimates_(session, settings, ledger),
      style_(read_style(settings)),
      generation_(make_generation(session, settings)),
      enrichment_(make_enrichment(session, settings)),
      reasoning_judge_(make_reasoning_judge(session, settings)),
      selection_(read_selection(settings)) {
  for (const std::string& stage : session.asking("curate"))
    judges_.push_back({stage, make_judge(session, settings, false, stage),
                       make_unanswerable_judge(session, false, stage)});
}

void RunEstimate::of_chunks(const Work& work, const std::string& path, std::uint64_t chunks) {
  std::int64_t assumed = 0;
  std::optional<SourcedExample> last;
  const bool by_rules = session_.is_offline("generate");
  for_each_planned_chunk(settings_, path, chunks, by_rules, [&](const qa::GenerateItem& item) {
    const auto asks = must(generation_->asks(item));
    const std::int64_t reply = turns_of(item) * kPairTokens / std::max<std::int64_t>(1, size(asks));
    for (const Ask& ask : asks) estimates_.add("generate", ask, written(reply, item));
    const auto pairs = static_cast<double>(item.n_pairs);
    const SourcedExample pair{assumed_pair(item.chunk), item.chunk, false, item.second};
    if (work.enriches)
      for (const ChatRequest& request : must(enrichment_->asks(pair)))
        estimates_.add("enrich", request, {pairs * kFewestKept, pairs}, shortest_answer());
    if (!work.curates) return;
    judge_assumed(pair, item.n_pairs);
    if (const double share = settings_.number("--unanswerable", 0, 1); share > 0) {
      SourcedExample twin = pair;  // beside passages about as long as its own
      twin.shown.assign(qa::kShownPassages, item.chunk);
      judge_unanswerable(twin, {pairs * share * kFewestKept, pairs * share});
    }
    assumed += item.n_pairs;
    last = pair;
  });
  if (last) audit_assumed(*last, assumed);
}

void RunEstimate::of_rows(const Work& work, const std::string& path, const Passages& passages) {
  std::vector<SourcedExample> together;
  std::int64_t judged = 0;
  ExampleReader rows = must(ExampleReader::open(path));
  ExampleRow row;
  while (must(rows.next(row))) {
    if (!row.example) continue;
    SourcedExample pair{std::move(*row.example), {}};
    const std::string chunk = passage_name(pair.example);
    must(find_passages(passages, pair));
    if (pair.example.unanswerable) {
      if (work.curates && !work.refines && !pair.shown.empty()) judge_unanswerable(pair, {1, 1});
      continue;
    }
    if (work.enhances_cot) think(pair);
    if (work.enriches)
      for (ChatRequest& request : must(enrichment_->asks(pair)))
        estimates_.add("enrich", Ask{std::move(request)}, shortest_answer());
    if (work.refines) refine(pair);
    if (!work.curates || work.refines) continue;
    if (!together.empty() && (std::ssize(together) >= batch() || chunk.empty() ||
                              passage_name(together.back().example) != chunk))
      judge_rows(std::exchange(together, {}), work.enriches);
    together.push_back(std::move(pair));
    ++judged;
  }
  if (!together.empty()) audit_assumed(together.back(), judged);
  judge_rows(std::move(together), work.enriches);
}

void RunEstimate::of_reasoned_chunks(const std::string& path, std::uint64_t chunks) {
  generate_cot_ = make_generate_cot(session_, settings_);
  for_each_planned_chunk(settings_, path, chunks, session_.is_offline("cot"),
                         [&](const qa::GenerateItem& item) {
                           estimates_.add("cot", Ask{must(generate_cot_->ask(item, item.chunk))},
                               item.n_pairs * (kPairTokens + kReasoningTokens));
                           const auto pairs = static_cast<double>(item.n_pairs);
                           SourcedExample pair{assumed_pair(item.chunk), item.chunk};
                           check_reasoning(generate_cot_->thinking(), pair,
                                           {pairs * kFewestKept, pairs});
                         });
}

// A row whose reasoning stands is not asked about.
void RunEstimate::think(const SourcedExample& pair) {
  if (!thinking_) thinking_ = make_thinking(session_, settings_);
  if (cot::has_good_reasoning(*thinking_, pair)) return;
  estimates_.add("cot", Ask{must(thinking_->ask_steps(pair))}, kReasoningTokens);
  check_reasoning(*thinking_, pair, {kFewestKept, 1});
}

// What --samples and --verify ask about each pair that has steps by then; the answer stands in for
// them.
void RunEstimate::check_reasoning(const cot::Thinking& thinking, const SourcedExample& pair,
                                  Range pairs) {
  const double others = thinking.options().samples - 1;
  if (others > 0)
    estimates_.add("cot", must(thinking.ask_solution(pair)),
                   {pairs.low * others, pairs.high * others}, kReasoningTokens);
  const QaPair& said = pair.example.pair();
  if (thinking.options().verify)
    estimates_.add("cot", must(thinking.ask_verdict(said.question, {said.answer})), pairs,
                   kPairTokens);
}

// Where it goes back; how many rounds it takes is not known.
void RunEstimate::refine(const SourcedExample& pair) {
  const auto& rating = pair.example.rating;
  if (!refinement_) refinement_ = make_refinement(session_, settings_);
  if (!rating || judge::is_good(*rating, selection_) || pair.example.is_conversation()) return;
  const Range rounds{1, static_cast<double>(settings_.integer("--rounds", 1, 20))};
  estimates_.add("refine", refinement_->ask(pair), rounds, shortest_answer());
  for (const PanelJudge& each : judges_)
    estimates_.add(each.stage, each.judge.ask(pair), {kFewestKept, rounds.high}, kRatingTokens);
}

std::int64_t RunEstimate::shortest_answer() const {
  return static_cast<std::int64_t>(static_cast<double>(style_.min_words) * kTokensAWord);
}

// In mode `write` the answers are in the reply, too.
std::int64_t RunEstimate::written(std::int64_t questions, const qa::GenerateItem& item) const {
  const bool writes = settings_.text("--mode") == "write";
  return writes ? questions + turns_of(item) * shortest_answer() : questions;
}

std::int64_t RunEstimate::turns_of(const qa::GenerateItem& item) const {
  return item.n_pairs * (item.second ? 1 : style_.min_turns);
}

// A pair as a chunk might give it: its own words, as many as an answer has in the middle.
Example RunEstimate::assumed_pair(const Chunk& chunk) const {
  const auto words = text::words(chunk.text);
  const auto wanted = static_cast<std::size_t>((style_.min_words + style_.max_words) / 2);
  std::string answer;
  for (std::size_t i = 0; i < std::min(words.size(), wanted); ++i)
    answer += (i == 0 ? "" : " ") + std::string(words[i]);
  Example out;
  out.id = "assumed";
  const QaPair pair{"What does the passage say here, and in which case does it matter?", {}, answer};
  out.body = pair;
  if (style_.has_conversations())
    out.body = Conversation{std::vector<QaPair>(
        static_cast<std::size_t>((style_.min_turns + style_.max_turns) / 2), pair)};
  out.answer_form = "verbatim";
  out.provenance.chunk_id = chunk.id;
  out.provenance.source_file = chunk.source;
  return out;
}

void RunEstimate::judge_assumed(const SourcedExample& pair, std::int64_t pairs) {
  const auto together = std::min<std::int64_t>(batch(), pairs);
  const std::vector<const SourcedExample*> rows(static_cast<std::size_t>(together), &pair);
  for (const PanelJudge& each : judges_) {
    const double calls = static_cast<double>(pairs * each.judge.options().votes) /
                         static_cast<double>(together);
    estimates_.add(each.stage, each.judge.ask(rows), {calls * kFewestKept, calls},
                   kRatingTokens * together);
  }
}

void RunEstimate::audit_assumed(const SourcedExample& pair, std::int64_t pairs) {
  const auto rows =
      static_cast<double>(audited_rows(settings_, static_cast<std::uint64_t>(pairs)));
  if (rows == 0) return;
  const double forms = std::size(judge::kProbeNames);
  for (const PanelJudge& each : judges_)
    estimates_.add(each.stage, each.judge.ask(pair), {rows * forms / 2, rows * forms},
                   kRatingTokens);
}

void RunEstimate::judge_unanswerable(const SourcedExample& row, Range times) {
  for (const PanelJudge& each : judges_)
    estimates_.add(each.stage, each.unanswerable_judge.ask(row), times, kRatingTokens);
}

// A pair that is to be rewritten first is not yet what the judge will see, and one that a panel
// rates comes to its later judges with what the first one said.
void RunEstimate::judge_rows(std::vector<SourcedExample> rows, bool are_rewritten_first) {
  std::vector<ChatRequest> reasoned;  // their steps are rated apart
  const std::int64_t reply = kRatingTokens * std::ssize(rows);
  const double votes = judges_[0].judge.options().votes;
  for (const SourcedExample& row : rows)
    if (!row.example.pair().reasoning.empty())
      reasoned.emplace_back(reasoning_judge_.ask(row));
  judge::JudgeDialogue dialogue(judges_[0].judge, std::move(rows),
                                settings_.is_on("--keep-ratings"));
  const Turn turn = dialogue.open();
  const auto* asks = std::get_if<std::vector<Ask>>(&turn);
  if (asks == nullptr) return;
  for (const Ask& ask : *asks)
    for (const PanelJudge& each : judges_)
      are_rewritten_first ? estimates_.add(each.stage, ask.request, {1, 1}, reply)
                          : estimates_.add(each.stage, ask, reply);
  for (const ChatRequest& request : reasoned)
    estimates_.add("judge", request, {votes, votes}, kRatingTokens / 2);
}

}  // namespace generator::cli
