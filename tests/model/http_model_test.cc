#include "model/http_model.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "support/loopback_server.h"
#include "support/temp_folder.h"

namespace generator {
namespace {

using test::http_answer;
using test::LoopbackServer;

const std::string kGood =
    http_answer(200, R"({"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}]})");
const std::string kSlowDown = http_answer(
    429, R"({"error":{"message":"m","code":"rate_limit_exceeded"}})", "retry-after-ms: 5\r\n");
const std::string kNoKey =
    http_answer(401, R"({"error":{"message":"bad key","code":"invalid_api_key"}})");
const std::string kTooLong =
    http_answer(400, R"({"error":{"message":"long","code":"context_length_exceeded"}})");
const std::string kCut = "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{";
const std::string kTomorrow =
    http_answer(429, R"({"error":{"message":"m"}})", "retry-after: 36000\r\n");

struct Asked {
  Result<Completion> result = fail(ErrorKind::kInternal, "never called back");
  std::size_t requests = 0;
};

Asked ask(std::vector<std::string> answers) {
  const LoopbackServer server(std::move(answers));
  SystemLoop loop;
  const SystemClock clock;
  HttpModelOptions options;
  options.retries.most = options.retries.most_refused = 3;
  options.retries.first_ms = 2;
  HttpModel model("openai/m", make_openai({server.url("/v1"), "sk-canary", "m", ""}),
                  std::make_unique<http::Client>(loop), loop, clock, options);
  ChatRequest request;
  request.messages = {{Role::kUser, "hi", {}, "", ""}};
  std::optional<Result<Completion>> out;
  model.complete(request, [&](Result<Completion> result) { out = std::move(result); });
  loop.run_until([&] { return out.has_value(); });
  return {*out, server.requests().size()};
}

TEST(HttpModel, AsksAgainAfterRateLimitsCutsAndServerErrors) {
  const Asked asked = ask({kSlowDown, kCut, http_answer(502, "<html>"), kGood});
  ASSERT_TRUE(asked.result) << asked.result.error().message;
  EXPECT_EQ(asked.result->message.content, "hello");
  EXPECT_GT(asked.result->unix_ms, 0);
  EXPECT_EQ(asked.requests, 4u);
}

TEST(HttpModel, GivesUpAfterItsTriesAndSaysSo) {
  const Asked asked = ask({kSlowDown});
  ASSERT_FALSE(asked.result);
  EXPECT_EQ(asked.requests, 4u);
  EXPECT_EQ(asked.result.error().kind, ErrorKind::kUnavailable);
  EXPECT_NE(asked.result.error().message.find("after 4 tries"), std::string::npos);
}

TEST(HttpModel, StopsAtOnceForABadKeyAndNeverShowsIt) {
  const Asked asked = ask({kNoKey});
  EXPECT_EQ(asked.requests, 1u);
  EXPECT_EQ(asked.result.error().kind, ErrorKind::kUnavailable);
  EXPECT_NE(asked.result.error().message.find("check the key"), std::string::npos);
  EXPECT_EQ(asked.result.error().message.find("canary"), std::string::npos);
}

TEST(HttpModel, FailsOneRequestAloneWhereItIsTooLong) {
  const Asked asked = ask({kTooLong});
  EXPECT_EQ(asked.requests, 1u);
  EXPECT_EQ(asked.result.error().kind, ErrorKind::kTooLarge);
}

TEST(HttpModel, DoesNotSleepThroughAWaitOfHours) {
  const Asked asked = ask({kTomorrow});
  EXPECT_EQ(asked.requests, 1u);
  EXPECT_NE(asked.result.error().message.find(", in 10h00m"), std::string::npos)
      << asked.result.error().message;
}

TEST(HttpModel, SpellsARequestAnewThatNamesAFieldTheServerDoesNotTake) {
  const Schema schema = {"reply", R"({"type":"object","properties":{}})"};
  const LoopbackServer server(
      {http_answer(500, R"({"error":{"message":"loc: response_format, json_schema"}})"), kGood});
  SystemLoop loop;
  const SystemClock clock;
  HttpModel model("openai/m", make_openai({server.url("/v1"), "", "m", ""}),
                  std::make_unique<http::Client>(loop), loop, clock);
  int answered = 0;
  const auto ask_with_schema = [&] {
    ChatRequest request;
    request.messages = {{Role::kUser, "hi", {}, "", ""}};
    request.schema = &schema;
    model.complete(request, [&](const Result<Completion>& result) {
      EXPECT_TRUE(result) << result.error().message;
      ++answered;
    });
    loop.run_until([&, wanted = answered + 1] { return answered == wanted; });
  };
  ask_with_schema();
  ask_with_schema();
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_NE(requests[0].find("\"type\":\"json_schema\""), std::string::npos);
  EXPECT_NE(requests[1].find("\"type\":\"json_object\""), std::string::npos);
  EXPECT_NE(requests[2].find("\"type\":\"json_object\""), std::string::npos);
}

TEST(HttpModel, RemembersForLaterRunsWhatTheEndpointRefused) {
  const testing::TempFolder folder;
  const Schema schema{"reply", R"({"type":"object","properties":{}})"};
  const auto requests = [&](const std::vector<std::string>& answers, const std::string& path) {
    const LoopbackServer server(answers);
    SystemLoop loop;
    const SystemClock clock;
    HttpModelOptions options;
    options.spelling_path = path;
    HttpModel model("vllm/m", make_vllm({server.url("/v1"), "", "m", ""}),
                    std::make_unique<http::Client>(loop), loop, clock, options);
    ChatRequest request;
    request.messages = {{Role::kUser, "hi", {}, "", ""}};
    request.schema = &schema;
    std::optional<Result<Completion>> out;
    model.complete(request, [&](Result<Completion> result) { out = std::move(result); });
    loop.run_until([&] { return out.has_value(); });
    EXPECT_EQ(out->has_value(), path == folder / "spelling.json") << path;
    return server.requests();
  };
  const std::string refused =
      http_answer(500, R"({"error":{"message":"json_schema is not supported"}})");
  const std::string path = folder / "spelling.json";
  EXPECT_EQ(requests({refused, kGood}, path).size(), 2u);
  const auto later = requests({kGood}, path);
  ASSERT_EQ(later.size(), 1u);
  EXPECT_NE(later[0].find("json_object"), std::string::npos) << later[0];
  EXPECT_EQ(requests({refused, kGood}, path + "/below/a/file").size(), 1u);
}

TEST(HttpModel, AsksAboutTheModelOnceBeforeTheFirstRequest) {
  const LoopbackServer server(
      {http_answer(200, R"({"model_info":{"llama.context_length":2048}})"),
       http_answer(200, R"({"message":{"content":"hello"},"done_reason":"stop"})")});
  SystemLoop loop;
  const SystemClock clock;
  HttpModel model("ollama/m", make_ollama({server.url(""), "", "m", ""}),
                  std::make_unique<http::Client>(loop), loop, clock);
  int answered = 0;
  ChatRequest request;
  request.messages = {{Role::kUser, "hi", {}, "", ""}};
  for (int i = 0; i < 3; ++i)
    model.complete(request, [&](const Result<Completion>& result) {
      EXPECT_TRUE(result) << result.error().message;
      ++answered;
    });
  loop.run_until([&] { return answered == 3; });
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 4u);
  EXPECT_NE(requests[0].find("POST /api/show "), std::string::npos);
  for (std::size_t i = 1; i < 4; ++i)
    EXPECT_NE(requests[i].find("\"num_ctx\":2048"), std::string::npos);
}

// What a model says at `url`, asked twice one after the other; `between` is called after the first.
struct Twice {
  std::vector<Result<Completion>> results;
  std::vector<Wait> waits;  // seen while the second was not answered
};
Twice ask_twice(const std::string& url, const std::function<void()>& between) {
  SystemLoop loop;
  const SystemClock clock;
  HttpModelOptions options;
  options.retries.most = 5;
  options.retries.first_ms = 4;
  HttpModel model("vllm/m", make_vllm({url, "", "m", ""}), std::make_unique<http::Client>(loop),
                  loop, clock, options);
  Twice out;
  for (int i = 0; i < 2; ++i) {
    bool is_answered = false;
    model.complete({}, [&](Result<Completion> result) {
      out.results.push_back(std::move(result));
      is_answered = true;
    });
    loop.run_until([&] {
      if (i == 1 && model.wait()) out.waits.push_back(*model.wait());
      return is_answered;
    });
    if (i == 0) between();
  }
  return out;
}

TEST(HttpModel, WhereNobodyListensFromTheBeginningItEndsSoonAndNamesHostAndRemedy) {
  const Twice out = ask_twice("http://127.0.0.1:1/v1", [] {});
  ASSERT_FALSE(out.results[0]);
  EXPECT_EQ(out.results[0].error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(out.results[0].error().message,
            "vllm/m: 127.0.0.1:1: Connection refused (after 3 tries); nobody answers there: start "
            "the server or correct its address (`base_url` in config.yaml)");
}

TEST(HttpModel, AServerThatGoesAwayIsWaitedForAndTheWaitIsTold) {
  auto server = std::make_unique<LoopbackServer>(kGood);
  const std::string url = server->url("/v1");
  const Twice out = ask_twice(url, [&] { server.reset(); });
  ASSERT_TRUE(out.results[0]);
  ASSERT_FALSE(out.results[1]);
  EXPECT_NE(out.results[1].error().message.find("after 6 tries"), std::string::npos)
      << out.results[1].error().message;
  ASSERT_FALSE(out.waits.empty());
  EXPECT_NE(out.waits[0].reason.find("127.0.0.1"), std::string::npos) << out.waits[0].reason;
  EXPECT_GT(out.waits[0].until_ms, 0);
}

TEST(HttpModel, AbandonsWithoutCallingBack) {
  const LoopbackServer server(http_answer(503, "{}", "retry-after-ms: 20\r\n"));
  SystemLoop loop;
  const SystemClock clock;
  HttpModel model("openai/m", make_openai({server.url("/v1"), "", "m", ""}),
                  std::make_unique<http::Client>(loop), loop, clock);
  model.complete({}, [](Result<Completion>) { FAIL(); });
  bool later = false;
  loop.after(10, [&] { model.abandon(); });
  loop.after(60, [&] { later = true; });
  loop.run_until([&] { return later; });
}

}  // namespace
}  // namespace generator
