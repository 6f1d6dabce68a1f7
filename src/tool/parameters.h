// The parameters of a tool, read from its input schema.
#pragma once

#include <vector>

#include "data/tool.h"
#include "tool/entity.h"

namespace generator::tool {

/// Without their entities. What the schema says of elements holds for a list.
std::vector<Parameter> parameters_of(const Tool& tool);

}  // namespace generator::tool
