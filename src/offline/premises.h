// Task "enhance_cot" by rule: the steps that lead to an answer that was copied from a page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "offline/page.h"

namespace generator::offline {

/// First what the page says elsewhere about the things that question and answer name (one or two
/// sentences, each about one of them and saying something of another), then the sentences of the
/// answer that the question is about. Empty where the page has no such sentence outside the answer,
/// or the answer has fewer than two sentences: then the rules know no way to it.
std::vector<std::string> steps_to(const Page& page, std::string_view question,
                                  std::string_view answer, std::size_t min_steps,
                                  std::size_t max_steps);

}  // namespace generator::offline
