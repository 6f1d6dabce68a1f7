// Whether a judge can be trusted, by what it says of rows whose worth is known.
//
// Judges are known to differ from themselves, to prefer what stands first and what is longer, and
// to let confident errors pass (Zheng et al., Judging LLM-as-a-Judge, arXiv 2306.05685).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"
#include "data/example.h"
#include "judge/curation.h"
#include "judge/probes.h"

namespace generator::judge {

/// What is asked of a judge. Of fewer than `kEnough` rows of a kind nothing is concluded.
struct AuditBar {
  static constexpr std::int64_t kEnough = 10;
  static constexpr double kSameVerdict = 0.9;  // of repeats, and of rows in both orders
  static constexpr double kSlope = 0.5;        // most points that an answer said twice may gain
  static constexpr double kCaught = 0.9;       // of known-bad rows of a kind
  static constexpr double kPassed = 0.9;       // of easy rows
};

struct AuditReport {
  /// Two ratings of one thing.
  struct Repeats {
    std::int64_t of = 0;
    std::int64_t same = 0;      // the same verdict, kept or not
    double difference = 0;      // mean of the absolute difference of the totals
    double lead = 0;            // mean of first less second: what the first place is worth
  };
  struct Share {
    std::int64_t of = 0;
    std::int64_t right = 0;
  };
  std::int64_t rows = 0;
  Repeats repeats, orders;
  std::int64_t padded = 0;
  double slope = 0;  // points of the total for an answer of twice the length
  std::array<Share, 3> decoys;  // wrong answer, changed fact, denied: of rows that pass themselves
  Share easy;

  /// What is below the bar, in words; empty: nothing is.
  std::vector<std::string> faults() const;
  /// What was found, a line each.
  std::vector<std::string> lines() const;
};

void write_report(json::Writer& out, const AuditReport& report);

/// Takes the examples of AuditDialogue, a row's forms after each other, the row itself first.
class Audit {
 public:
  explicit Audit(Selection selection) : selection_(std::move(selection)) {}
  void add(const Example& example);
  AuditReport report() const;

 private:
  struct Verdict {
    double total = 0;
    bool is_good = false;
  };
  void compare(AuditReport::Repeats& sums, const Verdict& one, const Verdict& other);
  Selection selection_;
  AuditReport sums_;  // with sums in the place of means
  Verdict base_, first_;
  bool has_base_ = false, has_first_ = false;
};

}  // namespace generator::judge
