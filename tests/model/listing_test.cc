// Listings of models: the request and what is read from the answer, a pair for each provider.
#include <gtest/gtest.h>

#include "model/provider.h"

namespace generator {
namespace {

struct Listing {
  const char* provider;
  const char* url;
  const char* body;
  std::vector<ModelCard> cards;
};

std::unique_ptr<Provider> make(const std::string& name) {
  Endpoint endpoint{"http://h", "k", "m", ""};
  return name == "openai"      ? make_openai(endpoint)
         : name == "vllm"      ? make_vllm(endpoint)
         : name == "anthropic" ? make_anthropic(endpoint)
         : name == "gemini"    ? make_gemini(endpoint)
                               : make_ollama(endpoint);
}

class Listings : public testing::TestWithParam<Listing> {};

TEST_P(Listings, AreAskedForAndRead) {
  const auto provider = make(GetParam().provider);
  const http::Request request = provider->list_models();
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.url, GetParam().url);
  EXPECT_EQ(request.body, "");
  EXPECT_EQ(request.headers, provider->encode({}).headers);
  const Listed listed = provider->decode_models({200, {}, GetParam().body});
  ASSERT_TRUE(listed) << listed.error().message;
  ASSERT_EQ(listed->size(), GetParam().cards.size());
  for (std::size_t i = 0; i < listed->size(); ++i) {
    EXPECT_EQ((*listed)[i].name, GetParam().cards[i].name);
    EXPECT_EQ((*listed)[i].context, GetParam().cards[i].context);
  }
  EXPECT_EQ(provider->decode_models({401, {}, R"({"error":{"message":"no"}})"}).error().kind,
            CallError::Kind::kBadKey);
  EXPECT_EQ(provider->decode_models({200, {}, "<html>"}).error().kind,
            CallError::Kind::kUnreadable);
  EXPECT_EQ(provider->decode_models({200, {}, "{}"}).error().kind, CallError::Kind::kUnreadable);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Listings,
    testing::Values(
        Listing{
            "openai",
            "http://h/models",
            R"({"object":"list","data":[{"id":"gpt-6-luna","object":"model"},{"object":"model"}]})",
            {{"gpt-6-luna", 0}}},
        Listing{"vllm",
                "http://h/models",
                R"({"object":"list","data":[{"id":"org/m","max_model_len":8192}]})",
                {{"org/m", 8192}}},
        Listing{
            "anthropic",
            "http://h/v1/models?limit=1000",
            R"({"data":[{"id":"claude-haiku-5-5","type":"model","max_input_tokens":1000000,"max_tokens":128000}],"has_more":false})",
            {{"claude-haiku-5-5", 1000000}}},
        Listing{
            "gemini",
            "http://h/v1beta/models?pageSize=1000",
            R"({"models":[{"name":"models/gemini-3.8-flash","inputTokenLimit":1048576,"outputTokenLimit":65536}]})",
            {{"gemini-3.8-flash", 1048576}}},
        Listing{"ollama",
                "http://h/api/tags",
                R"({"models":[{"name":"qwen3:8b","model":"qwen3:8b","size":5}]})",
                {{"qwen3:8b", 0}}}),
    [](const auto& listing) { return std::string(listing.param.provider); });

}  // namespace
}  // namespace generator
