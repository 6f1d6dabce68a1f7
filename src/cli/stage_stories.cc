#include "cli/stage_stories.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "cli/cot_stage.h"
#include "cli/stages.h"
#include "cli/style_settings.h"
#include "cot/enhance.h"
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
  using Begin = std::function<Result<std::unique_ptr<Dialogue>>(qa::GenerateItem)>;
  /// `stage` "generate" or "cot".
  ChunkStory(Replayed& run, std::string_view stage, Begin begin, const TracedChunk& chunk,
             const Wanted& wanted)
      : run_(run),
        stage_(stage),
        begin_(std::move(begin)),
        chunk_(chunk),
        wanted_(wanted),
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
    out.push_back(run_.step(stage_));
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
      Told told = run_.tell(stage_, [&] {
        qa::GenerateItem item{chunk_.chunk, share, chunk_.position, asked};
        if (wanted_.second != nullptr) {
          item.second = wanted_.second->chunk;
          item.position = wanted_.second->position;
        }
        return must(begin_(std::move(item)));
      });
      if (!told.is_known()) continue;
      const bool is_it = has_row(told, wanted_.id);
      if (!out || is_it) out = std::move(told);
      if (is_it) break;
    }
    return out;
  }

  story::Step step_of(const Told& told, bool is_later) const {
    story::Step out = run_.step(stage_);
    if (is_later) out.notes.push_back("asked again, for more pairs than an earlier reply gave");
    out.asks = told.asks;
    keep_own_question(wanted_, out);
    out.rows = rows_made(out, told);
    if (out.rows > 1) out.notes.push_back(fmt::format("its reply made {} rows", out.rows));
    return out;
  }

  Replayed& run_;
  std::string_view stage_;
  Begin begin_;
  const TracedChunk& chunk_;
  const Wanted& wanted_;
  qa::Bearing bearing_;
};

story::Step step_of(const Replayed& run, std::string_view stage, Told told) {
  story::Step out = run.step(stage);
  if (!told.is_known()) out.notes.push_back(run.why_unknown());
  if (told.is_known()) out.asks = std::move(told.asks);
  return out;
}

// With what the judges of a panel before this one said of it, and no more.
void as_it_came(const judge::Judge& judge, SourcedExample& row) {
  auto& rating = row.example.rating;
  if (rating && rating->panel.size() > judge.options().place)
    rating->panel.resize(judge.options().place);
}

// Rows that can have stood in one request with `row`: neighbours, at most `most` together; the most
// first.
std::vector<std::vector<SourcedExample>> batches_with(const SourcedExample& row,
                                                      const std::vector<SourcedExample>& beside,
                                                      int most) {
  std::vector<std::vector<SourcedExample>> out;
  const auto own = std::ranges::find_if(beside, [&](const SourcedExample& other) {
    return row.example.id.empty() ? example_text(other.example) == example_text(row.example)
                                  : other.example.id == row.example.id;
  });
  if (own == beside.end()) return out;
  const auto size = std::ssize(beside), at = own - beside.begin();
  for (std::ptrdiff_t count = std::min<std::ptrdiff_t>(most, size); count > 1; --count)
    for (std::ptrdiff_t begin = std::max<std::ptrdiff_t>(0, at - count + 1);
         begin <= at && begin + count <= size; ++begin)
      out.emplace_back(beside.begin() + begin, beside.begin() + begin + count);
  return out;
}

}  // namespace

std::vector<story::Step> generate_steps(Replayed& run, const TracedChunk& chunk,
                                        const Wanted& wanted) {
  const auto generation = make_generation(run.session(), run.settings(),
                                          run.session().is_offline("generate"));
  return ChunkStory(
             run, "generate",
             [&](qa::GenerateItem item) { return generation->begin(std::move(item)); }, chunk,
             wanted)
      .steps();
}

std::vector<story::Step> generate_cot_steps(Replayed& run, const TracedChunk& chunk,
                                            const Wanted& wanted) {
  const auto stage =
      make_generate_cot(run.session(), run.settings(), run.session().is_offline("cot"));
  return ChunkStory(
             run, "cot", [&](qa::GenerateItem item) { return stage->begin(std::move(item)); },
             chunk, wanted)
      .steps();
}

story::Step enhance_cot_step(Replayed& run, const SourcedExample& row) {
  const auto thinking =
      make_thinking(run.session(), run.settings(), run.session().is_offline("cot"));
  return step_of(run, "cot", run.tell("cot", [&] { return cot::enhance(*thinking, row); }));
}

story::Step reasoning_judge_step(Replayed& run, const SourcedExample& row) {
  const judge::ReasoningJudge judge = make_reasoning_judge(run.session(), run.settings(),
                                                           run.session().is_offline("judge"));
  return step_of(run, "judge", run.tell("judge", [&] {
    return judge::judge_reasoning(judge, row, false);
  }));
}

story::Step unanswerable_judge_step(Replayed& run, std::string_view stage,
                                    const SourcedExample& row) {
  const judge::UnanswerableJudge judge =
      make_unanswerable_judge(run.session(), run.session().is_offline(stage), stage);
  return step_of(run, stage, run.tell(stage, [&] {
    return judge::judge_unanswerable(judge, row);
  }));
}

story::Step enrich_step(Replayed& run, const SourcedExample& row) {
  const auto enrichment = make_enrichment(run.session(), run.settings());
  return step_of(run, "enrich", run.tell("enrich", [&] { return must(enrichment->begin(row)); }));
}

story::Step judge_step(Replayed& run, std::string_view stage, const SourcedExample& row,
                       const std::vector<SourcedExample>& beside) {
  const judge::Judge judge =
      make_judge(run.session(), run.settings(), run.session().is_offline(stage), stage);
  const auto tell = [&](std::vector<SourcedExample> rows) {
    for (SourcedExample& each : rows) as_it_came(judge, each);
    return run.tell(stage, [&] { return std::make_unique<judge::JudgeDialogue>(judge, rows); });
  };
  story::Step out = step_of(run, stage, tell({row}));
  if (out.asks.empty() && judge.options().batch > 1)
    for (std::vector<SourcedExample>& rows : batches_with(row, beside, judge.options().batch)) {
      const std::size_t count = rows.size();
      Told told = tell(std::move(rows));
      if (!told.is_known()) continue;
      out = step_of(run, stage, std::move(told));
      out.notes.push_back(fmt::format("asked about {} of this passage at once", count));
      break;
    }
  if (out.asks.empty() && run.settings().is_on("--keep-ratings"))
    out.notes = {"nobody was asked: the row had a rating, and --keep-ratings used it"};
  else if (judge::Judge::without_injections(row))
    out.notes.push_back("text that addresses a model was not shown to the judge");
  return out;
}

}  // namespace generator::cli
