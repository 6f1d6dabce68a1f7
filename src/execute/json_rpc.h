// JSON-RPC 2.0, one message at a time (https://www.jsonrpc.org/specification). Batches are not
// taken: MCP has had none since 2025-06-18.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace generator::execute {

/// What a request was refused with.
struct RpcError {
  std::int64_t code = 0;
  std::string message;
  std::string data;  // raw JSON; "" where there is none
};

inline constexpr std::int64_t kMethodNotFound = -32601;
inline constexpr std::int64_t kUnsupportedRevision = -32022;  // MCP 2026-07-28

enum class RpcKind : std::uint8_t { kRequest, kNotification, kResult, kError };

/// A message that came in.
struct RpcMessage {
  RpcKind kind = RpcKind::kNotification;
  std::string id;      // raw JSON: a number, a text, or null of an error; "" of a notification
  std::string method;  // of requests and notifications
  std::string result;  // raw JSON
  RpcError error;

  /// Whether it answers our request of this number.
  bool answers(std::int64_t number) const;
};

/// Errors: kInvalidInput where the line is no JSON or no message.
Result<RpcMessage> read_rpc(std::string_view line);

/// One line without its end. `params` is raw JSON of an object; "": none. Line ends inside become
/// spaces.
std::string rpc_request(std::int64_t id, std::string_view method, std::string_view params);
std::string rpc_notification(std::string_view method, std::string_view params = "");
/// Replies to a request of the other side; `id` is raw JSON.
std::string rpc_result(std::string_view id, std::string_view result);
std::string rpc_error(std::string_view id, const RpcError& error);
std::string rpc_refusal(std::string_view id, std::int64_t code, std::string_view message);

}  // namespace generator::execute
