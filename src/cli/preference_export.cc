// Pairs are made once, in the order of the rows, and kept in a temporary file: which side of a
// split they go to, and whether any has reasoning, is known when all are there.
#include "cli/preference_export.h"

#include <fmt/format.h>

#include <functional>
#include <memory>
#include <tuple>

#include "base/clock.h"
#include "base/files.h"
#include "base/standard_streams.h"
#include "base/text.h"
#include "cli/input.h"
#include "cli/passage_input.h"
#include "cli/reject_files.h"
#include "cli/run_record.h"
#include "cli/session.h"
#include "cli/stage_output.h"
#include "data/reasons.h"
#include "export/split.h"
#include "preference/pairing.h"
#include "report/summary.h"
#include "store/example_file.h"
#include "store/row_stream.h"

namespace generator::cli {
namespace {

std::pair<double, double> length_ratio(const Settings& settings) {
  const std::string given = settings.text("--length-ratio");
  const auto parts = text::split(given, ':');
  const auto least = to_number(parts[0]);
  const auto most = parts.size() == 2 ? to_number(parts[1]) : std::nullopt;
  if (!least || !most || *least < 0 || *least > 1 || *most < 1)
    throw Fatal(kWrongUseExit,
                fmt::format("`--length-ratio {}` is not LEAST:MOST around 1, such as 0.7:1.4",
                            given));
  return {*least, *most};
}

preference::PairingOptions read_pairing(const Settings& settings) {
  preference::PairingOptions out;
  if (const auto list = settings.maybe("--origins")) {
    std::vector<std::string> names;
    for (const std::string_view name : text::split(*list, ','))
      names.emplace_back(text::trim(name));
    out.origins = must(preference::origins(names));
  }
  std::tie(out.shortest, out.longest) = length_ratio(settings);
  out.margin = settings.number("--margin", 0, 10);
  out.twins.most = settings.integer("--twins", 0, 100);
  out.twins.seed = static_cast<std::uint64_t>(settings.integer("--seed", 0, INT64_MAX));
  // Without a bar nothing could be proved wrong.
  out.twins.style.min_support = settings.number("--min-support", 0.1, 1);
  return out;
}

// Where they stand: named, or beside the rows.
std::vector<std::string> rejects_for(const Settings& settings, const std::string& input) {
  std::vector<std::string> named = settings.list("--rejected");
  for (const std::string& path : named)
    if (!path_exists(path))
      throw Fatal(kFailed, fmt::format("--rejected: `{}` does not exist; it is what a command "
                                       "leaves beside its output as NAME.rejected.jsonl",
                                       path));
  return named.empty() ? reject_files(input) : named;
}

// The pairs of all rows, in a file that can be read several times.
class PairFile {
 public:
  void add(const Preference& pair) {
    line_.clear();
    json::Writer writer(line_);
    write_preference(writer, pair);
    line_ += '\n';
    must(out_.write(line_));
  }
  void finish() { must(out_.commit()); }
  void each(const std::function<void(const Preference&)>& take) const {
    RowStream rows = must(RowStream::open(file_.path()));
    RawRow row;
    while (must(rows.next(row))) {
      const auto document = must(json::Document::parse(row.json));
      take(must(read_preference(document.root())));
    }
  }

 private:
  TemporaryFile file_ = must(TemporaryFile::create(".jsonl"));
  OutputFile out_ = must(OutputFile::create(file_.path()));
  std::string line_;
};

class PreferenceExport {
 public:
  PreferenceExport(const Settings& settings, const ExportPlan& plan, const Rereadable& rows)
      : settings_(settings),
        plan_(plan),
        input_(settings.input()),
        pairing_(read_pairing(settings)),
        rejected_(rejects_for(settings, input_)),
        rows_(rows),
        passages_(settings, input_),
        beside_(must(StageOutput::create(plan.output))) {}

  int run() {
    make_pairs();
    const std::vector<ExportedFile> files = write_files();
    must(beside_.finish());
    const PreferenceReport report = tally_.report();
    for (const auto& file : files) note(settings_, to_text(file));
    for (const std::string& line : preference_lines(report)) note(settings_, line);
    if (report.pairs == 0) throw Fatal(kFailed, none_at_all(report));
    if (plan_.output != "-") write_report(files, report);
    return exit_code(files);
  }

 private:
  void make_pairs() {
    const preference::Rivals rivals = read_rivals(rejected_, beside_.rejects());
    unread_ = static_cast<std::int64_t>(beside_.rejects().rows());
    tally_.rivals(static_cast<std::int64_t>(rivals.size()));
    ExampleReader reader = must(ExampleReader::open(rows_.path()));
    ExampleRow row;
    while (must(reader.next(row))) {
      if (row.example) {
        make_pairs(std::move(*row.example), row.number, rivals);
        continue;
      }
      ++unread_;
      must(beside_.rejects().add(reasons::kUnreadableRow, row.example.error().message,
                                 fmt::format("row {}", row.number), row.raw));
    }
    pairs_.finish();
  }

  void make_pairs(Example example, std::uint64_t number, const preference::Rivals& rivals) {
    SourcedExample item;
    item.example = std::move(example);
    must(find_passages(passages_.passages(), item));
    const std::string name = example_name(item.example, number);
    const preference::Paired made =
        preference::pairs_of(item, rivals.of(item.example), pairing_);
    for (const Preference& pair : made.pairs) {
      pairs_.add(pair);
      tally_.add(pair, preference::length_ratio(pair));
    }
    for (const preference::Drop& drop : made.drops) {
      tally_.drop(drop.code, drop.is_row);
      must(beside_.rejects().add(drop.code, drop.detail, name, example_text(drop.row),
                                 drop.is_row));
    }
    tally_.add_row(static_cast<std::int64_t>(made.pairs.size()), item.chunk.has_value());
  }

  std::vector<ExportedFile> write_files() {
    const FindChunk find_chunk = [&](std::string_view id) {
      return passages_.passages().find(id);
    };
    SplitPlan split(plan_.shares, plan_.seed);
    bool with_reasoning = false;
    const ExportOptions options = export_options(plan_, false);
    std::int64_t pairs = 0;
    pairs_.each([&](const Preference& pair) {
      ++pairs;
      with_reasoning = with_reasoning || needs_reasoning_field(pair.chosen, options);
      if (!plan_.shares.empty()) split.add(must(split_groups(pair.chosen, find_chunk)));
    });
    if (pairs == 0) return {};
    if (!plan_.shares.empty()) must(split.decide());
    std::vector<std::unique_ptr<Exporter>> files;
    for (const auto& path : plan_.paths())
      files.push_back(make_exporter(plan_, path, with_reasoning, beside_.rejects()));
    pairs_.each([&](const Preference& pair) {
      const std::size_t side =
          plan_.shares.empty() ? 0 : split.side(must(split_groups(pair.chosen, find_chunk)));
      must(files[side]->add(pair));
    });
    return finished(files);
  }

  // All are verified before the first takes its place.
  std::vector<ExportedFile> finished(const std::vector<std::unique_ptr<Exporter>>& files) {
    for (const auto& file : files) must(file->verify());
    for (const auto& file : files) must(file->finish());
    std::vector<ExportedFile> out;
    const auto paths = plan_.paths();
    for (std::size_t side = 0; side < paths.size(); ++side)
      out.push_back({paths[side], files[side]->summary(), 0, {}});
    write_dataset_info(plan_);
    return out;
  }

  std::string none_at_all(const PreferenceReport& report) const {
    if (report.rows == 0) return fmt::format("`{}` has no rows: nothing was exported", input_);
    return fmt::format("no pair was made of {} of `{}`: nothing was exported{}",
                       text::counted(report.rows, "row"), input_,
                       rejected_.empty() ? "; no reject file was found beside it (--rejected FILE "
                                           "names one)"
                                         : "");
  }

  void write_report(const std::vector<ExportedFile>& files, const PreferenceReport& pairs) const {
    RunReport report;
    report.command = fmt::format("export {} -o {}", input_, plan_.output);
    report.output = plan_.output;
    report.version = GENERATOR_VERSION;
    const SystemClock clock;
    report.generated_at = iso_time(clock.unix_ms());
    report.seed = static_cast<std::int64_t>(plan_.seed);
    report.made = pairs.pairs;
    report.without_source = pairs.without_source;
    StageReport& stage = report.stages.emplace_back();
    stage.name = "export";
    stage.takes = "rows";
    stage.gives = "pairs";
    stage.in = pairs.rows;
    stage.out = pairs.pairs;
    stage.rejects = pairs.dropped_rows;
    report.preference = pairs;
    for (const ExportedFile& file : files)
      report.files.push_back({file.path, std::string(plan_.choice.format->name),
                              file.summary.rows, file.summary.refused, file.summary.repaired,
                              file.summary.template_marks});
    const RunFolder& folder = beside_.folder();
    must(write_report_files(report, folder.report_json(), folder.report_text()));
    must(write_run_record(record_of(settings_), folder.record()));
  }

  int exit_code(const std::vector<ExportedFile>& files) const {
    std::int64_t missing = unread_;
    for (const auto& file : files) missing += file.summary.refused;
    if (missing == 0) return kDone;
    print_error(fmt::format("incomplete: {} not read or did not fit; what and why stands in {}\n",
                            text::counted(missing, "row was", "rows were"),
                            text::for_terminal(rejected_path(plan_.output))));
    return kIncomplete;
  }

  const Settings& settings_;
  const ExportPlan& plan_;
  const std::string input_;
  const preference::PairingOptions pairing_;
  const std::vector<std::string> rejected_;
  const Rereadable& rows_;
  const PassageInput passages_;
  const StageOutput beside_;
  PairFile pairs_;
  PreferenceTally tally_;
  std::int64_t unread_ = 0;
};

}  // namespace

int export_preferences(const Settings& settings, const ExportPlan& plan, const Rereadable& rows) {
  return PreferenceExport(settings, plan, rows).run();
}

}  // namespace generator::cli
