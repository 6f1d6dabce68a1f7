// What one call, or several that are alike, came to: "The dataset /a has 281250 elements."
#pragma once

#include <string>
#include <vector>

#include "data/tool_use.h"
#include "offline/tool_phrase.h"
#include "tool/sketch.h"

namespace generator::offline {

/// What a result says, in sentences: of a deed that it is done, of a question the values. `call`
/// with its values in place; `spoken`: what the answer has named before.
std::string told(const tool::SketchCall& call, const CallResult& result, const Spoken& spoken);

/// The same of calls of one tool, said together.
std::string told_together(const std::vector<tool::SketchCall>& calls,
                          const std::vector<CallResult>& results, const Spoken& spoken);

/// "The pets 101 and 102 have been deleted", without an end.
std::string done_text(const tool::SketchCall& call, const Spoken& spoken);

}  // namespace generator::offline
