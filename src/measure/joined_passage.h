// Two passages read as one.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "measure/passage.h"

namespace generator::measure {

/// The units of `first`, then those of `second`, each under its own headings; an empty line is
/// between the texts. `text` gets what the spans are of, and must outlive the passage.
Passage joined(const Passage& first, const Passage& second, std::string& text);

/// Spans of a joined text as those of `first`'s and those of the second's.
std::pair<std::vector<Span>, std::vector<Span>> apart(const std::vector<Span>& spans,
                                                      const Passage& first);

}  // namespace generator::measure
