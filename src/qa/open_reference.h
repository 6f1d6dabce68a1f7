// Words of a question that mean something the reader does not have: "this class", "the experiment",
// "it".
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "qa/phrase.h"

namespace generator::qa {

struct OpenReference {
  std::size_t begin = 0;  // bytes of the question
  std::size_t end = 0;
  bool is_code_thing = false;  // a function, class or the like
  bool is_definite = false;    // "the …"; else "this …" or a pronoun
};

/// The first of them that is neither named ("the `f` function"), nor narrowed ("the function that
/// …"), nor said before in the question ("if a file …, the file …"). `words` are those of
/// `question`.
std::optional<OpenReference> open_reference(std::string_view question,
                                            const std::vector<Word>& words);

/// Whether what is meant stands behind a colon, or in code or numbers behind a comma: "these two
/// numbers, 0.1 and 0.2", "the following: `kind: Pod`".
bool is_told_after(std::string_view question, std::size_t at);

}  // namespace generator::qa
