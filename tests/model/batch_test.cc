// The vendors' batch endpoints: golden pairs of what is sent and what is read.
#include "model/batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"

namespace generator {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Kind = CallError::Kind;

ChatRequest question() {
  ChatRequest request;
  request.messages = {{Role::kUser, "Hi", {}, "", ""}};
  request.sampling.max_tokens = 64;
  return request;
}

http::Response ok(std::string body) { return {200, {}, std::move(body)}; }

std::vector<std::string> urls(const std::vector<http::Request>& requests) {
  std::vector<std::string> out;
  for (const http::Request& request : requests) out.push_back(request.method + " " + request.url);
  return out;
}

struct OpenAiBatch : ::testing::Test {
  std::unique_ptr<BatchProvider> batches =
      make_openai_batches({"https://a/v1", "sk-1", "gpt-6-luna", ""});
};

TEST_F(OpenAiBatch, UploadsAFileOfLinesAndBeginsABatchOnIt) {
  const std::string entry = batches->entry("0a1b", question());
  EXPECT_EQ(
      entry,
      R"({"custom_id":"0a1b","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-6-luna",)"
      R"("messages":[{"role":"user","content":"Hi"}],"max_completion_tokens":64}})"
      "\n");
  const auto upload = batches->upload("generator-1", entry);
  ASSERT_TRUE(upload);
  EXPECT_EQ(upload->url, "https://a/v1/files");
  EXPECT_EQ(upload->headers,
            (http::Headers{{"content-type", "multipart/form-data; boundary=form-generator-1"},
                           {"authorization", "Bearer sk-1"}}));
  EXPECT_EQ(
      upload->body,
      "--form-generator-1\r\ncontent-disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
      "--form-generator-1\r\ncontent-disposition: form-data; name=\"file\"; "
      "filename=\"generator-1.jsonl\"\r\ncontent-type: application/jsonl\r\n\r\n" +
          entry + "\r\n--form-generator-1--\r\n");
  EXPECT_EQ(*batches->decode_upload(ok(R"({"id":"file-abc","object":"file"})")), "file-abc");
  const http::Request create = batches->create("generator-1", entry, "file-abc");
  EXPECT_EQ(create.url, "https://a/v1/batches");
  EXPECT_EQ(create.body,
            R"({"input_file_id":"file-abc","endpoint":"/v1/chat/completions",)"
            R"("completion_window":"24h","metadata":{"generator_batch":"generator-1"}})");
}

TEST_F(OpenAiBatch, ReadsItsStateAndWhereTheResultsAre) {
  const auto running = batches->decode(
      ok(R"({"id":"batch_1","status":"in_progress","created_at":1700000000,"expires_at":1700086400,
             "request_counts":{"total":3,"completed":1,"failed":1},"metadata":{"generator_batch":"n"}})"));
  ASSERT_TRUE(running);
  EXPECT_EQ(running->id, "batch_1");
  EXPECT_EQ(running->name, "n");
  EXPECT_FALSE(running->has_ended);
  EXPECT_EQ(running->requests, 3);
  EXPECT_EQ(running->answered, 1);
  EXPECT_EQ(running->failed, 1);
  EXPECT_EQ(running->created_unix_ms, 1'700'000'000'000);
  EXPECT_EQ(running->expires_unix_ms, 1'700'086'400'000);
  const auto expired = batches->decode(ok(
      R"({"id":"batch_1","status":"expired","output_file_id":"file-o","error_file_id":"file-e"})"));
  EXPECT_TRUE(expired->has_ended);
  EXPECT_THAT(urls(batches->results(*expired)),
              ElementsAre("GET https://a/v1/files/file-o/content",
                          "GET https://a/v1/files/file-e/content"));
  const auto failed = batches->decode(
      ok(R"({"id":"b","status":"failed","output_file_id":null,"errors":{"object":"list","data":[
             {"code":"token_limit_exceeded","line":null,"message":"Enqueued token limit reached"}]}})"));
  EXPECT_TRUE(failed->has_ended);
  EXPECT_EQ(failed->problem, "Enqueued token limit reached (token_limit_exceeded)");
  EXPECT_THAT(batches->results(*failed), IsEmpty());
  EXPECT_TRUE(batches->decode(ok(R"({"id":"b","status":"cancelled"})"))->was_canceled);
  // What goes into a URL is no URL of its own.
  EXPECT_FALSE(batches->decode(ok(R"({"id":"../files?x=","status":"completed"})")));
  EXPECT_THAT(
      batches->decode(ok(R"({"id":"b","status":"completed","output_file_id":"a?b"})"))->files,
      IsEmpty());
}

TEST_F(OpenAiBatch, ReadsAnswersErrorsAndWhatWasNotReached) {
  const auto results = batches->decode_results(ok(
      R"({"id":"batch_req_1","custom_id":"a","response":{"status_code":200,"request_id":"r","body":{"model":"m","choices":[{"message":{"content":"yes"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}},"error":null})"
      "\n\n"
      R"({"id":"batch_req_2","custom_id":"b","response":{"status_code":400,"request_id":"r","body":{"error":{"message":"bad field","type":"invalid_request_error","param":null,"code":null}}},"error":null})"
      "\n"
      R"({"id":"batch_req_3","custom_id":"c","response":null,"error":{"code":"batch_expired","message":"not executed"}})"));
  ASSERT_TRUE(results);
  ASSERT_EQ(results->size(), 3u);
  EXPECT_EQ((*results)[0].id, "a");
  EXPECT_EQ((*results)[0].outcome->message.content, "yes");
  EXPECT_EQ((*results)[0].outcome->usage.input, 5);
  EXPECT_EQ((*results)[1].outcome.error().kind, Kind::kInvalidRequest);
  EXPECT_THAT((*results)[1].outcome.error().message, HasSubstr("bad field"));
  EXPECT_TRUE(is_retryable((*results)[2].outcome.error().kind));
  EXPECT_THAT((*results)[2].outcome.error().message, HasSubstr("batch_expired"));
  // A cut last line is not taken for the end.
  const auto cut = batches->decode_results(ok("{\"custom_id\":\"a\",\"respo"));
  ASSERT_FALSE(cut);
  EXPECT_TRUE(is_retryable(cut.error().kind));
}

TEST_F(OpenAiBatch, ListsByPages) {
  EXPECT_EQ(batches->list("").url, "https://a/v1/batches?limit=100");
  EXPECT_EQ(batches->list("batch_1").url, "https://a/v1/batches?limit=100&after=batch_1");
  const auto page = batches->decode_list(ok(
      R"({"object":"list","data":[{"id":"batch_2","status":"completed"},{"id":"batch_1","status":"failed"}],"has_more":true})"));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->batches.size(), 2u);
  EXPECT_EQ(page->next, "batch_1");
  EXPECT_EQ(batches->cancel("batch_1").url, "https://a/v1/batches/batch_1/cancel");
}

TEST(AnthropicBatch, EncodesAndReads) {
  const auto batches = make_anthropic_batches({"https://a", "k", "claude-haiku-5-5", ""});
  const std::string one = batches->entry("x1", question());
  EXPECT_EQ(
      one,
      R"({"custom_id":"x1","params":{"model":"claude-haiku-5-5","max_tokens":64,"messages":[{"role":"user","content":"Hi"}]}},)");
  EXPECT_FALSE(batches->upload("n", one));
  const http::Request create = batches->create("n", one + batches->entry("x2", question()), "");
  EXPECT_EQ(create.url, "https://a/v1/messages/batches");
  EXPECT_EQ(create.headers[1].first, "x-api-key");
  const auto body = json::Document::parse(create.body);
  ASSERT_TRUE(body) << create.body;
  EXPECT_EQ(body->root().find("requests")->size(), 2u);

  const auto ended = batches->decode(
      ok(R"({"id":"msgbatch_1","type":"message_batch","processing_status":"ended","request_counts":
             {"processing":0,"succeeded":2,"errored":1,"canceled":0,"expired":4},"created_at":"2026-11-25T09:10:25.123456Z",
             "expires_at":"2026-11-26T09:10:25Z","cancel_initiated_at":null,"results_url":"https://evil.example/results"})"));
  ASSERT_TRUE(ended);
  EXPECT_TRUE(ended->has_ended);
  EXPECT_EQ(ended->name, "");
  EXPECT_EQ(ended->requests, 7);
  EXPECT_EQ(ended->answered, 2);
  EXPECT_EQ(ended->failed, 5);
  EXPECT_EQ(ended->created_unix_ms, 1'795'597'825'000);
  EXPECT_EQ(ended->expires_unix_ms - ended->created_unix_ms, 86'400'000);
  // The key goes to the configured address alone.
  EXPECT_THAT(urls(batches->results(*ended)),
              ElementsAre("GET https://a/v1/messages/batches/msgbatch_1/results"));

  const auto results = batches->decode_results(ok(
      R"({"custom_id":"x2","result":{"type":"succeeded","message":{"type":"message","model":"m","content":[{"type":"text","text":"yes"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":1}}}})"
      "\n"
      R"({"custom_id":"x1","result":{"type":"errored","error":{"type":"error","error":{"type":"invalid_request_error","message":"no such field"}}}})"
      "\n"
      R"({"custom_id":"x3","result":{"type":"errored","error":{"type":"error","error":{"type":"api_error","message":"oops"}}}})"
      "\n"
      R"({"custom_id":"x4","result":{"type":"expired"}})"));
  ASSERT_TRUE(results);
  ASSERT_EQ(results->size(), 4u);
  EXPECT_EQ((*results)[0].outcome->message.content, "yes");
  EXPECT_EQ((*results)[1].outcome.error().kind, Kind::kInvalidRequest);
  EXPECT_EQ((*results)[2].outcome.error().kind, Kind::kOverloaded);
  EXPECT_TRUE(is_retryable((*results)[3].outcome.error().kind));
}

TEST(AnthropicBatch, KeepsWhatIsSharedForAnHour) {
  const Endpoint endpoint{"https://a", "k", "claude-haiku-5-5", ""};
  ChatRequest request = question();
  request.messages[0].content = std::string(4'000, 'x') + "What?";
  request.messages[0].shared = 4'000;
  constexpr std::string_view kHour = R"("cache_control":{"type":"ephemeral","ttl":"1h"})";
  EXPECT_THAT(make_anthropic_batches(endpoint)->entry("x1", request), HasSubstr(kHour));
  EXPECT_THAT(make_anthropic(endpoint)->encode(request).body, Not(HasSubstr("ttl")));
  const Decoded reply = make_anthropic(endpoint)->decode(
      ok(R"({"type":"message","content":[{"type":"text","text":"yes"}],"stop_reason":"end_turn",
             "usage":{"input_tokens":3,"output_tokens":1,"cache_creation_input_tokens":50,"cache_read_input_tokens":7,
             "cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":40}}})"));
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->usage.input, 60);
  EXPECT_EQ(reply->usage.cache_written, 50);
  EXPECT_EQ(reply->usage.cache_written_hour, 40);
}

TEST(GeminiBatch, EncodesAndReads) {
  const auto batches = make_gemini_batches({"https://g", "AIza", "gemini-3.8-flash", ""});
  const std::string one = batches->entry("x1", question());
  EXPECT_EQ(
      one,
      R"({"key":"x1","request":{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"maxOutputTokens":64}}})"
      "\n");
  EXPECT_FALSE(batches->upload("generator-1", one));
  const http::Request create =
      batches->create("generator-1", one + batches->entry("x2", question()), "");
  EXPECT_EQ(create.url, "https://g/v1beta/models/gemini-3.8-flash:batchGenerateContent");
  EXPECT_EQ(create.body,
            R"({"batch":{"displayName":"generator-1","inputConfig":{"requests":{"requests":[)"
            R"({"request":{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"maxOutputTokens":64}},"metadata":{"key":"x1"}},)"
            R"({"request":{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"maxOutputTokens":64}},"metadata":{"key":"x2"}})"
            "]}}}}");
  EXPECT_EQ(batches->look("batches/abc").url, "https://g/v1beta/batches/abc");
  EXPECT_EQ(batches->cancel("batches/abc").url, "https://g/v1beta/batches/abc:cancel");

  const std::string response =
      R"({"response":{"candidates":[{"content":{"parts":[{"text":"yes"}]},"finishReason":"STOP"}]},"metadata":{"key":"x1"}},)"
      R"({"error":{"code":3,"message":"bad"},"metadata":{"key":"x2"}},)"
      R"({"error":{"code":14,"message":"busy"},"metadata":{"key":"x3"}},{"error":{"code":1,"message":"canceled"}})";
  const std::string operation =
      R"({"name":"batches/abc","done":true,"metadata":{"state":"BATCH_STATE_SUCCEEDED","displayName":"generator-1",
          "createTime":"2026-11-25T09:10:25Z","batchStats":{"requestCount":"4","successfulRequestCount":"1","failedRequestCount":"3"},
          "output":{"inlinedResponses":{"inlinedResponses":[)" +
      response + "]}}}}";
  const auto status = batches->decode(ok(operation));
  ASSERT_TRUE(status);
  EXPECT_EQ(status->name, "generator-1");
  EXPECT_EQ(status->state, "succeeded");
  EXPECT_TRUE(status->has_ended);
  EXPECT_EQ(status->requests, 4);
  EXPECT_EQ(status->failed, 3);
  EXPECT_THAT(urls(batches->results(*status)), ElementsAre("GET https://g/v1beta/batches/abc"));
  const auto results = batches->decode_results(ok(operation));
  ASSERT_TRUE(results);
  ASSERT_EQ(results->size(), 4u);
  EXPECT_EQ((*results)[0].outcome->message.content, "yes");
  EXPECT_EQ((*results)[1].outcome.error().kind, Kind::kInvalidRequest);
  EXPECT_TRUE(is_retryable((*results)[2].outcome.error().kind));
  EXPECT_EQ((*results)[3].id, "");
  EXPECT_TRUE(is_retryable((*results)[3].outcome.error().kind));
  const auto list = batches->decode_list(ok(
      R"({"operations":[{"name":"batches/abc","metadata":{"state":"BATCH_STATE_PENDING"}}],"nextPageToken":"a+b="})"));
  ASSERT_TRUE(list);
  EXPECT_FALSE(list->batches[0].has_ended);
  EXPECT_EQ(batches->list(list->next).url,
            "https://g/v1beta/batches?pageSize=100&pageToken=a%2Bb%3D");
  EXPECT_THAT(batches->decode_list(ok("{}"))->batches, IsEmpty());
  const auto failed = batches->decode(ok(
      R"({"name":"batches/x","done":true,"metadata":{"state":"BATCH_STATE_FAILED"},"error":{"code":3,"message":"no"}})"));
  EXPECT_EQ(failed->problem, "no");
}

TEST(GeminiBatch, GoesAsAFileWhereItIsTooLargeForACall) {
  const auto batches = make_gemini_batches({"https://g", "AIza", "gemini-3.8-flash", ""});
  const std::string entries(20'000'000, 'x');
  const auto first = batches->upload("generator-1", entries);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->url, "https://g/upload/v1beta/files");
  EXPECT_EQ(first->body, R"({"file":{"displayName":"generator-1"}})");
  http::Response told = ok("{}");
  told.headers = {{"x-goog-upload-url", "https://g/upload/v1beta/files?upload_id=7"}};
  const auto rest = batches->upload_rest(told, entries);
  ASSERT_TRUE(rest && *rest);
  EXPECT_EQ((*rest)->url, "https://g/upload/v1beta/files?upload_id=7");
  EXPECT_EQ((*rest)->body.size(), entries.size());
  EXPECT_EQ((*rest)->headers.back().second, "upload, finalize");
  for (const char* place : {"https://evil.example/upload", "https://g.evil.example/", ""}) {
    told.headers = {{"x-goog-upload-url", place}};
    EXPECT_FALSE(batches->upload_rest(told, entries)) << place << " would get the key";
  }
  EXPECT_EQ(*batches->decode_upload(ok(R"({"file":{"name":"files/abc"}})")), "files/abc");
  EXPECT_EQ(batches->create("generator-1", entries, "files/abc").body,
            R"({"batch":{"displayName":"generator-1","inputConfig":{"fileName":"files/abc"}}})");

  const auto status = batches->decode(ok(
      R"({"name":"batches/abc","done":true,"metadata":{"state":"BATCH_STATE_SUCCEEDED","output":{"responsesFile":"files/out"}}})"));
  ASSERT_TRUE(status);
  EXPECT_THAT(urls(batches->results(*status)),
              ElementsAre("GET https://g/download/v1beta/files/out:download?alt=media"));
  const std::string good =
      R"({"key":"x1","response":{"candidates":[{"content":{"parts":[{"text":"yes"}]},"finishReason":"STOP"}]}})";
  for (const std::string& more : {std::string(), std::string("\n{\"key\":\"x2\",\"error\":{\"code\":14}}\n")}) {
    const auto results = batches->decode_results(ok(good + more));
    ASSERT_TRUE(results);
    ASSERT_EQ(results->size(), more.empty() ? 1u : 2u);
    EXPECT_EQ((*results)[0].id, "x1");
    EXPECT_EQ((*results)[0].outcome->message.content, "yes");
  }
}

}  // namespace
}  // namespace generator
