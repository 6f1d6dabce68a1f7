// What a tool does in the words of its description, as one would ask for it.
#pragma once

#include <string>
#include <vector>

#include "tool/sketch.h"

namespace generator::offline {

/// The words of the deed, a verb in the imperative first: {"get", "the", "shape", "of", "a",
/// "dataset"}. How it is done and what it is good for is left away. Where the description is no such
/// sentence: the description of what is required, else the words of the name.
std::vector<std::string> deed_words(const tool::SketchCall& call);

/// "list" for a tool `list_keys`.
std::string verb_of(const tool::SketchCall& call);

/// Whether its results are what it is for: "get", "list", "compute". Else something is done.
bool is_asking(const tool::SketchCall& call);

}  // namespace generator::offline
