#include "tool/confirmation.h"

#include <utility>

namespace generator::tool {
namespace {

LeftOutEdge left_out(const DataEdge& edge, EdgeVerdict verdict) {
  return {edge.from, edge.to, edge.field, edge.parameter, false, std::move(verdict)};
}

LeftOutEdge left_out(const StateEdge& edge, EdgeVerdict verdict) {
  return {edge.from, edge.to, "", "", true, std::move(verdict)};
}

template <class Edge>
void sort_out(std::vector<Edge>& edges, std::vector<std::optional<EdgeVerdict>>& verdicts,
              double least, std::vector<LeftOutEdge>& out) {
  verdicts.resize(edges.size());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (verdicts[i] && verdicts[i]->edge_confidence() < least) {
      out.push_back(left_out(edges[i], std::move(*verdicts[i])));
      continue;
    }
    if (kept != i) {
      edges[kept] = std::move(edges[i]);
      verdicts[kept] = std::move(verdicts[i]);
    }
    ++kept;
  }
  edges.resize(kept);
  verdicts.resize(kept);
}

}  // namespace

ConfirmedGraph confirm(DependencyGraph graph, EdgeVerdicts verdicts, double least) {
  ConfirmedGraph out{std::move(graph), std::move(verdicts), {}};
  sort_out(out.graph.data, out.verdicts.data, least, out.left_out);
  sort_out(out.graph.state, out.verdicts.state, least, out.left_out);
  return out;
}

}  // namespace generator::tool
