// Runs a command once, notes what it does to its files, and lets the power go before and after
// every sync, rename and unlink of it, with every kind of loss.
#pragma once

#include "support/crash_sweep.h"
#include "support/lost_disk.h"

namespace generator::testing {

struct PowerCuts {
  CrashSweep sweep;         // `shim` is trace_shim; `calls` survives the cut, as the world does
  std::string ledger;       // the ledger's records, below the working folder
  int chances = 3;          // images of Loss::kChance a cut
  bool between_syncs = true;  // also before renames and unlinks, and after syncs
};

/// What is then on the disk holds no output that is not right; the command, run on it, makes the
/// right ones, and repeats at most the calls in flight (`sweep.most_repeated_calls`) and those whose
/// records were not synced.
SweepResult sweep_power_cuts(const PowerCuts& cuts);

}  // namespace generator::testing
