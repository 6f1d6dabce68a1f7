// What a preview's replies cost, booked to the unit that they belong to.
//
// A unit is what is sampled: a chunk, or a row where there are no chunks. What it costs in the later
// stages belongs to it, so that the spread between units is the spread that counts.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "cli/preview.h"
#include "cli/session.h"
#include "cli/stages.h"

namespace generator::cli {

class UnitMeasure {
 public:
  /// Hears `session`'s replies while it lives.
  explicit UnitMeasure(Session& session);
  ~UnitMeasure() { session_.observe({}); }
  UnitMeasure(const UnitMeasure&) = delete;
  UnitMeasure& operator=(const UnitMeasure&) = delete;

  /// The items of the stage that follows, by place, each by its unit's name; may grow while the
  /// stage runs, and outlives it.
  void begin(const std::vector<std::string>& items) { items_ = &items; }
  void end(const StageResult& result);
  /// Rows that are left at the end, each by its unit's name.
  void keep(const std::vector<std::string>& rows);
  /// For `all` units, of which `taken` were done.
  Forecast forecast(const std::vector<std::string>& taken, std::uint64_t all) const;

 private:
  struct Unit {
    double calls = 0, input = 0, output = 0, usd = 0, seconds = 0, rows = 0;
  };
  void hear(std::string_view stage, std::uint64_t item, const Completion& reply, std::int64_t ms);

  Session& session_;
  const std::vector<std::string>* items_ = nullptr;
  std::map<std::string, Unit> units_;
  std::int64_t dropped_ = 0;
  std::uint64_t timed_calls_ = 0;
  std::string unpriced_;
};

}  // namespace generator::cli
