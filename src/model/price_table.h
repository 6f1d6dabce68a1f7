// The prices that are known, read from YAML: configs/prices.yaml, which is compiled in, and a
// user's own file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/price.h"

namespace generator {

class PriceTable {
 public:
  /// The compiled-in prices.
  static Result<PriceTable> built_in();
  /// Reads a table. Errors: kInvalidInput with file and line: an unknown field, a price that is no
  /// number of 0 or more with at most six decimals, a day that is none, periods or bands that
  /// overlap.
  static Result<PriceTable> parse(std::string_view yaml, const std::string& name);
  static Result<PriceTable> load(const std::string& path);

  /// The model of that provider, or the one of which it is a dated snapshot
  /// ("gpt-6-luna-2026-09-22", "claude-haiku-4-5-20251001"); nullptr where no price is known.
  /// Valid while the table is not changed.
  const Price* find(std::string_view provider, std::string_view model) const;
  /// The same by the model alone, for replies whose provider was not written down.
  const Price* find(std::string_view model) const;

  /// `other`'s models take the place of those of the same provider and name.
  void replace(PriceTable other);
  const std::vector<Price>& prices() const { return prices_; }

 private:
  std::vector<Price> prices_;
};

/// The text of configs/prices.yaml.
std::string_view embedded_prices();

}  // namespace generator
