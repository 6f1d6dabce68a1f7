// What of a passage belongs together: captions, introductions, sentences that lean on the one
// before.
#pragma once

#include <set>
#include <string_view>

#include "measure/passage.h"

namespace generator::qa {

/// "_Figure 3: The tray_", or "Table 2. Types" as a paragraph of its own.
bool is_caption(std::string_view unit);

/// A sentence that ends in ':'.
bool introduces(std::string_view sentence);

/// A sentence whose first word stands for something in the sentence before ("It", "This",
/// "However").
bool leans_back(std::string_view sentence);

/// Adds to `units` (numbers from 1) what they need: what a ':' introduces and the sentence that
/// introduces a block, and the sentence before one that leans back; until nothing is missing.
void add_what_belongs(const measure::Passage& passage, std::set<int>& units);

}  // namespace generator::qa
