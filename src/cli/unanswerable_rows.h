// The end of a pipeline: unanswerable rows beside those that the judge kept.
#pragma once

#include "cli/curate_stage.h"
#include "cli/passage_input.h"
#include "cli/stages.h"
#include "store/chunk_file.h"
#include "store/rejects.h"
#include "store/run_folder.h"

namespace generator::cli {

/// With --unanswerable: the run folder's kept rows with their twins, which `curate`'s judges have
/// looked at. The result of `curate` with what came of it; without the option as it is. `used` as
/// in cli/unanswerable_stage.h.
StageResult add_unanswerable(const Settings& settings, CurateStage& curate,
                             const PassageInput& passages, const RunFolder& folder,
                             ChunkWriter* used, RejectWriter& rejects);

}  // namespace generator::cli
