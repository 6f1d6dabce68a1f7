// Preconditions between tools.
#pragma once

#include <vector>

#include "data/tool.h"
#include "tool/dependencies.h"
#include "tool/entity.h"

namespace generator::tool {

std::vector<StateEdge> state_edges(const std::vector<Tool>& tools, const std::vector<Meaning>& meanings);

}  // namespace generator::tool
