// Whether arguments are what a tool's input schema asks for.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace generator::world {

/// What is wrong with `value`, the first few faults, as "`path`: must be a string, it is a number";
/// empty where nothing is. Understood are type, enum, const, required, properties,
/// additionalProperties, items, bounds, lengths, allOf, anyOf, oneOf and references into `$defs`;
/// what else a schema has is passed over.
std::vector<std::string> schema_problems(json::Value schema, json::Value value);

/// Whether a leaf's own bounds, enum and type hold; `schema` is resolved already.
bool fits_leaf(json::Value schema, json::Value value);

}  // namespace generator::world
