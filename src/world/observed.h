// What there is at a real place, as its own replies tell.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/json.h"
#include "world/kinds.h"
#include "world/world.h"

namespace generator::world {

/// Adds the things of known kinds that a reply of `plan`'s tool lists to `out`: objects of a list
/// with the kind's key, texts and numbers that are keys. At most 100 of a kind; those that are there
/// already stay as they are.
void observe(const Understanding& known, const Plan& plan, json::Value reply, World& out);

/// Whether the tool can be called without arguments, so that its reply tells of all that there is.
bool needs_nothing(const Plan& plan);

/// The default world, but for the kinds of which recorded replies of such tools list things: of
/// these there are the recorded ones. `recorded`: JSON a line, {"name", "result", "is_error"}; lines
/// that are none tell nothing.
World recorded_world(const Understanding& known, std::string_view recorded, std::uint64_t seed);

}  // namespace generator::world
