#include "cli/unit_measure.h"

namespace generator::cli {

UnitMeasure::UnitMeasure(Session& session) : session_(session) {
  session_.observe([this](std::string_view stage, std::uint64_t item, const Completion& reply,
                          std::int64_t ms) { hear(stage, item, reply, ms); });
}

void UnitMeasure::end(const StageResult& result) {
  for (const NamedCount& reject : result.report.rejects) dropped_ += reject.count;
}

void UnitMeasure::keep(const std::vector<std::string>& rows) {
  for (const std::string& name : rows) ++units_[name].rows;
}

void UnitMeasure::hear(std::string_view stage, std::uint64_t item, const Completion& reply,
                       std::int64_t ms) {
  if (items_ == nullptr || item >= items_->size()) return;
  Unit& unit = units_[(*items_)[item]];
  const StageModel& choice = session_.choice(stage);
  unit.calls += 1;
  unit.input += static_cast<double>(reply.usage.input);
  unit.output += static_cast<double>(reply.usage.output);
  if (ms >= 0) {
    unit.seconds += static_cast<double>(ms) / 1000 / session_.concurrency(stage);
    ++timed_calls_;
  }
  const Price* price = session_.price(stage);
  const auto paid = price == nullptr ? std::nullopt : cost(*price, reply.usage, reply.unix_ms);
  if (paid)
    unit.usd += paid->dollars();
  else if (session_.tariff().is_paid(choice))
    unpriced_ = choice.model;
}

Forecast UnitMeasure::forecast(const std::vector<std::string>& taken, std::uint64_t all) const {
  Forecast out;
  out.done = taken.size();
  out.all = all;
  std::vector<Unit> units;
  for (const std::string& name : taken) {
    const auto found = units_.find(name);
    units.push_back(found == units_.end() ? Unit{} : found->second);
  }
  const auto estimate = [&](double Unit::* field) {
    std::vector<double> values;
    for (const Unit& unit : units) values.push_back(unit.*field);
    const auto sum =
        measure::scaled(measure::mean_of(values), static_cast<double>(out.all));
    // Where all were done nothing is left to be guessed.
    return out.done < out.all ? sum : measure::Estimate{sum.value, sum.value, sum.value};
  };
  out.rows = estimate(&Unit::rows);
  out.calls = estimate(&Unit::calls);
  out.input_tokens = estimate(&Unit::input);
  out.output_tokens = estimate(&Unit::output);
  if (unpriced_.empty()) out.usd = estimate(&Unit::usd);
  double calls = 0;
  for (const Unit& unit : units) {
    calls += unit.calls;
    out.kept += static_cast<std::int64_t>(unit.rows);
  }
  // Replies that were in the ledger took no time to come; the others stand for them.
  out.in_batches = session_.wants_batches();
  if (timed_calls_ > 0 && !out.in_batches)
    out.seconds =
        measure::scaled(estimate(&Unit::seconds), calls / static_cast<double>(timed_calls_));
  out.made = out.kept + dropped_;
  out.unpriced = unpriced_;
  out.paid = session_.spending().counted();
  return out;
}

}  // namespace generator::cli
