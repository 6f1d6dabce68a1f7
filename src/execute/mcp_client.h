// A client of the Model Context Protocol: tools are listed and called.
//
// Speaks the stateless revision 2026-07-28, which is asked for first by `server/discover`; any other
// error than "unsupported revision" means an older server, with which one of the handshake's
// revisions is agreed on (https://modelcontextprotocol.io/specification).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "execute/json_rpc.h"
#include "execute/mcp_headers.h"
#include "execute/transport.h"

namespace generator::execute {

/// Who answers, as it says itself: hostile text.
struct ServerIdentity {
  std::string revision;  // "2025-11-25"
  std::string name, title, version;
  std::string capabilities = "{}";  // raw JSON
  std::string instructions;
};

struct ClientOptions {
  std::int64_t start_ms = 30'000;  // for everything until the first call
  std::int64_t probe_ms = 5'000;   // of it, until a server that is silent is taken for an older one
  bool probes = true;              // ask for 2026-07-28 first
};

/// What a request came to: raw JSON of the result, or the refusal.
using Reply = std::variant<std::string, RpcError>;

class McpClient {
 public:
  static constexpr int kMaxPages = 100;
  static constexpr std::size_t kMaxTools = 10'000;
  static constexpr std::size_t kMaxListing = 64u << 20;   // bytes
  static constexpr std::size_t kMaxStrays = 10'000;       // messages that nobody asked for, a request

  /// `transport` must outlive this.
  explicit McpClient(Transport& transport, ClientOptions options = {});

  /// Agrees on a revision. Errors: kUnavailable, kInvalidInput, kTooLarge.
  Status open();
  /// Whether the other side went while it was asked for 2026-07-28: ask again without.
  bool died_of_probe() const { return died_of_probe_; }
  /// Whether the server said since the last listing that its tools are others now.
  bool listing_is_old() const { return listing_is_old_; }
  const ServerIdentity& server() const { return server_; }

  /// The tools as the server describes them: raw JSON of a list. Errors as of `open`.
  Result<std::string> list_tools();
  /// `arguments`: raw JSON of an object. Errors: kBusy where the deadline has passed, else as of
  /// `open`; both leave a server whose state nobody knows.
  Result<Reply> call_tool(std::string_view name, std::string_view arguments, Deadline deadline);

 private:
  Result<bool> discover(Deadline deadline);
  Status shake_hands(Deadline deadline);
  Status take_handshake(const std::string& result);
  Result<Reply> request(std::string_view method, const std::string& params, Deadline deadline,
                        std::string_view tool = {},
                        std::vector<std::pair<std::string, std::string>> headers = {});
  Status answer(const RpcMessage& message, Deadline deadline);
  std::string with_meta(std::string_view fields) const;
  bool is_stateless() const;
  Transport& transport_;
  ClientOptions options_;
  ServerIdentity server_;
  HeaderParameters header_parameters_;
  std::int64_t last_id_ = 0;
  bool died_of_probe_ = false;
  bool listing_is_old_ = false;
};

}  // namespace generator::execute
