// What there is at a real place, as its own replies tell.
#pragma once

#include "base/json.h"
#include "world/kinds.h"
#include "world/world.h"

namespace generator::world {

/// Adds the things of known kinds that a reply of `plan`'s tool lists to `out`: objects of a list
/// with the kind's key, texts and numbers that are keys. At most 100 of a kind; those that are there
/// already stay as they are.
void observe(const Understanding& known, const Plan& plan, json::Value reply, World& out);

}  // namespace generator::world
