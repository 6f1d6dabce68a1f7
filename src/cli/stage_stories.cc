#include "cli/stage_stories.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "cli/stages.h"
#include "cli/style_settings.h"
#include "judge/judge_dialogue.h"
#include "qa/plan.h"
#include "qa/rounds.h"
#include "run/dialogue.h"

namespace generator::cli {
namespace {

constexpr std::size_t kMostRounds = 100;

bool asks_in_rounds(const Settings& settings) {
  return settings.is_set("--target-pairs") || settings.is_set("--candidates");
}

bool has_row(const Told& told, const std::string& id) {
  return told.finished &&
         std::ranges::any_of(told.finished->examples,
                             [&](const Example& example) { return example.id == id; });
}

// Whether a reply says that question, as text or inside JSON.
bool says(const story::Ask& ask, const std::string& question) {
  if (!ask.reply) return false;
  const std::string quoted = json::quote(question);
  return text::contains(ask.reply->text, question) ||
         text::contains(ask.reply->text, std::string_view(quoted).substr(1, quoted.size() - 2));
}

// Of a chunk whose pairs were asked for one by one: the question that the row came of, alone.
void keep_own_question(const Wanted& wanted, story::Step& step) {
  if (wanted.row == nullptr) return;
  const auto own = std::ranges::find_if(step.asks, [&](const story::Ask& ask) {
    return says(ask, wanted.row->pair().question);
  });
  if (own == step.asks.end()) return;
  const std::size_t slot = own->slot;
  const auto others =
      std::erase_if(step.asks, [&](const story::Ask& ask) { return ask.slot != slot; });
  if (others > 0)
    step.notes.push_back(
        fmt::format("{} about other parts of the passage {} left away",
                    text::counted(static_cast<std::int64_t>(others), "request"),
                    others == 1 ? "is" : "are"));
}

// How many of the dialogue's rows the step's replies made.
std::int64_t rows_made(const story::Step& step, const Told& told) {
  if (!told.finished) return 1;
  return std::max<std::int64_t>(
      1, std::ranges::count_if(told.finished->examples, [&](const Example& example) {
        return std::ranges::any_of(step.asks, [&](const story::Ask& ask) {
          return says(ask, example.pair().question);
        });
      }));
}

// One chunk's dialogues, round after round.
class ChunkStory {
 public:
  ChunkStory(Replayed& run, const TracedChunk& chunk, const Wanted& wanted)
      : run_(run),
        chunk_(chunk),
        wanted_(wanted),
        generation_(make_generation(run.session(), run.settings(),
                                    run.session().is_offline("generate"))),
        bearing_(qa::bearing(chunk.chunk, read_style(run.settings()))) {}

  std::vector<story::Step> steps() {
    if (!bearing_.skip.empty()) return {};
    std::vector<Told> rounds = rounds_known();
    const auto own = std::ranges::find_if(
        rounds, [&](const Told& told) { return has_row(told, wanted_.id); });
    std::vector<story::Step> out;
    for (std::size_t i = 0; i < rounds.size(); ++i)
      if (own == rounds.end() || &*own == &rounds[i]) out.push_back(step_of(rounds[i], i > 0));
    if (!out.empty() && wanted_.row != nullptr && own == rounds.end())
      out.back().notes.push_back("read with the settings of today, no reply makes this row");
    if (!out.empty()) return out;
    out.push_back(run_.step("generate"));
    out.back().notes.push_back(run_.why_unknown());
    return out;
  }

 private:
  // Until the one that made the row, or the last.
  std::vector<Told> rounds_known() {
    std::vector<Told> out;
    std::vector<std::string> asked;
    while (out.size() < kMostRounds) {
      auto told = round_of(asked);
      if (!told) break;
      out.push_back(std::move(*told));
      const bool goes_on = out.back().finished && !has_row(out.back(), wanted_.id) &&
                           asks_in_rounds(run_.settings()) && wanted_.second == nullptr;
      if (!goes_on) break;
      const auto more = qa::proposed_questions(*out.back().finished);
      if (more.empty()) break;
      asked.insert(asked.end(), more.begin(), more.end());
    }
    return out;
  }

  // The numbers of pairs that the chunk can have been asked for, the likeliest first.
  std::vector<std::int64_t> shares() const {
    if (wanted_.second != nullptr) return {1};
    if (const auto fixed = run_.settings().maybe_integer("--n-pairs", 1, 1000)) return {*fixed};
    std::vector<std::int64_t> out = {bearing_.pairs};
    if (asks_in_rounds(run_.settings()))
      for (std::int64_t share = bearing_.pairs - 1; share > 0; --share) out.push_back(share);
    return out;
  }

  // What is known of the round after those that proposed `asked`: of the number of pairs that gave
  // the row, else of any.
  std::optional<Told> round_of(const std::vector<std::string>& asked) {
    std::optional<Told> out;
    for (const std::int64_t share : shares()) {
      Told told = run_.tell("generate", [&] {
        qa::GenerateItem item{chunk_.chunk, share, chunk_.position, asked};
        if (wanted_.second != nullptr) {
          item.second = wanted_.second->chunk;
          item.position = wanted_.second->position;
        }
        return must(generation_->begin(std::move(item)));
      });
      if (!told.is_known()) continue;
      const bool is_it = has_row(told, wanted_.id);
      if (!out || is_it) out = std::move(told);
      if (is_it) break;
    }
    return out;
  }

  story::Step step_of(const Told& told, bool is_later) const {
    story::Step out = run_.step("generate");
    if (is_later) out.notes.push_back("asked again, for more pairs than an earlier reply gave");
    out.asks = told.asks;
    keep_own_question(wanted_, out);
    out.rows = rows_made(out, told);
    if (out.rows > 1) out.notes.push_back(fmt::format("its reply made {} rows", out.rows));
    return out;
  }

  Replayed& run_;
  const TracedChunk& chunk_;
  const Wanted& wanted_;
  std::unique_ptr<qa::Generation> generation_;
  qa::Bearing bearing_;
};

story::Step step_of(const Replayed& run, std::string_view stage, Told told) {
  story::Step out = run.step(stage);
  if (!told.is_known()) out.notes.push_back(run.why_unknown());
  if (told.is_known()) out.asks = std::move(told.asks);
  return out;
}

}  // namespace

std::vector<story::Step> generate_steps(Replayed& run, const TracedChunk& chunk,
                                        const Wanted& wanted) {
  return ChunkStory(run, chunk, wanted).steps();
}

story::Step enrich_step(Replayed& run, const SourcedExample& row) {
  const auto enrichment = make_enrichment(run.session(), run.settings());
  return step_of(run, "enrich", run.tell("enrich", [&] { return must(enrichment->begin(row)); }));
}

story::Step judge_step(Replayed& run, const SourcedExample& row) {
  const judge::Judge judge =
      make_judge(run.session(), run.settings(), run.session().is_offline("judge"));
  story::Step out = step_of(run, "judge", run.tell("judge", [&] {
    return std::make_unique<judge::JudgeDialogue>(judge, std::vector{row});
  }));
  if (out.asks.empty() && run.settings().is_on("--keep-ratings"))
    out.notes = {"nobody was asked: the row had a rating, and --keep-ratings used it"};
  else if (judge::Judge::without_injections(row))
    out.notes.push_back("text that addresses a model was not shown to the judge");
  return out;
}

}  // namespace generator::cli
