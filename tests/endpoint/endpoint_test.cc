// The endpoint itself: what it accepts, what it refuses and records, and its faults.
#include "support/endpoint/endpoint.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "support/endpoint/faults.h"
#include "support/endpoint/script.h"
#include "support/endpoint/shape.h"

namespace generator::endpoint {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using Json = nlohmann::ordered_json;

struct ShapeCase {
  const char* shape;
  const char* value;
  const char* fault;  // how it begins; "": none
};

class Shape : public ::testing::TestWithParam<ShapeCase> {};

TEST_P(Shape, TellsTheFirstFaultAndItsPlace) {
  const ShapeCase& given = GetParam();
  const std::string fault = fault_of(Json::parse(given.shape), Json::parse(given.value));
  if (*given.fault == '\0')
    EXPECT_EQ(fault, "");
  else
    EXPECT_THAT(fault, StartsWith(given.fault));
}

INSTANTIATE_TEST_SUITE_P(
    Cases, Shape,
    ::testing::Values(
        ShapeCase{R"({"a!": "string"})", R"({"a": "x"})", ""},
        ShapeCase{R"({"a!": "string"})", R"({})", "a: is required"},
        ShapeCase{R"({"a": "string"})", R"({"b": 1})", "b: is no field"},
        ShapeCase{R"({"a": "integer"})", R"({"a": 1.5})", "a: must be integer"},
        ShapeCase{R"({"a": "'x'|'y'"})", R"({"a": "z"})", "a: must be 'x'|'y'"},
        ShapeCase{R"({"a": "string|null"})", R"({"a": null})", ""},
        ShapeCase{R"({"*": "string"})", R"({"any": 3})", "any: must be string"},
        ShapeCase{R"([{"a!": "string"}])", R"([{"a": "x"}, {}])", "[1].a: is required"},
        ShapeCase{R"({"m": ["|", "string", [{"t!": "string"}]]})", R"({"m": [{"t": 3}]})",
                  "m[0].t: must be string"},
        ShapeCase{R"({"m": ["|", "string", [{"t!": "string"}]]})", R"({"m": "s"})", ""}));

Served serve(const Protocol& protocol, std::string_view path, std::string body,
             std::vector<std::pair<std::string, std::string>> headers) {
  headers.emplace_back("content-type", "application/json");
  return protocol.serve({"POST", "/x" + std::string(path), "", std::move(headers), std::move(body)},
                        path, "");
}

const std::vector<std::pair<std::string, std::string>> kBearer = {{"authorization", "Bearer k"}};

struct RefusedCase {
  std::unique_ptr<Protocol> (*speak)();
  const char* path;
  const char* body;
  std::vector<std::pair<std::string, std::string>> headers;
  const char* fault;  // a part of it
};

class Refused : public ::testing::TestWithParam<RefusedCase> {};

TEST_P(Refused, InTheVendorsShapeAndRecorded) {
  const RefusedCase& given = GetParam();
  const auto protocol = given.speak();
  const Served served = serve(*protocol, given.path, given.body, given.headers);
  EXPECT_THAT(served.fault, HasSubstr(given.fault));
  EXPECT_GE(served.answer.status, 400);
  EXPECT_THAT(served.answer.body, HasSubstr("\"error\""));
}

const std::vector<std::pair<std::string, std::string>> kNew = {{"x-api-key", "k"},
                                                               {"anthropic-version", "2026-10-21"}};
const std::vector<std::pair<std::string, std::string>> kGoogle = {{"x-goog-api-key", "k"}};

INSTANTIATE_TEST_SUITE_P(
    Cases, Refused,
    ::testing::Values(
        RefusedCase{&speak_openai, "/v1/chat/completions", R"({"model":"m","messages":[]})",
                    kBearer, "must not be empty"},
        RefusedCase{&speak_openai, "/v1/chat/completions",
                    R"({"model":"m","messages":[{"role":"user","content":"x"}],"top_k":3})",
                    kBearer, "top_k: is no field"},
        RefusedCase{
            &speak_openai, "/v1/chat/completions",
            R"({"model":"gpt-6-luna","messages":[{"role":"user","content":"x"}],"temperature":0.5})",
            kBearer, "temperature"},
        RefusedCase{&speak_openai,
                    "/v1/chat/completions",
                    R"({"model":"m","messages":[{"role":"user","content":"x"}]})",
                    {},
                    "authorization"},
        RefusedCase{
            &speak_openai, "/v1/chat/completions",
            R"({"model":"m","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema",
                     "json_schema":{"name":"r","strict":true,"schema":{"type":"object","properties":{"a":{"type":"string"}},
                     "required":[],"additionalProperties":false}}}})",
            kBearer, "`a` is missing"},
        RefusedCase{&speak_vllm,
                    "/v1/chat/completions",
                    R"({"model":"m","messages":[{"role":"user","content":"x"}],"guided_json":{}})",
                    {},
                    "guided_json: is no field"},
        RefusedCase{&speak_anthropic, "/v1/messages",
                    R"({"model":"m","messages":[{"role":"user","content":"x"}]})", kNew,
                    "max_tokens: is required"},
        RefusedCase{
            &speak_anthropic, "/v1/messages",
            R"({"model":"m","max_tokens":5,"temperature":1,"messages":[{"role":"user","content":"x"}]})",
            kNew, "temperature"},
        RefusedCase{
            &speak_anthropic, "/v1/messages", "{}", {{"x-api-key", "k"}}, "anthropic-version"},
        RefusedCase{&speak_anthropic, "/v1/messages",
                    R"({"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}],
                     "output_config":{"format":{"type":"json_schema","schema":{"type":"integer","minimum":1}}}})",
                    kNew, "minimum"},
        RefusedCase{&speak_gemini, "/v1beta/models/m:generateContent",
                    R"({"contents":[{"parts":[{"text":"x"}]}],"generation_config":{}})", kGoogle,
                    "generation_config: is no field"},
        RefusedCase{
            &speak_gemini, "/v1beta/models/m:generateContent",
            R"({"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"responseJsonSchema":{}}})",
            kGoogle, "responseMimeType"},
        RefusedCase{&speak_ollama,
                    "/api/chat",
                    R"({"model":"m","stream":false,"messages":[{"role":"user","content":"x"}]})",
                    {},
                    "num_ctx"},
        RefusedCase{
            &speak_ollama,
            "/api/chat",
            R"({"model":"m","messages":[{"role":"user","content":"x"}],"options":{"num_ctx":4096}})",
            {},
            "stream: is required"}));

TEST(Gemini, RefusesAKeyInTheUrl) {
  const auto gemini = speak_gemini();
  const Served served =
      gemini->serve({"POST", "/gemini/v1/models/m:generateContent", "key=secret", kGoogle, "{}"},
                    "/v1/models/m:generateContent", "");
  EXPECT_THAT(served.fault, HasSubstr("key stands in the URL"));
}

TEST(Script, AnswersAsThePromptsOfThisProjectAsk) {
  Question question;
  question.user =
      "<passage 0a1b>\n# Acme Queue > Workers\n[1] The queue has workers that take its messages "
      "one "
      "after another, and each of them writes what it has done to a log on the disk of the "
      "broker.\n"
      "[2] A worker that ends is begun again after a second by the broker, with the same log.\n"
      "</passage 0a1b>\n\nWrite 3 pairs";
  question.schema = R"({"type":"object","properties":{"pairs":{"type":"array"}}})";
  EXPECT_EQ(scripted_reply(question),
            R"({"pairs":[{"question":"What should a user of Acme Queue know about Workers?",)"
            R"("kind":"concept","units":[1,2]}]})");
  question.user = "<question 1>\nWhy?\n</question 1>\n\n<answer 2>\nSo.\n\nYes.\n</answer 2>";
  question.schema = R"({"type":"object","properties":{"answer":{"type":"string"}}})";
  EXPECT_EQ(scripted_reply(question), R"({"answer":"So.\n\nYes."})");
  question.schema =
      R"({"properties":{"reasons":{"type":"string"},"clarity":{"type":"integer","minimum":1}}})";
  const std::string marks = scripted_reply(question);
  EXPECT_THAT(marks, AnyOf(HasSubstr("\"clarity\":8"), HasSubstr("\"clarity\":9"),
                           HasSubstr("\"clarity\":10")));
}

TEST(Script, FollowsAnySchema) {
  EXPECT_EQ(smallest_value(R"({"type":"object","properties":{"a":{"type":["string","null"]},
            "b":{"type":"array","minItems":2,"items":{"type":"integer","minimum":4}},
            "c":{"enum":["x","y"]},"d":{"anyOf":[{"type":"null"}]}}})"),
            R"({"a":"text","b":[4,4],"c":"x","d":null})");
}

TEST(FaultPlan, IsTheSameForTheSameSeedHitsEveryKindAndSparesABodyInTheEnd) {
  FaultPlan one(7, 0.3, all_faults()), two(7, 0.3, all_faults());
  int faulty = 0;
  std::set<Fault> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string body = fmt::format("{}", i);
    const Fault fault = one.next(body);
    EXPECT_EQ(fault, two.next(body));
    if (fault != Fault::kNone) ++faulty;
    seen.insert(fault);
  }
  EXPECT_NEAR(faulty, 300, 50);
  EXPECT_EQ(seen.size(), all_faults().size() + 1);
  FaultPlan always(1, 1.0, all_faults());
  for (int i = 0; i < FaultPlan::kMostOfOne; ++i) EXPECT_NE(always.next("same"), Fault::kNone);
  EXPECT_EQ(always.next("same"), Fault::kNone);
}

TEST(Faults, GzipOfZerosIsAThousandthOfTheirSize) {
  const std::string bomb = gzip_zeros(1'000'000);
  EXPECT_LT(bomb.size(), 8000u);
}

}  // namespace
}  // namespace generator::endpoint
