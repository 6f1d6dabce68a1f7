// What each stage was asked about one row, found again from the row and its passage.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
/// The same of `generate-cot`.
std::vector<story::Step> generate_cot_steps(Replayed& run, const TracedChunk& chunk,
                                            const Wanted& wanted);
/// Of `enhance-cot`: `row` as it read it, without its reasoning.
story::Step enhance_cot_step(Replayed& run, const SourcedExample& row);
/// Of the judge that rates a row's reasoning alone.
story::Step reasoning_judge_step(Replayed& run, const SourcedExample& row);
/// Of the judge of `stage` that looks whether a shown passage answers.
story::Step unanswerable_judge_step(Replayed& run, std::string_view stage,
                                    const SourcedExample& row);
/// `row` as the stage read it. Without a reply in the ledger, a step without asks that says so.
story::Step enrich_step(Replayed& run, const SourcedExample& row);
/// By the judge of `stage`. `beside`: the rows of its passage that were rated, in order, this one
/// too: with --judge-batch some of them stood in one request with it.
story::Step judge_step(Replayed& run, std::string_view stage, const SourcedExample& row,
                       const std::vector<SourcedExample>& beside);

}  // namespace generator::cli
