// What a grid of thresholds and weights would keep of rows that are rated already.
#pragma once

#include "cli/settings.h"

namespace generator::cli {

/// `curate --sweep`: reads the input's ratings, asks nobody, writes no file, prints a table, or JSON
/// with --json. Counts what `curate --keep-ratings` with that threshold and those weights would
/// keep; rows without a rating are left out and counted. Throws Fatal.
int curate_sweep(const Settings& settings);

}  // namespace generator::cli
