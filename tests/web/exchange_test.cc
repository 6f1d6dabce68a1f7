// Requests to services that are not trusted.
#include "web/exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "support/http_service.h"

namespace generator::web {
namespace {

using generator::testing::HttpRequest;
using generator::testing::HttpService;
using generator::testing::http_reply;
using generator::testing::json_reply;
using ::testing::AllOf;
using ::testing::HasSubstr;

AddressGuard guard_for(const std::string& range = "127.0.0.0/8") {
  return AddressGuard({parse_range(range).value()});
}

std::string redirect(const std::string& status, const std::string& location) {
  return http_reply(status, "text/plain", "go on", "Location: " + location + "\r\n");
}

TEST(Web, GivesStatusHeadersAndBody) {
  HttpService service([](const HttpRequest& request) {
    return http_reply("201 Created", "Application/JSON; charset=utf-8", request.method + request.body, "X-A: b\r\n");
  });
  Web web(guard_for());
  const auto response = web.fetch({.method = "PUT", .url = service.url("/x?y=1"), .headers = {"X-B: c"}, .body = "{}"}, in_ms(5000));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 201);
  EXPECT_EQ(response->media_type(), "application/json");
  EXPECT_EQ(response->header("x-a"), "b");
  EXPECT_EQ(response->body, "PUT{}");
  const HttpRequest asked = service.requests().at(0);
  EXPECT_EQ(asked.target, "/x?y=1");
  EXPECT_EQ(asked.header("x-b"), "c");
  EXPECT_EQ(asked.header("expect"), "");
}

TEST(Web, CredentialsGoToTheFirstOriginOnly) {
  HttpService other([](const HttpRequest&) { return json_reply("1"); }, "127.0.0.2");
  if (!other.is_open()) GTEST_SKIP() << "this machine has no 127.0.0.2";
  std::string target = other.url("/there");
  HttpService first([&](const HttpRequest& request) {
    if (request.target == "/here") return redirect("302 Found", target);
    return request.target == "/same" ? redirect("307 Temporary Redirect", "/end") : json_reply("0");
  });
  Web web(guard_for());
  const Request request{.url = first.url("/here"), .headers = {"X-Plain: 1"}, .credentials = {"X-Key: secret"}};
  EXPECT_EQ(web.fetch(request, in_ms(5000)).value().body, "1");
  EXPECT_EQ(other.requests().at(0).header("x-key"), "");
  EXPECT_EQ(other.requests().at(0).header("x-plain"), "1");
  Request same = request;
  same.url = first.url("/same");
  EXPECT_EQ(web.fetch(same, in_ms(5000)).value().body, "0");
  for (const HttpRequest& asked : first.requests()) EXPECT_EQ(asked.header("x-key"), "secret");
}

TEST(Web, RedirectsAreCappedAndKeepTheMethodOrAreRefused) {
  HttpService service([](const HttpRequest& request) {
    if (request.target == "/loop") return redirect("302 Found", "/loop");
    if (request.target == "/303") return redirect("303 See Other", "/end");
    if (request.target == "/308") return redirect("308 Permanent Redirect", "/end");
    if (request.target == "/302") return redirect("302 Found", "/end");
    if (request.target == "/file") return redirect("302 Found", "file:///etc/passwd");
    if (request.target == "/user") return redirect("302 Found", "http://a:b@127.0.0.1/");
    if (request.target == "/nowhere") return http_reply("302 Found", "text/plain", "");
    return json_reply("\"" + request.method + request.body + "\"");
  });
  Web web(guard_for(), {.redirects = 3});
  const auto told = [&](const std::string& method, const std::string& path) {
    const auto out = web.fetch({.method = method, .url = service.url(path), .body = method == "POST" ? "b" : ""}, in_ms(5000));
    return out ? out->body : out.error().message;
  };
  EXPECT_THAT(told("GET", "/loop"), HasSubstr("sends us on more than 3 times"));
  EXPECT_EQ(service.connections(), 4);
  EXPECT_EQ(told("POST", "/303"), "\"GET\"");
  EXPECT_EQ(told("POST", "/308"), "\"POSTb\"");
  EXPECT_THAT(told("POST", "/302"), HasSubstr("says not how to go on"));
  EXPECT_THAT(told("GET", "/file"), HasSubstr("http:// or https://"));
  EXPECT_THAT(told("GET", "/user"), HasSubstr("name or password"));
  EXPECT_THAT(told("GET", "/nowhere"), HasSubstr("does not say where"));
}

TEST(Web, LongBodiesAndHeadersSlowServersAndCutConnectionsAreErrors) {
  HttpService service([](const HttpRequest& request) -> std::string {
    if (request.target == "/long") return json_reply(std::string(100'000, ' '));
    if (request.target == "/headers")
      return http_reply("200 OK", "text/plain", "", "X-A: " + std::string(90'000, 'a') + "\r\nX-B: " + std::string(90'000, 'b') + "\r\n");
    if (request.target == "/cut") return "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc";
    if (request.target == "/noise") return "SSH-2.0-OpenSSH\r\n";
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    return json_reply("1");
  });
  Web web(guard_for(), {.body_bytes = 50'000});
  const auto kind = [&](const std::string& path) { return web.fetch({.url = service.url(path)}, in_ms(300)).error().kind; };
  EXPECT_EQ(kind("/long"), ErrorKind::kTooLarge);
  EXPECT_EQ(kind("/cut"), ErrorKind::kUnavailable);
  EXPECT_EQ(kind("/noise"), ErrorKind::kUnavailable);
  EXPECT_EQ(kind("/slow"), ErrorKind::kBusy);
  EXPECT_TRUE(web.fetch({.url = service.url("/headers")}, in_ms(5000)));
}

TEST(Web, ProxiesOfTheEnvironmentAreIgnored) {
  HttpService proxy([](const HttpRequest&) { return json_reply("\"proxy\""); });
  HttpService service([](const HttpRequest&) { return json_reply("\"service\""); });
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::setenv(name, proxy.url().c_str(), 1);
  Web web(guard_for());
  EXPECT_EQ(web.fetch({.url = service.url("/")}, in_ms(5000)).value().body, "\"service\"");
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::unsetenv(name);
  EXPECT_EQ(proxy.connections(), 0);
}

TEST(Web, TellsWhatComesAsItComes) {
  HttpService service([](const HttpRequest& request) {
    if (request.target == "/slow") std::this_thread::sleep_for(std::chrono::milliseconds(300));
    return json_reply("\"" + request.target + "\"");
  });
  Web web(guard_for());
  const auto slow = web.send({.url = service.url("/slow")});
  auto abandoned = web.send({.url = service.url("/abandoned")});
  abandoned.reset();
  while (!slow->has_ended) ASSERT_TRUE(web.wait(in_ms(5000)));
  EXPECT_FALSE(slow->error);
  EXPECT_EQ(slow->response.body, "\"/slow\"");
}

}  // namespace
}  // namespace generator::web
