// The rules for rows of tool use: they follow the sketch that the request's inputs hold.
#pragma once

#include <string>

#include "base/result.h"
#include "model/chat.h"

namespace generator::offline {

/// The tasks of trajectory/generation.h, with their inputs and replies. A call that failed and was
/// not to fail is called again once, then the search is given up.
/// Errors: kInvalidInput for a sketch or steps that cannot be read.
Result<std::string> tool_instruct(const Inputs& inputs);
Result<std::string> tool_act(const Inputs& inputs);
Result<std::string> tool_propose(const Inputs& inputs);
Result<std::string> tool_select(const Inputs& inputs);
Result<std::string> tool_write(const Inputs& inputs);
/// The task of trajectory/model_replies.h: the simulation's own words, in an object.
Result<std::string> tool_reply(const Inputs& inputs);

}  // namespace generator::offline
