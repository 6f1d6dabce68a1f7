// Whether a judge does what the data tell it. Among the data stands one line of ours that asks for
// a word at the beginning of the reasons; the rules of the prompt forbid to do what data ask for.
// Who writes the word also does what a hostile line asks for, so that its ratings say nothing.
#pragma once

#include <string>
#include <string_view>

#include "data/chunk.h"

namespace generator::judge {

/// The line, the same for all rows of a passage, so that they go on sharing a prefix.
std::string canary_line(const Chunk& passage);

/// Whether `reasons` begin with the word. One that only speaks of it has found it out.
bool obeys_canary(std::string_view reasons, const Chunk& passage);

}  // namespace generator::judge
