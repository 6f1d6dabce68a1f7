#include "execute/mcp_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/text.h"

namespace generator::execute {
namespace {

constexpr std::string_view kNewestHandshake = "2025-11-25";
constexpr std::array kHandshakes = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"};
constexpr std::string_view kClientInfo = R"({"name":"generator","version":"1"})";

bool is_handshake(std::string_view revision) {
  return std::ranges::find(kHandshakes, revision) != kHandshakes.end();
}

tl::unexpected<Error> invalid(const std::string& message) {
  return fail(ErrorKind::kInvalidInput, message);
}

tl::unexpected<Error> refused(std::string_view method, const RpcError& error) {
  return invalid(fmt::format("the server refuses {}: {} ({})", method,
                             text::for_terminal(text::prefix(error.message, 500)), error.code));
}

Result<json::Document> object_of(std::string_view method, const std::string& result) {
  auto document = json::Document::parse(result);
  if (!document || !document->root().is_object())
    return invalid(fmt::format("the server answers {} with something else than an object", method));
  return std::move(*document);
}

void read_identity(json::Value result, ServerIdentity& out) {
  auto info = result.find("serverInfo");
  if (const auto meta = result.find("_meta"); !info && meta)
    info = meta->find("io.modelcontextprotocol/serverInfo");
  if (info) {
    out.name = info->text_of("name");
    out.title = info->text_of("title");
    out.version = info->text_of("version");
  }
  if (const auto capabilities = result.find("capabilities"); capabilities && capabilities->is_object())
    out.capabilities = capabilities->raw();
  out.instructions = result.text_of("instructions");
}

// Whether a list of revisions has one; `among` tells which count.
template <class Among>
bool has_revision(std::optional<json::Value> list, Among among) {
  for (std::size_t i = 0; list && list->is_array() && i < list->size(); ++i)
    if (among(list->at(i).text())) return true;
  return false;
}

// One page of a listing, appended to `out`; gives where the next one begins, "" at the end.
Result<std::string> add_page(const std::string& result, std::string& out, std::size_t& count,
                             HeaderParameters& parameters) {
  TRY(const json::Document document, object_of("tools/list", result));
  const auto tools = document.root().find("tools");
  if (!tools || !tools->is_array()) return invalid("the server's tools/list has no list `tools`");
  for (std::size_t i = 0; i < tools->size(); ++i) {
    if (++count > McpClient::kMaxTools || out.size() > McpClient::kMaxListing)
      return fail(ErrorKind::kTooLarge,
                  fmt::format("the server lists more than {} tools or {} MiB; that is more than we take",
                              McpClient::kMaxTools, McpClient::kMaxListing >> 20));
    if (count > 1) out += ",\n";
    out += tools->at(i).raw();
  }
  read_header_parameters(*tools, parameters);
  const auto cursor = document.root().find("nextCursor");
  if (!cursor || cursor->is_null()) return std::string();
  if (!cursor->is_string()) return invalid("the server's tools/list has a `nextCursor` that is no text");
  return std::string(cursor->text());
}

}  // namespace

McpClient::McpClient(Transport& transport, ClientOptions options)
    : transport_(transport), options_(options) {}

bool McpClient::is_stateless() const { return server_.revision == kStatelessRevision; }

std::string McpClient::with_meta(std::string_view fields) const {
  if (!is_stateless()) return fmt::format("{{{}}}", fields);
  return fmt::format(
      R"({{{}{}"_meta":{{"io.modelcontextprotocol/protocolVersion":"{}",)"
      R"("io.modelcontextprotocol/clientInfo":{},"io.modelcontextprotocol/clientCapabilities":{{}}}}}})",
      fields, fields.empty() ? "" : ",", kStatelessRevision, kClientInfo);
}

Status McpClient::open() {
  const Deadline deadline = in_ms(options_.start_ms);
  if (options_.probes) {
    TRY(const bool is_modern, discover(deadline));
    if (is_modern) return {};
  }
  return shake_hands(deadline);
}

// True where the server speaks 2026-07-28.
Result<bool> McpClient::discover(Deadline deadline) {
  server_.revision = kStatelessRevision;
  transport_.speak(kStatelessRevision);
  const Deadline patience = std::min(deadline, in_ms(options_.probe_ms));
  const auto reply = request("server/discover", with_meta(""), patience);
  server_.revision.clear();
  if (!reply) {
    if (reply.error().kind == ErrorKind::kBusy) return false;  // older servers may say nothing
    died_of_probe_ = reply.error().kind == ErrorKind::kUnavailable;
    return tl::unexpected(reply.error());
  }
  if (const auto* error = std::get_if<RpcError>(&*reply)) {
    if (error->code != kUnsupportedRevision) return false;
    const auto data = json::Document::parse(error->data.empty() ? "null" : error->data);
    if (data && has_revision(data->root().find("supported"), is_handshake)) return false;
    return refused("every revision of the protocol that we speak", *error);
  }
  TRY(const json::Document document, object_of("server/discover", std::get<std::string>(*reply)));
  const auto versions = document.root().find("supportedVersions");
  if (!has_revision(versions, [](std::string_view one) { return one == kStatelessRevision; })) return false;
  read_identity(document.root(), server_);
  server_.revision = kStatelessRevision;
  return true;
}

Status McpClient::shake_hands(Deadline deadline) {
  transport_.speak("");
  const std::string params = fmt::format(
      R"({{"protocolVersion":"{}","capabilities":{{}},"clientInfo":{}}})", kNewestHandshake, kClientInfo);
  auto reply = request("initialize", params, deadline);
  if (!reply && reply.error().kind == ErrorKind::kBusy)
    return fail(ErrorKind::kUnavailable, fmt::format("the server did not answer `initialize` in {} s; "
                                                     "does the command start an MCP server on its "
                                                     "standard input and output?",
                                                     options_.start_ms / 1000));
  if (!reply) return tl::unexpected(reply.error());
  if (const auto* error = std::get_if<RpcError>(&*reply)) return refused("initialize", *error);
  CHECK_OK(take_handshake(std::get<std::string>(*reply)));
  transport_.speak(server_.revision);
  return transport_.send({rpc_notification("notifications/initialized"), "notifications/initialized", {}},
                         deadline);
}

Status McpClient::take_handshake(const std::string& result) {
  TRY(const json::Document document, object_of("initialize", result));
  const std::string revision(document.root().text_of("protocolVersion"));
  if (!is_handshake(revision))
    return invalid(fmt::format("the server wants revision `{}` of MCP; we speak {}",
                               text::for_terminal(text::prefix(revision, 50)),
                               fmt::join(kHandshakes, ", ")));
  server_.revision = revision;
  read_identity(document.root(), server_);
  return {};
}

// Sends a request and hears the server out until it answers it.
Result<Reply> McpClient::request(std::string_view method, const std::string& params, Deadline deadline,
                                 std::string_view tool,
                                 std::vector<std::pair<std::string, std::string>> headers) {
  const std::int64_t id = ++last_id_;
  CHECK_OK(transport_.send({rpc_request(id, method, params), method, tool, std::move(headers)}, deadline));
  for (std::size_t strays = 0; strays <= kMaxStrays; ++strays) {
    TRY(const std::string line, transport_.receive(deadline));
    auto message = read_rpc(line);
    if (!message) continue;  // noise
    if (message->answers(id)) {
      if (message->kind == RpcKind::kError) return Reply(std::move(message->error));
      return Reply(std::move(message->result));
    }
    if (message->method == "notifications/tools/list_changed") listing_is_old_ = true;
    if (message->kind == RpcKind::kRequest) CHECK_OK(answer(*message, deadline));
  }
  return fail(ErrorKind::kTooLarge,
              fmt::format("the server wrote {} messages that nobody asked for, and no answer to {}",
                          kMaxStrays, method));
}

Status McpClient::answer(const RpcMessage& message, Deadline deadline) {
  if (message.method == "ping") return transport_.send({rpc_result(message.id, "{}"), {}, {}}, deadline);
  return transport_.send({rpc_refusal(message.id, kMethodNotFound, "this client has no such method"), {}, {}},
                         deadline);
}

Result<std::string> McpClient::list_tools() {
  const Deadline deadline = in_ms(options_.start_ms);
  std::string out = "[", cursor;
  listing_is_old_ = false;
  header_parameters_.clear();
  std::size_t count = 0;
  std::set<std::string> seen;
  for (int page = 0; page < kMaxPages; ++page) {
    const std::string fields = cursor.empty() ? "" : "\"cursor\":" + json::quote(cursor);
    auto reply = request("tools/list", with_meta(fields), deadline);
    if (!reply && reply.error().kind == ErrorKind::kBusy)
      return fail(ErrorKind::kUnavailable, fmt::format("the server did not list its tools in {} s",
                                                       options_.start_ms / 1000));
    if (!reply) return tl::unexpected(reply.error());
    if (const auto* error = std::get_if<RpcError>(&*reply)) return refused("tools/list", *error);
    TRY(cursor, add_page(std::get<std::string>(*reply), out, count, header_parameters_));
    if (cursor.empty()) return out + "]";
    if (!seen.insert(cursor).second)
      return invalid("the server's tools/list goes in circles: it gives the same `nextCursor` twice");
  }
  return fail(ErrorKind::kTooLarge,
              fmt::format("the server's tools/list does not end after {} pages", kMaxPages));
}

Result<Reply> McpClient::call_tool(std::string_view name, std::string_view arguments, Deadline deadline) {
  return request("tools/call",
                 with_meta(fmt::format("\"name\":{},\"arguments\":{}", json::quote(name), arguments)),
                 deadline, name, parameter_headers(header_parameters_, name, arguments));
}

}  // namespace generator::execute
