// The descriptions of tools that a command is told to read.
#pragma once

#include <string>
#include <vector>

#include "cli/settings.h"
#include "store/openapi.h"
#include "store/tool_listing.h"

namespace generator::cli {

/// What --record names. A command reads it once, as it may be a pipe.
struct Record {
  std::string file;  // "": the option is not given
  std::string text;
};
/// Throws Fatal.
Record read_record(const Settings& settings);

/// Gives tools the results that the replies of the record show. Throws Fatal.
void learn_from_record(const Record& record, std::vector<Tool>& tools);

/// What the only argument names, `-` for standard input, `mcp:COMMAND` for a server that is asked, narrowed by --tag, --path, --method and
/// --limit. Throws Fatal.
ToolListing read_tool_input(const Settings& settings);

/// The same, where at least one tool is needed: says first what was changed or dropped.
ToolListing read_some_tools(const Settings& settings);
ToolListing read_some_tools(const Settings& settings, const Record& record);

/// What --tag, --path, --method and --limit ask for. Throws Fatal.
ToolFilter tool_filter(const Settings& settings);

/// Says on standard error what was changed or dropped, a few of them in full.
void say_problems(const Settings& settings, const ToolListing& listing);
/// Why there is no tool. Throws Fatal.
[[noreturn]] void refuse_no_tools(const Settings& settings, const ToolListing& listing);

}  // namespace generator::cli
