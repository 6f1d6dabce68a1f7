// The parameters of a tool, read from its input schema.
#pragma once

#include <vector>

#include "data/tool.h"
#include "tool/entity.h"

namespace generator::tool {

/// Without their entities. Objects and lists of objects are taken apart to three levels; what the
/// schema says of elements holds for a list. At most 200.
std::vector<Parameter> parameters_of(const Tool& tool);

}  // namespace generator::tool
