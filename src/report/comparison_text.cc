// Figures stand in rows and sets in columns, so that a figure is compared along its line.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "base/text.h"
#include "report/comparison.h"
#include "report/text_table.h"

namespace generator::comparison {
namespace {

constexpr std::string_view kNone = "–";

std::string counted(std::int64_t n) { return text::with_commas(n); }
std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

std::string percent(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return std::string(kNone);
  return percent(static_cast<double>(part) / static_cast<double>(whole));
}

std::string count_and_share(std::int64_t part, std::int64_t whole) {
  return fmt::format("{} ({})", counted(part), percent(part, whole));
}

std::string interval(const measure::Estimate& estimate) {
  return fmt::format("{} ({} to {})", percent(estimate.value), percent(estimate.low),
                     percent(estimate.high));
}

// The files' names without their folders, where that tells them apart; safe for a terminal.
std::vector<std::string> shown_names(const Report& report) {
  std::vector<std::string> names, paths;
  for (const SetReport& set : report.sets) {
    paths.push_back(text::for_terminal(set.name));
    names.push_back(paths.back().substr(paths.back().find_last_of('/') + 1));
  }
  const std::set<std::string> different(names.begin(), names.end());
  return different.size() == names.size() ? names : paths;
}

class Figures {
 public:
  explicit Figures(const Report& report) : report_(report), table_(titles(report)) {}

  void add(std::string name, const std::function<std::string(const SetReport&)>& of) {
    std::vector<std::string> cells = {std::move(name)};
    for (const SetReport& set : report_.sets) cells.push_back(of(set));
    table_.add(std::move(cells));
  }
  std::string text() const { return table_.text(); }

 private:
  static std::vector<std::string> titles(const Report& report) {
    std::vector<std::string> out = {"figure"};
    for (const std::string& name : shown_names(report)) out.push_back(name + "#");
    return out;
  }
  const Report& report_;
  TextTable table_;
};

void add_sizes(Figures& table, const Report& report) {
  table.add("rows", [](const SetReport& set) { return counted(set.rows.rows); });
  table.add("unreadable rows", [](const SetReport& set) { return counted(set.unreadable); });
  table.add("words a question, mean",
            [](const SetReport& set) { return fmt::format("{:.1f}", set.rows.question_words); });
  table.add("words an answer, mean",
            [](const SetReport& set) { return fmt::format("{:.1f}", set.rows.answer_words); });
  table.add("words an answer, median", [](const SetReport& set) {
    return fmt::format("{:.1f}", set.rows.answer_words_median);
  });
  table.add("documents, of those of all sets", [&](const SetReport& set) {
    return count_and_share(set.rows.sources, report.all_sources);
  });
  table.add("chunks, of those of all sets", [&](const SetReport& set) {
    return count_and_share(set.rows.chunks, report.all_chunks);
  });
}

void add_kinds(Figures& table, const Report& report) {
  std::set<std::string> kinds;
  for (const SetReport& set : report.sets)
    for (const NamedCount& kind : set.rows.kinds) kinds.insert(kind.name);
  for (const std::string& kind : kinds)
    table.add("kind: " + kind, [&](const SetReport& set) {
      for (const NamedCount& known : set.rows.kinds)
        if (known.name == kind) return count_and_share(known.count, set.rows.rows);
      return std::string("0");
    });
}

void add_support(Figures& table) {
  const auto where_known = [](const SetReport& set, const std::string& text) {
    return set.rows.support.rows == 0 ? std::string(kNone) : text;
  };
  table.add("support known", [](const SetReport& set) { return counted(set.rows.support.rows); });
  table.add("support, mean", [=](const SetReport& set) {
    return where_known(set, percent(set.rows.support.mean));
  });
  table.add("supported in full", [=](const SetReport& set) {
    return where_known(set, count_and_share(set.rows.support.full, set.rows.support.rows));
  });
}

void add_repeats(Figures& table) {
  table.add("repeats, exact", [](const SetReport& set) { return counted(set.repeats.exact); });
  table.add("repeats, near", [](const SetReport& set) { return counted(set.repeats.near); });
  table.add("contradicting each other",
            [](const SetReport& set) { return counted(set.repeats.contradicting); });
  table.add("forms of question", [](const SetReport& set) {
    return count_and_share(set.rows.templates, set.rows.rows);
  });
}

using Side = measure::Diversity SetReport::*;

void add_diversity(Figures& table, std::string_view name, Side side) {
  const auto add = [&](std::string_view figure, auto value) {
    table.add(fmt::format("{}: {}", name, figure),
              [=](const SetReport& set) { return fmt::format("{:.3f}", value(set.*side)); });
  };
  add("compression ratio", [](const measure::Diversity& of) { return of.compression_ratio; });
  for (std::size_t n = 1; n <= measure::kLongestGram; ++n)
    add(fmt::format("distinct-{}", n),
        [n](const measure::Diversity& of) { return of.distinct[n - 1]; });
  add("n-gram diversity", [](const measure::Diversity& of) { return of.ngram_diversity; });
  add("MATTR", [](const measure::Diversity& of) { return of.mattr; });
  add("self-repetition", [](const measure::Diversity& of) { return of.self_repetition; });
}

void add_ratings(Figures& table, const Report& report) {
  table.add("rated", [](const SetReport& set) { return counted(set.ratings.rated); });
  std::vector<std::string> names;  // "total" first, as each set has them
  for (const SetReport& set : report.sets)
    for (const CriterionReport& criterion : set.ratings.criteria)
      if (std::ranges::find(names, criterion.name) == names.end()) names.push_back(criterion.name);
  for (const std::string& name : names)
    table.add("rating, mean: " + name, [&](const SetReport& set) {
      for (const CriterionReport& criterion : set.ratings.criteria)
        if (criterion.name == name) return fmt::format("{:.2f}", criterion.all);
      return std::string(kNone);
    });
}

std::string figures(const Report& report) {
  Figures table(report);
  add_sizes(table, report);
  add_kinds(table, report);
  add_support(table);
  add_repeats(table);
  add_diversity(table, "questions", &SetReport::questions);
  add_diversity(table, "answers", &SetReport::answers);
  add_ratings(table, report);
  return table.text();
}

std::string between(const Report& report) {
  TextTable table({"A", "B", "same question#", "same chunk#", "B repeats A: exact#", "near#",
                   "contradicting#"});
  const std::vector<std::string> names = shown_names(report);
  for (const Between& row : report.between)
    table.add({names[row.a], names[row.b], counted(row.same_question), counted(row.same_chunk),
               counted(row.repeats.exact), counted(row.repeats.near),
               counted(row.repeats.contradicting)});
  return table.text();
}

std::string winner_in_words(const Verdicts& verdicts, const std::string& a, const std::string& b) {
  if (verdicts.judged == 0) return "no verdict";
  if (verdicts.winner.empty()) return "no winner: the interval holds 50 %";
  return (verdicts.winner == "b" ? b : a) + " wins";
}

std::string verdicts(const Report& report) {
  TextTable table({"A", "B", "asked#", "no verdict#", "A wins#", "B wins#", "ties#",
                   "orders disagree#", "A of the decided (Wilson, 95 %)#", "score of A#",
                   "chose the first#"});
  const std::vector<std::string> names = shown_names(report);
  std::string words;
  for (const Between& row : report.between) {
    if (!row.verdicts) continue;
    const Verdicts& said = *row.verdicts;
    const std::string &a = names[row.a], &b = names[row.b];
    table.add({a, b, counted(said.asked),
               counted(said.asked - said.judged), counted(said.wins_a), counted(said.wins_b),
               counted(said.ties), counted(said.inconsistent), interval(said.share_a),
               fmt::format("{:.3f}", said.score_a), interval(said.first)});
    words += fmt::format("{} and {}, by {}: {}\n", a, b,
                         said.by_rules ? "rules, not a model" : text::for_terminal(said.judge),
                         winner_in_words(said, a, b));
  }
  return table.is_empty() ? "" : table.text() + "\n" + words;
}

}  // namespace

std::string to_text(const Report& report) {
  std::string out = figures(report) + "\n" + between(report);
  if (const std::string said = verdicts(report); !said.empty()) out += "\n" + said;
  return out;
}

}  // namespace generator::comparison
