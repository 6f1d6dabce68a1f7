// Whether tools can be called in an order, and where each argument comes from.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "data/tool.h"
#include "tool/dependencies.h"
#include "tool/edge_index.h"

namespace generator::tool {

struct ArgumentSource {
  std::string parameter;
  std::optional<std::size_t> step;  // an earlier one; nothing: it has to be given from outside
  std::string field;                // of that step's result
};

struct ChainProblem {
  std::size_t step = 0;
  std::string message;
};

struct CheckedChain {
  std::vector<std::vector<ArgumentSource>> sources;  // of each step's required arguments
  std::vector<ChainProblem> problems;                // none: the chain holds
};

/// `chain` are places in `tools`. A step holds where all of this is true: what has to be called
/// first was (of several that create the same kind of thing one is enough, and none is needed where
/// the thing comes from outside); nothing that it works on was closed or destroyed since; and each
/// required argument that some tool's result could fill comes from an earlier step's result, or
/// stands in `given`.
CheckedChain check_chain(const std::vector<Tool>& tools, const DependencyGraph& graph,
                         const std::vector<std::size_t>& chain,
                         const std::vector<std::string>& given);
/// The same with an index of `graph`, for many chains.
CheckedChain check_chain(const std::vector<Tool>& tools, const DependencyGraph& graph,
                         const EdgeIndex& edges, const std::vector<std::size_t>& chain,
                         const std::vector<std::string>& given);

}  // namespace generator::tool
