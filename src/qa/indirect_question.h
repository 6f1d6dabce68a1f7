// A question as the part of a sentence: "How do you close a file?" is "how to close a file".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace generator::qa {

/// Nothing where no rule is sure of the order of words, and for other languages than English.
std::optional<std::string> indirect_question(std::string_view question);

}  // namespace generator::qa
