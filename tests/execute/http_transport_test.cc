// MCP over HTTP: both eras of the protocol, streams, sessions, and servers that misbehave.
#include "execute/http_transport.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "execute/json_rpc.h"
#include "execute/mcp_runner.h"
#include "support/http_service.h"

namespace generator::execute {
namespace {

using generator::testing::HttpRequest;
using generator::testing::HttpService;
using generator::testing::http_reply;
using generator::testing::json_reply;
using ::testing::HasSubstr;

constexpr std::size_t kLongest = 1u << 20;
constexpr const char* kTools =
    R"({"tools":[{"name":"écho","inputSchema":{"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"},)"
    R"("n":{"type":"integer","x-mcp-header":"Bad Name"}}}}]})";

web::AddressGuard open_guard() { return web::AddressGuard({web::parse_range("127.0.0.0/8").value()}); }

Connect connector(const HttpService& service, Endpoint endpoint = {}) {
  endpoint.url = service.url("/mcp");
  return [endpoint]() -> Result<std::unique_ptr<Transport>> {
    return std::make_unique<HttpTransport>(endpoint, open_guard(), kLongest);
  };
}

std::string event(const std::string& data, const std::string& id = "") {
  return (id.empty() ? "" : "id: " + id + "\n") + "data: " + data + "\n\n";
}
std::string stream(const std::string& events) { return http_reply("200 OK", "text/event-stream", events); }

// A server of the handshake's era with sessions, whose replies come as streams.
std::string handshake_server(const HttpRequest& request) {
  if (request.method == "DELETE") return http_reply("405 Method Not Allowed", "text/plain", "");
  const auto message = read_rpc(request.body);
  if (!message) return http_reply("400 Bad Request", "text/plain", "no message");
  if (message->method == "initialize")
    return http_reply("200 OK", "application/json",
                      rpc_result(message->id, R"({"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"shed"}})"),
                      "Mcp-Session-Id: s-1\r\n");
  if (request.header("mcp-session-id") != "s-1")
    return http_reply("400 Bad Request", "application/json",
                      R"({"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad Request: Server not initialized"},"id":null})");
  if (message->method.starts_with("notifications/")) return http_reply("202 Accepted", "text/plain", "");
  if (request.header("mcp-protocol-version") != "2025-06-18") return http_reply("400 Bad Request", "text/plain", "which?");
  if (message->method == "tools/list") return json_reply(rpc_result(message->id, kTools));
  return stream(": hello\n\n" + event(R"({"jsonrpc":"2.0","method":"notifications/progress","params":{}})") +
                event(rpc_result(message->id, R"({"content":[{"type":"text","text":"heard"}]})")));
}

TEST(HttpTransport, SpeaksTheHandshakeWithItsSessionAndReadsStreams) {
  HttpService service(handshake_server);
  McpServer server(connector(service), {});
  ASSERT_TRUE(server.list_tools()) << server.list_tools().error().message;
  EXPECT_EQ(server.identity().revision, "2025-06-18");
  EXPECT_EQ(server.call("écho", "{}").content, R"("heard")");
  server.stop();
  EXPECT_EQ(service.requests().back().method, "DELETE");
  EXPECT_EQ(service.requests().back().header("mcp-session-id"), "s-1");
}

TEST(HttpTransport, SpeaksTheStatelessRevisionWithItsHeaders) {
  std::vector<HttpRequest> calls;
  HttpService service([&](const HttpRequest& request) {
    const auto message = read_rpc(request.body);
    if (message->method == "server/discover")
      return json_reply(rpc_result(message->id, R"({"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{}})"));
    if (message->method == "tools/list") return json_reply(rpc_result(message->id, kTools));
    calls.push_back(request);
    return json_reply(rpc_result(message->id, R"({"content":[{"type":"text","text":"ok"}]})"));
  });
  McpServer server(connector(service), {});
  ASSERT_TRUE(server.list_tools());
  EXPECT_EQ(server.call("écho", R"({"region":"Köln","n":1})").content, R"("ok")");
  server.stop();
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_EQ(calls[0].header("mcp-protocol-version"), "2026-07-28");
  EXPECT_EQ(calls[0].header("mcp-method"), "tools/call");
  EXPECT_EQ(calls[0].header("mcp-name"), "=?base64?w6ljaG8=?=");
  EXPECT_EQ(calls[0].header("mcp-param-region"), "=?base64?S8O2bG4=?=");
  EXPECT_EQ(calls[0].header("mcp-param-bad name"), "");
  EXPECT_EQ(service.requests().back().method, "POST");  // there is no session to end
}

TEST(HttpTransport, GoesOnWithAStreamThatEndedBeforeTheAnswer) {
  std::string asked, id;
  HttpService service([&](const HttpRequest& request) {
    if (request.method == "GET") {
      asked = request.header("last-event-id");
      return stream(event(rpc_result(id, R"({"content":[{"type":"text","text":"late"}]})")));
    }
    const auto message = read_rpc(request.body);
    id = message->id;
    if (message->method == "tools/call") return stream("retry: 1\n" + event(R"({"jsonrpc":"2.0","method":"notifications/x"})", "e-7"));
    return handshake_server(request);
  });
  McpServer server(connector(service), {});
  ASSERT_TRUE(server.start());
  EXPECT_EQ(server.call("écho", "{}").content, R"("late")");
  EXPECT_EQ(asked, "e-7");
}

TEST(HttpTransport, ServersThatMisbehaveAreNamedAndDoNotBlock) {
  const std::string other = R"({"jsonrpc":"2.0","id":99,"result":{}})";
  for (const auto& [reply, says] : std::vector<std::pair<std::string, std::string>>{
           {http_reply("500 Oops", "text/html", "<h1>broken\x1b[31m</h1>"), "status 500: <h1>broken\\x1B[31m</h1>"},
           {http_reply("404 Not Found", "application/json", "{}"), "the session is over"},
           {http_reply("200 OK", "text/html", "<html>"), "is an MCP server there?"},
           {http_reply("200 OK", "application/json", ""), "is an MCP server there?"},
           {stream(""), "without an answer"},
           {stream(event("noise") + event(other, "e")), "without an answer"},
           {json_reply(other), "does not answer"},
           {json_reply("[" + other + "]"), "does not answer"},
           {json_reply(std::string(kLongest + 1, ' ')), "more than"},
           {http_reply("401 Unauthorized", "text/plain", "who?"), "--header gives credentials"}}) {
    HttpService service([&, reply = reply](const HttpRequest& request) {
      const bool is_call = request.body.find("tools/call") != std::string::npos;
      return is_call || request.method == "GET" ? reply : handshake_server(request);
    });
    McpServer server(connector(service), {});
    ASSERT_TRUE(server.start());
    const CallResult result = server.call("écho", "{}");
    EXPECT_TRUE(result.is_error);
    EXPECT_THAT(json::Document::parse(result.content)->root().text_of("error"), HasSubstr(says));
    EXPECT_FALSE(server.is_running());
  }
}

TEST(HttpTransport, CredentialsAreSentAndNeverShown) {
  HttpService service([](const HttpRequest& request) {
    if (request.body.find("tools/call") == std::string::npos) return handshake_server(request);
    const auto message = read_rpc(request.body);
    return json_reply(rpc_result(message->id, fmt::format(R"({{"content":[{{"type":"text","text":"{} {}"}}]}})",
                                                          request.header("authorization"), request.target)));
  });
  ::setenv("TEST_MCP_TOKEN", "canary-4711", 1);
  Endpoint endpoint;
  ASSERT_TRUE(add_header("Authorization: Bearer {TEST_MCP_TOKEN}", endpoint));
  ASSERT_TRUE(add_query("key={TEST_MCP_TOKEN}", endpoint));
  McpServer server(connector(service, endpoint), {});
  ASSERT_TRUE(server.start());
  EXPECT_EQ(server.call("écho", "{}").content, R"("Bearer *** /mcp?key=***")");
}

TEST(HttpTransport, AnAddressThatIsNotAllowedIsNotSpokenTo) {
  HttpService service(handshake_server);
  McpServer server([&]() -> Result<std::unique_ptr<Transport>> {
    return std::make_unique<HttpTransport>(Endpoint{.url = service.url("/mcp")}, web::AddressGuard(), kLongest);
  }, {});
  const Status started = server.start();
  EXPECT_EQ(started.error().kind, ErrorKind::kWrongUse);
  EXPECT_THAT(started.error().message, HasSubstr("--allow-address 127.0.0.1"));
  EXPECT_EQ(service.connections(), 0);
}

TEST(Endpoint, SaysWhatIsWrongWithAHeader) {
  Endpoint endpoint;
  EXPECT_THAT(add_header("Authorization", endpoint).error().message, HasSubstr("'NAME: TEXT'"));
  EXPECT_THAT(add_header("X-A: {NO_SUCH_VARIABLE_HERE}", endpoint).error().message, HasSubstr("NO_SUCH_VARIABLE_HERE is not set"));
  EXPECT_THAT(add_header("X-A: a\r\nHost: b", endpoint).error().message, HasSubstr("line end"));
  EXPECT_THAT(add_query("=x", endpoint).error().message, HasSubstr("'NAME=TEXT'"));
  EXPECT_TRUE(add_header("X-A: plain", endpoint));
  EXPECT_TRUE(add_query("a b=c&d", endpoint));
  EXPECT_EQ(endpoint.with_query("http://h/p?x=1"), "http://h/p?x=1&a%20b=c%26d");
  EXPECT_EQ(endpoint.with_query("http://h/p"), "http://h/p?a%20b=c%26d");
  EXPECT_TRUE(endpoint.credentials.empty());
}

}  // namespace
}  // namespace generator::execute
