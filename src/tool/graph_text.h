// A dependency graph for a person, for programs, and for those who draw.
#pragma once

#include <string>
#include <vector>

#include "data/tool.h"
#include "tool/dependencies.h"

namespace generator::tool {

/// A line a result field, with the arguments it can fill; then what goes before what. Safe for a
/// terminal.
std::string graph_as_text(const std::vector<Tool>& tools, const DependencyGraph& graph);
/// {"tools":[names],"data":[{from, field, to, parameter, list, takes_list, required}],
/// "state":[{from, to, reason}],"ends":[{from, to}]}, an edge a line.
std::string graph_as_json(const std::vector<Tool>& tools, const DependencyGraph& graph);
/// For Graphviz: data edges solid with "field → parameter", state edges dashed. Edges of one pair
/// of tools are one arrow.
std::string graph_as_dot(const std::vector<Tool>& tools, const DependencyGraph& graph);
/// The same for Mermaid.
std::string graph_as_mermaid(const std::vector<Tool>& tools, const DependencyGraph& graph);

}  // namespace generator::tool
