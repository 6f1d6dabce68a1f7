// Whether a text is one whole question.
#pragma once

#include <string>
#include <string_view>

#include "qa/fault.h"

namespace generator::qa {

/// The question without what models put around it ("Q1:", quotes, bold marks), first letter large,
/// a question mark where only that was missing. Refusal: malformed_question for what is empty, cut,
/// several questions, no question, over 40 words or under 3, or has Markdown or unit numbers in it.
Checked<std::string> well_formed(std::string_view question);

/// A word that looks like the name of something in code: `code`, snake_case, CamelCase, f().
bool is_identifier(std::string_view word);

/// True where the words name something: code, an identifier, an acronym, a capital inside the
/// sentence, something in quotes.
bool names_something(std::string_view words);

/// The question as it stands inside a sentence: its first letter small, unless that is a name's.
std::string inside_sentence(std::string question);

}  // namespace generator::qa
