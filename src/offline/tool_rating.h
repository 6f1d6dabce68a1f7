// What the rules think of a row of tool use.
#pragma once

#include <string>

#include "base/result.h"
#include "model/chat.h"

namespace generator::offline {

/// judge_tool_use: input row. Marks by what can be counted: values of arguments and facts of answers
/// that come from somewhere, calls that fail or repeat, tools that the instruction has words of.
/// Errors: kInvalidInput for a row that cannot be read.
Result<std::string> judge_tool_use(const Inputs& inputs);

/// evaluate_tool_use: input row. Requirements: each value that the user names is used, and each turn
/// is answered by what its results say.
Result<std::string> evaluate_tool_use(const Inputs& inputs);

}  // namespace generator::offline
