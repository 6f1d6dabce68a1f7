// Whether a question is about the text that is to be its answer. Small models drift: they ask about
// names that they know ("HDFS" for "HDF5"), or about the subject in general.
#pragma once

#include <optional>
#include <string_view>

#include "qa/fault.h"

namespace generator::qa {

/// The fault of a `question` to which `text` (with its headings) is to be the answer, in the same
/// language: a name or number that the text does not have, fewer than two thirds of the
/// question's words of content in it, or one that is nearly one of its words (off_passage); the
/// same thing named twice, as in "the difference between X and X" (malformed_question).
std::optional<Fault> drift(std::string_view question, std::string_view text);

}  // namespace generator::qa
