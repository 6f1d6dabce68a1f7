// A chunk's dialogue: its pairs are proposed together and then go their own ways in step.
#pragma once

#include <memory>

#include "cot/generate.h"

namespace generator::cot {

/// `stage` must outlive it; `request` is stage.ask about the whole chunk. Where that is too long
/// for the model, its halves are asked about.
std::unique_ptr<Dialogue> generate_dialogue(const GenerateCot& stage, qa::GenerateItem item,
                                            ChatRequest request);

}  // namespace generator::cot
