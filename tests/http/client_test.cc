#include "http/client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace generator::http {
namespace {

// Answers every connection on a loopback port with the same bytes, then closes it.
class OneAnswerServer {
 public:
  explicit OneAnswerServer(std::string answer) : answer_(std::move(answer)) {
    fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    socklen_t size = sizeof address;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    ::listen(fd_, 64);
    thread_ = std::thread([this] { serve(); });
  }
  ~OneAnswerServer() {
    ::shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
  }
  std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  std::string last_request() const {
    const std::lock_guard lock(mutex_);
    return last_request_;
  }

 private:
  void serve() {
    for (;;) {
      const int connection = ::accept(fd_, nullptr, nullptr);
      if (connection < 0) return;
      std::string request;
      char block[4096];
      while (request.find("\r\n\r\n") == std::string::npos || !is_whole(request)) {
        const ssize_t n = ::read(connection, block, sizeof block);
        if (n <= 0) break;
        request.append(block, static_cast<std::size_t>(n));
      }
      {
        const std::lock_guard lock(mutex_);
        last_request_ = request;
      }
      for (std::size_t at = 0; at < answer_.size();) {
        const ssize_t n =
            ::send(connection, answer_.data() + at, answer_.size() - at, MSG_NOSIGNAL);
        if (n <= 0) break;
        at += static_cast<std::size_t>(n);
      }
      ::close(connection);
    }
  }
  static bool is_whole(const std::string& request) {
    const std::size_t body = request.find("\r\n\r\n") + 4;
    const std::size_t field = request.find("Content-Length: ");
    return field == std::string::npos ||
           request.size() >= body + std::stoul(request.substr(field + 16));
  }

  std::string answer_;
  mutable std::mutex mutex_;
  std::string last_request_;
  int fd_ = -1;
  int port_ = 0;
  std::thread thread_;
};

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
  const OneAnswerServer server(
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
  const OneAnswerServer server(
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
}

TEST(Client, TakesACutBodyForAnError) {
  const OneAnswerServer server("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
  EXPECT_FALSE(ask(server.url("/")));
}

TEST(Client, RefusesABodyBeyondTheLimit) {
  const OneAnswerServer server("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" +
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
  const OneAnswerServer server(
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
  const OneAnswerServer server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
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
