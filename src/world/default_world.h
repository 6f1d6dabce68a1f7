// The world of a specification for which nobody gave one.
#pragma once

#include <cstdint>

#include "world/kinds.h"
#include "world/world.h"

namespace generator::world {

/// A few things of each kind: those that examples of calls speak of (but do not make), others from
/// names that such things have. Datasets with shapes and types become whole files of measurements.
World default_world(const Understanding& understanding, std::uint64_t seed);

/// Whether the tools read arrays out of files: datasets, by path, with shapes.
bool is_of_arrays(const Understanding& understanding);
/// Files with groups and datasets; `paths` are files that must be among them.
World array_world(const std::vector<std::string>& paths, std::uint64_t seed);

}  // namespace generator::world
