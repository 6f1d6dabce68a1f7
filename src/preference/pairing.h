// A kept row and everything that is worse: the pairs that stand, and why the others do not.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "data/preference.h"
#include "preference/rivals.h"
#include "preference/twins.h"

namespace generator::preference {

struct PairingOptions {
  std::set<Origin> origins = {Origin::kRefusedRewrite, Origin::kLowRated, Origin::kPlantedFault};
  double shortest = 0.7, longest = 1.4;  // the rejected answer's characters, by the chosen one's
  double margin = 1;  // of totals, that a chosen answer is above a low-rated one
  TwinOptions twins;
};

/// Errors: kWrongUse, naming the origin that is none and those there are.
Result<std::set<Origin>> origins(const std::vector<std::string>& names);

/// A pair, or a row, that is left out.
struct Drop {
  std::string_view code;  // of data/reasons.h
  std::string detail;
  Example row;  // the worse answer's, or the kept one where the row has no pair at all
  bool is_row = false;
};

struct Paired {
  std::vector<Preference> pairs;
  std::vector<Drop> drops;
};

/// How far apart the two answers are in length: the rejected one's characters by the chosen one's,
/// as Unicode counts them, reasoning left out. 0 where the chosen one is empty.
double length_ratio(const Preference& pair);

/// The pairs of one kept row; `rivals` are its own. Never one whose answers are the same words, nor
/// twice the same rejected answer, nor any where the passage, or else the row's own measure, does
/// not support the chosen answer. A rejected answer carries the chosen one's reasoning where it has
/// none, and none where that has none.
Paired pairs_of(const SourcedExample& row, const std::vector<const Rival*>& rivals,
                const PairingOptions& options);

}  // namespace generator::preference
