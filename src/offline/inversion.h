// Turning a statement into a question: "a group is created" → "is a group created".
#pragma once

#include <optional>
#include <string>

#include "offline/clause.h"
#include "offline/topic.h"

namespace generator::offline {

/// The clause with auxiliary first, its rest cut at `rest_end` (an index into the sentence,
/// exclusive): "can a link be removed", "does `H5Aclose` close the attribute". Nothing where the
/// words lean on the page.
std::optional<std::string> inverted(const Topic& topic, const Sentence& sentence,
                                    const Clause& clause, std::size_t rest_end);

/// The auxiliary and subject alone, with the main verb's base form where English wants it:
/// "does `H5Dread` return", "is a group", "can a link". For questions whose object is asked for.
std::optional<std::string> inverted_without_rest(const Topic& topic, const Sentence& sentence,
                                                 const Clause& clause);

}  // namespace generator::offline
