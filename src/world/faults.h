// What a tool replies where it cannot do what a call asks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "world/kinds.h"

namespace generator::world {

enum class Fault : std::uint8_t {
  kBadArguments,  // 400
  kNotFound,      // 404
  kExists,        // 409
  kNotReady,      // 409: nothing is open, a call that goes before is missing
  kTooMany,       // 429
  kUnavailable,   // 503
  kTimeout,       // 504
};

/// As JSON. An HTTP operation answers with its status; a tool whose examples say "status":
/// "success" says "error" there; another one says {"error": …}.
std::string fault_reply(const Plan& plan, Fault fault, const std::string& message);

/// One of the faults that pass, drawn by `draw`; with what it says.
std::string passing_fault(const Plan& plan, std::uint64_t draw);

}  // namespace generator::world
