// Two or more sets side by side: a plain value, its JSON and its tables. Every number of the tables
// is in the JSON.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "measure/diversity.h"
#include "measure/interval.h"
#include "report/rating_statistics.h"
#include "report/row_statistics.h"

namespace generator::comparison {

/// Rows that say again what another row says (select/duplicates.h).
struct Repeats {
  std::int64_t exact = 0;
  std::int64_t near = 0;
  std::int64_t contradicting = 0;  // the same question, answered otherwise out of another document
};

struct SetReport {
  std::string name;
  std::int64_t unreadable = 0;
  RowReport rows;
  RatingReport ratings;  // `rated` 0: no row has one
  measure::Diversity questions, answers;
  Repeats repeats;                // within the set
  std::int64_t found_chunks = 0;  // of the chunks that its rows name: those whose text is at hand
};

/// One item before the judge.
struct Item {
  std::string a, b;                    // ids
  std::string matched_by;              // "question" or "chunk"
  std::string verdict;                 // "a", "b" or "tie"; "": none
  std::array<std::string, 2> choices;  // "1", "2", "tie": with a shown as 1, with b shown as 1
  std::array<std::string, 2> reasons;
  std::string code, detail;  // why there is no verdict (data/reasons.h)
};

/// What the judge said of two sets.
struct Verdicts {
  std::string judge;
  bool by_rules = false;
  std::int64_t asked = 0;  // items
  std::int64_t judged = 0;
  std::int64_t wins_a = 0, wins_b = 0, ties = 0;
  std::int64_t inconsistent = 0;    // of the ties: the two orders do not say the same
  measure::Estimate share_a;        // of the items that are no tie, won by A; Wilson, 95 %
  double score_a = 0.5;             // wins and half of the ties, over all judged
  measure::Estimate first;          // of the replies that name a row: the one shown first
  std::string winner;               // "a", "b"; "": the lead may be chance
  std::vector<Item> items;
};

struct Between {
  std::size_t a = 0, b = 0;  // places among the sets
  std::int64_t same_question = 0, same_chunk = 0;  // items matched so
  Repeats repeats;                                 // rows of b that say again what a row of a says
  std::optional<Verdicts> verdicts;
};

struct Report {
  std::vector<SetReport> sets;
  std::int64_t all_chunks = 0;   // that any set draws on
  std::int64_t all_sources = 0;
  std::vector<Between> between;  // every two sets, in order
  std::int64_t seed = 0;
};

std::string to_json(const Report& report);
/// Tables in Markdown, and in words what the judge's verdicts come to.
std::string to_text(const Report& report);

}  // namespace generator::comparison
