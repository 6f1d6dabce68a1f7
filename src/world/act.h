// What a call finds in the world, and what it does to it.
#pragma once

#include <optional>
#include <string>

#include "world/faults.h"
#include "world/moment.h"

namespace generator::world {

struct Refusal {
  Fault fault = Fault::kNotFound;
  std::string message;
};

/// Finds what the arguments name, and whether what must be open or done before is. Fills `moment`.
std::optional<Refusal> find_named(Moment& moment);

/// Makes, opens, changes, closes, removes; `moment.subject` is then the thing as it became, or was.
std::optional<Refusal> act(Moment& moment, World& world, Session& session);

}  // namespace generator::world
