#include "cli/compare_judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <system_error>
#include <utility>

#include "base/random.h"
#include "cli/judge_panel.h"
#include "cli/listed_dialogues.h"
#include "cli/providers.h"
#include "data/reasons.h"
#include "judge/pairwise_dialogue.h"
#include "judge/pairwise_tally.h"
#include "store/run_folder.h"

namespace generator::cli {
namespace {

constexpr const char* kStage = "judge";

std::vector<select::MatchText> match_texts(const ComparedSet& set) {
  std::vector<select::MatchText> out;
  for (const Example& row : set.rows())
    if (row.unanswerable)
      out.push_back({"", ""});  // a refusal and an answer to one question are no rivals
    else
      out.push_back({row.pair().question, row.provenance.chunk_id});
  return out;
}

// `most` of the matches, in their order.
std::vector<select::Match> drawn(const std::vector<select::Match>& found, std::size_t most,
                                 std::uint64_t seed) {
  std::vector<std::size_t> places(found.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  Random random(seed, "compare");
  random.shuffle(places);
  places.resize(std::min(most, places.size()));
  std::ranges::sort(places);
  std::vector<select::Match> out;
  for (const std::size_t place : places) out.push_back(found[place]);
  return out;
}

Result<std::unique_ptr<Dialogue>> judging(const judge::PairwiseJudge& judge, const ComparedSet& a,
                                          const ComparedSet& b, const select::Match& match) {
  judge::MatchedRows rows;
  rows.a_name = a.name(match.a);
  rows.b_name = b.name(match.b);
  rows.a.example = a.rows()[match.a];
  rows.b.example = b.rows()[match.b];
  CHECK_OK(find_passages(a.passages(), rows.a));
  CHECK_OK(find_passages(b.passages(), rows.b));
  return std::make_unique<judge::PairwiseDialogue>(judge, std::move(rows));
}

std::string word_of(judge::Winner winner, const char* otherwise) {
  if (winner == judge::Winner::kTie) return otherwise;
  return winner == judge::Winner::kA ? "a" : "b";
}

void put_verdict(comparison::Item& item, const judge::PairwiseVerdict& verdict) {
  item.verdict = word_of(verdict.winner(), "tie");
  for (std::size_t order = 0; order < item.choices.size(); ++order) {
    item.choices[order] = judge::to_text(verdict.choices[order]);
    item.reasons[order] = verdict.reasons[order];
  }
}

void put_totals(comparison::Verdicts& out, const judge::PairwiseReport& report) {
  out.judged = report.items;
  out.wins_a = report.wins_a;
  out.wins_b = report.wins_b;
  out.ties = report.ties;
  out.inconsistent = report.inconsistent;
  out.share_a = report.share_a();
  out.score_a = report.score_a();
  out.first = report.first_share();
  out.winner = word_of(report.winner(), "");
}

}  // namespace

std::vector<select::Match> matches(const ComparedSet& a, const ComparedSet& b) {
  const auto texts_a = match_texts(a), texts_b = match_texts(b);
  return select::match(texts_a, texts_b);
}

CompareJudge::CompareJudge(const Settings& settings) : settings_(settings) {
  if (judge_stages(settings).size() > 1)
    throw Fatal(kWrongUseExit, "--judge-model is given several times; `compare` asks one judge, so "
                               "compare once with each");
  std::string output = settings.text("--output");
  if ((output.empty() || output == "-") && settings.text("--ledger").empty()) {
    if (stage_model(settings, kStage).provider != "offline")
      throw Fatal(kWrongUseExit, "a model is to judge: say where its replies are kept, with -o FILE "
                                 "or --ledger DIR; or compare without a judge (--pairs 0)");
    spool_.emplace(must(TemporaryFile::create("")));
    output = spool_->path();
  }
  session_ = std::make_unique<Session>(settings, output);
  judge::PairwiseOptions options;
  options.sampling = session_->choice(kStage).sampling;
  options.from_inputs = session_->is_offline(kStage);
  judge_.emplace(must(judge::PairwiseJudge::create(
      *must(session_->prompts().find("compare", session_->prompt_set(kStage))), options)));
}

CompareJudge::~CompareJudge() {
  session_.reset();
  std::error_code ignored;
  if (spool_) std::filesystem::remove_all(RunFolder::of(spool_->path()).path(), ignored);
}

comparison::Verdicts CompareJudge::ask(const ComparedSet& a, const ComparedSet& b,
                                       const std::vector<select::Match>& found) {
  const auto most = static_cast<std::size_t>(settings_.integer("--pairs", 0, INT64_MAX));
  const auto seed = static_cast<std::uint64_t>(settings_.integer("--seed", 0, INT64_MAX));
  const std::vector<select::Match> items = drawn(found, most, seed);
  comparison::Verdicts out;
  out.judge = session_->model_name(kStage);
  out.by_rules = session_->is_offline(kStage);
  out.asked = std::ssize(items);
  for (const select::Match& item : items) {
    comparison::Item& shown = out.items.emplace_back();
    shown.a = a.name(item.a);
    shown.b = b.name(item.b);
    shown.matched_by = item.kind == select::MatchKind::kQuestion ? "question" : "chunk";
    shown.code = reasons::kCallFailed;  // until something is heard of it
    shown.detail = "no reply";
  }
  judge::PairwiseReport report;
  ListedDialogues source(items.size(),
                         [&](std::size_t i) { return judging(*judge_, a, b, items[i]); });
  session_->run(
      kStage, source,
      [&](std::uint64_t index, const Finished& finished) -> Status {
        comparison::Item& item = out.items[index];
        for (const Reject& reject : finished.rejects) {
          item.code = reject.code;
          item.detail = reject.detail;
        }
        for (const Example& example : finished.examples) {
          const auto verdict = judge::verdict_of(example);
          if (!verdict) return fail(ErrorKind::kInternal, "a comparison ended without a verdict");
          judge::add(report, *verdict);
          put_verdict(item, *verdict);
          item.code.clear();
          item.detail.clear();
        }
        return {};
      },
      "comparison");
  put_totals(out, report);
  return out;
}

void CompareJudge::close() { session_->close(); }

}  // namespace generator::cli
