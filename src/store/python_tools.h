// Python source: every documented function a tool.
//
// Found by a reader of logical lines (strings, brackets and comments are seen through), not by
// running anything. Names and types are the signature's, words the docstring's.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "store/openapi.h"
#include "store/tool_listing.h"

namespace generator {

/// Takes public functions, of modules and of classes, that have a docstring; where any function is
/// decorated as a tool (`@mcp.tool()`, `@tool`), those alone. `self`, `cls`, `*args`, `**kwargs` and
/// a `Context` are no arguments.
/// Errors: kInvalidInput where there is none.
Result<ToolListing> read_python_tools(std::string_view text, const std::string& name,
                                      const ToolFilter& filter);

}  // namespace generator
