// The descriptions of tools that a command is told to read.
#pragma once

#include "cli/settings.h"
#include "store/openapi.h"
#include "store/tool_listing.h"

namespace generator::cli {

/// Gives tools the results that the replies in --record show, where the option is given. Throws Fatal.
void learn_from_record(const Settings& settings, std::vector<Tool>& tools);

/// What the only argument names, `-` for standard input, `mcp:COMMAND` for a server that is asked, narrowed by --tag, --path, --method and
/// --limit. Throws Fatal.
ToolListing read_tool_input(const Settings& settings);

/// The same, where at least one tool is needed: says first what was changed or dropped.
ToolListing read_some_tools(const Settings& settings);

/// What --tag, --path, --method and --limit ask for. Throws Fatal.
ToolFilter tool_filter(const Settings& settings);

/// Says on standard error what was changed or dropped, a few of them in full.
void say_problems(const Settings& settings, const ToolListing& listing);
/// Why there is no tool. Throws Fatal.
[[noreturn]] void refuse_no_tools(const Settings& settings, const ToolListing& listing);

}  // namespace generator::cli
