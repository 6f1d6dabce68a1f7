// AlpaGasus (arXiv 2307.08701) and LIMA (arXiv 2305.11206) keep by an absolute mark; marks of
// models pile up on two or three values, so a threshold often decides between rows that the judge
// did not tell apart. That is why the share of ties is reported, and why --keep-top takes ties in
// input order and says where the cut fell.
#include "judge/curation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/text.h"
#include "data/reasons.h"

namespace generator::judge {
namespace {

constexpr double kTooManyTies = 0.30;
constexpr double kSame = 1e-9;
constexpr std::size_t kReasoningIndex = 4;
constexpr float kNoMark = std::numeric_limits<float>::quiet_NaN();

std::size_t bin_of(double total) {
  const double bin = std::floor(total / CurationReport::kBin);
  return static_cast<std::size_t>(std::clamp(bin, 0.0, 19.0));
}

std::string with_reasons(std::string detail, const Rating& rating) {
  if (!rating.reasons.empty()) detail.append(": ").append(rating.reasons);
  return detail;
}

std::string_view name_of(std::size_t index) {
  return index == kReasoningIndex ? "reasoning_quality" : kCriteria[index];
}

}  // namespace

Status check(const Selection& selection) {
  if (!(selection.threshold >= 0 && selection.threshold <= 10))
    return fail(ErrorKind::kWrongUse,
                fmt::format("threshold {}: a total is between 1 and 10", selection.threshold));
  if (!(selection.min_accuracy >= 0 && selection.min_accuracy <= 10))
    return fail(
        ErrorKind::kWrongUse,
        fmt::format("the bar for accuracy is {}: it is between 1 and 10", selection.min_accuracy));
  if (!(selection.reasoning_threshold >= 0 && selection.reasoning_threshold <= 10))
    return fail(ErrorKind::kWrongUse,
                fmt::format("reasoning threshold {}: a mark is between 1 and 10",
                            selection.reasoning_threshold));
  if (selection.keep_top && !(*selection.keep_top > 0 && *selection.keep_top <= 1))
    return fail(ErrorKind::kWrongUse,
                fmt::format("keep-top {}: it is a share above 0, at most 1 (0.25: a quarter)",
                            *selection.keep_top));
  return {};
}

std::optional<Refusal> gate(const Rating& rating, const Selection& selection) {
  const auto accuracy = rating.criterion("accuracy");
  if (accuracy && *accuracy < selection.min_accuracy && is_mean_of_parts(rating))
    return Refusal{reasons::kUnsupported,
                   with_reasons(fmt::format("accuracy {}, at least {} wanted", *accuracy,
                                            selection.min_accuracy),
                                rating)};
  if (!selection.topic.empty() && rating.topic == selection.topic && !rating.on_topic)
    return Refusal{reasons::kOffTopic,
                   with_reasons(fmt::format("not about {}", selection.topic), rating)};
  if (rating.reasoning_quality && !reaches(*rating.reasoning_quality, selection.reasoning_threshold))
    return Refusal{reasons::kBelowReasoningThreshold,
                   fmt::format("reasoning {}, at least {} wanted{}{}", *rating.reasoning_quality,
                               selection.reasoning_threshold,
                               rating.reasoning_reasons.empty() ? "" : ": ",
                               rating.reasoning_reasons)};
  return std::nullopt;
}

bool reaches(double total, double threshold) { return total >= threshold - kSame; }

bool is_good(const Rating& rating, const Selection& selection) {
  return !gate(rating, selection) &&
         reaches(total_of(rating, selection.weights), selection.threshold);
}

bool is_usable(const std::optional<Rating>& rating, std::string_view topic) {
  return rating && (topic.empty() || rating->topic == topic);
}

void Curation::add(const Rating& rating) {
  Row row{total_of(rating, selection_.weights), Verdict::kKept};
  if (const auto refusal = gate(rating, selection_))
    row.verdict = refusal->code == reasons::kUnsupported ? Verdict::kUnsupported
                  : refusal->code == reasons::kOffTopic  ? Verdict::kOffTopic
                                                         : Verdict::kBelowReasoning;
  else if (!selection_.keep_top && !reaches(row.total, selection_.threshold))
    row.verdict = Verdict::kBelowThreshold;
  std::array<float, 5> marks;
  for (std::size_t i = 0; i < kCriteria.size(); ++i) {
    const auto mark = rating.criterion(kCriteria[i]);
    marks[i] = mark ? static_cast<float>(*mark) : kNoMark;
  }
  marks[kReasoningIndex] =
      rating.reasoning_quality ? static_cast<float>(*rating.reasoning_quality) : kNoMark;
  rows_.push_back(row);
  marks_.push_back(marks);
  ++report_.rated;
  ++report_.histogram[bin_of(row.total)];
  if (!rating.grounded) ++report_.ungrounded;
}

void Curation::keep_best() {
  std::vector<std::uint32_t> order;
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (rows_[i].verdict == Verdict::kKept) order.push_back(static_cast<std::uint32_t>(i));
  const auto wanted = static_cast<std::size_t>(
      std::max(1.0, std::round(*selection_.keep_top * static_cast<double>(rows_.size()))));
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return rows_[a].total > rows_[b].total;
  });
  for (std::size_t i = wanted; i < order.size(); ++i)
    rows_[order[i]].verdict = Verdict::kBelowTopShare;
  if (!order.empty()) report_.cut = rows_[order[std::min(wanted, order.size()) - 1]].total;
}

void Curation::average() {
  const auto is_kept = [&](std::size_t i) { return rows_[i].verdict == Verdict::kKept; };
  const auto over = [&](auto value_of, bool only_kept) {
    double sum = 0;
    std::int64_t count = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const double value = value_of(i);
      if (std::isnan(value) || (only_kept && !is_kept(i))) continue;
      sum += value;
      ++count;
    }
    return count == 0 ? 0 : sum / static_cast<double>(count);
  };
  const auto add_average = [&](std::string_view name, auto value_of) {
    report_.averages.push_back({std::string(name), over(value_of, false), over(value_of, true)});
  };
  add_average("total", [&](std::size_t i) { return rows_[i].total; });
  for (std::size_t mark = 0; mark <= kReasoningIndex; ++mark) {
    const auto value_of = [&](std::size_t i) { return static_cast<double>(marks_[i][mark]); };
    const bool given = std::any_of(marks_.begin(), marks_.end(),
                                   [&](const auto& m) { return !std::isnan(m[mark]); });
    if (given) add_average(name_of(mark), value_of);
  }
}

void Curation::close() {
  report_.cut = selection_.threshold;
  if (selection_.keep_top) keep_best();
  std::array<std::int64_t, 6> counts{};
  for (const Row& row : rows_) {
    ++counts[static_cast<std::size_t>(row.verdict)];
    if (row.verdict == Verdict::kKept) ++report_.kept_histogram[bin_of(row.total)];
    if (std::abs(row.total - report_.cut) < kSame) ++report_.tied;
  }
  report_.kept = counts[0];
  constexpr std::array kCodes = {reasons::kUnsupported, reasons::kOffTopic,
                                 reasons::kBelowThreshold, reasons::kBelowTopShare,
                                 reasons::kBelowReasoningThreshold};
  constexpr std::array kVerdicts = {Verdict::kUnsupported, Verdict::kOffTopic,
                                    Verdict::kBelowThreshold, Verdict::kBelowTopShare,
                                   Verdict::kBelowReasoning};
  for (const auto& reason : reasons::kAll)
    for (std::size_t i = 0; i < kCodes.size(); ++i)
      if (const auto count = counts[static_cast<std::size_t>(kVerdicts[i])];
          kCodes[i] == reason.code && count > 0)
        report_.refused.emplace_back(kCodes[i], count);
  average();
  if (report_.tied > 1 && report_.tie_share() > kTooManyTies)
    report_.warnings.push_back(
        fmt::format("{} of {} ratings ({:.0f} %) are exactly {}, where the cut falls: the judge "
                    "does not tell these rows apart; "
                    "another threshold, other weights or --keep-top change much at once",
                    report_.tied, report_.rated, 100 * report_.tie_share(), report_.cut));
  if (report_.ungrounded > 0)
    report_.warnings.push_back(
        fmt::format("no source for {}: judged without the passage",
                    text::counted(static_cast<std::int64_t>(report_.ungrounded), "row")));
}

std::optional<Refusal> Curation::refusal(std::size_t row, const Rating& rating) const {
  const Row& decided = rows_[row];
  switch (decided.verdict) {
    case Verdict::kKept:
      return std::nullopt;
    case Verdict::kUnsupported:
    case Verdict::kOffTopic:
    case Verdict::kBelowReasoning:
      return gate(rating, selection_);
    case Verdict::kBelowThreshold:
      return Refusal{reasons::kBelowThreshold,
                     with_reasons(fmt::format("total {}, at least {} wanted", decided.total,
                                              selection_.threshold),
                                  rating)};
    case Verdict::kBelowTopShare:
      return Refusal{reasons::kBelowTopShare,
                     with_reasons(fmt::format("total {}; the best {:g} % end at {}", decided.total,
                                              100 * *selection_.keep_top, report_.cut),
                                  rating)};
  }
  return std::nullopt;
}

}  // namespace generator::judge
