// What the stages' models cost and what may be spent, as the settings say.
#pragma once

#include <optional>
#include <string>

#include "base/usd.h"
#include "cli/providers.h"
#include "cli/settings.h"
#include "model/price_table.h"

namespace generator::cli {

class Tariff {
 public:
  /// Reads the built-in prices and --prices. Throws Fatal(2) where a file or an amount is wrong.
  explicit Tariff(const Settings& settings);

  /// All that is known: the user's own prices in front of the built-in ones.
  const PriceTable& table() const { return all_; }
  /// The price of a stage's model; nullptr where none is known or nothing is paid. The built-in
  /// prices are the vendors' own: for another address only --prices counts.
  const Price* price(const StageModel& choice) const;
  /// Whether asking that model costs money: it has a price, or it is neither made of rules nor on
  /// this machine.
  bool is_paid(const StageModel& choice) const;
  /// --budget; Fatal(2) where it is no amount.
  std::optional<Usd> budget() const;

 private:
  const Settings& settings_;
  PriceTable own_, built_in_, all_;
};

}  // namespace generator::cli
