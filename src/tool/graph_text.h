// A dependency graph for a person, for programs, and for those who draw.
#pragma once

#include <string>
#include <vector>

#include "data/tool.h"
#include "tool/confirmation.h"
#include "tool/dependencies.h"

namespace generator::tool {

/// All of these take what was said of the edges, where somebody was asked (`confirmed`, whose graph
/// `graph` is): edges then carry their confidence, and text and JSON name those that are left out.

/// A line a result field, with the arguments it can fill; then what goes before what. Safe for a
/// terminal.
std::string graph_as_text(const std::vector<Tool>& tools, const DependencyGraph& graph,
                          const ConfirmedGraph* confirmed = nullptr);
/// {"tools":[names],"data":[{from, field, to, parameter, list, takes_list, required}],
/// "state":[{from, to, reason}],"ends":[{from, to}]}, an edge a line; where confirmed an edge has
/// "confidence" and "why" (null: nobody answered), and there is "left_out":[{from, to, field,
/// parameter, confidence, why}], without field and parameter for what goes before.
std::string graph_as_json(const std::vector<Tool>& tools, const DependencyGraph& graph,
                          const ConfirmedGraph* confirmed = nullptr);
/// For Graphviz: data edges solid with "field → parameter", state edges dashed. Edges of one pair
/// of tools are one arrow.
std::string graph_as_dot(const std::vector<Tool>& tools, const DependencyGraph& graph,
                         const ConfirmedGraph* confirmed = nullptr);
/// The same for Mermaid.
std::string graph_as_mermaid(const std::vector<Tool>& tools, const DependencyGraph& graph,
                             const ConfirmedGraph* confirmed = nullptr);

}  // namespace generator::tool
