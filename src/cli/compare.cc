// Two or more sets side by side: measured, and judged where they answer the same thing.
#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/compare_judge.h"
#include "cli/compared_set.h"
#include "cli/session.h"
#include "report/comparison.h"

namespace generator::cli {
namespace {

using Sets = std::vector<std::unique_ptr<ComparedSet>>;

Sets read_sets(const Settings& settings) {
  const auto& paths = settings.positional();
  if (paths.size() < 2)
    throw Fatal(kWrongUseExit,
                fmt::format("`generator compare` takes two sets or more, not {}\nusage: generator "
                            "compare {}\nexample: {}",
                            paths.size(), settings.command().arguments,
                            settings.command().example));
  Sets out;
  for (const std::string& path : paths) {
    if (path == "-")
      throw Fatal(kWrongUseExit, "`compare` reads files: rows of standard input have no name to "
                                 "stand under in the tables");
    out.push_back(std::make_unique<ComparedSet>(settings, path));
  }
  return out;
}

void add_sets(const Sets& sets, comparison::Report& report) {
  std::set<std::string> chunks, sources;
  for (const auto& set : sets) {
    report.sets.push_back(set->report());
    chunks.insert(set->chunks().begin(), set->chunks().end());
    sources.insert(set->sources().begin(), set->sources().end());
  }
  report.all_chunks = std::ssize(chunks);
  report.all_sources = std::ssize(sources);
}

// What two sets have in common; `judge` may be none.
comparison::Between compared(const Sets& sets, std::size_t a, std::size_t b, CompareJudge* judge) {
  comparison::Between out;
  out.a = a;
  out.b = b;
  const auto found = matches(*sets[a], *sets[b]);
  for (const select::Match& match : found)
    ++(match.kind == select::MatchKind::kQuestion ? out.same_question : out.same_chunk);
  out.repeats = repeats_between(sets[a]->rows(), sets[b]->rows());
  if (judge != nullptr && !found.empty()) out.verdicts = judge->ask(*sets[a], *sets[b], found);
  return out;
}

void write(const Settings& settings, const comparison::Report& report) {
  const std::string output = settings.text("--output");
  if (!output.empty()) must(write_file(output, comparison::to_json(report)));
  if (output == "-") return;
  if (settings.is_on("--json"))
    fmt::print("{}", comparison::to_json(report));
  else
    fmt::print("{}", comparison::to_text(report));
}

// A request that came to nothing is no verdict, and the command says so.
int outcome(const Settings& settings, const comparison::Report& report) {
  std::int64_t failed = 0;
  std::string first;
  for (const comparison::Between& between : report.between) {
    if (!between.verdicts) continue;
    for (const comparison::Item& item : between.verdicts->items) {
      if (!item.verdict.empty()) continue;
      if (failed++ == 0) first = fmt::format("{} / {}: {}", item.a, item.b, item.detail);
    }
  }
  if (failed == 0) return kDone;
  note(settings, fmt::format("{} without a verdict, counted for no set; the first: {}",
                             text::counted(failed, "item"), first));
  return kIncomplete;
}

}  // namespace

int run_compare(const Settings& settings) {
  const bool is_judged = settings.integer("--pairs", 0, INT64_MAX) > 0;
  const Sets sets = read_sets(settings);
  std::unique_ptr<CompareJudge> judge;
  if (is_judged) judge = std::make_unique<CompareJudge>(settings);
  comparison::Report report;
  report.seed = settings.integer("--seed", 0, INT64_MAX);
  add_sets(sets, report);
  for (std::size_t a = 0; a < sets.size(); ++a)
    for (std::size_t b = a + 1; b < sets.size(); ++b)
      report.between.push_back(compared(sets, a, b, judge.get()));
  if (judge) judge->close();
  write(settings, report);
  return outcome(settings, report);
}

}  // namespace generator::cli
