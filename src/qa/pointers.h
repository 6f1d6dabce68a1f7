// Words that point to what a reader of the answer alone does not see.
#pragma once

#include <string>
#include <string_view>

namespace generator::qa {

/// `sentence` without the pointers that grammar lets go: parentheses ("(see Figure 3)"), clauses at
/// its end (", as shown below"), openings ("As stated above, ..."). "" where the whole sentence
/// only points ("See Figure 3.").
std::string without_pointers(std::string_view sentence);

/// The words that still point elsewhere ("the figure below", "in this chapter", "Example 4"); ""
/// where none do. `has_example`: the answer itself has a code block or table, so "the following
/// example" may stand.
std::string dangling_words(std::string_view answer, bool has_example);

}  // namespace generator::qa
