// House style inside a paragraph: what "enrich" by rule does with the words of a line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace generator::offline {

/// Identifiers in code font, except inside code spans, links and emphasis.
std::string with_code_font(std::string_view prose);

/// Without asides ("(see above)"), without "Note that" before a sentence, and, at the `first`
/// paragraph's front, without a connective that leans on what stood before ("However,").
std::string without_empty_words(std::string prose, bool first);

/// Double and non-breaking spaces become one space; typographic quotes become plain ones.
std::string with_plain_marks(std::string_view prose);

/// "There are three classes: a, b, and c." → the lead-in and its items; nothing where it is no
/// plain list.
std::optional<std::vector<std::string>> enumeration(std::string_view prose);

}  // namespace generator::offline
