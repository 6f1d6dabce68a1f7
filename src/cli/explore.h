// What there is at a place whose tools are called for real, before rows are planned for it.
#pragma once

#include "cli/live_executor.h"
#include "world/kinds.h"
#include "world/world.h"

namespace generator::cli {

/// Calls each tool once that only reads and needs no argument, each in a session of its own, and
/// takes what the replies list. The replies are kept in the ledger, so that a run that goes on plans
/// the same. Error results tell nothing. Errors: the tools could not be asked at all.
Result<world::World> explore(LiveExecutor& executor, const world::Understanding& known);

}  // namespace generator::cli
