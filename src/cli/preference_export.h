// `export -f preference`: kept rows and what is worse than they are, in the shape of a trainer.
#pragma once

#include "cli/export_stage.h"
#include "cli/input.h"
#include "cli/settings.h"

namespace generator::cli {

/// Writes the files of `plan` from `rows`, the rejects and the report beside them; gives the exit code: 3 where
/// a row was not read or does not fit the format. Rows without a pair are no shortfall: nothing
/// worse is known of them. Throws Fatal where there is no pair at all.
int export_preferences(const Settings& settings, const ExportPlan& plan, const Rereadable& rows);

}  // namespace generator::cli
