#include "cli/target_rounds.h"

#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <vector>

#include "base/hash.h"
#include "base/text.h"
#include "cli/curate_stage.h"
#include "cli/example_dialogues.h"
#include "cli/generate_stage.h"
#include "cli/row_stage.h"
#include "cli/temporary_file.h"
#include "cli/unanswerable_rows.h"
#include "store/example_file.h"

namespace generator::cli {
namespace {

class TargetRounds {
 public:
  TargetRounds(Session& session, const Settings& settings, const std::string& chunks_path,
               std::uint64_t chunks, const PassageInput& passages, const StageOutput& files)
      : settings_(settings),
        passages_of_(passages),
        passages_(passages.passages()),
        files_(files),
        folder_(files.folder()),
        generate_(session, settings, chunks_path, chunks, files.rejects()),
        enrichment_(make_enrichment(session, settings)),
        enrich_(enrich_rows(session, *enrichment_, files.rejects())),
        curate_(session, settings, files.rejects()),
        pairs_(must(ExampleWriter::create(folder_.stage("pairs")))),
        enriched_(must(ExampleWriter::create(folder_.stage("enriched")))),
        rated_(must(ExampleWriter::create(folder_.stage("rated")))) {}

  void run() {
    do round();
    while (goes_on() && has_next());
    must(pairs_->finish());
    must(enriched_->finish());
    must(rated_->finish());
  }

  void finish(RunReportBuilder& report) {
    const auto kept = must(ExampleWriter::create(folder_.stage("kept")));
    const auto spare = must(ExampleWriter::create(folder_.stage("spare")));
    RatingReport ratings;
    curate_.select(folder_.stage("rated"), *kept, ratings, generate_.target(), spare.get());
    must(kept->finish());
    must(spare->finish());
    report.add(generate_.result());
    report.add(enrich_.result());
    report.add(add_unanswerable(settings_, curate_, passages_of_, folder_, nullptr,
                                files_.rejects()));
    report.add(ratings);
    if (rounds_ > 1 || kept_ < generate_.target())
      report.add_note(fmt::format("of {} asked for in {} {} good enough{}{}",
                                  text::counted(generate_.asked_for(), "pair"),
                                  text::counted(rounds_, "round"),
                                  text::counted(kept_, "was", "were"),
                                  rounds_ > 1 ? "; after the first round " + in_words(pilot_) +
                                                    " were to be expected"
                                              : "",
                                  why_));
    if (spare->rows() > 0)
      report.add_note(fmt::format("{} more than asked for: {}",
                                  text::counted(static_cast<std::int64_t>(spare->rows()), "pair"),
                                  folder_.stage("spare")));
  }

 private:
  void round() {
    const TemporaryFile made = must(TemporaryFile::create(".jsonl"));
    const TemporaryFile better = must(TemporaryFile::create(".jsonl"));
    const TemporaryFile marked = must(TemporaryFile::create(".jsonl"));
    fill(made, *pairs_, [&](RowSink& out) { generate_.run_round(out); });
    fill(better, *enriched_, [&](RowSink& out) {
      enrich_.run(made.path(), passages_, nullptr, out, generate_.label("enrich"));
    });
    if (rounds_ == 0) curate_.audit(better.path(), passages_, folder_.stage("audit"));
    fill(marked, *rated_, [&](RowSink& out) {
      curate_.rate(better.path(), earlier(), passages_, nullptr, out, generate_.label("judge"));
    });
    came_ = keep_good(marked.path());
    kept_ += came_;
    const std::int64_t of_chunks = generate_.asked_for() - generate_.joint_asked_for();
    asked_for_ = of_chunks - asked_before_;
    asked_before_ = of_chunks;
    ++rounds_;
  }

  // What a stage makes of this round, in a file of its own and at the end of all rounds' file.
  template <class Make>
  static void fill(const TemporaryFile& file, RowSink& all, Make make) {
    const auto out = must(ExampleWriter::create(file.path()));
    make(*out);
    must(out->finish());
    for_each_example(file.path(), [&](const Example& example) { must(all.add(example)); });
  }

  bool has_next() {
    const bool has_next = generate_.next(kept_, &good_chunks_);
    const auto forecast = generate_.forecast();
    if (!forecast) return has_next;
    if (rounds_ == 1) pilot_ = forecast->rate;
    if (has_next) note(settings_, forecast_line(*forecast));
    return has_next;
  }

  // "after round 1: 20 pairs asked for, 60.0 % (38.7 to 78.1 %) pass; 80 are missing, and of 410
  // that the chunks still bear 159 to 320 would pass"
  std::string forecast_line(const qa::Rounds::Forecast& forecast) const {
    const auto whole = [](double n) {
      return text::with_commas(static_cast<std::int64_t>(std::llround(n)));
    };
    const std::int64_t missing = generate_.target() - kept_;
    return fmt::format(
        "after round {}: {} asked for, {} pass; {} missing, and of {} that the chunks still bear {} "
        "to {} would pass{}",
        rounds_, text::counted(forecast.asked, "pair"), in_words(forecast.rate),
        text::counted(missing, "is", "are"), text::with_commas(forecast.left),
        whole(forecast.more.low), whole(forecast.more.high),
        forecast.more.high < static_cast<double>(missing) ? ": fewer than are wanted" : "");
  }

  static std::string in_words(const measure::Estimate& rate) {
    return fmt::format("{:.1f} % ({:.1f} to {:.1f} %)", 100 * rate.value, 100 * rate.low,
                       100 * rate.high);
  }

  std::int64_t keep_good(const std::string& rated) {
    good_.push_back(std::make_unique<TemporaryFile>(must(TemporaryFile::create(".jsonl"))));
    const auto out = must(ExampleWriter::create(good_.back()->path()));
    good_chunks_.clear();
    for_each_example(rated, [&](const Example& example) {
      if (!curate_.is_good(*example.rating)) return;
      must(out->add(example));
      if (!example.multi_hop) good_chunks_.push_back(checksum(example.provenance.chunk_id));
    });
    must(out->finish());
    return static_cast<std::int64_t>(out->rows());
  }

  std::vector<std::string> earlier() const {
    std::vector<std::string> out;
    for (const auto& file : good_) out.push_back(file->path());
    return out;
  }

  bool goes_on() {
    if (came_ > 0 || asked_for_ < kHopeless || kept_ >= generate_.target()) return true;
    why_ = fmt::format(
        "; none of the last {} was (at most {:.1f} % would be), so no more were asked for",
        asked_for_, 100 * measure::share_of(0, asked_for_).high);
    return false;
  }

  const Settings& settings_;
  const PassageInput& passages_of_;
  const Passages& passages_;
  const StageOutput& files_;
  const RunFolder& folder_;
  GenerateStage generate_;
  std::unique_ptr<qa::Enrichment> enrichment_;
  RowStage enrich_;
  CurateStage curate_;
  std::unique_ptr<ExampleWriter> pairs_, enriched_, rated_;
  std::vector<std::unique_ptr<TemporaryFile>> good_;  // of each round
  std::int64_t kept_ = 0, came_ = 0, rounds_ = 0;
  // Pairs of chunks: that pairs of passages give none does not make the others hopeless.
  std::int64_t asked_for_ = 0, asked_before_ = 0;
  std::vector<std::uint64_t> good_chunks_;  // of the pairs that the last round kept
  measure::Estimate pilot_;                 // share of the first round's pairs that pass
  std::string why_;
};

}  // namespace

void make_kept_pairs(Session& session, const Settings& settings, const std::string& chunks_path,
                     std::uint64_t chunks, const PassageInput& passages, const StageOutput& files,
                     RunReportBuilder& report) {
  TargetRounds rounds(session, settings, chunks_path, chunks, passages, files);
  rounds.run();
  rounds.finish(report);
}

}  // namespace generator::cli
