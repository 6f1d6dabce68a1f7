// What an MCP server's tools/call says, as a CallResult.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "data/message.h"
#include "execute/json_rpc.h"

namespace generator::execute {

/// Text blocks are joined by line ends; a text that is a JSON object or array becomes it, without
/// the spaces between its tokens. Where there is `structuredContent` it is the content, unless a text
/// says something else: then both stand there, {"content", "structuredContent"}. With blocks of other
/// kinds the content is a list; these are objects with their type, mimeType and the rest, of base64
/// the first 64 bytes. What is longer than `most` bytes becomes a text that says so at its end.
/// Errors: kInvalidInput where it is no result of a tool.
Result<CallResult> read_call_result(std::string_view result, std::size_t most);

/// {"error": message, "code": …}, as an error result.
CallResult to_call_result(const RpcError& error, std::size_t most);
/// {"error": message}, as an error result.
CallResult error_result(std::string_view message);

/// Whether both say the same: whatever the spaces and the order of fields.
bool is_same_json(json::Value a, json::Value b);

}  // namespace generator::execute
