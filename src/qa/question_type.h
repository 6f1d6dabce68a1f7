// Whether a sentence is of the kind that a question asks for.
#pragma once

#include <optional>
#include <string_view>

#include "qa/fault.h"

namespace generator::qa {

/// The fault (off_passage) of a question to which `sentence` is to be the answer: "why" wants a
/// reason, "how" a means that the question does not name, "when" a condition, "how many" a number,
/// "the difference" a comparison, "the purpose of X" a use, and "what is X" a sentence that begins
/// with X and says what it is. "How does X be done?" is malformed_question, and what says "these
/// problems" not_stand_alone. Read from English question words; a
/// question in another language has none.
std::optional<Fault> type_fault(std::string_view question, std::string_view sentence);

/// Whether the sentence has a means or says what something is: small models ask for these.
bool answers_how_or_what(std::string_view sentence);

}  // namespace generator::qa
