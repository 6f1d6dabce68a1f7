// Reasoning for pairs that are there: question and answer stay as they are, byte for byte.
#pragma once

#include <memory>

#include "cot/thinking.h"
#include "run/dialogue.h"

namespace generator::cot {

/// A row that has a reasoning which stands passes unasked. `thinking` must outlive the dialogue.
/// Ends in the row with its steps, or in a reject with the reason; its rating loses what it said of
/// another reasoning.
std::unique_ptr<Dialogue> enhance(const Thinking& thinking, SourcedExample row);

/// Whether the row is passed unasked.
bool has_good_reasoning(const Thinking& thinking, const SourcedExample& row);

}  // namespace generator::cot
