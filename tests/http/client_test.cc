#include "http/client.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "support/loopback_server.h"

namespace generator::http {
namespace {

using test::LoopbackServer;

using Outcome = tl::expected<Response, TransportError>;

Outcome ask(const std::string& url, ClientOptions options = {}) {
  SystemLoop loop;
  Client client(loop, options);
  std::optional<Outcome> out;
  Request request;
  request.url = url;
  request.headers = {{"x-api-key", "canary-key"}};
  request.body = "{\"a\":1}";
  client.send(std::move(request), [&](Outcome outcome) { out = std::move(outcome); });
  loop.run_until([&] { return out.has_value(); });
  return *out;
}

TEST(Client, PostsTheBodyAndReadsStatusHeadersAndBody) {
  const LoopbackServer server(
      "HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\n{}");
  const Outcome out = ask(server.url("/v1/chat"));
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(out->status, 429);
  EXPECT_EQ(out->header("retry-after"), "7");
  EXPECT_EQ(out->body, "{}");
  EXPECT_NE(server.last_request().find("POST /v1/chat HTTP/1.1\r\n"), std::string::npos);
  EXPECT_NE(server.last_request().find("x-api-key: canary-key\r\n"), std::string::npos);
  EXPECT_NE(server.last_request().find("{\"a\":1}"), std::string::npos);
}

TEST(Client, FollowsNoRedirect) {
  const LoopbackServer server(
      "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(ask(server.url("/"))->status, 302);
}

TEST(Client, NamesTheHostWhereNobodyListensAndKeepsTheKeyOutOfTheMessage) {
  const Outcome out = ask("http://127.0.0.1:1/x?key=secret");
  ASSERT_FALSE(out);
  EXPECT_NE(out.error().message.find("127.0.0.1:1"), std::string::npos);
  EXPECT_EQ(out.error().message.find("secret"), std::string::npos);
  EXPECT_EQ(out.error().message.find("canary"), std::string::npos);
  EXPECT_FALSE(out.error().is_permanent);
  EXPECT_TRUE(out.error().is_unreachable);
  EXPECT_EQ(out.error().message, "127.0.0.1:1: Connection refused");
}

TEST(Client, ACutBodyShowsThatSomebodyWasThere) {
  const LoopbackServer server("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
  EXPECT_FALSE(ask(server.url("/")).error().is_unreachable);
}

TEST(Client, TakesACutBodyForAnError) {
  const LoopbackServer server("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
  EXPECT_FALSE(ask(server.url("/")));
}

TEST(Client, RefusesABodyBeyondTheLimit) {
  const LoopbackServer server("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" +
                              std::string(5000, 'x'));
  ClientOptions options;
  options.max_body_bytes = 4096;
  const Outcome out = ask(server.url("/"), options);
  ASSERT_FALSE(out);
  EXPECT_NE(out.error().message.find("longer than 4096 bytes"), std::string::npos);
}

TEST(Client, RefusesOtherProtocols) {
  const Outcome out = ask("file:///etc/hostname");
  ASSERT_FALSE(out);
  EXPECT_TRUE(out.error().is_permanent);
}

TEST(Client, KeepsManyInFlightAndUsesHandlesAgain) {
  const LoopbackServer server(
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
  SystemLoop loop;
  Client client(loop);
  int done = 0;
  for (int i = 0; i < 100; ++i)
    client.send({"POST", server.url("/"), {}, "x"}, [&](Outcome out) {
      EXPECT_TRUE(out);
      ++done;
    });
  EXPECT_EQ(client.in_flight(), 100u);
  loop.run_until([&] { return done == 100; });
  EXPECT_EQ(client.in_flight(), 0u);
}

TEST(Client, AbandonsWithoutCallingBack) {
  const LoopbackServer server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  SystemLoop loop;
  Client client(loop);
  client.send({"POST", server.url("/"), {}, "x"}, [](Outcome) { FAIL(); });
  client.abandon();
  bool later = false;
  loop.after(50, [&] { later = true; });
  loop.run_until([&] { return later; });
}

TEST(HostOf, LeavesUserPathAndQueryOut) {
  EXPECT_EQ(host_of("https://u:p@api.example:8443/v1?key=x"), "api.example:8443");
  EXPECT_EQ(host_of("nonsense"), "");
}

}  // namespace
}  // namespace generator::http
