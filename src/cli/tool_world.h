// The simulated world that a command's settings ask for.
#pragma once

#include <memory>

#include "cli/settings.h"
#include "cli/tool_input.h"
#include "world/simulator.h"

namespace generator::cli {

/// As --world, --error-rate, --latency and --seed say, with the record. Throws Fatal.
std::unique_ptr<world::Simulator> make_simulator(const Settings& settings, const Record& record,
                                                 world::Simulator::Known known);

}  // namespace generator::cli
