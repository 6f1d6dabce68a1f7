// Whether a passage answers a question whose answer is known from another passage.
#pragma once

#include <string_view>

#include "data/chunk.h"

namespace generator::qa {

/// True where `passage` supports more than `most` of the answer (measure/support.h; 0: no sentence
/// may be supported that says anything), and where nothing can be proved: the two are in different
/// languages, or the answer says nothing beyond the question. So false is proof as far as words go,
/// true is none.
bool may_answer(std::string_view question, std::string_view answer, const Chunk& passage,
                double most = 0);

/// True where the passage has a number of two digits and more, identifier, flag, command or path of
/// the answer that the question does not have: what was asked for may stand there in another form,
/// such as an example.
bool has_fact_of_answer(std::string_view question, std::string_view answer, const Chunk& passage);

}  // namespace generator::qa
