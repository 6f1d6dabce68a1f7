// What becomes of the pairs that a model proposed.
#pragma once

#include <string_view>
#include <vector>

#include "measure/passage.h"
#include "qa/fault.h"
#include "qa/generate.h"
#include "qa/pair_check.h"

namespace generator::qa {

Reject reject_of(const Fault& fault, const Chunk& chunk, const ProposedPair& pair);
Reject failure_of(const Failure& failure, const Chunk& chunk);

/// In an earlier round, which counted it.
bool was_asked(const GenerateItem& item, std::string_view question);

/// Sorts proposed pairs into the examples and rejects of `finished`; more than the item wants are
/// surplus, and what an earlier round proposed was counted there. `passage` is what was shown: the
/// item's, or a part.
void sift(const GenerateOptions& options, const GenerateItem& item,
          const measure::Passage& passage, const std::vector<ProposedPair>& pairs,
          const Completion& completion, Finished& finished);

/// Where nothing came of a chunk, that is its reason.
void say_if_nothing(const Chunk& chunk, Finished& finished);

}  // namespace generator::qa
