#include "model/provider.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "model/retry_hint.h"
#include "model/schema_dialect.h"

namespace generator {
namespace {

const Schema kSchema = {
    "reply",
    R"({"type":"object","properties":{"n":{"type":"integer","minimum":1},"s":{"type":"string","maxLength":9}},"required":["n"]})"};

ChatRequest question() {
  ChatRequest request;
  request.messages = {{Role::kSystem, "Be brief.", {}, "", ""},
                      {Role::kUser, "Hi \"you\"", {}, "", ""}};
  request.schema = &kSchema;
  request.sampling.temperature = 0.5;
  request.sampling.max_tokens = 64;
  return request;
}

// Asserts that the body is JSON and returns it.
std::string body_of(const Provider& provider, const ChatRequest& request) {
  const http::Request out = provider.encode(request);
  EXPECT_TRUE(json::Document::parse(out.body)) << out.body;
  return out.body;
}

TEST(OpenAi, EncodesMessagesSchemaAndKey) {
  const auto provider = make_openai({"https://api.example/v1", "sk-1", "gpt-6-luna", ""});
  const http::Request out = provider->encode(question());
  EXPECT_EQ(out.url, "https://api.example/v1/chat/completions");
  EXPECT_EQ(out.headers, (http::Headers{{"content-type", "application/json"},
                                        {"authorization", "Bearer sk-1"}}));
  EXPECT_EQ(
      out.body,
      R"({"model":"gpt-6-luna","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi \"you\""}],)"
      R"("max_completion_tokens":64,"response_format":{"type":"json_schema","json_schema":{"name":"reply","strict":true,)"
      R"("schema":{"type":"object","properties":{"n":{"type":"integer","minimum":1},"s":{"type":["string","null"],"description":"{maxLength: 9}"}},)"
      R"("required":["n","s"],"additionalProperties":false}}}})");
}

TEST(Vllm, SendsSamplingAndTheWholeSchema) {
  const auto provider = make_vllm({"http://h/v1", "", "m", ""});
  const std::string body = body_of(*provider, question());
  EXPECT_NE(body.find(R"("max_tokens":64,"temperature":0.5)"), std::string::npos);
  EXPECT_NE(body.find(R"("maxLength":9)"), std::string::npos);
  EXPECT_EQ(body.find("guided"), std::string::npos);
}

TEST(Anthropic, RefusesNothingThatTheNewVersionRefuses) {
  const auto provider = make_anthropic({"https://a", "k", "claude-haiku-5-5", ""});
  const http::Request out = provider->encode(question());
  EXPECT_EQ(out.url, "https://a/v1/messages");
  EXPECT_EQ(out.headers[2].second, "2026-10-21");
  EXPECT_EQ(
      out.body,
      R"({"model":"claude-haiku-5-5","max_tokens":64,"system":[{"type":"text","text":"Be brief."}],)"
      R"("messages":[{"role":"user","content":"Hi \"you\""}],"output_config":{"format":{"type":"json_schema","schema":)"
      R"({"type":"object","properties":{"n":{"type":"integer","description":"{minimum: 1}"},"s":{"type":"string","description":"{maxLength: 9}"}},)"
      R"("required":["n"],"additionalProperties":false}}}})");
  const auto older = make_anthropic({"https://a", "k", "claude-haiku-4-5", "2023-06-01"});
  EXPECT_NE(body_of(*older, question()).find("\"temperature\":0.5"), std::string::npos);
}

TEST(Gemini, KeepsTheKeyOutOfTheUrl) {
  const auto provider = make_gemini({"https://g", "AIza", "gemini-3.8-flash", ""});
  const http::Request out = provider->encode(question());
  EXPECT_EQ(out.url, "https://g/v1beta/models/gemini-3.8-flash:generateContent");
  EXPECT_EQ(out.headers[1], (std::pair<std::string, std::string>{"x-goog-api-key", "AIza"}));
  EXPECT_EQ(
      out.body,
      R"({"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"Hi \"you\""}]}],)"
      R"("generationConfig":{"maxOutputTokens":64,"temperature":0.5,"responseMimeType":"application/json","responseJsonSchema":)"
      R"({"type":"object","properties":{"n":{"type":"integer","minimum":1},"s":{"type":"string","description":"{maxLength: 9}"}},"required":["n"]}}})");
}

TEST(Ollama, AlwaysSendsAContextSize) {
  const auto provider = make_ollama({"http://o", "", "qwen3:8b", ""});
  EXPECT_NE(body_of(*provider, question())
                .find(R"("options":{"num_ctx":4096,"num_predict":64,"temperature":0.5})"),
            std::string::npos);
  ChatRequest large = question();
  large.messages[1].content = std::string(60000, 'x');
  EXPECT_NE(body_of(*provider, large).find(R"("num_ctx":32768)"), std::string::npos);
}

http::Response reply(int status, std::string body, http::Headers headers = {}) {
  return {status, std::move(headers), std::move(body)};
}

TEST(OpenAi, CountsCachedAndReasoningTokensOnce) {
  const auto provider = make_openai({"", "", "m", ""});
  const auto out = provider->decode(reply(
      200,
      R"({"model":"gpt-6-luna-2026","choices":[{"message":{"content":"{}","refusal":null},"finish_reason":"length"}],
    "usage":{"prompt_tokens":100,"completion_tokens":30,"prompt_tokens_details":{"cached_tokens":64},"completion_tokens_details":{"reasoning_tokens":20}}})"));
  ASSERT_TRUE(out);
  EXPECT_EQ(out->stop_reason, StopReason::kLength);
  EXPECT_EQ(out->model, "gpt-6-luna-2026");
  EXPECT_EQ(out->usage.input, 100);
  EXPECT_EQ(out->usage.cached, 64);
  EXPECT_EQ(out->usage.output, 30);
  EXPECT_EQ(out->usage.reasoning, 20);
}

TEST(OpenAi, ReadsRefusalsAndToolCallsAndStripsThinking) {
  const auto provider = make_openai({"", "", "m", ""});
  EXPECT_EQ(
      provider
          ->decode(reply(
              200,
              R"({"choices":[{"message":{"content":null,"refusal":"no"},"finish_reason":"stop"}]})"))
          ->stop_reason,
      StopReason::kRefusal);
  const auto call = provider->decode(reply(
      200,
      R"({"choices":[{"message":{"content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},"finish_reason":"stop"}]})"));
  EXPECT_EQ(call->stop_reason, StopReason::kToolCalls);
  EXPECT_EQ(call->message.tool_calls[0].arguments, "{\"a\":1}");
  EXPECT_EQ(
      provider
          ->decode(reply(200, R"({"choices":[{"message":{"content":"<think>hm</think>\n{}"}}]})"))
          ->message.content,
      "{}");
}

TEST(Anthropic, AddsCachedTokensToTheInput) {
  const auto provider = make_anthropic({"", "", "m", ""});
  const auto out = provider->decode(reply(
      200,
      R"({"type":"message","model":"claude-x","content":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"text","text":"hi"}],
    "stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":5,"cache_creation_input_tokens":3,"cache_read_input_tokens":7}})"));
  ASSERT_TRUE(out);
  EXPECT_EQ(out->usage.input, 20);
  EXPECT_EQ(out->usage.cached, 7);
  EXPECT_EQ(out->message.content, "hi");
  EXPECT_EQ(out->message.opaque, R"({"type":"thinking","thinking":"t","signature":"s"})");
}

TEST(Gemini, AddsThoughtsToTheOutputAndReadsBlocks) {
  const auto provider = make_gemini({"", "", "m", ""});
  const auto out = provider->decode(reply(
      200,
      R"({"candidates":[{"content":{"parts":[{"text":"t","thought":true},{"text":"a"},{"text":"b"}]},"finishReason":"STOP"}],
    "usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":4,"thoughtsTokenCount":6}})"));
  ASSERT_TRUE(out);
  EXPECT_EQ(out->message.content, "ab");
  EXPECT_EQ(out->usage.output, 10);
  EXPECT_EQ(
      provider->decode(reply(200, R"({"promptFeedback":{"blockReason":"SAFETY"}})")).error().kind,
      CallError::Kind::kContentFilter);
}

TEST(Ollama, TreatsMissingCountsAsZero) {
  const auto out =
      make_ollama({"", "", "m", ""})
          ->decode(reply(
              200,
              R"({"model":"m","message":{"role":"assistant","content":"x"},"done":true,"done_reason":"stop","eval_count":3})"));
  ASSERT_TRUE(out);
  EXPECT_EQ(out->usage.input, 0);
  EXPECT_EQ(out->usage.output, 3);
}

TEST(Ollama, KeepsTheContextWithinTheModelsOwn) {
  const auto provider = make_ollama({"http://o", "", "qwen3:8b", ""});
  const auto asked = provider->first_question();
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->url, "http://o/api/show");
  EXPECT_EQ(asked->body, R"({"model":"qwen3:8b"})");
  ChatRequest large = question();
  large.messages[1].content = std::string(600000, 'x');
  EXPECT_NE(body_of(*provider, large).find("\"num_ctx\":131072"), std::string::npos);
  provider->hear(reply(404, R"({"error":"model not found"})"));
  provider->hear(reply(200, "not JSON"));
  provider->hear(reply(
      200, R"({"model_info":{"general.architecture":"qwen3","qwen3.context_length":40960}})"));
  EXPECT_NE(body_of(*provider, large).find("\"num_ctx\":40960"), std::string::npos);
  EXPECT_NE(body_of(*provider, large).find(R"("truncate":false,"shift":false)"), std::string::npos);
  EXPECT_NE(body_of(*provider, question()).find("\"num_ctx\":4096"), std::string::npos);
}

TEST(Ollama, GivesThoughtsAndToolNamesBack) {
  const auto provider = make_ollama({"http://o", "", "m", ""});
  const auto out = provider->decode(reply(
      200,
      R"({"message":{"content":"","thinking":"hm \"x\"","tool_calls":[{"id":"c1","function":{"name":"f","arguments":{"a":1}}}]},"done":true,"done_reason":"stop"})"));
  ASSERT_TRUE(out);
  EXPECT_EQ(out->stop_reason, StopReason::kToolCalls);
  ChatRequest request = question();
  request.schema = nullptr;
  request.messages = {out->message, {Role::kTool, "7", {}, "c1", ""}};
  EXPECT_NE(
      body_of(*provider, request)
          .find(
              R"([{"role":"assistant","content":"","thinking":"hm \"x\"","tool_calls":[{"id":"c1","function":{"name":"f","arguments":{"a":1}}}]},{"role":"tool","content":"7","tool_name":"f","tool_call_id":"c1"}])"),
      std::string::npos)
      << body_of(*provider, request);
}

TEST(ThinkingModels, DoNotThinkUnlessTold) {
  EXPECT_NE(body_of(*make_vllm({"http://h", "", "m", ""}), question())
                .find(R"("chat_template_kwargs":{"enable_thinking":false})"),
            std::string::npos);
  EXPECT_NE(body_of(*make_ollama({"http://h", "", "m", ""}), question()).find("\"think\":false"),
            std::string::npos);
  Endpoint thinks{"http://h", "", "m", ""};
  thinks.thinks = true;
  EXPECT_EQ(body_of(*make_vllm(thinks), question()).find("enable_thinking"), std::string::npos);
  EXPECT_NE(body_of(*make_ollama(thinks), question()).find("\"think\":true"), std::string::npos);
}

TEST(OpenAi, SendsReasoningModelsNoSampling) {
  Endpoint vendor{"https://api.openai.com/v1", "k", "gpt-6-luna", ""};
  vendor.more_headers = {{"openai-organization", "org-1"}};
  const http::Request out = make_openai(vendor)->encode(question());
  EXPECT_EQ(out.body.find("temperature"), std::string::npos);
  EXPECT_NE(out.body.find("\"max_completion_tokens\":64"), std::string::npos);
  EXPECT_EQ(out.headers.back().second, "org-1");
  const std::string other = body_of(*make_openai({"http://h/v1", "", "mistral", ""}), question());
  EXPECT_NE(other.find(R"("max_tokens":64,"temperature":0.5)"), std::string::npos);
}

TEST(Vllm, CallsAnAbortedRequestNoAnswer) {
  const auto out =
      make_vllm({"", "", "m", ""})
          ->decode(
              reply(200, R"({"choices":[{"message":{"content":"{"},"finish_reason":"abort"}]})"));
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().kind, CallError::Kind::kUnreadable);
}

TEST(Anthropic, SaysWhyItRefused) {
  const auto out =
      make_anthropic({"", "", "m", ""})
          ->decode(reply(
              200,
              R"({"content":[{"type":"text","text":"I"}],"stop_reason":"refusal","stop_details":{"type":"refusal","category":"frontier_llm","explanation":"competing models"}})"));
  ASSERT_TRUE(out);
  EXPECT_EQ(out->stop_reason, StopReason::kRefusal);
  EXPECT_EQ(out->message.content, "frontier_llm: competing models");
}

TEST(Anthropic, SendsATokenOfALoginAsABearer) {
  Endpoint endpoint{"https://a", "oat", "m", ""};
  endpoint.is_bearer = true;
  const http::Request out = make_anthropic(endpoint)->encode(question());
  EXPECT_EQ(out.headers[1], (std::pair<std::string, std::string>{"authorization", "Bearer oat"}));
}

TEST(Gemini, PutsTheResultsOfOneTurnTogetherAndEchoesSignatures) {
  const auto provider = make_gemini({"https://g", "k", "m", ""});
  const auto out = provider->decode(reply(
      200,
      R"({"candidates":[{"content":{"parts":[{"functionCall":{"id":"1","name":"f","args":{}},"thoughtSignature":"abc="},{"functionCall":{"id":"2","name":"g","args":{"x":1}}}]},"finishReason":"STOP"}]})"));
  ASSERT_TRUE(out);
  EXPECT_EQ(out->stop_reason, StopReason::kToolCalls);
  ChatRequest request;
  request.messages = {
      out->message, {Role::kTool, "a", {}, "1", ""}, {Role::kTool, "b", {}, "2", ""}};
  EXPECT_NE(
      body_of(*provider, request)
          .find(
              R"("contents":[{"role":"model","parts":[{"functionCall":{"id":"1","name":"f","args":{}},"thoughtSignature":"abc="},{"functionCall":{"id":"2","name":"g","args":{"x":1}}}]},)"
              R"({"role":"user","parts":[{"functionResponse":{"id":"1","name":"f","response":{"output":"a"}}},{"functionResponse":{"id":"2","name":"g","response":{"output":"b"}}}]}])"),
      std::string::npos)
      << body_of(*provider, request);
}

TEST(Gemini, TellsItsReasonsApart) {
  const auto provider = make_gemini({"", "", "m", ""});
  const auto ended = [&](const std::string& reason) {
    return provider->decode(
        reply(200, R"({"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":")" +
                       reason + "\"}]}"));
  };
  EXPECT_EQ(ended("SAFETY")->stop_reason, StopReason::kContentFilter);
  EXPECT_EQ(ended("MAX_TOKENS")->stop_reason, StopReason::kLength);
  EXPECT_EQ(ended("RECITATION")->message.content, "");
  EXPECT_EQ(ended("RECITATION")->stop_reason, StopReason::kStop);
  EXPECT_EQ(ended("MALFORMED_RESPONSE")->message.content, "");
  EXPECT_EQ(ended("PUP_LIMITED_DISABLED").error().kind, CallError::Kind::kNoCredit);
  EXPECT_EQ(ended("MISSING_THOUGHT_SIGNATURE").error().kind, CallError::Kind::kInvalidRequest);
}

struct ErrorCase {
  const char* provider;
  int status;
  const char* body;
  CallError::Kind kind;
};
class Errors : public testing::TestWithParam<ErrorCase> {};
TEST_P(Errors, AreToldApartByTypeAndNotByStatusAlone) {
  const std::string name = GetParam().provider;
  const auto provider = name == "openai"      ? make_openai({"", "", "m", ""})
                        : name == "vllm"      ? make_vllm({"", "", "m", ""})
                        : name == "anthropic" ? make_anthropic({"", "", "m", ""})
                        : name == "gemini"    ? make_gemini({"", "", "m", ""})
                                              : make_ollama({"", "", "m", ""});
  const auto out = provider->decode(reply(GetParam().status, GetParam().body));
  ASSERT_FALSE(out) << GetParam().body;
  EXPECT_EQ(out.error().kind, GetParam().kind) << GetParam().body << out.error().message;
}
using K = CallError::Kind;
INSTANTIATE_TEST_SUITE_P(
    Table, Errors,
    testing::Values(
        ErrorCase{"openai", 429,
                  R"({"error":{"message":"slow","type":"requests","code":"rate_limit_exceeded"}})",
                  K::kRateLimited},
        ErrorCase{
            "openai", 429,
            R"({"error":{"message":"pay","type":"insufficient_quota","code":"insufficient_quota"}})",
            K::kNoCredit},
        ErrorCase{"openai", 429,
                  R"({"error":{"message":"Request too large for m","type":"tokens","code":null}})",
                  K::kContextTooLong},
        ErrorCase{"openai", 400, R"({"error":{"message":"long","code":"context_length_exceeded"}})",
                  K::kContextTooLong},
        ErrorCase{"openai", 400,
                  R"({"error":{"message":"bad field","type":"invalid_request_error"}})",
                  K::kInvalidRequest},
        ErrorCase{"openai", 401, R"({"error":{"message":"key","code":"invalid_api_key"}})",
                  K::kBadKey},
        ErrorCase{"openai", 404, R"({"error":{"message":"m","code":"model_not_found"}})",
                  K::kNoSuchModel},
        ErrorCase{"openai", 502, "<html>bad gateway</html>", K::kOverloaded},
        ErrorCase{"openai", 200, "<html>", K::kUnreadable},
        ErrorCase{"openai", 200, R"({"choices":[]})", K::kUnreadable},
        ErrorCase{
            "vllm", 400,
            R"({"object":"error","message":"This model's maximum context length is 4096 tokens","code":400})",
            K::kContextTooLong},
        ErrorCase{
            "vllm", 404,
            R"({"error":{"message":"The model `x` does not exist.","type":"NotFoundError","code":404}})",
            K::kNoSuchModel},
        ErrorCase{"anthropic", 429,
                  R"({"type":"error","error":{"type":"rate_limit_error","message":"m"}})",
                  K::kRateLimited},
        ErrorCase{
            "anthropic", 429,
            R"({"type":"error","error":{"type":"rate_limit_error","message":"m","details":{"error_code":"enforced_spend_limit_reached"}}})",
            K::kNoCredit},
        ErrorCase{"anthropic", 529,
                  R"({"type":"error","error":{"type":"overloaded_error","message":"m"}})",
                  K::kOverloaded},
        ErrorCase{"anthropic", 200,
                  R"({"type":"error","error":{"type":"overloaded_error","message":"m"}})",
                  K::kOverloaded},
        ErrorCase{
            "anthropic", 400,
            R"({"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 tokens"}})",
            K::kContextTooLong},
        ErrorCase{
            "anthropic", 400,
            R"({"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low"}})",
            K::kNoCredit},
        ErrorCase{"ollama", 400, R"({"error":"the input length exceeds the context length"})",
                  K::kContextTooLong},
        ErrorCase{"ollama", 200, R"({"message":{"content":""},"done":true,"done_reason":"load"})",
                  K::kUnreadable},
        ErrorCase{"anthropic", 402,
                  R"({"type":"error","error":{"type":"billing_error","message":"m"}})",
                  K::kNoCredit},
        ErrorCase{
            "gemini", 429,
            R"({"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"m","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier","quotaValue":"250"}]},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"36000s"}]}})",
            K::kDailyQuota},
        ErrorCase{"gemini", 429,
                  R"([{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"m"}}])",
                  K::kRateLimited},
        ErrorCase{
            "gemini", 400,
            R"({"error":{"code":400,"status":"INVALID_ARGUMENT","message":"API key not valid. Please pass a valid API key."}})",
            K::kBadKey},
        ErrorCase{
            "gemini", 400,
            R"({"error":{"code":400,"status":"INVALID_ARGUMENT","message":"The input token count (9) exceeds the maximum"}})",
            K::kContextTooLong},
        ErrorCase{"gemini", 503, R"({"error":{"code":503,"status":"UNAVAILABLE","message":"m"}})",
                  K::kOverloaded},
        ErrorCase{"ollama", 404, R"({"error":"model 'x' not found"})", K::kNoSuchModel},
        ErrorCase{
            "ollama", 503,
            R"({"error":"server busy, please try again.  maximum pending requests exceeded"})",
            K::kOverloaded},
        ErrorCase{"ollama", 200, R"({"error":"an error was encountered while running the model"})",
                  K::kOverloaded}));

TEST(RetryHint, ReadsEveryForm) {
  const auto hint = [](http::Headers headers) {
    return retry_after_ms({429, std::move(headers), ""}, 784111777000);
  };
  EXPECT_EQ(hint({{"retry-after-ms", "250"}, {"retry-after", "9"}}), 250);
  EXPECT_EQ(hint({{"retry-after", "1.5"}}), 1500);
  EXPECT_EQ(hint({{"retry-after", "Sun, 06 Nov 1994 08:49:47 GMT"}}), 10000);
  // Our clock may go wrong; the server's own tells how long it means.
  EXPECT_EQ(hint({{"retry-after", "Wed, 25 Nov 2026 10:00:07 GMT"},
                  {"date", "Wed, 25 Nov 2026 10:00:00 GMT"}}),
            7000);
  EXPECT_EQ(hint({{"retry-after", "inf"}}), std::nullopt);
  EXPECT_EQ(hint({{"retry-after", "-1"}}), std::nullopt);
  EXPECT_EQ(hint({{"retry-after", "soon"}}), std::nullopt);
  EXPECT_EQ(hint({}), std::nullopt);
}

TEST(RetryHint, ReadsDurations) {
  EXPECT_EQ(duration_ms("12ms"), 12);
  EXPECT_EQ(duration_ms("6m0s"), 360000);
  EXPECT_EQ(duration_ms("1h2m3.5s"), 3723500);
  EXPECT_EQ(duration_ms("46.72s"), 46720);
  EXPECT_EQ(duration_ms("9"), std::nullopt);
  EXPECT_EQ(duration_ms(""), std::nullopt);
}

}  // namespace
}  // namespace generator
