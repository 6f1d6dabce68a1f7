#include "model/spelling.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "model/provider.h"

namespace generator {
namespace {

// As llama-cpp-python's server says it, with status 500.
const std::string kLlama =
    "[{'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), 'msg': \"Input should "
    "be 'text' or 'json_object'\", 'input': 'json_schema'}]";

TEST(Spelling, TriesEachWayInOrderAndNeverOneThatWasRefused) {
  Spelling spelling(Structured::kAuto, "max_tokens");
  EXPECT_EQ(spelling.structured(), Structured::kJsonSchema);
  EXPECT_TRUE(spelling.learn(0, true, 500, "", kLlama));
  EXPECT_EQ(spelling.structured(), Structured::kJsonObject);
  EXPECT_TRUE(spelling.has_object_schema());
  EXPECT_TRUE(spelling.learn(1, true, 400, "response_format.schema", "Unknown parameter"));
  EXPECT_EQ(spelling.structured(), Structured::kJsonObject);
  EXPECT_FALSE(spelling.has_object_schema());
  EXPECT_TRUE(spelling.learn(2, true, 422, "response_format", "not supported"));
  EXPECT_EQ(spelling.structured(), Structured::kTool);
  EXPECT_TRUE(spelling.learn(3, true, 400, "", "\"auto\" tool choice requires --enable"));
  EXPECT_EQ(spelling.structured(), Structured::kPrompt);
  EXPECT_FALSE(spelling.learn(4, true, 400, "response_format", "not supported"));
  EXPECT_EQ(spelling.structured(), Structured::kPrompt);
}

TEST(Spelling, LearnsOnceFromRefusalsOfOneBurst) {
  Spelling spelling(Structured::kAuto, "max_tokens");
  EXPECT_TRUE(spelling.learn(0, true, 500, "", kLlama));
  EXPECT_TRUE(spelling.learn(0, true, 500, "", kLlama));
  EXPECT_EQ(spelling.structured(), Structured::kJsonObject);
  EXPECT_EQ(spelling.version(), 1);
}

TEST(Spelling, StaysWithAWayThatTheUserChose) {
  Spelling spelling(Structured::kJsonSchema, "max_tokens");
  EXPECT_FALSE(spelling.learn(0, true, 400, "response_format", "not supported"));
  EXPECT_EQ(spelling.structured(), Structured::kJsonSchema);
}

TEST(Spelling, ChangesTheNameOfTheLimitOnceAndDropsSampling) {
  Spelling spelling(Structured::kAuto, "max_tokens");
  EXPECT_TRUE(spelling.learn(0, false, 400, "max_tokens",
                             "Unsupported parameter: 'max_tokens' is not supported with this "
                             "model. Use 'max_completion_tokens' instead."));
  EXPECT_EQ(spelling.max_tokens(), "max_completion_tokens");
  EXPECT_FALSE(spelling.learn(1, false, 400, "max_completion_tokens", "unknown"));
  EXPECT_TRUE(spelling.learn(1, false, 400, "temperature",
                             "Unsupported value: only the default (1) value is supported."));
  EXPECT_FALSE(spelling.takes("temperature"));
  EXPECT_TRUE(spelling.takes("top_p"));
}

TEST(Spelling, IsNotChangedByOtherComplaints) {
  Spelling spelling(Structured::kAuto, "max_tokens");
  EXPECT_FALSE(spelling.learn(0, true, 400, "",
                              "This model's maximum context length is 4096 tokens. However, you "
                              "requested 5000 in the messages and response_format schema"));
  EXPECT_FALSE(spelling.learn(0, true, 400, "messages", "content is not supported"));
  EXPECT_FALSE(spelling.learn(0, true, 400, "", "max_tokens must be at least 1"));
  EXPECT_FALSE(spelling.learn(0, true, 429, "response_format", "too many"));
  EXPECT_FALSE(spelling.learn(0, false, 400, "response_format", "not supported"));
  EXPECT_EQ(spelling.version(), 0);
  EXPECT_EQ(spelling.learned(), "");
}

TEST(Spelling, IsRemembered) {
  Spelling first(Structured::kAuto, "max_tokens");
  first.learn(0, true, 500, "", kLlama);
  first.learn(1, true, 400, "seed", "extra fields not permitted");
  EXPECT_EQ(
      first.learned(),
      R"({"structured":"json_object","object_schema":true,"max_tokens":"max_tokens","refused":["seed"]})");
  Spelling second(Structured::kAuto, "max_tokens");
  second.recall(first.learned());
  EXPECT_EQ(second.structured(), Structured::kJsonObject);
  EXPECT_FALSE(second.takes("seed"));
  EXPECT_EQ(second.learned(), first.learned());
  Spelling chosen(Structured::kTool, "max_tokens");
  chosen.recall(first.learned());
  EXPECT_EQ(chosen.structured(), Structured::kTool);
  chosen.recall("[1");
  chosen.recall(R"({"structured":"nonsense","refused":["model"]})");
  EXPECT_EQ(chosen.structured(), Structured::kTool);
  EXPECT_TRUE(chosen.takes("model"));
}

// ---- on the wire

const Schema kSchema = {
    "reply", R"({"type":"object","properties":{"s":{"type":"string","maxLength":5000}}})"};

ChatRequest question() {
  ChatRequest request;
  request.messages = {{Role::kUser, "Hi", {}, "", ""}};
  request.schema = &kSchema;
  return request;
}

std::string body_in(Structured way) {
  Endpoint endpoint{"http://h/v1", "", "m", ""};
  endpoint.structured = way;
  const std::string body = make_openai(std::move(endpoint))->encode(question()).body;
  EXPECT_TRUE(json::Document::parse(body)) << body;
  return body;
}

TEST(OpenAi, SendsASchemaInEachOfItsWays) {
  const std::string begin =
      R"({"model":"m","messages":[{"role":"user","content":"Hi"}],"max_tokens":2048,)";
  const std::string schema =
      R"({"type":"object","properties":{"s":{"type":"string","description":"{maxLength: 5000}"}}})";
  EXPECT_EQ(body_in(Structured::kJsonObject),
            begin + R"("response_format":{"type":"json_object","schema":)" + schema + "}}");
  EXPECT_EQ(
      body_in(Structured::kTool),
      begin +
          R"("tools":[{"type":"function","function":{"name":"structured_reply","description":"Gives the reply; to be called once.","parameters":)" +
          schema +
          R"(}}],"tool_choice":{"type":"function","function":{"name":"structured_reply"}}})");
  EXPECT_EQ(
      body_in(Structured::kPrompt),
      R"({"model":"m","messages":[{"role":"user","content":"Hi\n\nReply with one JSON value that follows this JSON Schema, and with nothing else:\n)"
      R"({\"type\":\"object\",\"properties\":{\"s\":{\"type\":\"string\",\"maxLength\":5000}}}"}],"max_tokens":2048})");
}

TEST(OpenAi, TakesTheReplyOutOfTheCallThatGivesIt) {
  const auto out =
      make_openai({"", "", "m", ""})
          ->decode(
              {200,
               {},
               R"({"choices":[{"message":{"content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"structured_reply","arguments":"{\"a\":1}"}}]},"finish_reason":"tool_calls"}]})"});
  ASSERT_TRUE(out);
  EXPECT_EQ(out->message.content, "{\"a\":1}");
  EXPECT_TRUE(out->message.tool_calls.empty());
  EXPECT_EQ(out->stop_reason, StopReason::kStop);
}

TEST(OpenAi, EncodesAnewWhatTheServerDidNotTake) {
  const auto provider = make_openai({"http://h/v1", "", "m", ""});
  const http::Response refused{
      500,
      {},
      R"({"error":{"message":)" + json::quote(kLlama) + R"(,"type":"internal_server_error"}})"};
  EXPECT_NE(provider->encode(question()).body.find("json_schema"), std::string::npos);
  EXPECT_TRUE(provider->learn(question(), provider->spelling(), refused));
  EXPECT_EQ(provider->encode(question()).body, body_in(Structured::kJsonObject));
  EXPECT_NE(provider->learned(), "");
}

}  // namespace
}  // namespace generator
