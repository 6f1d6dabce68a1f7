// Task "enrich" by rule: the same words in the house style.
#pragma once

#include <string>
#include <string_view>

namespace generator::offline {

/// House style: Markdown paragraphs without hard wraps, "- " and "1. " lists apart from their
/// lead-in, identifiers in code font, straight spaces; no opening "However," or "Note that"; an
/// enumeration of three or more that closes a sentence behind ':' becomes a list. Code blocks and
/// tables stay byte for byte. Adds no word and loses none but connectives; what is in house style
/// already comes back unchanged.
std::string rewritten(std::string_view answer);

}  // namespace generator::offline
