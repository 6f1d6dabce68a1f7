// The headers that MCP's revision 2026-07-28 wants beside a message over HTTP.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "execute/transport.h"

namespace generator::execute {

inline constexpr std::string_view kStatelessRevision = "2026-07-28";

/// Of each tool the properties that go into a header too, and the header's name.
using HeaderParameters = std::map<std::string, std::vector<std::pair<std::string, std::string>>, std::less<>>;

/// Adds those of a page of tools/list: properties with `x-mcp-header`. Names that are no tokens of
/// HTTP are passed over.
void read_header_parameters(json::Value tools, HeaderParameters& out);

/// "Mcp-Param-Region" and its value, of each argument that has one and is a text, number or boolean.
std::vector<std::pair<std::string, std::string>> parameter_headers(const HeaderParameters& known,
                                                                   std::string_view tool,
                                                                   std::string_view arguments);

/// "Mcp-Method: tools/call", "Mcp-Name: echo" and the message's own; values that are not printable
/// ASCII in base64 between "=?base64?" and "?=".
std::vector<std::string> stateless_headers(const Outgoing& message);

}  // namespace generator::execute
