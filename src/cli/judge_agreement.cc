// The judge's ratings against a person's labels.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/curate_stage.h"
#include "cli/input.h"
#include "cli/label_path.h"
#include "cli/session.h"
#include "judge/curation.h"
#include "measure/agreement.h"
#include "report/text_table.h"
#include "store/example_file.h"
#include "store/label_file.h"

namespace generator::cli {
namespace {

constexpr std::size_t kHighestMark = 10;
constexpr std::int64_t kFewLabels = 50;  // with fewer the coefficients say little

struct Comparison {
  std::size_t labels = 0;
  std::int64_t skipped = 0;
  std::int64_t unrated = 0;
  measure::Confusion kept = {{0, 0}, {0, 0}};  // [judge][person]: kept, not kept
  measure::Confusion marks = measure::Confusion(
      kHighestMark + 1, std::vector<std::int64_t>(kHighestMark + 1));  // [total, rounded][mark]
  std::vector<measure::UnitValues> verdicts, totals;                        // judge, person
  std::vector<std::pair<double, double>> pairs;                       // total, mark

  std::int64_t compared() const { return static_cast<std::int64_t>(verdicts.size()); }
  std::int64_t marked() const { return static_cast<std::int64_t>(pairs.size()); }
  std::int64_t missing() const {
    return static_cast<std::int64_t>(labels) - skipped - unrated - compared();
  }
  double same() const {
    return compared() == 0 ? 0
                           : static_cast<double>(kept[0][0] + kept[1][1]) /
                                 static_cast<double>(compared());
  }
};

void add(Comparison& out, const Rating& rating, const Label& label,
         const judge::Selection& selection) {
  const double total = judge::total_of(rating, selection.weights);
  const bool judge_keeps = judge::is_good(rating, selection);
  const bool is_mark = label.kind == Label::Kind::kMark;
  const bool person_keeps = is_mark ? judge::reaches(label.mark, selection.threshold)
                                    : label.kind == Label::Kind::kKeep;
  ++out.kept[judge_keeps ? 0 : 1][person_keeps ? 0 : 1];
  out.verdicts.push_back({judge_keeps ? 1.0 : 0.0, person_keeps ? 1.0 : 0.0});
  if (!is_mark) return;
  const double rounded = std::clamp(std::round(total), 0.0, static_cast<double>(kHighestMark));
  ++out.marks[static_cast<std::size_t>(rounded)][static_cast<std::size_t>(label.mark)];
  out.totals.push_back({total, label.mark});
  out.pairs.emplace_back(total, label.mark);
}

Comparison compare(const std::string& path, Labels labels, const judge::Selection& selection) {
  Comparison out;
  out.labels = labels.size();
  for (auto label = labels.begin(); label != labels.end();) {
    const bool is_skip = label->second.kind == Label::Kind::kSkip;
    out.skipped += is_skip ? 1 : 0;
    label = is_skip ? labels.erase(label) : std::next(label);
  }
  ExampleReader reader = must(ExampleReader::open(path));
  ExampleRow row;
  while (must(reader.next(row))) {
    if (!row.example) continue;
    const auto label = labels.find(label_key(*row.example));
    if (label == labels.end()) continue;
    if (judge::is_usable(row.example->rating, selection.topic))
      add(out, *row.example->rating, label->second, selection);
    else
      ++out.unrated;
    labels.erase(label);
  }
  return out;
}

struct Coefficient {
  std::string_view key, name;
  std::optional<double> value;
  std::int64_t over;
};

std::vector<Coefficient> coefficients(const Comparison& in) {
  using namespace measure;
  return {
      {"kappa", "kept or not: Cohen's kappa", cohens_kappa(in.kept, KappaWeights::kUnweighted),
       in.compared()},
      {"alpha_nominal", "kept or not: Krippendorff's alpha",
       krippendorffs_alpha(in.verdicts, Level::kNominal), in.compared()},
      {"kappa_quadratic", "total and mark: Cohen's kappa, quadratic weights",
       cohens_kappa(in.marks, KappaWeights::kQuadratic), in.marked()},
      {"alpha_ordinal", "total and mark: Krippendorff's alpha, ordinal",
       krippendorffs_alpha(in.totals, Level::kOrdinal), in.marked()},
      {"alpha_interval", "total and mark: Krippendorff's alpha, interval",
       krippendorffs_alpha(in.totals, Level::kInterval), in.marked()},
      {"rho", "total and mark: Spearman's rho", spearmans_rho(in.pairs), in.marked()},
  };
}

std::string json_of(const Comparison& in, const judge::Selection& selection) {
  std::string out;
  json::Writer json(out);
  json.begin_object().field("threshold", selection.threshold);
  json.field("weights", judge::to_text(selection.weights));
  json.field("labels", static_cast<std::int64_t>(in.labels)).field("compared", in.compared());
  json.field("marked", in.marked()).field("skipped", in.skipped).field("unrated", in.unrated);
  json.field("missing", in.missing()).field("same", in.same());
  json.key("confusion").begin_object();
  json.field("both_keep", in.kept[0][0]).field("judge_alone_keeps", in.kept[0][1]);
  json.field("person_alone_keeps", in.kept[1][0]).field("neither_keeps", in.kept[1][1]);
  json.end_object().key("coefficients").begin_object();
  for (const auto& [key, name, value, over] : coefficients(in)) {
    json.key(key);
    value ? json.number(*value) : json.null();
  }
  json.end_object().end_object();
  return out + "\n";
}

void print(const Comparison& in, const judge::Selection& selection) {
  TextTable confusion({"judge", "person keeps#", "person rejects#"});
  for (const std::size_t judge : {0u, 1u})
    confusion.add({judge == 0 ? "keeps" : "rejects", text::with_commas(in.kept[judge][0]),
                   text::with_commas(in.kept[judge][1])});
  TextTable table({"coefficient", "value#", "rows#"});
  for (const auto& [key, name, value, over] : coefficients(in))
    table.add({std::string(name), value ? fmt::format("{:.3f}", *value) : "–",
               text::with_commas(over)});
  fmt::print("{}\n{}\n", confusion.text(), table.text());
  fmt::print("{} of {} compared at threshold {}, {}: the same verdict in {:.1f} %\n",
             text::with_commas(in.compared()),
             text::counted(static_cast<std::int64_t>(in.labels), "label"), selection.threshold,
             judge::to_text(selection.weights), 100 * in.same());
  const auto line = [](std::int64_t count, std::string_view what) {
    if (count > 0) fmt::print("{}: {}\n", text::counted(count, "label"), what);
  };
  line(in.skipped, "skipped by the person");
  line(in.unrated, "the row has no rating");
  line(in.missing(), "no such row in the file");
  if (in.compared() < kFewLabels)
    fmt::print("fewer than {} rows: take the coefficients as a hint\n", kFewLabels);
}

}  // namespace

int run_judge_agreement(const Settings& settings) {
  const std::string input = settings.input();
  judge::Selection selection = read_selection(settings);
  selection.keep_top.reset();
  const Rereadable file = must(Rereadable::of(input));
  const std::string path = label_path(settings, input);
  if (!path_exists(path))
    throw Fatal(kFailed, fmt::format("no labels at `{}`: `generator label {}` makes them, or name "
                                     "others with --labels",
                                     path, input));
  const Comparison comparison = compare(file.path(), must(read_labels(path)), selection);
  if (comparison.compared() == 0)
    throw Fatal(kFailed, fmt::format("no label of `{}` belongs to a rated row of `{}`: rated rows "
                                     "stand in OUTPUT.run/rated.jsonl of a curate or pipeline",
                                     path, input));
  if (settings.is_on("--json"))
    fmt::print("{}", json_of(comparison, selection));
  else
    print(comparison, selection);
  return kDone;
}

}  // namespace generator::cli
