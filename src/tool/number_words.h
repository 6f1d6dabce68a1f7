// Words that are numbers, and units that numbers are turned into others by.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace generator::tool {

/// 31 has two words: 30 and 1. A scale multiplies what stands before it.
struct NumberWord {
  double value = 0;
  bool is_scale = false;    // hundred, dozen
  bool is_ordinal = false;  // third
};

/// In lower case; English, and the small ones of German, Spanish, French, Italian, Portuguese,
/// Chinese.
std::optional<NumberWord> number_word(std::string_view lower);

/// What a number with this unit is multiplied by, for a smaller unit or none; none where it is no
/// unit. In lower case: "gb", "%", "days".
std::vector<double> unit_factors(std::string_view lower);

}  // namespace generator::tool
