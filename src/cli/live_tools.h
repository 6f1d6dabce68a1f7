// Tools that a running MCP server describes and carries out: SPEC is `mcp:COMMAND` or `mcp:URL`.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cli/settings.h"
#include "execute/mcp_runner.h"
#include "store/tool_listing.h"

namespace generator::cli {

bool is_mcp(std::string_view spec);
/// Whether it is behind an address, which nobody starts afresh.
bool is_mcp_url(std::string_view spec);

struct LiveTools {
  std::unique_ptr<execute::McpServer> server;  // running
  ToolListing listing;
  std::string raw;  // the server's own list of tools
};

/// Starts the server that SPEC names, in the sandbox that the settings ask for, or speaks to the one
/// behind its address; lists its tools and holds them against their pins. Says on standard error who
/// it is and what holds it back.
/// Throws Fatal.
LiveTools open_live_tools(const Settings& settings, const execute::RunnerOptions& options);

}  // namespace generator::cli
