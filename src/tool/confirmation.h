// A dependency graph whose edges somebody was asked about: what was said of each, and which are
// left out for it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "tool/dependencies.h"

namespace generator::tool {

struct EdgeVerdict {
  bool is_edge = false;
  double confidence = 0;  // in that answer, 0 to 1
  std::string reason;
  /// That it is an edge, 0 to 1.
  double edge_confidence() const { return is_edge ? confidence : 1 - confidence; }
};

/// By place in the graph; nothing where nobody answered.
struct EdgeVerdicts {
  std::vector<std::optional<EdgeVerdict>> data, state;
};

struct LeftOutEdge {
  std::size_t from = 0, to = 0;
  std::string field, parameter;  // both "" of a state edge
  bool is_state = false;
  EdgeVerdict verdict;
};

struct ConfirmedGraph {
  DependencyGraph graph;
  EdgeVerdicts verdicts;  // of its edges
  std::vector<LeftOutEdge> left_out;
};

/// Edges whose confidence is below `least` are left out; those without a verdict stay. `verdicts`
/// are those of `graph`, or empty.
ConfirmedGraph confirm(DependencyGraph graph, EdgeVerdicts verdicts, double least);

}  // namespace generator::tool
