// What a command would ask and what that would cost, without asking.
#pragma once

#include "cli/settings.h"
#include "cli/work.h"

namespace generator::cli {

/// Renders every request whose input is there, and for stages whose input would be made on the way
/// one for each pair that the plan asks for, on an assumed pair; counts tokens; prints the first
/// request of each stage whole, then requests, tokens and US dollars as ranges, the assumptions,
/// and the time. `stages` names the stages; its paths are filled in from the input. Opens no ledger
/// and makes no file that stays.
int dry_run(const Settings& settings, Work stages);

}  // namespace generator::cli
