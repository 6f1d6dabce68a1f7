// The judge before it judges: what it says of some rows in forms whose worth is known.
#pragma once

#include <string>
#include <vector>

#include "cli/session.h"
#include "cli/settings.h"
#include "judge/curation.h"
#include "judge/judge.h"
#include "run/runner.h"
#include "store/passage_index.h"

namespace generator::cli {

/// How many rows of `rows` --audit wants to look at; 0: none.
std::uint64_t audited_rows(const Settings& settings, std::uint64_t rows);

/// Asks the judge of `stage` about that many rows of `in_path`, spread evenly; every rated form goes to `out_path` (""
/// for nowhere). What was found comes back a line each; `summary` gets the calls counted in.
/// Throws Fatal(1), with what was paid for kept, where the judge is below the bar (judge/audit.h),
/// unless --keep-going.
std::vector<std::string> audit_judge(Session& session, const Settings& settings,
                                     const std::string& stage, const judge::Judge& judge,
                                     const judge::Selection& selection,
                                     const std::string& in_path, const Passages& passages,
                                     const std::string& out_path, RunSummary& summary);

}  // namespace generator::cli
