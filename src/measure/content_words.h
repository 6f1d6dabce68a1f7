// Words that carry content, in a form in which they can be compared.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace generator::measure {

struct ContentWord {
  std::string stem;       // lower case, without the commonest English endings; CJK: two characters
  bool is_empty = false;  // an article, an auxiliary, a preposition: no content
};

/// All words of `plain` (measure/plain.h) in their order.
std::vector<ContentWord> content_words(std::string_view plain);

/// "not", "never", "cannot", "n't", "without", "neither", "nor", "no", "none", "unless"; in English
/// alone.
bool is_denial(std::string_view word);

/// Stems of words that say the opposite of each other ("enable" and "disable", "before" and
/// "after").
bool are_opposites(std::string_view a, std::string_view b);

}  // namespace generator::measure
