// Values that a person would believe, by what a schema and a name say of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace generator::world {

/// What is asked for: the field `name` (of a thing of `kind`).
struct Wanted {
  std::string_view name;
  std::string_view kind = "";
  std::string_view description = "";
};

/// JSON for a leaf of a schema (resolved; no object, no array): a constant, a choice, a format or
/// what its name means, inside its bounds. The same seed gives the same value.
std::string leaf_value(json::Value schema, const Wanted& wanted, std::uint64_t seed);

/// The choices of `enum` but those of which the description says that they stand for nothing ("`.`
/// means empty square"); all of them where it says so of none.
std::vector<std::string> full_choices(json::Value schema);

/// A text for a field of that name, without a schema.
std::string text_value(const Wanted& wanted, std::uint64_t seed);

/// "2026-03-14" and "2026-03-14T09:26:53Z", in the year before or the months after.
std::string date_value(std::uint64_t seed);
std::string time_value(std::uint64_t seed);
std::string uuid_value(std::uint64_t seed);

/// The seed of a field of what `scope` names. Names and addresses of one person agree; the currency
/// is the same everywhere.
std::uint64_t field_seed(std::uint64_t seed, std::string_view scope, std::string_view plain_name);

std::uint64_t seed_of(std::uint64_t seed, std::string_view a, std::string_view b = "",
                      std::string_view c = "");

}  // namespace generator::world
