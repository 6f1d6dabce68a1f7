// What a set of rows of tool use shows of its tools, and what it does not, in lines for the report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trajectory/coverage.h"
#include "trajectory/planner.h"

namespace generator::cli {

/// `wanted_edges`: the share of --cover-edges. Where it is not reached the edges that are not shown
/// are named: those that cannot be, by the reason, and those that more rows would show; of a large
/// graph the first ones of each.
std::vector<std::string> coverage_notes(const trajectory::Toolbox& box,
                                        const trajectory::Coverage& shown,
                                        const trajectory::Planner& planner,
                                        std::optional<double> wanted_edges);

}  // namespace generator::cli
