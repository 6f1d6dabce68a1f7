// Task "judge_unanswerable" by rule.
#pragma once

#include <string>

#include "base/result.h"
#include "model/chat.h"

namespace generator::offline {

/// Names the first passage that has every content word of the question in one unit, with the heading
/// above it and the head of its table: there the answer may be. Errors: kInvalidInput for a chunk
/// that cannot be read.
Result<std::string> judge_unanswerable(const Inputs& inputs);

}  // namespace generator::offline
