// Rewriting the answers of a conversation.
#pragma once

#include <memory>

#include "qa/enrich.h"

namespace generator::qa {

/// The turn as a pair, with its own evidence and the conversation's id.
SourcedExample turn_of(const SourcedExample& item, std::size_t turn);

/// Each turn's answer is rewritten as a pair's is, beside the others and with the same checks; what
/// may not stand stays as it was. `stage` must outlive the dialogue, and `item` is a conversation.
/// With `require_rewrite` a turn that could not be rewritten drops the row. `original_answer` holds
/// all answers of before, a paragraph a turn.
/// Errors: as Enrichment::begin.
Result<std::unique_ptr<Dialogue>> conversation_rewriting(const Enrichment& stage,
                                                         SourcedExample item);

}  // namespace generator::qa
