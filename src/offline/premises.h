// Task "enhance_cot" by rule: the steps that lead to an answer that was copied from a page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "offline/page.h"

namespace generator::offline {

/// What the page itself gives as the reason of the answer ("because …", the sentence before
/// "Therefore, …"), and what the functions that the answer names are said to do elsewhere; before
/// them what the page says of the subject, where that has to do with question or answer. Empty
/// where it gives no reason and says of no function what it does, or where that is fewer than
/// `min_steps`: then the rules know no way to the answer.
std::vector<std::string> steps_to(const Page& page, std::string_view question,
                                  std::string_view answer, std::size_t min_steps,
                                  std::size_t max_steps);

}  // namespace generator::offline
