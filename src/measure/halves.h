// A passage that is too long for a model, made shorter.
#pragma once

#include <optional>
#include <vector>

#include "measure/passage.h"

namespace generator::measure {

/// Two parts of about the same size, cut between two sections where one ends in the middle third,
/// else between two blocks, else between two units. Their byte ranges are those of the whole, so
/// that evidence found in a part is evidence in the chunk. Empty where there are fewer than two
/// units.
std::vector<Passage> halves(const Passage& passage);

/// The units that `wanted` touches and as many around them as make half of the chunk, under the
/// heading they stand under; everything else of the chunk is as it was. Nothing where that is not
/// shorter.
std::optional<Chunk> half_around(const Chunk& chunk, const std::vector<Span>& wanted);

}  // namespace generator::measure
