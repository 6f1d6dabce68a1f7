#include "model/prompt_cache.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "base/text.h"
#include "model/price.h"
#include "model/provider.h"

namespace generator {
namespace {

const Tool kTool = {"f", "adds", R"({"type":"object"})"};

Message said(Role role, std::string content, std::size_t shared) {
  Message out;
  out.role = role;
  out.content = std::move(content);
  out.shared = shared;
  return out;
}

// A system prompt of 4,400 bytes and a passage of 1,200, which others have too; then a question.
ChatRequest asked(const std::string& question) {
  ChatRequest out;
  out.messages = {said(Role::kSystem, std::string(4400, 's'), 4400),
                  said(Role::kUser, std::string(1200, 'p') + question, 1200)};
  return out;
}

TEST(SharedFronts, EndWhereMessagesSayAndAreLongEnough) {
  const auto all = shared_fronts(asked("?"), 512);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].message, 0u);
  EXPECT_EQ(all[0].bytes, 4400u);
  EXPECT_EQ(all[0].tokens, 1100);
  EXPECT_EQ(all[1].message, 1u);
  EXPECT_EQ(all[1].bytes, 1200u);
  EXPECT_EQ(all[1].tokens, 1400);
  EXPECT_EQ(shared_fronts(asked("?"), 1200).size(), 1u);
  EXPECT_TRUE(shared_fronts(asked("?"), 2000).empty());
  EXPECT_EQ(shared_fronts(asked("?"), 512, 1).front().message, 1u);
}

TEST(SharedFronts, EndAtTheFirstMessageThatIsNotWhollyShared) {
  ChatRequest request = asked("?");
  request.messages[0].shared = 4000;
  const auto fronts = shared_fronts(request, 512);
  ASSERT_EQ(fronts.size(), 1u);
  EXPECT_EQ(fronts[0].bytes, 4000u);
  request.messages[0].shared = 0;
  EXPECT_TRUE(shared_fronts(request, 1).empty());
}

TEST(SharedFronts, HaveOneNameWhereTheyAreTheSameBytesAndNoOther) {
  const ChatRequest one = asked("What?"), other = asked("Why?");
  const auto fronts = shared_fronts(one, 512);
  EXPECT_EQ(name_of(one, fronts[0]), name_of(other, fronts[0]));
  EXPECT_EQ(name_of(one, fronts[1]), name_of(other, fronts[1]));
  EXPECT_NE(name_of(one, fronts[0]), name_of(one, fronts[1]));
  ChatRequest changed = asked("What?");
  changed.messages[0].content[9] = 'x';
  EXPECT_NE(name_of(one, fronts[0]), name_of(changed, fronts[0]));
  const std::vector<Tool> tools = {kTool};
  ChatRequest with_tools = asked("What?");
  with_tools.tools = &tools;
  EXPECT_NE(name_of(one, fronts[0]), name_of(with_tools, fronts[0]));
  const Schema schema = {"reply", R"({"type":"object"})"};
  ChatRequest with_schema = asked("What?");
  with_schema.schema = &schema;
  EXPECT_NE(name_of(one, fronts[0]), name_of(with_schema, fronts[0]));
}

std::string body_of(const Provider& provider, const ChatRequest& request) {
  const http::Request out = provider.encode(request);
  EXPECT_TRUE(json::Document::parse(out.body)) << out.body;
  return text::replace_all(text::replace_all(out.body, std::string(4400, 's'), "SYSTEM"),
                           std::string(1200, 'p'), "PASSAGE");
}

TEST(Anthropic, MarksTheEndOfWhatIsSharedWhereItIsLongEnough) {
  const auto provider = make_anthropic({"https://a", "k", "claude-haiku-5-5", ""});
  EXPECT_EQ(
      body_of(*provider, asked("What?")),
      R"({"model":"claude-haiku-5-5","max_tokens":2048,)"
      R"("system":[{"type":"text","text":"SYSTEM","cache_control":{"type":"ephemeral"}}],)"
      R"("messages":[{"role":"user","content":[{"type":"text","text":"PASSAGE","cache_control":{"type":"ephemeral"}},)"
      R"({"type":"text","text":"What?"}]}]})");
  EXPECT_EQ(provider->written_fronts(asked("What?")).size(), 2u);
  ChatRequest unshared = asked("What?");
  unshared.messages[0].shared = unshared.messages[1].shared = 0;
  EXPECT_EQ(
      body_of(*provider, unshared),
      R"({"model":"claude-haiku-5-5","max_tokens":2048,"system":[{"type":"text","text":"SYSTEM"}],)"
      R"("messages":[{"role":"user","content":"PASSAGEWhat?"}]})");
  ChatRequest small = asked("What?");
  small.messages[0] = said(Role::kSystem, std::string(2400, 's'), 2400);
  EXPECT_EQ(provider->written_fronts(small).size(), 2u);  // 600 and 900 tokens
  const auto older = make_anthropic({"https://a", "k", "claude-haiku-4-5", "2023-06-01"});
  EXPECT_TRUE(older->written_fronts(small).empty());  // keeps nothing below 1,024
  Endpoint silent{"https://a", "k", "claude-haiku-5-5", ""};
  silent.cache_marks = CacheMarks::kOff;
  EXPECT_EQ(body_of(*make_anthropic(silent), asked("What?")).find("cache_control"),
            std::string::npos);
}

TEST(OpenAi, NamesWhatIsSharedToTheVendorAloneAndMarksItWhereWritingIsBilled) {
  const auto vendor = [](const char* model) {
    return make_openai({"https://api.openai.com/v1", "k", model, ""});
  };
  const std::string plain =
      R"("messages":[{"role":"system","content":"SYSTEM"},{"role":"user","content":"PASSAGEWhat?"}],)";
  const ChatRequest request = asked("What?");
  const std::string name = name_of(request, shared_fronts(request, 1024).back()).hex();
  EXPECT_EQ(body_of(*vendor("gpt-5.4-mini"), request), R"({"model":"gpt-5.4-mini",)" + plain +
                                                           R"("prompt_cache_key":")" + name +
                                                           R"(","max_completion_tokens":2048})");
  EXPECT_TRUE(vendor("gpt-5.4-mini")->written_fronts(request).empty());
  for (const char* model : {"gpt-5.6", "gpt-6-luna"}) {
    EXPECT_EQ(
        body_of(*vendor(model), request),
        R"({"model":")" + std::string(model) +
            R"(","messages":[{"role":"system","content":[{"type":"text","text":"SYSTEM","prompt_cache_breakpoint":{"mode":"explicit"}}]},)"
            R"({"role":"user","content":[{"type":"text","text":"PASSAGE","prompt_cache_breakpoint":{"mode":"explicit"}},{"type":"text","text":"What?"}]}],)"
            R"("prompt_cache_key":")" +
            name + R"(","prompt_cache_options":{"mode":"explicit"},"max_completion_tokens":2048})");
    EXPECT_EQ(vendor(model)->written_fronts(request).size(), 2u);
  }
  for (const auto& other : {make_openai({"http://host/v1", "k", "gpt-6-luna", ""}),
                            make_vllm({"http://host/v1", "", "gpt-6-luna", ""})}) {
    const std::string body = body_of(*other, request);
    EXPECT_NE(body.find(plain), std::string::npos) << body;
    EXPECT_EQ(body.find("cache"), std::string::npos) << body;
    EXPECT_TRUE(other->written_fronts(request).empty());
  }
}

TEST(OpenAi, LeavesAwayACacheFieldThatTheServerRefuses) {
  Endpoint endpoint{"http://host/v1", "k", "gpt-6-luna", ""};
  endpoint.cache_marks = CacheMarks::kOn;
  const auto gateway = make_openai(endpoint);
  EXPECT_NE(body_of(*gateway, asked("What?")).find("prompt_cache_options"), std::string::npos);
  const http::Response refused = {
      400,
      {},
      R"({"error":{"message":"Unrecognized request argument supplied: prompt_cache_options"}})"};
  EXPECT_TRUE(gateway->learn(asked("What?"), gateway->spelling(), refused));
  const std::string body = body_of(*gateway, asked("What?"));
  EXPECT_EQ(body.find("prompt_cache_options"), std::string::npos) << body;
  EXPECT_EQ(body.find("prompt_cache_breakpoint"), std::string::npos) << body;
  EXPECT_NE(body.find("prompt_cache_key"), std::string::npos) << body;
}

TEST(SavedByCache, IsNetOfWhatWritingCost) {
  Price price;
  price.periods = {{"", "", {{0, {Usd{1000}, Usd{5000}, Usd{100}, Usd{1250}, {}}}}, "", ""}};
  const auto saved = [&](std::int64_t read, std::int64_t written) {
    Usage usage;
    usage.input = 10'000;
    usage.cached = read;
    usage.cache_written = written;
    return saved_by_cache(price, usage, 0).pico;
  };
  EXPECT_EQ(saved(1000, 0), 900'000);
  EXPECT_EQ(saved(0, 1000), -250'000);
  EXPECT_EQ(saved(1000, 2000), 400'000);
}

}  // namespace
}  // namespace generator
