// Preconditions between tools.
#pragma once

#include <vector>

#include "data/tool.h"
#include "tool/dependencies.h"
#include "tool/entity.h"

namespace generator::tool {

std::vector<StateEdge> state_edges(const std::vector<Tool>& tools,
                                   const std::vector<Meaning>& meanings);

/// What closing ends: all that works with what was open; what destroying ends: all that takes a
/// thing of that kind.
std::vector<EndEdge> end_edges(const std::vector<Meaning>& meanings,
                               const std::vector<StateEdge>& state);

}  // namespace generator::tool
