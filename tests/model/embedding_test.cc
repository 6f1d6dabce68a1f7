#include "model/embedding.h"

#include <gtest/gtest.h>

namespace generator {
namespace {

const std::vector<std::string> kTexts = {"a", "b \"É\""};

struct Pair {
  const char* provider;
  const char* url;
  const char* body;
  const char* reply;
  std::int64_t tokens;
};

void PrintTo(const Pair& pair, std::ostream* out) { *out << pair.provider; }

class Embedding : public testing::TestWithParam<Pair> {};

TEST_P(Embedding, IsAskedForAndReadInTheOrderOfTheTexts) {
  const Endpoint endpoint{"http://h", "k", "m", ""};
  const auto embedder = make_embedder(GetParam().provider, endpoint);
  ASSERT_NE(embedder, nullptr);
  const http::Request request = embedder->encode(kTexts, 2);
  EXPECT_EQ(request.url, GetParam().url);
  EXPECT_EQ(request.body, GetParam().body);
  EXPECT_EQ(request.url.find("k="), std::string::npos);
  const Embedded out = embedder->decode({200, {}, GetParam().reply}, 2);
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(out->vectors, (std::vector<std::vector<float>>{{0.6F, 0.8F}, {1, 0}}));
  EXPECT_EQ(out->input_tokens, GetParam().tokens);
}

constexpr const char* kOpenAiBody =
    R"({"model":"m","input":["a","b \"É\""],"dimensions":2,"encoding_format":"float"})";
constexpr const char* kOpenAiReply =
    R"({"object":"list","data":[{"object":"embedding","index":1,"embedding":[2,0]},{"index":0,"embedding":[3,4]}],
"model":"m","usage":{"prompt_tokens":5,"total_tokens":5}})";

INSTANTIATE_TEST_SUITE_P(
    Vendors, Embedding,
    testing::Values(
        Pair{"openai", "http://h/embeddings", kOpenAiBody, kOpenAiReply, 5},
        Pair{"vllm", "http://h/embeddings", kOpenAiBody, kOpenAiReply, 5},
        Pair{
            "gemini", "http://h/v1beta/models/m:batchEmbedContents",
            R"({"requests":[{"model":"models/m","content":{"parts":[{"text":"a"}]},"taskType":"SEMANTIC_SIMILARITY","outputDimensionality":2},)"
            R"({"model":"models/m","content":{"parts":[{"text":"b \"É\""}]},"taskType":"SEMANTIC_SIMILARITY","outputDimensionality":2}]})",
            R"({"embeddings":[{"values":[3,4]},{"values":[2,0]}]})", 0},
        Pair{"ollama", "http://h/api/embed",
             R"({"model":"m","input":["a","b \"É\""],"truncate":false,"dimensions":2})",
             R"({"model":"m","embeddings":[[3,4],[2,0]],"prompt_eval_count":7})", 7}),
    [](const auto& given) { return std::string(given.param.provider); });

TEST(Embeddings, AreNotOfferedByAll) {
  for (const char* provider : {"anthropic", "claude", "offline"})
    EXPECT_EQ(make_embedder(provider, {}), nullptr) << provider;
}

TEST(Embeddings, ThatCannotBeUsedAreNoReply) {
  const auto embedder = make_embedder("ollama", {"http://h", "", "m", ""});
  for (const char* body : {"", "{}", R"({"embeddings":[[1,0]]})", R"({"embeddings":[[1,0],[1]]})",
                           R"({"embeddings":[[1,0],[0,0]]})", R"({"embeddings":[[1,0],["x",1]]})",
                           R"({"embeddings":[[1,0],[]]})"}) {
    const Embedded out = embedder->decode({200, {}, body}, 2);
    ASSERT_FALSE(out) << body;
    EXPECT_EQ(out.error().kind, CallError::Kind::kUnreadable) << body;
  }
  const auto openai = make_embedder("openai", {"http://h", "", "m", ""});
  for (const char* index : {"0", "2", "-1"}) {
    const std::string body = std::string(R"({"data":[{"index":0,"embedding":[1]},{"index":)") +
                             index + R"(,"embedding":[1]}]})";
    EXPECT_FALSE(openai->decode({200, {}, body}, 2)) << index;
  }
}

TEST(Embeddings, FailAsChatsDo) {
  const auto embedder = make_embedder("openai", {"http://h", "", "m", ""});
  const Embedded out =
      embedder->decode({401, {}, R"({"error":{"message":"no","code":"invalid_api_key"}})"}, 2);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().kind, CallError::Kind::kBadKey);
}

}  // namespace
}  // namespace generator
