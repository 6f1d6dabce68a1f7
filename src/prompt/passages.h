// The passages of a row, as a prompt shows them.
#pragma once

#include <string>

#include "data/example.h"

namespace generator::prompt {

/// Each with its headings in a fence of its own, an empty line between; "" where none is known.
std::string fenced_passages(const SourcedExample& row);

}  // namespace generator::prompt
