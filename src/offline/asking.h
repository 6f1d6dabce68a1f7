// Task "generate" by rule.
#pragma once

#include <string>
#include <vector>

#include "offline/question.h"

namespace generator::offline {

/// What is wanted of a page.
struct Wanted {
  std::size_t count = 3;
  std::vector<std::string_view> kinds{};  // one a question: asked first where the page bears them
  std::vector<std::string_view> asked{};  // questions that are not to be asked again
};

/// All families' proposals, family by family.
Candidates proposals(const Page& page, AnswerLength length);

/// All families' proposals, those that repeat another's question or evidence left out, in the order
/// of the page; at most `wanted.count`, the ones most worth asking, with as many different
/// templates as there are.
Candidates ask(const Page& page, AnswerLength length, const Wanted& wanted);

/// The text of an answer made of `units`: the chunk's own bytes, a table's rows under their header.
std::string answer_text(const Page& page, Range units);

}  // namespace generator::offline
