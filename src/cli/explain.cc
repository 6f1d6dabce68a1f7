// One row's whole story, from the files beside it and the ledger.
#include <fmt/format.h>

#include <algorithm>

#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/example_dialogues.h"
#include "cli/judge_panel.h"
#include "cli/ledger_folder.h"
#include "cli/replayed.h"
#include "cli/row_trace.h"
#include "cli/session.h"
#include "cli/stage_stories.h"
#include "cli/stages.h"

namespace generator::cli {
namespace {

// The stages of a run, in order. Where it left no record, those that it can have had.
std::vector<std::string> stages_of(const RunRecord* record) {
  if (record == nullptr) return {"generate", "cot", "enrich", "judge"};
  std::vector<std::string> out;
  for (const std::string_view name : {"generate", "cot", "enrich"})
    if (record->stage(name) != nullptr) out.emplace_back(name);
  for (const RunRecord::Stage& stage : record->stages)
    if (is_judge(stage.name)) out.push_back(stage.name);
  return out;
}

class Explanation {
 public:
  Explanation(const Settings& given, const std::string& file, const std::string& id)
      : given_(given), trace_(trace_row(file, id)) {
    if (trace_.is_empty()) refuse(file, id);
    story_.id = id;
    for (const TracedRow& row : trace_.rows) story_.found_in.push_back(row.path);
    if (const Example* row = trace_.fullest()) story_.row = *row;
    if (!trace_.rows.empty()) story_.row_text = trace_.rows.front().text;
    story_.rows = trace_.of_chunk;
    story_.left = trace_.left;
    story_.won_against = trace_.because;
    find_passage();
  }

  story::Story take() {
    for (auto run = trace_.runs.rbegin(); run != trace_.runs.rend(); ++run) tell(*run);
    if (story_.row) {
      story_.first_answer = story_.row->original_answer;
      if (story_.row_text.empty()) story_.row_text = example_text(*story_.row);
    }
    return std::move(story_);
  }

 private:
  [[noreturn]] void refuse(const std::string& file, const std::string& id) const {
    const TracedRun& run = trace_.runs.front();
    if (!path_exists(file) && !run.folder.exists())
      throw Fatal(kFailed, fmt::format("`{}` does not exist", file));
    const std::string first =
        trace_.first_ids.empty()
            ? "no row there has an id"
            : "the first ids are " + text::join(trace_.first_ids, ", ");
    throw Fatal(kFailed,
                fmt::format("no row of `{}` has the id `{}`, and no reject names it; {}; what was "
                            "left out, with the items' names, stands in `{}`",
                            run.output, id, first, rejected_path(run.output)));
  }

  void find_passage() {
    const std::string id = story_.row ? story_.row->provenance.chunk_id : story_.id;
    std::vector<std::string> places;
    if (const auto chunks = given_.maybe("--chunks")) places.push_back(*chunks);
    for (const TracedRun& run : trace_.runs) places.push_back(run.folder.chunks());
    chunk_ = find_passage(id, places);
    if (chunk_) story_.passage = chunk_->chunk;
    if (story_.row && story_.row->unanswerable) find_shown(places);
    if (!story_.row || !story_.row->multi_hop) return;
    const std::vector<std::string> ids = chunk_ids(*story_.row);
    if (ids.size() < 2) return;
    second_ = find_passage(ids[1], places);
    if (second_) story_.second_passage = second_->chunk;
  }

  void find_shown(const std::vector<std::string>& places) {
    for (const std::string& id : story_.row->unanswerable->shown)
      if (auto chunk = find_passage(id, places)) story_.shown.push_back(std::move(chunk->chunk));
    story_.notes.push_back(
        "the question is that of a row of its passage, beside passages that were proved by rule not "
        "to answer it; the story of how it was asked is told with that row");
  }

  std::optional<TracedChunk> find_passage(const std::string& id,
                                          const std::vector<std::string>& places) {
    std::optional<TracedChunk> out;
    // The earliest run's file has all chunks, in the order in which they were asked about.
    for (auto place = places.rbegin(); place != places.rend() && !out; ++place)
      out = find_chunk(*place, id);
    if (!out)
      story_.passage_missing = fmt::format(
          "not found: `{}` is in none of {} (--chunks FILE names another chunks.jsonl)", id,
          text::join(places, ", "));
    return out;
  }

  void tell(const TracedRun& run) {
    const Settings settings =
        run.record ? settings_of(*run.record, given_.arguments()) : given_;
    const RunRecord* record = run.record ? &*run.record : nullptr;
    const bool asked_nobody = record != nullptr && record->stages.empty();
    const std::string ledger = ledger_folder(settings, run.output);
    if (asked_nobody) return;
    if (record == nullptr && !path_exists(ledger + "/records")) {
      story_.notes.push_back(fmt::format(
          "who made `{}` is not known: it has no run folder with a ledger", run.output));
      return;
    }
    Replayed replayed(settings, record, ledger);
    const std::size_t before = story_.steps.size();
    for (const std::string& stage : stages_of(record)) tell(stage, run, replayed);
    if (record != nullptr) return;
    // Which stages that run had is not known, so those without a reply may be none of them.
    const auto is_unknown = [](const story::Step& step) { return step.asks.empty(); };
    story_.steps.erase(std::remove_if(story_.steps.begin() + static_cast<std::ptrdiff_t>(before),
                                      story_.steps.end(), is_unknown),
                       story_.steps.end());
    if (story_.steps.size() == before)
      story_.notes.push_back(run.output + ": " + replayed.why_unknown());
  }

  void tell(std::string_view stage, const TracedRun& run, Replayed& replayed) {
    if (stage == "generate" && !(story_.row && story_.row->unanswerable))
      return tell_generation(replayed);
    // A row whose passage was asked about has no row before it.
    if (stage == "cot" && (!run.record || run.record->command != "enhance-cot")) {
      if (!was_enhanced(run)) return tell_reasoned_generation(replayed);
    }
    if (!story_.row) return;
    if (story_.row->unanswerable) return tell_unanswerable(stage, run, replayed);
    SourcedExample item{*story_.row, story_.passage, false, story_.second_passage};
    if (item.example.multi_hop && !item.second) item.chunk.reset();
    if (stage == "cot") {
      item.example.pair().reasoning.clear();
      item.example.rating.reset();
      return add(enhance_cot_step(replayed, item));
    }
    if (stage == "enrich") {
      item.example = before_rewriting(run);
      return add(enrich_step(replayed, item));
    }
    if (!was_left_out_unrated()) add(judge_step(replayed, stage, item, rated_beside(run, item)));
    if (place_of_judge(stage) != 0) return;
    if (!item.example.pair().reasoning.empty() && item.example.rating) add(reasoning_judge_step(replayed, item));
    add_verdict(run, replayed);
  }

  // Only a judge is asked about it.
  void tell_unanswerable(std::string_view stage, const TracedRun& run, Replayed& replayed) {
    if (!is_judge(stage) || story_.shown.size() != story_.row->unanswerable->shown.size()) return;
    SourcedExample item{*story_.row, story_.passage};
    item.shown = story_.shown;
    add(unanswerable_judge_step(replayed, stage, item));
    if (place_of_judge(stage) == 0) add_verdict(run, replayed);
  }

  // `fix-cot` and `resume-cot` name two commands: rows they read stand in their input.
  bool was_enhanced(const TracedRun& run) const {
    return run.record && run.record->input.size() == 1 &&
           trace_.row_in(run.record->input[0]) != nullptr;
  }

  void tell_reasoned_generation(Replayed& replayed) {
    if (!chunk_) return;
    const Wanted wanted{story_.id, story_.row ? &*story_.row : nullptr, nullptr};
    for (story::Step& step : generate_cot_steps(replayed, *chunk_, wanted)) add(std::move(step));
  }

  void tell_generation(Replayed& replayed) {
    const bool is_multi_hop = story_.row && story_.row->multi_hop;
    if (!chunk_ || (is_multi_hop && !second_)) return;
    const Wanted wanted{story_.id, story_.row ? &*story_.row : nullptr,
                        second_ ? &*second_ : nullptr};
    for (story::Step& step : generate_steps(replayed, *chunk_, wanted)) add(std::move(step));
  }

  // The rows of its passage that were rated, in the order of the run.
  static std::vector<SourcedExample> rated_beside(const TracedRun& run,
                                                  const SourcedExample& row) {
    std::vector<SourcedExample> out;
    const std::string rated = run.folder.stage("rated");
    if (!path_exists(rated)) return out;
    for_each_example(rated, [&](Example example) {
      if (example.provenance.chunk_id != row.example.provenance.chunk_id) return;
      SourcedExample other = row;
      other.example = std::move(example);
      out.push_back(std::move(other));
    });
    return out;
  }

  // What a later stage was not asked about a row that was left out is no gap.
  void add(story::Step step) {
    if (step.asks.empty() && story_.is_dropped()) return;
    story_.steps.push_back(std::move(step));
  }

  // The row as `enrich` read it: as it stands in the file before, else with its first answer.
  Example before_rewriting(const TracedRun& run) const {
    const TracedRow* row = trace_.row_in(run.folder.stage("pairs"));
    if (row == nullptr && run.record && run.record->input.size() == 1)
      row = trace_.row_in(run.record->input[0]);
    if (row != nullptr) return row->example;
    Example out = *story_.row;
    // Of a conversation only all answers together are known.
    if (!out.original_answer.empty() && !out.is_conversation())
      out.pair().answer = std::exchange(out.original_answer, "");
    out.rating.reset();
    return out;
  }

  // Duplicates are left out before anybody is asked about them.
  bool was_left_out_unrated() const {
    return story_.is_dropped() && !story_.row->rating &&
           std::ranges::none_of(story_.left, [](const story::Left& left) {
             return left.dropped && left.detail.starts_with("not rated: ");
           });
  }

  void add_verdict(const TracedRun& run, const Replayed& replayed) {
    const judge::Selection selection = read_selection(replayed.settings());
    story::Verdict& verdict = story_.verdict;
    verdict.threshold = selection.threshold;
    verdict.keep_top = selection.keep_top;
    const auto is_in = [&](const std::string& path) { return trace_.row_in(path) != nullptr; };
    const auto dropped = std::ranges::find_if(
        story_.left.rbegin(), story_.left.rend(), &story::Left::dropped);
    if (is_in(run.folder.stage("spare")))
      verdict.what = "spare: good enough, and more than --target-pairs asked for";
    else if (dropped != story_.left.rend())
      verdict.what = fmt::format("left out: {}", dropped->code);
    else if (is_in(run.folder.stage("kept")) || is_in(run.output))
      verdict.what = "kept";
  }

  const Settings& given_;
  const RowTrace trace_;
  std::optional<TracedChunk> chunk_, second_;  // the second of a multi-hop row
  story::Story story_;
};

}  // namespace

int run_explain(const Settings& settings) {
  if (settings.positional().size() != 2)
    throw Fatal(kWrongUseExit,
                fmt::format("`generator explain` takes a file and an id, not {}\nusage: generator "
                            "explain {}\nexample: {}",
                            text::counted(static_cast<std::int64_t>(settings.positional().size()),
                                          "argument"),
                            settings.command().arguments, settings.command().example));
  const story::Story story =
      Explanation(settings, settings.positional()[0], settings.positional()[1]).take();
  if (settings.is_on("--json"))
    fmt::print("{}\n", story::to_json(story));
  else
    fmt::print("{}", story::to_text(story));
  return kDone;
}

}  // namespace generator::cli
