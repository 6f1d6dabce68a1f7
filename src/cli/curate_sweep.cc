#include "cli/curate_sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/duplicate_rows.h"
#include "cli/input.h"
#include "cli/passage_input.h"
#include "cli/session.h"
#include "cli/support_gate.h"
#include "judge/curation.h"
#include "judge/sweep.h"
#include "report/text_table.h"

namespace generator::cli {
namespace {

// The rows of the input, by what becomes of them.
struct Rows {
  std::int64_t all = 0;
  std::int64_t unreadable = 0;
  std::int64_t repeated = 0;  // or contradicting each other, or not standing alone
  std::int64_t low_support = 0;
  std::int64_t unrated = 0;
  std::int64_t unanswerable = 0;  // which nobody rates
};

void refuse_what_has_no_effect(const Settings& settings) {
  for (const char* name : {"--output", "--keep-top", "--preview", "--dry-run"})
    if (settings.is_set(name))
      throw Fatal(kWrongUseExit,
                  fmt::format("--sweep shows what thresholds and weights would keep, and does "
                              "nothing else: leave {} out",
                              name));
}

judge::Grid read_grid(const Settings& settings) {
  judge::Grid grid = judge::default_grid();
  if (const auto list = settings.maybe("--thresholds")) {
    grid.thresholds.clear();
    for (const auto part : text::split(*list, ',')) {
      const auto threshold = to_number(text::trim(part));
      if (!threshold || !(*threshold >= 0 && *threshold <= 10))
        throw Fatal(kWrongUseExit, fmt::format("--thresholds: `{}` is not a number from 0 to 10 "
                                               "(as in 6,7,7.5)",
                                               text::trim(part)));
      grid.thresholds.push_back(*threshold);
    }
  } else {
    grid.thresholds.push_back(settings.number("--threshold", 0, 10));
  }
  std::sort(grid.thresholds.begin(), grid.thresholds.end());
  grid.thresholds.erase(std::unique(grid.thresholds.begin(), grid.thresholds.end()),
                        grid.thresholds.end());
  const std::vector<std::string> weights = settings.list("--weights");
  if (!weights.empty()) grid.weights.clear();
  for (const std::string& list : weights) grid.weights.push_back(must(judge::read_weights(list)));
  return grid;
}

// A row, before it is known which others say the same.
struct Seen {
  std::optional<judge::Sweep::Reach> reach;  // nothing: no rating to go by
  bool is_low_support = false;
  bool is_unanswerable = false;
};

Seen seen_of(const Example& example, const Passages& passages, SupportGate& support,
             const std::string& topic, const judge::Sweep& sweep) {
  Seen out;
  out.is_unanswerable = example.unanswerable.has_value();
  if (passages.has_any()) {
    SourcedExample item{example, {}};
    must(find_passages(passages, item));
    out.is_low_support = support.settle(item).has_value();
  }
  if (judge::is_usable(example.rating, topic)) out.reach = sweep.reach_of(*example.rating);
  return out;
}

Rows add_ratings(const Settings& settings, const std::string& path, const std::string& topic,
                 judge::Sweep& sweep) {
  const PassageInput passages(settings, settings.input());
  SupportGate support(settings);
  Rows rows;
  std::vector<Seen> seen;
  const DuplicateRows duplicates(
      settings, {}, path, passages.passages(), [&](const ExampleRow& row) {
        ++rows.all;
        if (!row.example)
          ++rows.unreadable;
        else
          seen.push_back(seen_of(*row.example, passages.passages(), support, topic, sweep));
      });
  for (std::size_t index = 0; index < seen.size(); ++index) {
    if (duplicates.goes(index))
      ++rows.repeated;
    else if (seen[index].is_low_support)
      ++rows.low_support;
    else if (seen[index].is_unanswerable)
      ++rows.unanswerable;
    else if (!seen[index].reach)
      ++rows.unrated;
    else
      sweep.add(*seen[index].reach);
  }
  return rows;
}

std::string json_of(const Rows& rows, const judge::Sweep& sweep) {
  std::string out;
  json::Writer json(out);
  json.begin_object().field("rows", rows.all).field("unreadable", rows.unreadable);
  json.field("repeated", rows.repeated).field("low_support", rows.low_support);
  json.field("unrated", rows.unrated);
  if (rows.unanswerable > 0) json.field("unanswerable", rows.unanswerable);
  json.field("rated", sweep.rated()).field("gated", sweep.gated());
  json.field("fixed", sweep.fixed()).key("settings").begin_array();
  for (const auto& setting : sweep.settings()) {
    json.begin_object().field("weights", judge::to_text(setting.weights));
    json.field("threshold", setting.threshold).field("kept", setting.kept);
    json.field("share", setting.share).end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

void print(const Rows& rows, const judge::Sweep& sweep) {
  TextTable table({"--weights", "--threshold#", "kept#", "share#"});
  for (const auto& setting : sweep.settings())
    table.add({judge::to_text(setting.weights), fmt::format("{}", setting.threshold),
               text::with_commas(setting.kept), fmt::format("{:.1f} %", 100 * setting.share)});
  fmt::print("{}\n{} of {}: shares are of these\n", table.text(),
             text::counted(sweep.rated(), "rated row"), text::with_commas(rows.all));
  const auto line = [](std::int64_t count, std::string_view what) {
    if (count > 0) fmt::print("{}: {}\n", text::counted(count, "row"), what);
  };
  line(sweep.gated(), "rated, but go at every setting: accuracy is below 6, or off --topic");
  line(sweep.fixed(), "the total is no mean of its parts, so weights do not change it");
  line(rows.unrated, "no rating to go by; `generator curate` asks the judge for it");
  line(rows.unanswerable, "unanswerable, without a rating: they stay at every setting");
  line(rows.repeated,
       "repeat or contradict others or lean on their source, and are left out (--keep-duplicates "
       "keeps them)");
  line(rows.low_support,
       "their passage supports too little of the answer (--min-support), and are left out");
  line(rows.unreadable, "unreadable");
}

}  // namespace

int curate_sweep(const Settings& settings) {
  refuse_what_has_no_effect(settings);
  judge::Selection selection;
  selection.topic = settings.text("--topic");
  judge::Sweep sweep(read_grid(settings), selection);
  const std::string input = settings.input();
  const Rereadable file = must(Rereadable::of(input));
  const Rows rows = add_ratings(settings, file.path(), selection.topic, sweep);
  if (sweep.rated() == 0)
    throw Fatal(kFailed, fmt::format("`{}` has no row with a rating to go by; `generator curate {} "
                                     "-o FILE` makes FILE.run/rated.jsonl, where every row has one",
                                     input, input));
  if (settings.is_on("--json"))
    fmt::print("{}", json_of(rows, sweep));
  else
    print(rows, sweep);
  return kDone;
}

}  // namespace generator::cli
