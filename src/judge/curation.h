// Which rated rows stay. Pure arithmetic over stored ratings: no call, so another threshold costs
// nothing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "data/rating.h"
#include "judge/weights.h"

namespace generator::judge {

struct Selection {
  double threshold = 7.0;  // of the total; a row at the threshold stays
  std::optional<double>
      keep_top;  // in (0, 1]: instead of the threshold, this share of all rated rows
  double min_accuracy =
      6;  // of the criterion: below it the answer is not supported, whatever the total
  double reasoning_threshold = 7.0;  // of the mark for the chain of thought, where a row has one
  Weights weights;
  std::string topic;  // "": rows are not asked whether they belong to one
};

/// Errors: kWrongUse: threshold or bar outside 0 to 10, share outside (0, 1].
Status check(const Selection& selection);

/// Why a row goes. `code` is of data/reasons.h.
struct Refusal {
  std::string_view code;
  std::string detail;  // "total 6.25, at least 7 wanted: " and the judge's reasons
};

/// The gates, which no total can outvote: accuracy (unsupported), topic (off_topic) and the mark of
/// the reasoning (below_reasoning_threshold). The bar for
/// accuracy is not applied where the parts of a rating are on another scale than its total (older
/// files).
std::optional<Refusal> gate(const Rating& rating, const Selection& selection);

/// Whether a total is at the threshold or above; differences that are rounding do not count.
bool reaches(double total, double threshold);

/// A rating that need not be asked for again: where a topic is set it was asked about this one.
bool is_usable(const std::optional<Rating>& rating, std::string_view topic);

/// Whether a row stays by its own rating alone: it passes the gates and its total the threshold.
/// What keep_top would say of it depends on the other rows.
bool is_good(const Rating& rating, const Selection& selection);

/// What the report says. Shares and averages are 0 where there are no rows.
struct CurationReport {
  static constexpr double kBin = 0.5;
  std::int64_t rated = 0;
  std::int64_t kept = 0;
  std::int64_t unrated = 0;     // rows that got no rating; not in any share below
  std::int64_t ungrounded = 0;  // rated without a passage
  std::vector<std::pair<std::string, std::int64_t>>
      refused;  // by code, in the order of data/reasons.h
  std::array<std::int64_t, 20>
      histogram{};  // totals of all rated rows: bin i is [i/2, (i+1)/2), the last with 10
  std::array<std::int64_t, 20> kept_histogram{};
  struct Average {
    std::string name;  // "total", the criteria, "reasoning_quality"
    double rated = 0;
    double kept = 0;
  };
  std::vector<Average> averages;
  double cut = 0;         // the threshold; with keep_top the total of the last row that stayed
  std::int64_t tied = 0;  // rated rows whose total is exactly the cut
  double tie_share() const {
    return rated == 0 ? 0 : static_cast<double>(tied) / static_cast<double>(rated);
  }
  double retention() const {
    return rated == 0 ? 0 : static_cast<double>(kept) / static_cast<double>(rated);
  }
  std::vector<std::string> warnings;
};

void write_report(json::Writer& out, const CurationReport& report);

/// Two passes over the same rows in the same order: `add` each, `close`, then `refusal` of each.
/// 40 bytes a row; reasons are not kept, so `refusal` is handed the rating again.
class Curation {
 public:
  explicit Curation(Selection selection) : selection_(std::move(selection)) {}

  void add(const Rating& rating);
  void add_unrated() { ++report_.unrated; }
  /// Decides. With keep_top: as many rows as the share of all rated rows comes to, rounded, at
  /// least one, those with the highest totals that pass the gates; of equal totals the earlier row.
  void close();

  /// Of the `row`-th row that was added, from 0; nothing: it stays. After close().
  std::optional<Refusal> refusal(std::size_t row, const Rating& rating) const;
  const CurationReport& report() const { return report_; }

 private:
  enum class Verdict : std::uint8_t {
    kKept,
    kUnsupported,
    kOffTopic,
    kBelowThreshold,
    kBelowTopShare,
    kBelowReasoning
  };
  struct Row {
    double total;
    Verdict verdict;
  };
  void keep_best();
  void average();
  Selection selection_;
  std::vector<Row> rows_;
  std::vector<std::array<float, 5>>
      marks_;  // the criteria, then reasoning_quality; NaN where not given
  CurationReport report_;
};

}  // namespace generator::judge
