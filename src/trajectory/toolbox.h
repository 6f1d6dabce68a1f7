// The tools of a specification with all that was understood of them, once.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "data/tool.h"
#include "tool/dependencies.h"
#include "tool/edge_index.h"
#include "tool/entity.h"
#include "tool/value_meaning.h"
#include "world/kinds.h"

namespace generator::trajectory {

struct Toolbox {
  explicit Toolbox(std::vector<Tool> of);
  Toolbox(const Toolbox&) = delete;
  Toolbox& operator=(const Toolbox&) = delete;

  const std::vector<Tool> tools;
  const std::vector<tool::Meaning> meanings;
  const tool::DependencyGraph graph;
  const tool::EdgeIndex edges;  // of `graph`
  const world::Understanding known;
  const std::vector<std::vector<tool::ValueMeaning>> value_meanings;  // of results, by tool

  std::size_t size() const { return tools.size(); }
  /// The parts of a tool's input schema for one argument; "" where it has none.
  std::string schema_of(std::size_t tool, const std::string& argument) const;
  /// Other tools, the nearest by name and description first.
  std::vector<std::size_t> neighbours(std::size_t tool) const;
  /// Whether `other` can be taken for doing what `tool` does: the same deed to the same thing.
  bool does_the_same(std::size_t tool, std::size_t other) const;

 private:
  std::vector<std::vector<std::size_t>> words_;  // of names and descriptions, numbered and sorted
};

}  // namespace generator::trajectory
