// The edges of a graph by the tools that they join, for graphs with tens of thousands of them.
#pragma once

#include <cstddef>
#include <vector>

#include "tool/dependencies.h"

namespace generator::tool {

class EdgeIndex {
 public:
  /// `tools`: how many there are.
  EdgeIndex(const DependencyGraph& graph, std::size_t tools);

  /// Places among the graph's edges of that kind, rising.
  using Places = std::vector<std::size_t>;
  const Places& data_from(std::size_t tool) const { return data_from_[tool]; }
  const Places& data_to(std::size_t tool) const { return data_to_[tool]; }
  const Places& state_from(std::size_t tool) const { return state_from_[tool]; }
  const Places& state_to(std::size_t tool) const { return state_to_[tool]; }
  const Places& ends_to(std::size_t tool) const { return ends_to_[tool]; }

 private:
  std::vector<Places> data_from_, data_to_, state_from_, state_to_, ends_to_;
};

}  // namespace generator::tool
