// Tools for a topic, by rule.
#pragma once

#include <string>

#include "base/result.h"
#include "model/chat.h"

namespace generator::offline {

/// tool_topic: inputs topic, tools. Of the last two nouns of the topic ("hotel booking") the tools
/// that make, list, read, change and remove such things: the plain service that anybody expects.
/// Errors: kInvalidInput where the topic has no word.
Result<std::string> tool_topic(const Inputs& inputs);

}  // namespace generator::offline
