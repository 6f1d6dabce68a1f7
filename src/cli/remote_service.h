// Services behind an address: `mcp:URL`, and OpenAPI's operations with --server.
#pragma once

#include <string_view>

#include "cli/settings.h"
#include "execute/endpoint.h"
#include "execute/mcp_runner.h"
#include "web/address.h"

namespace generator::cli {

/// Who may be spoken to: --allow-address. Throws Fatal.
web::AddressGuard address_guard(const Settings& settings);

/// `url`, with --header and --query. Throws Fatal.
execute::Endpoint endpoint(const Settings& settings, std::string_view url);

/// Connections to an MCP server behind an address. Throws Fatal.
execute::Connect remote_connector(const Settings& settings, std::string_view url,
                                  std::size_t longest);

}  // namespace generator::cli
