// What every runner looks at before a call is sent, and says where none was answered.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "data/message.h"
#include "data/tool.h"

namespace generator::execute {

/// The error result of a call of a tool that is not there; names the nearest.
CallResult unknown_tool(const std::string& name, const std::vector<Tool>& tools);

/// An object, an empty one where none is given. Errors: kInvalidInput where they are none.
Result<json::Document> arguments_of(const ToolCall& call);

/// "the call took longer than 0.2 s"
std::string took_too_long(std::int64_t call_ms);

}  // namespace generator::execute
