// Questions that come after others, and may lean on what was said.
#pragma once

#include <string>
#include <string_view>

#include "qa/fault.h"

namespace generator::qa {

/// The question, tidied, as one that follows `earlier`: the questions and answers of the turns
/// before it, a paragraph each. It may say "it" and "they", and "this function" or "the file" of
/// what stands in `earlier`. Refusals: malformed_question, and not_stand_alone for what speaks of
/// the text it was made from ("this section") or of a thing that nobody named.
Checked<std::string> follow_up(std::string_view question, std::string_view earlier);

}  // namespace generator::qa
