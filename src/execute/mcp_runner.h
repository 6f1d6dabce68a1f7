// An MCP server that carries out calls for real.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "data/tool.h"
#include "data/tool_runner.h"
#include "execute/mcp_client.h"
#include "execute/permit.h"
#include "execute/transport.h"

namespace generator::execute {

struct RunnerOptions {
  std::int64_t start_ms = 30'000;
  std::int64_t call_ms = 30'000;
  std::size_t output_bytes = 1u << 20;  // of a result
  bool accepts_changes = false;         // tools that are others than those that were listed
  /// Puts what the server works on back to how it was, while no server runs.
  std::function<Status()> restore = {};
};

/// A server that is started when it is needed. Its calls block.
class McpServer {
 public:
  McpServer(Connect connect, RunnerOptions options);
  ~McpServer();

  /// Connects where there is no connection. Errors: what `Connect` and McpClient::open give.
  Status start();
  /// Takes leave of the server.
  void stop();
  bool is_running() const { return client_ != nullptr; }
  /// Raw JSON of a list. Starts the server.
  Result<std::string> list_tools();
  /// Of the last start.
  const ServerIdentity& identity() const { return identity_; }
  bool listing_is_old() const { return client_ != nullptr && client_->listing_is_old(); }
  /// Of a running server. What goes wrong from here on is an error result; where nobody knows in
  /// what state the server is, it is ended, and later calls say so until the next start.
  CallResult call(const std::string& name, const std::string& arguments);

 private:
  Status open(bool probes);
  void drop();
  Connect connect_;
  RunnerOptions options_;
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<McpClient> client_;
  ServerIdentity identity_;
  bool probes_ = true;
};

class McpRunner final : public ToolRunner {
 public:
  /// `listing` is what `tools` were read from: raw JSON of a list.
  McpRunner(std::unique_ptr<McpServer> server, std::vector<Tool> tools, std::string listing,
            Permit permit, RunnerOptions options);

  /// Errors: kWrongUse where the permit does not allow the tool, or where the server has other
  /// tools by now; else where the server cannot be started. Unknown tools and arguments that are no
  /// object are error results; the server does not see them.
  Result<CallResult> call(const ToolCall& call) override;
  /// The server is stopped, `restore` is run; the next call starts a fresh one.
  Status reset() override;

 private:
  const Tool* find(const std::string& name) const;
  Status make_ready();
  std::unique_ptr<McpServer> server_;
  std::vector<Tool> tools_;
  std::string listing_;
  Permit permit_;
  RunnerOptions options_;
  std::unordered_map<std::string, std::size_t> index_;
  std::string lost_;  // why the server of this session is gone; "": it is not
};

}  // namespace generator::execute
