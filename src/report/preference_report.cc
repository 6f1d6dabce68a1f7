#include "report/preference_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "data/reasons.h"

namespace generator {
namespace {

void count(std::vector<NamedCount>& counts, std::string_view name) {
  const auto known = std::ranges::find(counts, name, &NamedCount::name);
  if (known != counts.end())
    ++known->count;
  else
    counts.push_back({std::string(name), 1});
}

template <class Names>
void sort_as(std::vector<NamedCount>& counts, const Names& names) {
  std::ranges::stable_sort(counts, {}, [&](const NamedCount& one) {
    return std::ranges::find(names, one.name) - std::ranges::begin(names);
  });
}

void sort_by_reason(std::vector<NamedCount>& counts) {
  std::ranges::stable_sort(counts, {}, [&](const NamedCount& one) {
    return std::ranges::find(reasons::kAll, one.name, &reasons::Reason::code) -
           reasons::kAll.begin();
  });
}

void write_counts(json::Writer& out, std::string_view name,
                  const std::vector<NamedCount>& counts) {
  out.key(name).begin_array();
  for (const auto& [what, number] : counts)
    out.begin_object().field("name", what).field("count", number).end_object();
  out.end_array();
}

std::string listed(const std::vector<NamedCount>& counts) {
  std::vector<std::string> parts;
  for (const auto& [name, number] : counts)
    parts.push_back(fmt::format("{} {}", name, text::with_commas(number)));
  return text::join(parts, ", ");
}

std::int64_t sum(const std::vector<NamedCount>& counts) {
  std::int64_t out = 0;
  for (const NamedCount& one : counts) out += one.count;
  return out;
}

}  // namespace

void PreferenceTally::add_row(std::int64_t pairs, bool has_source) {
  ++report_.rows;
  if (pairs > 0) ++report_.rows_with_pairs;
  if (!has_source) ++report_.without_source;
}

void PreferenceTally::add(const Preference& pair, double ratio) {
  ++report_.pairs;
  count(report_.origins, to_text(pair.origin));
  if (pair.origin == Origin::kPlantedFault)
    count(report_.faults, pair.difference.substr(0, pair.difference.find(':')));
  ratios_ += ratio;
  chosen_longer_ += ratio < 1 ? 1 : 0;
  rejected_longer_ += ratio > 1 ? 1 : 0;
}

void PreferenceTally::drop(std::string_view code, bool is_row) {
  count(is_row ? report_.dropped_rows : report_.dropped_pairs, code);
}

PreferenceReport PreferenceTally::report() const {
  PreferenceReport out = report_;
  sort_as(out.origins, kOriginNames);
  std::ranges::sort(out.faults, {}, &NamedCount::name);
  sort_by_reason(out.dropped_pairs);
  sort_by_reason(out.dropped_rows);
  if (out.pairs == 0) return out;
  const auto pairs = static_cast<double>(out.pairs);
  out.ratio_mean = ratios_ / pairs;
  out.chosen_longer = static_cast<double>(chosen_longer_) / pairs;
  out.rejected_longer = static_cast<double>(rejected_longer_) / pairs;
  return out;
}

void write_preference_report(json::Writer& out, const PreferenceReport& report) {
  out.begin_object();
  out.field("rows", report.rows).field("rows_with_pairs", report.rows_with_pairs);
  out.field("without_source", report.without_source).field("rivals", report.rivals);
  out.field("pairs", report.pairs);
  write_counts(out, "origins", report.origins);
  write_counts(out, "faults", report.faults);
  write_counts(out, "dropped_pairs", report.dropped_pairs);
  write_counts(out, "dropped_rows", report.dropped_rows);
  out.field("length_ratio_mean", report.ratio_mean);
  out.field("chosen_longer", report.chosen_longer);
  out.field("rejected_longer", report.rejected_longer).end_object();
}

std::vector<std::string> preference_lines(const PreferenceReport& report) {
  std::vector<std::string> out;
  out.push_back(fmt::format("{} of {} of {}: {}", text::counted(report.pairs, "pair"),
                            text::with_commas(report.rows_with_pairs),
                            text::counted(report.rows, "row"),
                            report.origins.empty() ? "none" : listed(report.origins)));
  if (!report.faults.empty()) out.push_back("planted: " + listed(report.faults));
  if (report.pairs > 0)
    out.push_back(fmt::format(
        "the rejected answer has {:.2f} times the characters of the chosen one on average; the "
        "chosen one is the longer in {:.0f} %, the rejected one in {:.0f} %",
        report.ratio_mean, 100 * report.chosen_longer, 100 * report.rejected_longer));
  if (!report.dropped_rows.empty())
    out.push_back(fmt::format("{} without a pair: {}",
                              text::counted(sum(report.dropped_rows), "row"),
                              listed(report.dropped_rows)));
  if (!report.dropped_pairs.empty())
    out.push_back(fmt::format("{} left out: {}", text::counted(sum(report.dropped_pairs), "pair"),
                              listed(report.dropped_pairs)));
  if (report.without_source > 0)
    out.push_back(fmt::format("{} not found, so no fault is proved there (--source names where "
                              "passages are)",
                              text::counted(report.without_source, "row's passage was",
                                            "rows' passages were")));
  return out;
}

}  // namespace generator
