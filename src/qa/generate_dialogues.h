// How a chunk is asked about: in one request, or one request a passage of it.
#pragma once

#include <memory>
#include <vector>

#include "qa/generate.h"

namespace generator::qa {

/// The whole chunk in one request; where that does not fit the model, its halves in one each, once.
/// `generation` must outlive the dialogue.
std::unique_ptr<Dialogue> chunk_dialogue(const Generation& generation, GenerateItem item,
                                         ChatRequest request);

/// Both passages of the item in one request; where that does not fit, the half of each that says
/// most of what the other half does, once.
std::unique_ptr<Dialogue> multi_hop_dialogue(const Generation& generation, GenerateItem item,
                                             ChatRequest request);

/// Conversations about the chunk in one request; where that does not fit, about its longer half.
/// Where nothing of the reply may stand it is asked once more, with the reasons.
std::unique_ptr<Dialogue> conversation_dialogue(const Generation& generation, GenerateItem item,
                                                ChatRequest request);

/// One request for each of the passages that the program has chosen: `candidates[i]` answers
/// `asks[i]`; in mode write a second one for each question that may stand.
std::unique_ptr<Dialogue> passages_dialogue(const Generation& generation, GenerateItem item,
                                            std::vector<Ask> asks,
                                            std::vector<Candidate> candidates);

}  // namespace generator::qa
