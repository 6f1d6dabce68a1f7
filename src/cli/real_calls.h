// Calls of tools that are carried out for real: by an MCP server (SPEC `mcp:...`), or by requests to
// the service that an OpenAPI description is of (--server).
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cli/settings.h"
#include "data/tool.h"
#include "data/tool_runner.h"

namespace generator::cli {

/// Whether calls are real. Throws Fatal where an option is for the other way.
bool is_real(const Settings& settings);

/// The tools that --allow and --allow-destructive let be called.
struct AllowedTools {
  std::vector<Tool> tools;
  std::string identity;  // of whoever carries them out, and of what it says of all its tools
  bool has_known_state = true;  // false: nothing puts back what they change; these only read
};
/// A server that was started is stopped again. Where nothing can put back what calls change, only
/// tools that read are given, and that is said on standard error. Throws Fatal, also where none is
/// left.
AllowedTools list_allowed_tools(const Settings& settings);

/// Carries out calls, as far as --allow and --allow-destructive go. `names`: the tools that are going
/// to be called; nothing is called where one of them is not allowed. Throws Fatal.
std::unique_ptr<ToolRunner> make_real_runner(const Settings& settings,
                                             const std::set<std::string>& names);

}  // namespace generator::cli
