// `pipeline --target-pairs N`: pairs are made, rewritten and rated in rounds, until N of them are
// good enough.
#pragma once

#include <cstdint>
#include <string>

#include "cli/passage_input.h"
#include "cli/run_report.h"
#include "cli/session.h"
#include "cli/stage_output.h"

namespace generator::cli {

/// The first round is a pilot; each further one asks for what is still missing, of the chunks that
/// promise most (qa/rounds.h), after a line that says what is to be expected. A round is a function of the
/// complete results of those before it. It ends with N, where the source bears no more, with
/// --max-candidates, or after a round of kHopeless pairs of which none was good enough.
///
/// Writes pairs, enriched, rated, kept (the first N in the order of rounds and input) and spare
/// .jsonl into the run folder, and adds the stages to the report.
void make_kept_pairs(Session& session, const Settings& settings, const std::string& chunks_path,
                     std::uint64_t chunks, const PassageInput& passages, const StageOutput& files,
                     RunReportBuilder& report);

inline constexpr std::int64_t kHopeless = 50;

}  // namespace generator::cli
