// Values for arguments that name no existing thing: choices, amounts, texts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "trajectory/toolbox.h"
#include "world/world.h"

namespace generator::trajectory {

/// JSON that a person would pass as `argument` (a property of the tool's input schema, by its
/// name). What the tool's examples pass comes before what its description quotes, and that before
/// what its schema and name suggest. `subject` is the thing that the call is about, where it is
/// known: positions and counts fit its shape, the name of one of its parts is one that it has.
/// Nothing where `subject` has no such part.
std::optional<std::string> setting(const Toolbox& box, std::size_t tool, const std::string& argument,
                                   const world::Thing* subject, Random& random);

/// JSON of a text by which a list can be narrowed: the value that something in the world has in the
/// field that `argument` is called like. Nothing where the tool lists nothing, or where its schema
/// or examples say what is passed.
std::optional<std::string> narrowing(const Toolbox& box, std::size_t tool,
                                     const std::string& argument, const world::World& world,
                                     Random& random);

/// JSON of a name for something of `noun` that is going to be made, unlike all that is in `world`:
/// a number where the schema wants one, a path where the argument is one.
std::string new_name(const Toolbox& box, std::size_t tool, const std::string& argument,
                     const std::string& noun, const world::World& world, Random& random);

}  // namespace generator::trajectory
