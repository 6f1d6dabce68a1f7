// What each stage was asked about one row, found again from the row and its passage.
#pragma once

#include <optional>
#include <string>

#include "cli/replayed.h"
#include "cli/row_trace.h"
#include "data/example.h"
#include "report/story.h"

namespace generator::cli {

/// What the pairs of a chunk are looked for by.
struct Wanted {
  std::string id;           // of a row
  const Example* row = nullptr;  // which it is; null: `id` is the chunk's, all it was asked is told
  const TracedChunk* second = nullptr;  // of a row of two passages, the other one
};

/// The steps of `generate` about the chunk; more than one where it was asked in rounds. How many
/// pairs it was asked for, and after which questions, is what the ledger has replies to.
std::vector<story::Step> generate_steps(Replayed& run, const TracedChunk& chunk,
                                        const Wanted& wanted);
/// `row` as the stage read it. Without a reply in the ledger, a step without asks that says so.
story::Step enrich_step(Replayed& run, const SourcedExample& row);
story::Step judge_step(Replayed& run, const SourcedExample& row);

}  // namespace generator::cli
