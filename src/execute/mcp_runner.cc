#include "execute/mcp_runner.h"

#include <fmt/format.h>

#include <utility>

#include "base/json.h"
#include "base/text.h"
#include "execute/called_tool.h"
#include "execute/mcp_content.h"
#include "execute/pins.h"

namespace generator::execute {

McpServer::McpServer(Connect connect, RunnerOptions options)
    : connect_(std::move(connect)), options_(std::move(options)) {}

McpServer::~McpServer() { stop(); }

Status McpServer::open(bool probes) {
  TRY(transport_, connect_());
  client_ = std::make_unique<McpClient>(
      *transport_, ClientOptions{.start_ms = options_.start_ms, .probes = probes});
  return client_->open();
}

Status McpServer::start() {
  if (is_running()) return {};
  Status opened = open(probes_);
  if (!opened && client_ != nullptr && client_->died_of_probe()) {
    drop();
    probes_ = false;  // an old server that ends where it is asked before it was greeted
    opened = open(false);
  }
  if (!opened) {
    drop();
    return opened;
  }
  identity_ = client_->server();
  probes_ = identity_.revision == "2026-07-28";
  return {};
}

void McpServer::stop() {
  if (transport_ != nullptr) transport_->close();
  drop();
}

void McpServer::drop() {
  client_.reset();
  transport_.reset();
}

Result<std::string> McpServer::list_tools() {
  CHECK_OK(start());
  auto out = client_->list_tools();
  if (!out) drop();
  return out;
}

CallResult McpServer::call(const std::string& name, const std::string& arguments) {
  const Deadline began = in_ms(0);
  auto reply = client_->call_tool(name, arguments, in_ms(options_.call_ms));
  CallResult out;
  if (!reply) {
    out = error_result(reply.error().kind == ErrorKind::kBusy
                           ? took_too_long(options_.call_ms)
                           : reply.error().message);
    drop();
  } else if (const auto* error = std::get_if<RpcError>(&*reply)) {
    out = to_call_result(*error, options_.output_bytes);
  } else {
    auto result = read_call_result(std::get<std::string>(*reply), options_.output_bytes);
    out = result ? std::move(*result) : error_result(result.error().message);
  }
  out.latency_ms = std::chrono::duration_cast<std::chrono::milliseconds>(in_ms(0) - began).count();
  return out;
}

McpRunner::McpRunner(std::unique_ptr<McpServer> server, std::vector<Tool> tools, std::string listing,
                     Permit permit, RunnerOptions options)
    : server_(std::move(server)),
      tools_(std::move(tools)),
      listing_(std::move(listing)),
      permit_(std::move(permit)),
      options_(std::move(options)) {
  for (std::size_t i = 0; i < tools_.size(); ++i) index_.emplace(tools_[i].name, i);
}

const Tool* McpRunner::find(const std::string& name) const {
  const auto at = index_.find(name);
  return at == index_.end() ? nullptr : &tools_[at->second];
}

// A server runs, and its tools are those that the permit was given for.
Status McpRunner::make_ready() {
  if (server_->is_running() && !server_->listing_is_old()) return {};
  TRY(const std::string now, server_->list_tools());
  if (options_.accepts_changes || now == listing_) return {};
  const auto changes = pin_changes(pins_of(listing_), pins_of(now));
  if (changes.empty()) return {};
  server_->stop();
  return fail(ErrorKind::kWrongUse,
              fmt::format("the server has other tools than it listed: {}. --accept-changes calls them "
                          "all the same",
                          text::join(changes, "; ")));
}

Result<CallResult> McpRunner::call(const ToolCall& call) {
  const Tool* tool = find(call.name);
  if (tool == nullptr) return unknown_tool(call.name, tools_);
  CHECK_OK(permit_.check(*tool));
  const auto arguments = arguments_of(call);
  if (!arguments) return error_result(arguments.error().message);
  if (!lost_.empty()) return error_result(lost_);
  CHECK_OK(make_ready());
  const std::string name = tool->source.name.empty() ? tool->name : tool->source.name;
  CallResult out = server_->call(name, std::string(arguments->root().raw()));
  if (!server_->is_running())
    lost_ = fmt::format("the server was ended with the call of `{}`", call.name);
  return out;
}

Status McpRunner::reset() {
  server_->stop();
  lost_.clear();
  return options_.restore ? options_.restore() : Status{};
}

}  // namespace generator::execute
