// Pairs to the pairs that are good enough: every one is rated, then the selection is made from the
// ratings alone.
#include "cli/curate_stage.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "cli/judge_audit.h"
#include "cli/judge_panel.h"
#include "cli/temporary_file.h"
#include "data/reasons.h"
#include "judge/judge_dialogue.h"
#include "store/example_file.h"

namespace generator::cli {
namespace {

judge::Weights read_weights(const Settings& settings) {
  if (settings.list("--weights").size() > 1)
    throw Fatal(kWrongUseExit, "--weights is given twice; only --sweep takes several");
  const auto text = settings.maybe("--weights");
  return text ? must(judge::read_weights(*text)) : judge::Weights{};
}

// Where the ratings of each judge go: those of the last to `rated`, the others' to files between.
class Rows {
 public:
  Rows(std::size_t judges, RowSink& rated) : rated_(rated) {
    for (std::size_t i = 0; i + 1 < judges; ++i) {
      files_.push_back(must(TemporaryFile::create(".jsonl")));
      between_.push_back(must(ExampleWriter::create(files_.back().path())));
    }
  }
  RowSink& of(std::size_t place) {
    return place < between_.size() ? *between_[place] : rated_;
  }
  std::string finished(std::size_t place) {
    must(between_[place]->finish());
    return files_[place].path();
  }

 private:
  RowSink& rated_;
  std::vector<TemporaryFile> files_;
  std::vector<std::unique_ptr<ExampleWriter>> between_;
};

// "OUT.run/audit.jsonl" and "judge 2": "OUT.run/audit_2.jsonl".
std::string beside(const std::string& path, std::string_view stage) {
  const std::size_t dot = path.rfind('.');
  return fmt::format("{}_{}{}", path.substr(0, dot), place_of_judge(stage) + 1, path.substr(dot));
}

}  // namespace

judge::Selection read_selection(const Settings& settings) {
  judge::Selection selection;
  selection.threshold = settings.number("--threshold", 0, 10);
  selection.keep_top = settings.maybe_number("--keep-top", 0, 1);
  selection.reasoning_threshold = settings.number("--reasoning-threshold", 0, 10);
  selection.weights = read_weights(settings);
  selection.topic = settings.text("--topic");
  must(judge::check(selection));
  return selection;
}

judge::Judge make_judge(const Session& session, const Settings& settings, bool from_inputs,
                        std::string_view stage) {
  judge::JudgeOptions options;
  options.sampling = session.choice(stage).sampling;
  options.weights = read_weights(settings);
  options.topic = settings.text("--topic");
  options.from_inputs = from_inputs;
  options.panel = judge_stages(settings).size();
  options.place = place_of_judge(stage);
  if (!session.is_offline(stage)) {  // rules are asked about each pair once
    options.votes = static_cast<int>(settings.integer("--votes", 1, 99));
    options.batch = static_cast<int>(settings.integer("--judge-batch", 1, 50));
  }
  return must(judge::Judge::create(
      *must(session.prompts().find("judge", session.prompt_set(stage))), options));
}

judge::ReasoningJudge make_reasoning_judge(const Session& session, const Settings& settings,
                                           bool from_inputs) {
  judge::JudgeOptions options;
  options.sampling = session.choice("judge").sampling;
  options.from_inputs = from_inputs;
  if (!session.is_offline("judge"))
    options.votes = static_cast<int>(settings.integer("--votes", 1, 99));
  return must(judge::ReasoningJudge::create(
      *must(session.prompts().find("judge_reasoning", session.prompt_set("judge"))), options));
}

judge::UnanswerableJudge make_unanswerable_judge(const Session& session, bool from_inputs,
                                                 std::string_view stage) {
  judge::JudgeOptions options;
  options.sampling = session.choice(stage).sampling;
  options.from_inputs = from_inputs;
  return must(judge::UnanswerableJudge::create(
      *must(session.prompts().find("judge_unanswerable", session.prompt_set(stage))), options));
}

CurateStage::CurateStage(Session& session, const Settings& settings, RejectWriter& rejects)
    : session_(session),
      settings_(settings),
      selection_(read_selection(settings)),
      reasoning_judge_(make_reasoning_judge(session, settings, session.is_offline("judge"))),
      keep_ratings_(settings.is_on("--keep-ratings")),
      support_(settings),
      tally_(rejects) {
  for (const std::string& stage : judge_stages(settings))
    judges_.push_back({stage, make_judge(session, settings, session.is_offline(stage), stage),
                       make_unanswerable_judge(session, session.is_offline(stage), stage)});
}

void CurateStage::audit(const std::string& in_path, const Passages& passages,
                        const std::string& out_path) {
  for (const PanelJudge& each : judges_) {
    const bool is_first = &each == &judges_[0] || out_path.empty();
    for (std::string& line :
         audit_judge(session_, settings_, each.stage, each.judge, selection_, in_path, passages,
                     is_first ? out_path : beside(out_path, each.stage), summary_))
      notes_.push_back(std::move(line));
  }
}

void CurateStage::rate(const std::string& in_path, const std::vector<std::string>& against,
                       const Passages& passages, ChunkWriter* used, RowSink& rated,
                       const std::string& label, Sample* sample) {
  const DuplicateRows duplicates(settings_, against, in_path, passages);
  if (sample != nullptr) sample->of = count_examples(in_path);
  const auto together = [](const PanelJudge& each) {
    return static_cast<std::size_t>(each.judge.options().batch);
  };
  const bool reasons_too = has_reasoning(in_path);
  Rows out(judges_.size() + (reasons_too ? 1 : 0), rated);
  ExampleDialogues rows(must(ExampleReader::open(in_path)), passages, used,
                        begin(judges_[0]), sample, settling(duplicates), supporting(),
                        together(judges_[0]));
  judge_rows(judges_[0].stage, rows, out.of(0), label);
  in_ += static_cast<std::int64_t>(rows.rows());
  without_source_ += static_cast<std::int64_t>(rows.without_source());
  qualified_ += duplicates.qualified();
  for (std::size_t place = 1; place < judges_.size(); ++place) {
    const PanelJudge& each = judges_[place];
    ExampleDialogues again(must(ExampleReader::open(out.finished(place - 1))), passages, nullptr,
                           begin(each), nullptr, {}, {}, together(each));
    judge_rows(each.stage, again, out.of(place),
               fmt::format("{} by {}", label, session_.model_name(each.stage)));
  }
  if (!reasons_too) return;
  ExampleDialogues reasoned(
      must(ExampleReader::open(out.finished(judges_.size() - 1))), passages, nullptr,
      [&](std::vector<SourcedExample> items) -> Result<std::unique_ptr<Dialogue>> {
        return judge::judge_reasoning(reasoning_judge_, std::move(items[0]), keep_ratings_);
      });
  judge_rows("judge", reasoned, rated, label + " of reasoning");
}

bool CurateStage::has_reasoning(const std::string& path) const {
  ExampleReader rows = must(ExampleReader::open(path));
  ExampleRow row;
  while (must(rows.next(row)))
    if (row.example && !row.example->pair().reasoning.empty()) return true;
  return false;
}

ExampleDialogues::Begin CurateStage::begin(const PanelJudge& panel) {
  return [&](std::vector<SourcedExample> items) -> Result<std::unique_ptr<Dialogue>> {
    if (items[0].example.unanswerable)
      return judge::judge_unanswerable(panel.unanswerable_judge, std::move(items[0]));
    for (SourcedExample& item : items) {
      item.is_clean = !judge::Judge::without_injections(item);
      if (!item.is_clean) addressed_.insert(checksum(row_name(item.example)));
    }
    return std::make_unique<judge::JudgeDialogue>(panel.judge, std::move(items), keep_ratings_);
  };
}

ExampleDialogues::Refusal CurateStage::settling(const DuplicateRows& duplicates) {
  return [&](std::uint64_t index, Example& example) { return duplicates.settle(index, example); };
}

ExampleDialogues::Check CurateStage::supporting() {
  return [&](SourcedExample& item) { return support_.settle(item); };
}

void CurateStage::judge_rows(const std::string& stage, ExampleDialogues& source, RowSink& rated,
                             const std::string& label) {
  summary_.add(session_.run(
      stage, source,
      [&](std::uint64_t, const Finished& finished) -> Status {
        for (const Example& example : finished.examples) CHECK_OK(rated.add(example));
        return tally_.refuse(finished.rejects);
      },
      label));
}

void CurateStage::select(const std::string& rated_path, RowSink& kept, RatingReport& ratings,
                         std::int64_t most, RowSink* spare) {
  judge::Curation curation(selection_);
  for_each_example(rated_path, [&](const Example& example) {
    if (!example.unanswerable) curation.add(*example.rating);
  });
  curation.close();
  RatingStatistics statistics(curation.report().cut);
  std::size_t row = 0;
  tally_.write_to(kept);
  for_each_example(rated_path, [&](Example example) {
    if (example.unanswerable) {
      ++unanswerable_;
      return must(tally_.take({{std::move(example)}, {}}));
    }
    const auto refusal = curation.refusal(row++, *example.rating);
    statistics.add(*example.rating, !refusal);
    const std::size_t judges = example.rating->panel.size();
    if (judges > 0 && judges < judges_.size()) ++rated_by_fewer_;
    const bool is_spare = !refusal && tally_.rows() >= most;
    if (is_spare && spare != nullptr) must(spare->add(example));
    Finished finished;
    if (refusal)
      finished.rejects.push_back({std::string(refusal->code), refusal->detail,
                                  example_name(example, row), example_text(example)});
    else if (is_spare)
      finished.rejects.push_back({std::string(reasons::kSurplus), "it stands in spare.jsonl",
                                  example_name(example, row), example_text(example)});
    else
      finished.examples.push_back(std::move(example));
    must(tally_.take(finished));
  });
  ratings = statistics.report();
}

void CurateStage::run(const std::string& in_path, const Passages& passages,
                      const JudgedFiles& files, const std::string& out_path,
                      RatingReport& ratings, ChunkWriter* used, Sample* sample) {
  const auto rated = must(ExampleWriter::create(files.rated));
  const auto out = must(ExampleWriter::create(out_path));
  if (sample == nullptr) audit(in_path, passages, files.audit);
  rate(in_path, {}, passages, used, *rated, "judge", sample);
  must(rated->finish());
  select(files.rated, *out, ratings);
  must(out->finish());
}

StageResult CurateStage::result() const {
  StageResult result = tally_.result(session_, "curate", "pairs", in_, summary_);
  result.without_source = without_source_;
  result.notes = notes_;
  if (rated_by_fewer_ > 0)
    result.notes.push_back(fmt::format("{} rated by fewer than {} judges: no reply of the others "
                                       "could be had",
                                       text::counted(rated_by_fewer_, "row was", "rows were"),
                                       judges_.size()));
  if (const auto rows = support_.in_another_language(); rows > 0)
    result.notes.push_back(fmt::format(
        "{} in another language than the passage: only numbers, identifiers and the like were "
        "held against it",
        text::counted(rows, "answer is", "answers are")));
  if (unanswerable_ > 0)
    result.notes.push_back(fmt::format(
        "{} looked at for a passage that answers, and not rated",
        text::counted(unanswerable_, "unanswerable row was", "unanswerable rows were")));
  result.qualified = qualified_;
  result.addressed = static_cast<std::int64_t>(addressed_.size());
  return result;
}

StageResult curate_stage(Session& session, const Settings& settings, const std::string& in_path,
                         const Passages& passages, ChunkWriter* used, const JudgedFiles& files,
                         const std::string& out_path, RejectWriter& rejects, RatingReport& ratings,
                         Sample* sample) {
  CurateStage stage(session, settings, rejects);
  stage.run(in_path, passages, files, out_path, ratings, used, sample);
  return stage.result();
}

}  // namespace generator::cli
