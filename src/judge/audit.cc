// A decoy counts where the row that it was made of passes: where that does not, refusing the decoy
// shows nothing.
#include "judge/audit.h"

#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "judge/audit_dialogue.h"

namespace generator::judge {
namespace {

constexpr std::array<std::string_view, 3> kDecoyNames = {"answers of other rows", "changed facts",
                                                         "denials"};

double mean(double sum, std::int64_t count) {
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

bool is_below(std::int64_t right, std::int64_t of, double bar) {
  return of >= AuditBar::kEnough && mean(static_cast<double>(right), of) < bar - 1e-9;
}

void write_repeats(json::Writer& out, const AuditReport::Repeats& repeats) {
  out.begin_object().field("of", repeats.of).field("same_verdict", repeats.same);
  out.field("mean_difference", repeats.difference).field("lead_of_first", repeats.lead);
  out.end_object();
}

void write_share(json::Writer& out, const AuditReport::Share& share) {
  out.begin_object().field("of", share.of).field("right", share.right).end_object();
}

}  // namespace

void Audit::compare(AuditReport::Repeats& sums, const Verdict& one, const Verdict& other) {
  ++sums.of;
  sums.same += one.is_good == other.is_good ? 1 : 0;
  sums.difference += std::abs(one.total - other.total);
  sums.lead += one.total - other.total;
}

void Audit::add(const Example& example) {
  const auto probe = probe_of(example);
  if (!probe || !example.rating) return;
  const Verdict now{total_of(*example.rating, selection_.weights),
                    is_good(*example.rating, selection_)};
  const auto decoy = [&](std::size_t kind) {
    if (!has_base_ || !base_.is_good) return;
    ++sums_.decoys[kind].of;
    sums_.decoys[kind].right += now.is_good ? 0 : 1;
  };
  switch (*probe) {
    case Probe::kBase:
      ++sums_.rows;
      base_ = now;
      has_base_ = true;
      has_first_ = false;
      break;
    case Probe::kRepeat:
      if (has_base_) compare(sums_.repeats, base_, now);
      break;
    case Probe::kFirst:
      first_ = now;
      has_first_ = true;
      break;
    case Probe::kSecond:
      if (has_first_) compare(sums_.orders, first_, now);
      break;
    case Probe::kPadded:
      if (!has_base_) break;
      ++sums_.padded;
      sums_.slope += now.total - base_.total;
      break;
    case Probe::kWrongAnswer:
      return decoy(0);
    case Probe::kChangedFact:
      return decoy(1);
    case Probe::kDenied:
      return decoy(2);
    case Probe::kEasy:
      ++sums_.easy.of;
      sums_.easy.right += now.is_good ? 1 : 0;
      break;
  }
}

AuditReport Audit::report() const {
  AuditReport out = sums_;
  for (AuditReport::Repeats* repeats : {&out.repeats, &out.orders}) {
    repeats->difference = mean(repeats->difference, repeats->of);
    repeats->lead = mean(repeats->lead, repeats->of);
  }
  out.slope = mean(out.slope, out.padded);
  return out;
}

std::vector<std::string> AuditReport::faults() const {
  std::vector<std::string> out;
  const auto percent = [](double share) { return fmt::format("{:.0f} %", 100 * share); };
  const auto add = [&](std::int64_t right, std::int64_t of, double bar, std::string_view what) {
    if (is_below(right, of, bar))
      out.push_back(fmt::format("{} of {} {}, at least {} wanted", right, of, what, percent(bar)));
  };
  add(repeats.same, repeats.of, AuditBar::kSameVerdict, "repeats got the same verdict");
  add(orders.same, orders.of, AuditBar::kSameVerdict, "rows got the same verdict in both orders");
  if (padded >= AuditBar::kEnough && slope > AuditBar::kSlope)
    out.push_back(fmt::format("an answer said twice gains {:.2f} points, at most {} wanted", slope,
                              AuditBar::kSlope));
  for (std::size_t i = 0; i < decoys.size(); ++i)
    add(decoys[i].right, decoys[i].of, AuditBar::kCaught,
        fmt::format("{} were refused", kDecoyNames[i]));
  add(easy.right, easy.of, AuditBar::kPassed, "easy rows passed");
  return out;
}

std::vector<std::string> AuditReport::lines() const {
  std::vector<std::string> out;
  out.push_back(fmt::format("repeats: {} of {} with the same verdict, mean difference {:.2f}",
                            repeats.same, repeats.of, repeats.difference));
  if (orders.of > 0)
    out.push_back(fmt::format(
        "order of two: {} of {} with the same verdict, the first place is worth {:+.2f}",
        orders.same, orders.of, orders.lead));
  if (padded > 0)
    out.push_back(fmt::format("length: an answer said twice gets {:+.2f} points", slope));
  for (std::size_t i = 0; i < decoys.size(); ++i)
    if (decoys[i].of > 0)
      out.push_back(fmt::format("known to be bad, {}: {} of {} refused", kDecoyNames[i],
                                decoys[i].right, decoys[i].of));
  if (easy.of > 0)
    out.push_back(fmt::format("easy and right: {} of {} passed", easy.right, easy.of));
  return out;
}

void write_report(json::Writer& out, const AuditReport& report) {
  out.begin_object().field("rows", report.rows);
  out.key("repeats");
  write_repeats(out, report.repeats);
  out.key("orders");
  write_repeats(out, report.orders);
  out.key("length").begin_object().field("of", report.padded);
  out.field("points_for_twice_the_length", report.slope).end_object();
  out.key("decoys").begin_object();
  for (std::size_t i = 0; i < report.decoys.size(); ++i) {
    out.key(to_text(static_cast<Probe>(static_cast<std::size_t>(Probe::kWrongAnswer) + i)));
    write_share(out, report.decoys[i]);
  }
  out.end_object().key("easy");
  write_share(out, report.easy);
  out.key("faults").begin_array();
  for (const std::string& fault : report.faults()) out.string(fault);
  out.end_array().end_object();
}

}  // namespace generator::judge
