#include "execute/mcp_content.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"

namespace generator::execute {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t kMost = 1000;

CallResult read(std::string_view result, std::size_t most = kMost) {
  auto out = read_call_result(result, most);
  EXPECT_TRUE(out) << (out ? "" : out.error().message);
  EXPECT_TRUE(json::Document::parse(out->content)) << out->content;
  return out.value_or(CallResult{});
}

TEST(McpContent, TextIsATextAndJsonStaysJson) {
  EXPECT_EQ(read(R"({"content":[{"type":"text","text":"4 files"}]})").content, R"("4 files")");
  EXPECT_EQ(read(R"({"content":[{"type":"text","text":"{\"id\":\n 1e2}"}]})").content, R"({"id":1e2})");
  EXPECT_EQ(read(R"({"content":[{"type":"text","text":"0012"}]})").content, R"("0012")");
  EXPECT_EQ(read(R"({"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]})").content, R"("a\nb")");
  EXPECT_EQ(read(R"({"content":[]})").content, R"("")");
}

TEST(McpContent, StructuredContentStandsForATextThatSaysTheSame) {
  const char* same = R"({"content":[{"type":"text","text":"{\"b\": 2, \"a\": 1.0}"}],"structuredContent":{"a":1,"b":2}})";
  EXPECT_EQ(read(same).content, R"({"a":1,"b":2})");
  EXPECT_EQ(read(R"({"content":[{"type":"text","text":"8"}],"structuredContent":{"result":8}})").content,
            R"({"result":8})");
  EXPECT_EQ(read(R"({"content":[{"type":"text","text":"[ {\"a\\\"\": \" x \"} ]"}],"structuredContent":{"rows":[{"a\"":" x "}]}})").content,
            R"({"rows":[{"a\"":" x "}]})");
  EXPECT_EQ(read(R"({"structuredContent":{"a":1}})").content, R"({"a":1})");
  EXPECT_EQ(read(R"({"content":[{"type":"text","text":"Done."}],"structuredContent":{"a":1}})").content,
            R"({"content":"Done.","structuredContent":{"a":1}})");
}

TEST(McpContent, OtherBlocksAreObjectsWithTheirTypeAndTheirDataIsCut) {
  const std::string data(5000, 'A');
  const CallResult result = read(R"({"content":[{"type":"text","text":"a picture"},{"type":"image","mimeType":"image/png","data":")" +
                                 data + R"("},{"type":"resource","resource":{"uri":"a://b","mimeType":"text/plain","text":"hello"}}]})");
  const auto document = json::Document::parse(result.content);
  ASSERT_TRUE(document && document->root().is_array());
  EXPECT_EQ(document->root().at(0).text(), "a picture");
  const json::Value image = document->root().at(1);
  EXPECT_EQ(image.text_of("mimeType"), "image/png");
  EXPECT_THAT(std::string(image.text_of("data")), HasSubstr("… [cut: 64 of 5000 bytes]"));
  EXPECT_EQ(document->root().at(2).find("resource")->text_of("text"), "hello");
  EXPECT_LT(result.content.size(), kMost);
}

TEST(McpContent, WhatIsTooLongEndsInWhatWasCut) {
  const CallResult result = read(R"({"content":[{"type":"text","text":")" + std::string(999, 'x') + "äö\"}]}");
  EXPECT_THAT(result.content, HasSubstr("[cut: "));
  EXPECT_THAT(read(R"({"content":[{"type":"text","text":"[)" + std::string(2000, '1') + "]\"}]}").content,
              HasSubstr("of 2002 bytes]"));
}

TEST(McpContent, ErrorsAreErrorsAndRefusalsKeepTheirCode) {
  EXPECT_TRUE(read(R"({"content":[{"type":"text","text":"no such file"}],"isError":true})").is_error);
  const CallResult refused = to_call_result({-32602, "bad \"path\"", "{\"a\":1}"}, kMost);
  EXPECT_TRUE(refused.is_error);
  EXPECT_EQ(refused.content, R"({"error":"bad \"path\"","code":-32602,"data":{"a":1}})");
}

TEST(McpContent, WhatIsNoResultIsRefused) {
  for (const char* result : {"[]", "7", "{}", R"({"content":"text"})"})
    EXPECT_FALSE(read_call_result(result, kMost)) << result;
}

}  // namespace
}  // namespace generator::execute
