// From a proposed pair to an example, or the reason why it is none.
#pragma once

#include "data/chunk.h"
#include "measure/passage.h"
#include "model/chat.h"
#include "qa/fault.h"
#include "qa/generate.h"
#include "qa/pair_reply.h"

namespace generator::qa {

/// The language that questions about the chunk should be in; "" where that cannot be told.
std::string_view wanted_language(const Style& style, const Chunk& chunk);

/// All rules for question and answer together. `language` is what `wanted_language` says of the
/// chunk; `completion` gives model and time.
Checked<Example> make_example(const GenerateOptions& options, const Chunk& chunk,
                              const measure::Passage& passage, std::string_view language,
                              const ProposedPair& pair, const Completion& completion);

/// More than two thirds of the answer's words of content stand in the question already.
bool gives_answer_away(std::string_view question, std::string_view answer);

}  // namespace generator::qa
