#include "cli/preview.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/clock.h"
#include "base/text.h"
#include "cli/cot_stage.h"
#include "cli/stages.h"
#include "cli/temporary_file.h"
#include "cli/unit_measure.h"
#include "store/example_file.h"

namespace generator::cli {
namespace {

class Measuring {
 public:
  Measuring(Session& session, const Settings& settings, const Work& work, std::uint64_t wanted)
      : session_(session), settings_(settings), work_(work), units_(session) {
    sample_.wanted = wanted;
    units_.begin(sample_.taken);
  }

  Forecast measure() {
    std::string rows = work_.rows;
    if (work_.generates) {
      add(generate_stage(session_, settings_, work_.chunks, work_.chunk_count, pairs_.path(),
                         *rejects_, &sample_));
      rows = begin_rows(pairs_.path());
    }
    if (work_.generates_cot) {
      add(generate_cot_stage(session_, settings_, work_.chunks, work_.chunk_count, pairs_.path(),
                             *rejects_, &sample_));
      rows = begin_rows(pairs_.path());
    }
    if (work_.enhances_cot) {
      add(enhance_cot_stage(session_, settings_, rows, *work_.passages, nullptr, enriched_.path(),
                            *rejects_, first()));
      rows = begin_rows(enriched_.path());
    }
    if (work_.enriches) {
      add(enrich_stage(session_, settings_, rows, *work_.passages, nullptr, enriched_.path(),
                       *rejects_, first()));
      rows = begin_rows(enriched_.path());
    }
    if (work_.refines) {
      add(refine_stage(session_, settings_, rows, *work_.passages, nullptr, refined_.path(),
                       *rejects_, first()));
      rows = begin_rows(refined_.path());
    }
    if (work_.curates) {
      RatingReport ratings;
      add(curate_stage(session_, settings_, rows, *work_.passages, nullptr, {rated_.path(), ""},
                       kept_.path(), *rejects_, ratings, first()));
      rows = begin_rows(kept_.path());
    }
    units_.keep(names_);
    return units_.forecast(sample_.taken, sample_.of);
  }

 private:
  // The sample is drawn once, by the first stage.
  Sample* first() { return stages_done_ == 0 ? &sample_ : nullptr; }

  void add(const StageResult& result) {
    ++stages_done_;
    units_.end(result);
  }

  std::string name_of(const Example& example) const {
    return work_.begins_with_chunks() ? passage_name(example) : row_name(example);
  }

  // The rows that a stage made are the items of the next one.
  std::string begin_rows(const std::string& path) {
    names_.clear();
    ExampleReader reader = must(ExampleReader::open(path));
    ExampleRow row;
    while (must(reader.next(row)))
      if (row.example) names_.push_back(name_of(*row.example));
    units_.begin(names_);
    return path;
  }

  Session& session_;
  const Settings& settings_;
  const Work& work_;
  Sample sample_;
  std::vector<std::string> names_;  // of the units that the current stage's items belong to
  UnitMeasure units_;
  TemporaryFile pairs_ = must(TemporaryFile::create(".jsonl"));
  TemporaryFile enriched_ = must(TemporaryFile::create(".jsonl"));
  TemporaryFile refined_ = must(TemporaryFile::create(".jsonl"));
  TemporaryFile rated_ = must(TemporaryFile::create(".jsonl"));
  TemporaryFile kept_ = must(TemporaryFile::create(".jsonl"));
  TemporaryFile reject_file_ = must(TemporaryFile::create(".jsonl"));
  std::unique_ptr<RejectWriter> rejects_ = must(RejectWriter::create(reject_file_.path()));
  int stages_done_ = 0;
};

std::string whole(double value) {
  return value < 9e15 ? text::with_commas(static_cast<std::int64_t>(value + 0.5)) : "?";
}

std::string usd(double dollars) {
  if (!(dollars < 9e6)) return "?";
  return to_text(Usd{static_cast<std::int64_t>(dollars * 1e12)});
}

std::string duration(double seconds) {
  return seconds < 9e12 ? duration_text(static_cast<std::int64_t>(seconds * 1000)) : "?";
}

template <class Show>
std::string line(std::string_view what, const measure::Estimate& estimate, Show show) {
  return fmt::format("  {:<11} {} ({} to {})\n", what, show(estimate.value), show(estimate.low),
                     show(estimate.high));
}

}  // namespace

double Forecast::most_usd_left() const {
  return usd ? std::max(0.0, usd->high - paid.dollars()) : 0;
}

Forecast preview(Session& session, const Settings& settings, const Work& work,
                 std::uint64_t wanted) {
  return Measuring(session, settings, work, wanted).measure();
}

std::string to_text(const Forecast& forecast, std::string_view unit) {
  const measure::Estimate rate = measure::share_of(forecast.kept, forecast.made);
  std::string out = fmt::format(
      "preview: {} of {} {}, spread over the input; {} of {} rows kept\n"
      "pass rate {:.1f} % (95 %, Wilson: {:.1f} to {:.1f} %)\n"
      "for all {} {} (95 %, Student's t over the {} of the preview):\n",
      text::with_commas(static_cast<std::int64_t>(forecast.done)),
      text::with_commas(static_cast<std::int64_t>(forecast.all)), unit, forecast.kept,
      forecast.made, rate.value * 100, rate.low * 100, rate.high * 100,
      text::with_commas(static_cast<std::int64_t>(forecast.all)), unit, unit);
  out += line("rows", forecast.rows, whole) + line("calls", forecast.calls, whole) +
         line("tokens in", forecast.input_tokens, whole) +
         line("tokens out", forecast.output_tokens, whole);
  if (forecast.usd)
    out += line("cost in USD", *forecast.usd, usd);
  else
    out += fmt::format("  {:<11} unknown: no price is known for {} (--prices FILE gives one)\n",
                       "cost", text::for_terminal(forecast.unpriced));
  if (forecast.in_batches)
    out +=
        fmt::format("  {:<11} up to a day a batch; a stage waits for the one before it\n", "time");
  else if (forecast.seconds)
    out += line("time", *forecast.seconds, duration);
  else
    out += fmt::format("  {:<11} unknown: every reply was in the ledger already\n", "time");
  if (forecast.paid > Usd{})
    out += fmt::format("{} USD are paid already; what is in the ledger is not asked again\n",
                       to_text(forecast.paid));
  return out;
}

}  // namespace generator::cli
