// rated pairs → those that are good enough, at once or after they were written again
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/consent.h"
#include "cli/curate_stage.h"
#include "cli/dry_run.h"
#include "cli/example_dialogues.h"
#include "cli/judge_panel.h"
#include "cli/row_command.h"
#include "cli/row_stage.h"
#include "cli/stages.h"
#include "cli/temporary_file.h"

namespace generator::cli {
namespace {

// Rows of one kind, in a file that is gone at the end.
struct Pile {
  TemporaryFile file = must(TemporaryFile::create(".jsonl"));
  std::unique_ptr<ExampleWriter> rows = must(ExampleWriter::create(file.path()));
  std::int64_t finish() {
    must(rows->finish());
    return static_cast<std::int64_t>(rows->rows());
  }
};

class Refining {
 public:
  Refining(RowCommand& command, const Settings& settings)
      : command_(command),
        refinement_(make_refinement(command.session, settings,
                                    command.session.is_offline("refine"))),
        refine_(refine_rows(command.session, *refinement_, command.files.rejects())),
        curate_(command.session, settings, command.files.rejects()),
        rounds_(settings.integer("--rounds", 1, 20)) {}

  /// Parts the rows of the input: those that stay, and those that go back.
  std::int64_t begin() {
    std::uint64_t row = 0;
    auto good = std::make_unique<Pile>();
    for_each_example(command_.rows.path(), [&](const Example& example) {
      ++row;
      if (example.unanswerable) return must(good->rows->add(example));
      if (!example.rating)
        throw Fatal(kFailed,
                    fmt::format("{}: row {} has no rating; `curate` gives every row one, and keeps "
                                "all of them in its output's run folder, rated.jsonl",
                                text::for_terminal(command_.input), row));
      must((curate_.is_good(*example.rating) ? *good->rows : *back_->rows).add(example));
    });
    add_good(std::move(good));
    return count_ = back_->finish();
  }
  const std::string& back() const { return back_->file.path(); }

  void run(RunReportBuilder& report) {
    for (std::int64_t round = 1; round <= rounds_ && count_ > 0; ++round)
      report.add_note(one_round(round));
    good_.push_back(back());
    Pile all;
    for (const std::string& path : good_)
      for_each_example(path, [&](const Example& example) { must(all.rows->add(example)); });
    const std::int64_t rows = all.finish();
    const auto out = must(ExampleWriter::create(command_.output));
    RatingReport ratings;
    curate_.select(all.file.path(), *out, ratings);
    must(out->finish());
    StageResult curated = curate_.result();
    curated.report.in = rows;  // those too that were good enough before
    report.add(refine_.result());
    report.add(curated);
    report.add(ratings);
  }

 private:
  void add_good(std::unique_ptr<Pile> good) {
    good->finish();
    good_.push_back(good->file.path());
    piles_.push_back(std::move(good));
  }

  std::string one_round(std::int64_t round) {
    const std::string suffix = round == 1 ? "" : fmt::format(", round {}", round);
    const std::int64_t sent = count_, before = cost_calls();
    const double usd_before = cost_usd();
    Pile refined, rated;
    refine_.run(back(), command_.passages.passages(), command_.used.get(), *refined.rows,
                "refine" + suffix);
    const std::int64_t came = refined.finish();
    curate_.rate(refined.file.path(), good_, command_.passages.passages(), nullptr, *rated.rows,
                 "judge" + suffix);
    rated.finish();
    auto next = std::make_unique<Pile>(), good = std::make_unique<Pile>();
    std::int64_t won = 0;
    for_each_example(rated.file.path(), [&](const Example& example) {
      const bool is_good = curate_.is_good(*example.rating);
      won += is_good ? 1 : 0;
      must((is_good ? *good->rows : *next->rows).add(example));
    });
    add_good(std::move(good));
    back_ = std::move(next);
    count_ = back_->finish();
    std::string line = fmt::format("round {}: {} sent back, {} rewritten, {} good enough; {}", round,
                                   text::counted(sent, "pair"), came, won,
                                   text::counted(cost_calls() - before, "call"));
    if (const double usd = cost_usd() - usd_before; usd > 0) line += fmt::format(", {:.4f} USD", usd);
    return line;
  }

  std::int64_t cost_calls() const {
    return refine_.result().report.calls + curate_.result().report.calls;
  }
  double cost_usd() const {
    return refine_.result().report.usd.value_or(0) + curate_.result().report.usd.value_or(0);
  }

  RowCommand& command_;
  const std::unique_ptr<qa::Refinement> refinement_;
  RowStage refine_;
  CurateStage curate_;
  const std::int64_t rounds_;
  std::vector<std::unique_ptr<Pile>> piles_;  // of rows that are good enough, of each round
  std::vector<std::string> good_;             // their files
  std::unique_ptr<Pile> back_ = std::make_unique<Pile>();
  std::int64_t count_ = 0;  // of `back_`
};

}  // namespace

int run_refine(const Settings& settings) {
  Work work;
  work.refines = work.curates = true;
  work.judges = judge_stages(settings);
  if (settings.is_on("--dry-run")) return dry_run(settings, work);
  RowCommand command(settings);
  Refining refining(command, settings);
  refining.begin();
  work.rows = refining.back();
  work.passages = &command.passages.passages();
  if (preview_or_ask(command.session, settings, work)) return kDone;
  refining.run(command.report);
  return command.finish();
}

}  // namespace generator::cli
