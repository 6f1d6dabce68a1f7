// Calls that come before what they need, or after its end, as far as the tools themselves tell.
#pragma once

#include <optional>

#include "data/tool_use.h"
#include "tool/fault.h"
#include "tool/format_check.h"

namespace generator::tool {

/// wrong_order, of calls that did not fail:
/// - it needs something open, built or called first, which the row does only later or at once;
/// - it names a thing that the row creates only later or at once;
/// - what it works on was closed, or the thing that it names deleted, and not opened or made again;
/// - a list has a thing that the row makes only later, or that it deleted before.
/// What a row never opens or makes may have been there before it; a row that calls no tool of an
/// edge is not judged by it.
std::optional<Fault> order_fault(const ToolUse& row, const ToolTable& tools);

}  // namespace generator::tool
