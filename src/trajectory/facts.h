// What there is in a world, in words for a prompt.
#pragma once

#include <string>

#include "tool/sketch.h"
#include "world/world.h"

namespace generator::trajectory {

/// A line a thing: its kind, its name, what it lies in. Those first that the sketch names, then
/// others of the same kinds; a dozen at most.
std::string facts_for(const world::World& world, const tool::Sketch& sketch);

}  // namespace generator::trajectory
