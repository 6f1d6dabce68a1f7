// Tools that a running server describes and carries out: SPEC is `mcp:COMMAND`.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/settings.h"
#include "data/tool_runner.h"
#include "execute/mcp_runner.h"
#include "store/tool_listing.h"

namespace generator::cli {

bool is_live(std::string_view spec);

struct LiveTools {
  std::unique_ptr<execute::McpServer> server;  // running
  ToolListing listing;
  std::string raw;  // the server's own list of tools
};

/// Starts the server that SPEC names, in the sandbox that the settings ask for, lists its tools and
/// holds them against their pins. Says on standard error who it is and what holds it back.
/// Throws Fatal.
LiveTools open_live_tools(const Settings& settings, const execute::RunnerOptions& options);

/// The tools that --allow and --allow-destructive let be called, and the server's own list of all.
/// The server is stopped again. Throws Fatal, also where none may be called.
struct AllowedTools {
  std::vector<Tool> tools;
  std::string raw;
};
AllowedTools list_allowed_tools(const Settings& settings);

/// Carries out calls by the server, as far as --allow and --allow-destructive go. `names`: the tools
/// that are going to be called; nothing is called where one of them is not allowed. Throws Fatal.
std::unique_ptr<ToolRunner> make_live_runner(const Settings& settings,
                                             const std::set<std::string>& names);

}  // namespace generator::cli
