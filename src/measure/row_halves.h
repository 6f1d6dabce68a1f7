// A row whose passages are too long for a model, with less of them.
#pragma once

#include <optional>

#include "data/example.h"

namespace generator::measure {

/// The row with half of each of its passages, around its evidence there (measure/halves.h). Nothing
/// where no passage is known or none can be halved.
std::optional<SourcedExample> around_evidence(const SourcedExample& row);

}  // namespace generator::measure
