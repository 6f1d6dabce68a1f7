// Asking for what a call tells: "What is the shape of the dataset /a?", "Which pets are there?"
#pragma once

#include <optional>
#include <string>

#include "offline/tool_phrase.h"

namespace generator::offline {

/// Nothing where the phrase is no question that a person would ask.
std::optional<std::string> question_of(const Phrase& phrase);

/// "the shapes of the datasets A and B": what each of several things has.
std::string of_several(std::string object);

}  // namespace generator::offline
