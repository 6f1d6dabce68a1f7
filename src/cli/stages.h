// The stages of the QA pipeline, each from a file to a file; commands string them together.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/sample.h"
#include "cli/session.h"
#include "cli/settings.h"
#include "judge/curation.h"
#include "judge/judge.h"
#include "judge/reasoning_judge.h"
#include "judge/unanswerable_judge.h"
#include "qa/enrich.h"
#include "qa/generate.h"
#include "qa/refine.h"
#include "report/summary.h"
#include "store/chunk_file.h"
#include "store/passage_index.h"
#include "store/rejects.h"

namespace generator::cli {

/// How a stage went, for the report and the exit code.
struct StageResult {
  StageReport report;
  RunSummary summary;
  std::map<std::string, std::int64_t>
      refused;  // versions that were refused while the row itself stayed, by code
  std::int64_t without_source = 0;
  std::int64_t qualified = 0;  // rows whose question was made to say what it is about
  std::int64_t addressed = 0;  // rows with text that addresses a model, which the judge is not shown
  std::int64_t wanted = 0;    // rows that were asked for; 0: no number was
  std::int64_t possible = 0;  // rows that the source can bear, where a number was asked for
  std::vector<std::string> notes;  // for the report, a line each
};

/// Chunks (the `chunks` rows of chunks.jsonl at `chunks_path`) to pairs at `out_path`. Of each
/// stage `sample`, where not null, says which part of its input is worked on.
StageResult generate_stage(Session& session, const Settings& settings,
                           const std::string& chunks_path, std::uint64_t chunks,
                           const std::string& out_path, RejectWriter& rejects,
                           Sample* sample = nullptr);

/// Every item that pairs are asked of, a chunk or two, with how many, in order. `by_rules`: as in
/// cli/pair_shares.h.
void for_each_planned_chunk(const Settings& settings, const std::string& chunks_path,
                            std::uint64_t chunks, bool by_rules,
                            const std::function<void(qa::GenerateItem)>& each);

/// Pairs to pairs with rewritten answers. `used` gets their passages, where not null.
StageResult enrich_stage(Session& session, const Settings& settings, const std::string& in_path,
                         const Passages& passages, ChunkWriter* used, const std::string& out_path,
                         RejectWriter& rejects, Sample* sample = nullptr);

/// Refused pairs to pairs in another form, without a rating; their old ones say what was wrong.
StageResult refine_stage(Session& session, const Settings& settings, const std::string& in_path,
                         const Passages& passages, ChunkWriter* used, const std::string& out_path,
                         RejectWriter& rejects, Sample* sample = nullptr);

/// Where the judge's work stands beside its result.
struct JudgedFiles {
  std::string rated;  // every rated pair
  std::string audit;  // what --audit asked; "": nowhere
};

/// Pairs to the pairs that the judge finds good enough. Adds the ratings' statistics to `ratings`.
/// A sample is not audited.
StageResult curate_stage(Session& session, const Settings& settings, const std::string& in_path,
                         const Passages& passages, ChunkWriter* used, const JudgedFiles& files,
                         const std::string& out_path, RejectWriter& rejects, RatingReport& ratings,
                         Sample* sample = nullptr);

/// What each stage asks with, as the settings say; also for `prompts try`.
std::unique_ptr<qa::Generation> make_generation(const Session& session, const Settings& settings,
                                                bool from_inputs = false);
std::unique_ptr<qa::Enrichment> make_enrichment(const Session& session, const Settings& settings);
std::unique_ptr<qa::Refinement> make_refinement(const Session& session, const Settings& settings,
                                                bool from_inputs = false);
/// `stage`: "judge", or one of several (cli/judge_panel.h).
judge::Judge make_judge(const Session& session, const Settings& settings, bool from_inputs = false,
                        std::string_view stage = "judge");
/// Of the reasoning, by the first judge.
judge::ReasoningJudge make_reasoning_judge(const Session& session, const Settings& settings,
                                           bool from_inputs = false);
/// Of unanswerable rows, by the judge of `stage`.
judge::UnanswerableJudge make_unanswerable_judge(const Session& session, bool from_inputs,
                                                 std::string_view stage);
judge::Selection read_selection(const Settings& settings);

}  // namespace generator::cli
