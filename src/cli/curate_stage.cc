// Pairs to the pairs that are good enough: every one is rated, then the selection is made from the
// ratings alone.
#include "cli/duplicate_rows.h"
#include "cli/example_dialogues.h"
#include "cli/stage_tally.h"
#include "cli/stages.h"
#include "judge/curation.h"
#include "judge/judge.h"
#include "store/example_file.h"

namespace generator::cli {
namespace {

judge::Weights read_weights(const Settings& settings) {
  const auto text = settings.maybe("--weights");
  return text ? must(judge::read_weights(*text)) : judge::Weights{};
}

void for_each_rated(const std::string& path, const std::function<void(Example)>& each) {
  ExampleReader reader = must(ExampleReader::open(path));
  ExampleRow row;
  while (must(reader.next(row))) each(must(std::move(row.example)));
}

// Second half: which of the rated rows stay.
void select(const judge::Selection& selection, const std::string& rated_path, StageTally& tally,
            RatingReport& ratings) {
  judge::Curation curation(selection);
  for_each_rated(rated_path, [&](const Example& example) { curation.add(*example.rating); });
  curation.close();
  RatingStatistics statistics(curation.report().cut);
  std::size_t row = 0;
  for_each_rated(rated_path, [&](Example example) {
    const auto refusal = curation.refusal(row++, *example.rating);
    statistics.add(*example.rating, !refusal);
    Finished finished;
    if (refusal) {
      finished.rejects.push_back({std::string(refusal->code), refusal->detail,
                                  example_name(example, row), example_text(example)});
    } else {
      finished.examples.push_back(std::move(example));
    }
    must(tally.take(finished));
  });
  ratings = statistics.report();
}

}  // namespace

judge::Selection read_selection(const Settings& settings) {
  judge::Selection selection;
  selection.threshold = settings.number("--threshold", 0, 10);
  selection.keep_top = settings.maybe_number("--keep-top", 0, 1);
  selection.weights = read_weights(settings);
  selection.topic = settings.text("--topic");
  must(judge::check(selection));
  return selection;
}

judge::Judge make_judge(const Session& session, const Settings& settings, bool from_inputs) {
  judge::JudgeOptions options;
  options.sampling = session.choice("judge").sampling;
  options.weights = read_weights(settings);
  options.topic = settings.text("--topic");
  options.from_inputs = from_inputs;
  return must(judge::Judge::create(
      *must(session.prompts().find("judge", session.prompt_set("judge"))), options));
}

StageResult curate_stage(Session& session, const Settings& settings, const std::string& in_path,
                         const Passages& passages, ChunkWriter* used, const std::string& rated_path,
                         const std::string& out_path, RejectWriter& rejects, RatingReport& ratings,
                         Sample* sample) {
  const judge::Selection selection = read_selection(settings);
  const judge::Judge judge = make_judge(session, settings, session.is_offline("judge"));
  const bool keep_ratings = settings.is_on("--keep-ratings");
  const DuplicateRows duplicates(settings, in_path);
  if (sample != nullptr) sample->of = count_examples(in_path);
  ExampleDialogues source(
      must(ExampleReader::open(in_path)), passages, used,
      [&](SourcedExample item) -> Result<std::unique_ptr<Dialogue>> {
        if (keep_ratings && !judge.needs_rating(item.example))
          return ended({{std::move(item.example)}, {}});
        return std::make_unique<TaskDialogue<SourcedExample>>(judge, std::move(item));
      },
      sample,
      [&](std::uint64_t index, const Example& example) {
        return duplicates.refusal(index, example);
      });
  const auto rated = must(ExampleWriter::create(rated_path));
  const auto out = must(ExampleWriter::create(out_path));
  StageTally tally(*out, rejects);
  RunSummary summary =
      session.run("judge", source, [&](std::uint64_t, const Finished& finished) -> Status {
        for (const Example& example : finished.examples) CHECK_OK(rated->add(example));
        return tally.refuse(finished.rejects);
      });
  must(rated->finish());
  select(selection, rated_path, tally, ratings);
  must(out->finish());
  StageResult result = tally.result(session, "curate", "pairs",
                                    static_cast<std::int64_t>(source.rows()), std::move(summary));
  result.without_source = static_cast<std::int64_t>(source.without_source());
  return result;
}

}  // namespace generator::cli
