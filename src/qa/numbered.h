// A passage as it is shown to a model: its headings, and its units with their numbers.
#pragma once

#include <string>
#include <vector>

#include "measure/passage.h"

namespace generator::qa {

/// "# HDF5 > Groups\n[1] First sentence.\n[2] - an item\n..."; a section's heading before its first
/// unit.
std::string numbered(const measure::Passage& passage);

/// Runs of neighbouring units, each an answer of its own inside `least` to `most` words, in order,
/// none twice: what is shown to a small model one at a time. At most `count`, spread over the
/// passage.
std::vector<std::vector<int>> candidate_answers(const measure::Passage& passage,
                                                std::string_view code_language, std::int64_t least,
                                                std::int64_t most, std::int64_t count);

/// What a small model is shown of a candidate: the headings over its first unit, and its text.
std::string shown_answer(const measure::Passage& passage, const std::vector<int>& units,
                         std::string_view code_language);

}  // namespace generator::qa
