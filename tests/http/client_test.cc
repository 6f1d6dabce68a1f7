#include "http/client.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "http/file_limit.h"
#include "support/endpoint/endpoint.h"
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

Request chat(const std::string& url) {
  Request request;
  request.url = url;
  request.headers = {{"content-type", "application/json"}};
  request.body = R"({"model":"m","messages":[{"role":"user","content":"x"}]})";
  return request;
}

Outcome ask_chat(const std::string& url, ClientOptions options) {
  SystemLoop loop;
  Client client(loop, options);
  std::optional<Outcome> out;
  client.send(chat(url), [&](Outcome outcome) { out = std::move(outcome); });
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

TEST(Client, MayAskAgainAfterATlsAlertAndNamesTheHost) {
  const std::string alert("\x15\x03\x03\x00\x02\x02\x28", 7);  // handshake failure
  const LoopbackServer server({alert}, true);
  const std::string url = "https" + server.url("/").substr(4);
  const Outcome out = ask(url);
  ASSERT_FALSE(out);
  EXPECT_FALSE(out.error().is_permanent) << out.error().message;
  EXPECT_FALSE(out.error().is_unreachable);
  EXPECT_EQ(out.error().message.find("127.0.0.1:"), 0u) << out.error().message;
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

TEST(Client, EndsAReplyThatStopsInTheMiddleAndSaysSo) {
  endpoint::Options options;
  options.fault_share = 1;
  options.faults = {endpoint::Fault::kTrickle};
  const endpoint::FakeEndpoint fake(options);
  ClientOptions patience;
  patience.silence_ms = 60;
  const Outcome out = ask_chat(fake.url("/vllm/v1/chat/completions"), patience);
  ASSERT_FALSE(out);
  EXPECT_NE(out.error().message.find("stopped in the middle"), std::string::npos);
  EXPECT_FALSE(out.error().is_permanent);
}

TEST(Client, DoesNotTakeAServerThatThinksForASilentOne) {
  endpoint::Options options;
  options.latency_ms = 200;
  const endpoint::FakeEndpoint fake(options);
  ClientOptions patience;
  patience.silence_ms = 40;
  const Outcome out = ask_chat(fake.url("/vllm/v1/chat/completions"), patience);
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(out->status, 200);
}

TEST(Client, SaysThatTheTotalTimeIsOver) {
  endpoint::Options options;
  options.latency_ms = 60'000;
  const endpoint::FakeEndpoint fake(options);
  ClientOptions patience;
  patience.total_ms = 50;
  const Outcome out = ask_chat(fake.url("/vllm/v1/chat/completions"), patience);
  ASSERT_FALSE(out);
  EXPECT_FALSE(out.error().is_permanent);
}

TEST(Client, SendsABurstToANameOverConnectionsOfItsOwn) {
  endpoint::Options options;
  options.latency_ms = 50;
  const endpoint::FakeEndpoint fake(options);
  SystemLoop loop;
  Client client(loop);
  int done = 0;
  for (int i = 0; i < 50; ++i)
    client.send(
        chat("http://localhost:" + std::to_string(fake.port()) + "/vllm/v1/chat/completions"),
        [&](Outcome out) {
          EXPECT_TRUE(out) << out.error().message;
          ++done;
        });
  loop.run_until([&] { return done == 50; });
  EXPECT_GT(fake.most_in_flight(), 10u);  // after the first
}

TEST(Client, KeepsHundredsInFlightAtOnceAndAbandonsThem) {
  ASSERT_TRUE(allow_open_files(2048));
  endpoint::Options options;
  options.latency_ms = 300;
  const endpoint::FakeEndpoint fake(options);
  SystemLoop loop;
  Client client(loop);
  constexpr int kRequests = 450;
  for (int round = 1; round <= 2; ++round) {
    int done = 0;
    for (int i = 0; i < kRequests; ++i)
      client.send(chat(fake.url("/vllm/v1/chat/completions")), [&](Outcome out) {
        EXPECT_TRUE(out) << out.error().message;
        ++done;
      });
    loop.run_until([&] { return done == kRequests; });
    EXPECT_EQ(client.in_flight(), 0u);
  }
  EXPECT_GT(fake.most_in_flight(), 250u);  // of more than one lane
  for (int i = 0; i < kRequests; ++i)
    client.send(chat(fake.url("/vllm/v1/chat/completions")), [](Outcome) { FAIL(); });
  bool later = false;
  loop.after(50, [&] {
    client.abandon();
    later = true;
  });
  loop.run_until([&] { return later; });
  EXPECT_EQ(client.in_flight(), 0u);
}

TEST(Client, FailsAWholeBurstToANameWhereNobodyListens) {
  SystemLoop loop;
  Client client(loop);
  int done = 0;
  for (int i = 0; i < 20; ++i)
    client.send(chat("http://localhost:1/"), [&](Outcome out) {
      ASSERT_FALSE(out);
      EXPECT_NE(out.error().message.find("localhost:1: "), std::string::npos);
      EXPECT_FALSE(out.error().is_permanent);
      ++done;
    });
  loop.run_until([&] { return done == 20; });
  client.send(chat("http://localhost:1/"), [&](Outcome out) {
    EXPECT_FALSE(out);
    ++done;
  });
  loop.run_until([&] { return done == 21; });
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

// Requests of a burst to a name of which one is given up while the first has not found the host.
void give_up_one_of_a_burst(int given_up) {
  endpoint::Options options;
  const endpoint::FakeEndpoint fake(options);
  SystemLoop loop;
  Client client(loop);
  constexpr int kRequests = 5;
  int done = 0;
  Transport::Ticket ticket = 0;
  for (int i = 0; i < kRequests; ++i) {
    const Transport::Ticket sent = client.send(
        chat("http://localhost:" + std::to_string(fake.port()) + "/vllm/v1/chat/completions"),
        [&, i](Outcome out) {
          ++done;
          EXPECT_EQ(out ? "" : out.error().message.substr(out.error().message.find(": ")),
                    i != given_up ? "" : ": given up, for no answer came");
        });
    if (i == given_up) ticket = sent;
  }
  client.cancel(ticket);
  loop.run_until([&] { return done == kRequests; });
  EXPECT_EQ(fake.requests(), kRequests - 1u);
  EXPECT_EQ(client.in_flight(), 0u);
  client.cancel(ticket);  // long answered: nothing happens
  bool later = false;
  loop.after(20, [&] { later = true; });
  loop.run_until([&] { return later; });
  EXPECT_EQ(done, kRequests);
}

TEST(Client, GivesUpARequestThatWaitsForAnotherToFindTheHost) { give_up_one_of_a_burst(3); }

TEST(Client, GivesUpTheRequestThatLooksForTheHostAndAnotherOneLooksForTheRest) {
  give_up_one_of_a_burst(0);
}

TEST(Client, GivesUpARequestInFlightAndLeavesTheOthers) {
  endpoint::Options options;
  options.latency_ms = 100;
  const endpoint::FakeEndpoint fake(options);
  SystemLoop loop;
  Client client(loop);
  int answered = 0, given_up = 0;
  std::vector<Transport::Ticket> tickets;
  for (int i = 0; i < 3; ++i)
    tickets.push_back(client.send(chat(fake.url("/vllm/v1/chat/completions")),
                                  [&](Outcome out) { ++(out ? answered : given_up); }));
  loop.after(30, [&] { client.cancel(tickets[1]); });
  loop.run_until([&] { return answered + given_up == 3; });
  EXPECT_EQ(given_up, 1);
}

TEST(FileLimit, IsRaisedWithinTheSystemsOwnAndRefusedBeyondIt) {
  EXPECT_TRUE(allow_open_files(64));
  const Status refused = allow_open_files(std::size_t{1} << 40);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("lower concurrency"), std::string::npos);
}

TEST(HostOf, LeavesUserPathAndQueryOut) {
  EXPECT_EQ(host_of("https://u:p@api.example:8443/v1?key=x"), "api.example:8443");
  EXPECT_EQ(host_of("nonsense"), "");
}

}  // namespace
}  // namespace generator::http
