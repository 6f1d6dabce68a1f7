// Whether an edge between two tools is one, by rule.
#pragma once

#include <string>

#include "base/result.h"
#include "model/chat.h"

namespace generator::offline {

/// tool_edge: inputs from, to (tools as JSON), field, parameter, reason (trajectory/edge_question.h).
/// Sees these two tools alone: whether the argument and the result, or the tool that gives it, have
/// a noun in common; of a state edge, whether one of them says so, or what the earlier one does.
/// Errors: kInvalidInput for tools that cannot be read.
Result<std::string> tool_edge(const Inputs& inputs);

}  // namespace generator::offline
