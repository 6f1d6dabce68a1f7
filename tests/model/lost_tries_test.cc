// A try that may have been billed and brought no reply is told of, and is sent again only by leave.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "model/http_model.h"
#include "support/loopback_server.h"

namespace generator {
namespace {

using test::http_answer;
using test::LoopbackServer;

const std::string kGood =
    http_answer(200, R"({"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}]})");
const std::string kSlowDown = http_answer(
    429, R"({"error":{"message":"m","code":"rate_limit_exceeded"}})", "retry-after-ms: 5\r\n");
const std::string kCut = "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{";
const std::string kUnreadable = http_answer(200, "<html>");
const std::string kBroken = http_answer(500, R"({"error":{"message":"m"}})");
const std::string kFull = http_answer(503, R"({"error":{"message":"m"}})");
const std::string kNoKey =
    http_answer(401, R"({"error":{"message":"bad key","code":"invalid_api_key"}})");

struct Asked {
  Result<Completion> result = fail(ErrorKind::kInternal, "never called back");
  std::size_t requests = 0;
  int lost = 0;
};

Asked ask(std::vector<std::string> answers, int allowed) {
  const LoopbackServer server(std::move(answers));
  SystemLoop loop;
  const SystemClock clock;
  HttpModelOptions options;
  options.retries.most = 5;
  options.retries.first_ms = 2;
  HttpModel model("openai/m", make_openai({server.url("/v1"), "sk-canary", "m", ""}),
                  std::make_unique<http::Client>(loop), loop, clock, options);
  ChatRequest request;
  request.messages = {{Role::kUser, "hi", {}, "", ""}};
  Asked asked;
  std::optional<Result<Completion>> out;
  model.complete_counting(
      request, [&](Result<Completion> result) { out = std::move(result); },
      [&](const std::string&, bool) { return ++asked.lost <= allowed; });
  loop.run_until([&] { return out.has_value(); });
  asked.result = *out;
  asked.requests = server.requests().size();
  return asked;
}

TEST(LostTries, AreThoseThatMayHaveBeenBilled) {
  const Asked asked = ask({kCut, kSlowDown, kUnreadable, kFull, kBroken, kGood}, 9);
  ASSERT_TRUE(asked.result) << asked.result.error().message;
  EXPECT_EQ(asked.requests, 6u);
  EXPECT_EQ(asked.lost, 3);
  EXPECT_EQ(ask({kNoKey}, 9).lost, 0);
}

TEST(LostTries, AreNotRepeatedWithoutLeave) {
  const Asked asked = ask({kBroken, kBroken, kGood}, 1);
  ASSERT_FALSE(asked.result);
  EXPECT_EQ(asked.requests, 2u);
  EXPECT_EQ(asked.lost, 2);
}

}  // namespace
}  // namespace generator
