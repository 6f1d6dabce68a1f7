// Task "generate" by rule.
#pragma once

#include <string>
#include <vector>

#include "offline/question.h"

namespace generator::offline {

/// All families' proposals, those that repeat another's question or evidence left out, in the order
/// of the page; at most `count`, the ones most worth asking, with as many different templates as
/// there are.
Candidates ask(const Page& page, AnswerLength length, std::size_t count);

/// The text of an answer made of `units`: the chunk's own bytes, a table's rows under their header.
std::string answer_text(const Page& page, Range units);

}  // namespace generator::offline
