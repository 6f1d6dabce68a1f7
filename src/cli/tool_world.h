// The simulated world that a command's settings ask for.
#pragma once

#include <memory>

#include "cli/settings.h"
#include "world/simulator.h"

namespace generator::cli {

/// As --world, --record, --error-rate, --latency and --seed say. Throws Fatal.
std::unique_ptr<world::Simulator> make_simulator(const Settings& settings,
                                                 world::Simulator::Known known);

}  // namespace generator::cli
