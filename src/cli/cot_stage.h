// The stages of chains of thought, each from a file to a file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "cli/stages.h"
#include "cot/generate.h"
#include "cot/thinking.h"

namespace generator::cli {

/// Chunks to pairs with reasoning. As generate_stage (cli/stages.h).
StageResult generate_cot_stage(Session& session, const Settings& settings,
                               const std::string& chunks_path, std::uint64_t chunks,
                               const std::string& out_path, RejectWriter& rejects,
                               Sample* sample = nullptr);

/// Pairs to the same pairs with reasoning. As enrich_stage (cli/stages.h).
StageResult enhance_cot_stage(Session& session, const Settings& settings,
                              const std::string& in_path, const Passages& passages,
                              ChunkWriter* used, const std::string& out_path,
                              RejectWriter& rejects, Sample* sample = nullptr);

/// What the stages ask with, as the settings say. Throws Fatal(2) for what cannot be meant.
std::unique_ptr<cot::Thinking> make_thinking(const Session& session, const Settings& settings,
                                             bool from_inputs = false);
std::unique_ptr<cot::GenerateCot> make_generate_cot(const Session& session,
                                                    const Settings& settings,
                                                    bool from_inputs = false);

}  // namespace generator::cli
