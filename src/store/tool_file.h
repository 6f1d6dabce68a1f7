// Files that describe tools, of any kind that we know, seen by content.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "store/openapi.h"
#include "store/tool_listing.h"

namespace generator {

/// Reads an OpenAPI description (store/openapi.h), a JSON, JSONL or YAML file of tools in any of the
/// shapes of store/tool_shapes.h (also inside `tools`, `functions`, `functionDeclarations`,
/// `result.tools`, or rows of BFCL and xLAM), or Python source (store/python_tools.h). `name` stands
/// in messages; it ends in ".py" for Python.
///
/// A tool that is described twice in the same words is one tool; another one of the same name gets a
/// name of its own, with a note.
/// Errors: kInvalidInput where the file describes no tools at all, saying what it was taken for.
Result<ToolListing> read_tools(std::string_view text, const std::string& name,
                               const ToolFilter& filter = {});
/// Of a file. Errors: also kNotFound, kIo.
Result<ToolListing> load_tools(const std::string& path, const ToolFilter& filter = {});

}  // namespace generator
