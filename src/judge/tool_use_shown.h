// A row of tool use as a judge is shown it.
#pragma once

#include <string>

#include "data/tool_use.h"

namespace generator::judge {

/// The tools that are called, and how many more are offered; a line of JSON each, fenced.
std::string shown_called_tools(const ToolUse& row);
/// What was said, called and replied; the assistant's messages are numbered from 1. Long replies are
/// cut. Fenced.
std::string shown_messages(const ToolUse& row);

}  // namespace generator::judge
