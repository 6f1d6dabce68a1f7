#include "tool/edge_index.h"

namespace generator::tool {
namespace {

template <class Edge>
std::vector<EdgeIndex::Places> by_tool(const std::vector<Edge>& edges, std::size_t Edge::* end,
                                       std::size_t tools) {
  std::vector<EdgeIndex::Places> out(tools);
  for (std::size_t i = 0; i < edges.size(); ++i) out[edges[i].*end].push_back(i);
  return out;
}

}  // namespace

EdgeIndex::EdgeIndex(const DependencyGraph& graph, std::size_t tools)
    : data_from_(by_tool(graph.data, &DataEdge::from, tools)),
      data_to_(by_tool(graph.data, &DataEdge::to, tools)),
      state_from_(by_tool(graph.state, &StateEdge::from, tools)),
      state_to_(by_tool(graph.state, &StateEdge::to, tools)),
      ends_to_(by_tool(graph.ends, &EndEdge::to, tools)) {}

}  // namespace generator::tool
