// What the account of a parameter or a result says of the thing it means.
#pragma once

#include <string_view>

#include "tool/entity.h"
#include "tool/vocabulary.h"

namespace generator::tool {

/// "Path to the dataset within the file": by path, of a dataset, in a file. "Name/ID for the new
/// pipeline": by name or id, of a pipeline, new. Only the first clause is read.
Entity entity_of_phrase(std::string_view description, const Vocabulary& vocabulary);

/// The same of a result: also "Ranked list of similar datasets with scores", where nothing says how
/// each is named: datasets, by anything.
Entity entity_of_list(std::string_view description, const Vocabulary& vocabulary);

}  // namespace generator::tool
