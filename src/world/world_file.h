// A world that somebody wrote down (docs/formats.md, "Worlds").
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "world/kinds.h"
#include "world/world.h"

namespace generator::world {

/// JSON or YAML: a list of things under the name of each kind. `name` stands in messages.
/// Errors: kInvalidInput, "world.yaml:7: `packages[2].pipeline` …".
Result<World> parse_world(std::string_view text, std::string name,
                          const Understanding& understanding);

}  // namespace generator::world
