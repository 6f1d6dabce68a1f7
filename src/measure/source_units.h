// Source code as units.
#pragma once

#include <string_view>

#include "measure/passage.h"

namespace generator::measure {

/// Cuts `out.text`, source code, where after a blank line something begins at the outermost indent;
/// one section, and a block for every unit.
void read_source_units(const Chunk& chunk, Passage& out);

/// True where most lines end or begin as statements do.
bool looks_like_code(std::string_view text);

}  // namespace generator::measure
