// Inline markup of documentation comments.
#pragma once

#include <string>
#include <string_view>

namespace generator::measure {

/// A parameter's or type's name: "x", "*x", "a.b[]".
bool is_parameter(std::string_view s);

/// "`x`" for the word that a Doxygen mark ("\c x", "@p x") sets in code font, for "``x``" and for
/// links to names ("[`x`]", "{@link x}"). "\", which is_beyond_words refuses, where that cannot be
/// done.
std::string with_code_spans(std::string line);

/// Holds what only a drawing, a table or a markup language has.
bool is_beyond_words(std::string_view line);

}  // namespace generator::measure
