// What became of kept rows as pairs of a better and a worse answer.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"
#include "data/preference.h"
#include "report/row_statistics.h"

namespace generator {

struct PreferenceReport {
  std::int64_t rows = 0;             // kept rows that were read
  std::int64_t rows_with_pairs = 0;
  std::int64_t without_source = 0;   // rows whose passage was not found
  std::int64_t rivals = 0;           // worse answers that the reject files have
  std::int64_t pairs = 0;
  std::vector<NamedCount> origins;   // of the pairs, in the order of kOriginNames
  std::vector<NamedCount> faults;    // of the planted ones, by kind
  std::vector<NamedCount> dropped_pairs, dropped_rows;  // by code of data/reasons.h
  double ratio_mean = 0;             // of lengths, the rejected answer's by the chosen one's
  double chosen_longer = 0;          // share of the pairs
  double rejected_longer = 0;
};

/// Counts as pairs and drops come.
class PreferenceTally {
 public:
  void add_row(std::int64_t pairs, bool has_source);
  /// `ratio`: of its lengths.
  void add(const Preference& pair, double ratio);
  void drop(std::string_view code, bool is_row);
  void rivals(std::int64_t count) { report_.rivals = count; }
  PreferenceReport report() const;

 private:
  PreferenceReport report_;
  double ratios_ = 0;
  std::int64_t chosen_longer_ = 0, rejected_longer_ = 0;
};

void write_preference_report(json::Writer& out, const PreferenceReport& report);
/// Lines for people: pairs by origin, their lengths, what was left out.
std::vector<std::string> preference_lines(const PreferenceReport& report);

}  // namespace generator
