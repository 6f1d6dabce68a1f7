// What results look like, seen from results.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace generator {

/// A JSON Schema that all of `values` satisfy: their types, the fields of objects (required where
/// every one has it), the elements of arrays; at most 16 levels. "{}" where there are none.
std::string inferred_schema(const std::vector<json::Value>& values);

}  // namespace generator
