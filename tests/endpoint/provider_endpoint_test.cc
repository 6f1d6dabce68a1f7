// What our providers send, held against the vendors' documentation: every request must be accepted
// and its reply read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "model/batch_client.h"
#include "model/embedding.h"
#include "model/http_model.h"
#include "support/endpoint/endpoint.h"

namespace generator {
namespace {

using endpoint::FakeEndpoint;
using endpoint::Fault;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct Vendor {
  const char* name;
  const char* base;
  const char* model;
  const char* version;
  std::unique_ptr<Provider> (*make)(Endpoint);
};

void PrintTo(const Vendor& vendor, std::ostream* out) { *out << vendor.name; }

constexpr Vendor kVendors[] = {
    {"openai", "/openai/v1", "gpt-6-luna", "", &make_openai},
    {"openai_compatible", "/openai/v1", "local-model", "", &make_openai},
    {"vllm", "/vllm/v1", "local-model", "", &make_vllm},
    {"anthropic", "/anthropic", "claude-haiku-5-5", "", &make_anthropic},
    {"anthropic_2023", "/anthropic", "claude-haiku-4-5", "2023-06-01", &make_anthropic},
    {"gemini", "/gemini", "gemini-3.8-flash", "", &make_gemini},
    {"gemini_v1", "/gemini", "gemini-3.8-flash", "v1", &make_gemini},
    {"ollama", "/ollama", "qwen3:8b", "", &make_ollama},
};

class Asked : public ::testing::TestWithParam<Vendor> {
 protected:
  Result<Completion> ask(const FakeEndpoint& fake, const ChatRequest& request,
                         const std::string& key = "sk-canary-1234567890",
                         const std::string& model = "") {
    const Vendor& vendor = GetParam();
    SystemLoop loop;
    const SystemClock clock;
    HttpModelOptions options;
    options.retries.most = 8;
    options.retries.first_ms = 2;
    http::ClientOptions client;
    client.silence_ms = 200;
    HttpModel asked("test",
                    vendor.make({fake.url(vendor.base), key, model.empty() ? vendor.model : model,
                                 vendor.version}),
                    std::make_unique<http::Client>(loop, client), loop, clock, options);
    std::optional<Result<Completion>> out;
    asked.complete(request, [&](Result<Completion> result) { out = std::move(result); });
    loop.run_until([&] { return out.has_value(); });
    return *out;
  }

  static ChatRequest plain() {
    ChatRequest request;
    request.messages = {{Role::kSystem, "Be brief.", {}, "", ""},
                        {Role::kUser, "What is a queue? \"É\"", {}, "", ""}};
    return request;
  }
};

TEST_P(Asked, PlainlyAndWithSampling) {
  const FakeEndpoint fake;
  ChatRequest request = plain();
  EXPECT_TRUE(ask(fake, request));
  request.sampling = {0.7, 0.9, 512, 3};
  const auto reply = ask(fake, request);
  EXPECT_THAT(fake.violations(), IsEmpty());
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(reply->message.content, "A sentence that answers nothing in particular.");
  EXPECT_EQ(reply->stop_reason, StopReason::kStop);
  EXPECT_GT(reply->usage.input, 0);
  EXPECT_GT(reply->usage.output, 0);
  EXPECT_EQ(reply->model, GetParam().model);
}

TEST_P(Asked, WithASchemaThatOnlySomeVendorsTakeWhole) {
  const FakeEndpoint fake;
  const Schema schema{
      "reply",
      R"({"type":"object","properties":{"text":{"type":"string","minLength":2,"pattern":"^[a-z]+$"},
      "mark":{"type":"integer","minimum":3,"maximum":9},"kind":{"type":"string","enum":["a","b"]},
      "list":{"type":"array","items":{"oneOf":[{"type":"string"},{"type":"null"}]},"minItems":1,"maxItems":3,"uniqueItems":true}},
      "required":["text","mark"],"additionalProperties":false})"};
  ChatRequest request = plain();
  request.schema = &schema;
  const auto reply = ask(fake, request);
  EXPECT_THAT(fake.violations(), IsEmpty());
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_THAT(reply->message.content, HasSubstr("\"text\":\"text\""));
}

TEST_P(Asked, WithToolsAndTheirResults) {
  const FakeEndpoint fake;
  const std::vector<Tool> tools = {
      {"get_time", "The time of a place",
       R"({"type":"object","properties":{"place":{"type":"string"}},"required":["place"]})"}};
  ChatRequest request = plain();
  request.tools = &tools;
  Message called{Role::kAssistant, "", {{"call_1", "get_time", R"({"place":"Oslo"})"}}, "", ""};
  request.messages.push_back(called);
  request.messages.push_back({Role::kTool, "12:00", {}, "call_1", ""});
  const auto reply = ask(fake, request);
  EXPECT_THAT(fake.violations(), IsEmpty());
  EXPECT_TRUE(reply) << reply.error().message;
}

TEST_P(Asked, AgainAfterABadReply) {
  const FakeEndpoint fake;
  ChatRequest request = plain();
  request.messages.push_back({Role::kAssistant, "(empty reply)", {}, "", ""});
  request.messages.push_back({Role::kUser, "That reply cannot be used", {}, "", ""});
  EXPECT_TRUE(ask(fake, request));
  EXPECT_THAT(fake.violations(), IsEmpty());
}

TEST_P(Asked, TellsACutReply) {
  const FakeEndpoint fake;
  ChatRequest request = plain();
  request.sampling.max_tokens = 5;
  const auto reply = ask(fake, request);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->stop_reason, StopReason::kLength);
}

TEST_P(Asked, NeverShowsTheKeyThatWasRefused) {
  if (std::string_view(GetParam().name) == "ollama") GTEST_SKIP() << "asks for no key";
  endpoint::Options options;
  options.key = "the-right-key";
  const FakeEndpoint fake(options);
  const auto reply = ask(fake, plain());
  ASSERT_FALSE(reply);
  EXPECT_THAT(reply.error().message, HasSubstr("key"));
  EXPECT_THAT(reply.error().message, Not(HasSubstr("canary-1234567890")));
}

TEST_P(Asked, NamesAModelThatIsNotThere) {
  const FakeEndpoint fake;
  const auto reply = ask(fake, plain(), "sk-canary-1234567890", "no-such-model");
  ASSERT_FALSE(reply);
  EXPECT_THAT(reply.error().message, HasSubstr("--model"));
  EXPECT_LE(fake.requests(), 2u);  // ollama asks about the model first
}

TEST_P(Asked, GetsItsAnswerAfterEveryFaultThatCanBeMended) {
  for (const Fault fault : endpoint::recoverable_faults()) {
    // These give a completion; it is the task that finds it unusable and asks again.
    if (fault == Fault::kBrokenToolCall || fault == Fault::kCutReply || fault == Fault::kNoChoice)
      continue;
    // 64 MB three times over are the same for every vendor.
    const bool is_big = fault == Fault::kGzipBomb || fault == Fault::kHugeBody;
    if (is_big && std::string_view(GetParam().name) != "openai") continue;
    SCOPED_TRACE(endpoint::name_of(fault));
    endpoint::Options options;
    options.fault_share = 1;
    options.faults = {fault};
    options.hint_ms = 5;
    options.refused_ms = 20;
    const FakeEndpoint fake(options);
    const auto reply = ask(fake, plain());
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(reply->message.content, "A sentence that answers nothing in particular.");
    EXPECT_GE(fake.injected(fault), 1u);
  }
}

TEST_P(Asked, ForVectorsWhereTheyAreOffered) {
  const FakeEndpoint fake;
  const Vendor& vendor = GetParam();
  std::string name = vendor.name;
  name = name.substr(0, name.find('_'));
  const auto embedder = make_embedder(
      name, {fake.url(vendor.base), "sk-canary-1234567890", vendor.model, vendor.version});
  if (embedder == nullptr) GTEST_SKIP() << "offers none";
  SystemLoop loop;
  http::Client client(loop);
  std::optional<tl::expected<http::Response, http::TransportError>> response;
  const std::vector<std::string> texts = {"one", "two \"É\"", "one"};
  client.send(embedder->encode(texts, 8), [&](auto got) { response = std::move(got); });
  loop.run_until([&] { return response.has_value(); });
  ASSERT_TRUE(*response);
  const Embedded out = embedder->decode(**response, texts.size());
  EXPECT_THAT(fake.violations(), IsEmpty());
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(out->vectors[0].size(), 8u);
  EXPECT_EQ(out->vectors[0], out->vectors[2]);
  EXPECT_NE(out->vectors[0], out->vectors[1]);
}

INSTANTIATE_TEST_SUITE_P(Vendors, Asked, ::testing::ValuesIn(kVendors),
                         [](const auto& given) { return std::string(given.param.name); });

// More than fits into a call: a file there, and one back.
TEST(BatchOver, GeminiOfMoreThanTwentyMegabytesGoesAsAFile) {
  endpoint::Options options;
  options.key = "AIza-canary";
  const FakeEndpoint fake(options);
  SystemLoop loop;
  http::ClientOptions network;
  network.max_body_bytes = 64u << 20;
  BatchClient batches(
      "gemini/m", make_gemini_batches({fake.url("/gemini"), options.key, "gemini-3.8-flash", ""}),
      std::make_unique<http::Client>(loop, network), loop, {});
  ChatRequest request;
  request.messages = {{Role::kUser, std::string(1'000'000, 'x') + " \"É\"\n", {}, "", ""}};
  std::string entries;
  for (int i = 0; i < 21; ++i)
    entries += batches.provider().entry("request-" + std::to_string(i), request);
  const auto file = batches.upload("generator-1", entries);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(*file, "files/f1");
  auto status = batches.begin("generator-1", entries, *file);
  ASSERT_TRUE(status) << status.error().message;
  for (int look = 0; look < 5 && !status->has_ended; ++look) status = batches.look(status->id);
  ASSERT_TRUE(status->has_ended);
  EXPECT_EQ(status->answered, 21);
  std::size_t answered = 0;
  for (const http::Request& part : batches.provider().results(*status)) {
    const auto results = batches.results(part);
    ASSERT_TRUE(results) << results.error().message;
    for (const BatchResult& result : *results) answered += result.outcome.has_value();
  }
  EXPECT_EQ(answered, 21u);
  EXPECT_THAT(fake.violations(), IsEmpty());
}

}  // namespace
}  // namespace generator
