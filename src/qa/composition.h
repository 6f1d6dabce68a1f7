// Units written out as Markdown.
#pragma once

#include <set>
#include <string_view>

#include "measure/passage.h"
#include "qa/answer.h"
#include "qa/fault.h"

namespace generator::qa {

/// `units` (numbers from 1, none missing) in the order of the passage, less captions, titles and
/// pointers; `units` of the answer are those that something is left of.
/// Refusal: dangling_reference, where a pointer cannot be cut.
Checked<Answer> compose(const measure::Passage& passage, const std::set<int>& units,
                        std::string_view code_language);

}  // namespace generator::qa
