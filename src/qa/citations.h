// An answer whose sentences name the passages that say them: "It is 64 KB. [2]"
#pragma once

#include <string>

#include "data/example.h"
#include "qa/fault.h"
#include "qa/shown_passages.h"

namespace generator::qa {

/// The answer with a mark behind each sentence, list item, code block and row of a table: the
/// numbers, from 1, of the gold passages that support it (measure/support.h). Other passages are
/// never named. What stands in a chain of thought alone rests on all gold passages. Taken out
/// again, the marks leave the answer as it was.
///
/// Refused: uncited_sentence, where no gold passage says a sentence; not_exportable, where the
/// answer itself has what reads as such a mark.
Checked<std::string> cited(const QaPair& pair, const ShownPassages& shown);

}  // namespace generator::qa
