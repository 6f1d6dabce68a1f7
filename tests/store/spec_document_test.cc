#include "store/spec_document.h"

#include <gtest/gtest.h>

namespace generator {
namespace {

TEST(SpecDocument, KnowsLinesAndPointersInBothFormats) {
  for (const char* text : {"\n{\"a\":\n {\"x/y\": [1,\n  {\"z\": true}]}}\n", "\na:\n\n  x/y: [1,\n  {z: true}]\n"}) {
    const auto document = SpecDocument::parse(text, "f");
    ASSERT_TRUE(document) << document.error().message;
    const auto found = document->follow("#/a/x~1y/1/z");
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->boolean(), true);
    EXPECT_EQ(document->pointer(*found), "#/a/x~1y/1/z");
    EXPECT_EQ(document->line(*found), text[1] == '{' ? 4 : 5);
    EXPECT_EQ(document->pointer(document->root()), "#");
  }
}

TEST(SpecDocument, FollowsEscapes) {
  const auto document = SpecDocument::parse(R"({"a b":{"~":{"é":1}}})", "f");
  EXPECT_TRUE(document->follow("#/a%20b/~0/%C3%A9"));
  EXPECT_FALSE(document->follow("#/a%20b/~1"));
  EXPECT_FALSE(document->follow("other.json#/a"));
  EXPECT_TRUE(document->follow("#"));
}

TEST(SpecDocument, RefusesBombs) {
  EXPECT_FALSE(SpecDocument::parse(std::string(100'000, '['), "deep.json"));
  std::string laughs = "a0: &a0 [x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) laughs += before + ", ";
    laughs += "]\n";
  }
  const auto bomb = SpecDocument::parse(laughs, "laughs.yaml");
  ASSERT_FALSE(bomb);
  EXPECT_NE(bomb.error().message.find("laughs.yaml:"), std::string::npos);
}

TEST(SpecDocument, FindsInWideObjects) {
  std::string wide = "{";
  for (int i = 0; i < 1000; ++i) wide += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  const auto document = SpecDocument::parse(wide + "\"last\":1}", "f");
  EXPECT_EQ(document->find(document->root(), "k777")->integer(), 777);
  EXPECT_FALSE(document->find(document->root(), "none"));
}

}  // namespace
}  // namespace generator
