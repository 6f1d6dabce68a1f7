// The four criteria of a rating, and what each counts in its total.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "data/rating.h"

namespace generator::judge {

inline constexpr std::array<std::string_view, 4> kCriteria = {"clarity", "accuracy", "usefulness",
                                                              "difficulty"};

/// By index of kCriteria; none is negative, at least one is positive.
/// Difficulty says nothing about whether a row is good, so it counts nothing unless set; it is kept
/// for selection.
struct Weights {
  std::array<double, 4> values = {1, 2, 1, 0};
};

/// "clarity=1,accuracy=2": those not named keep their default. Errors: kWrongUse naming the part
/// that is wrong.
Result<Weights> read_weights(std::string_view text);
/// As read_weights reads it, with every criterion: "clarity=1,accuracy=2,usefulness=1,difficulty=0".
std::string to_text(const Weights& weights);

/// The weighted mean of the criteria, rounded to four decimals; nothing where one that has weight
/// is missing.
std::optional<double> weighted_mean(const Rating& rating, const Weights& weights);

/// What a stored rating comes to under `weights`: the weighted mean; the stored total where a
/// criterion that has weight is missing, or where that total is no mean of its parts but a sum on
/// another scale (older files: 8 of 3 + 3 + 1 + 1).
double total_of(const Rating& rating, const Weights& weights);

/// The parts are on the scale of the total, so that a bar for a single part makes sense.
bool is_mean_of_parts(const Rating& rating);

}  // namespace generator::judge
