#include "base/json.h"

#include <gtest/gtest.h>

namespace generator::json {
namespace {

Document parse(std::string_view text) {
  auto document = Document::parse(text);
  EXPECT_TRUE(document) << (document ? "" : document.error().message);
  return std::move(*document);
}

TEST(Json, KeepsTheExactBytesOfEveryValue) {
  const Document document = parse(
      R"( { "a" : 1.10 , "b":[1, 2 ,{"c":null}] ,"d":"x\"y" , "e":12345678901234567890123} )");
  const Value root = document.root();
  EXPECT_EQ(root.find("a")->raw(), "1.10");
  EXPECT_EQ(root.find("b")->raw(), R"([1, 2 ,{"c":null}])");
  EXPECT_EQ(root.find("d")->raw(), R"("x\"y")");
  EXPECT_EQ(root.find("d")->text(), "x\"y");
  EXPECT_EQ(root.find("e")->raw(), "12345678901234567890123");
  EXPECT_EQ(other_fields(root, {"a", "d"}),
            R"("b":[1, 2 ,{"c":null}],"e":12345678901234567890123)");
}

TEST(Json, ReadsNestedContainersInOrder) {
  const Document document = parse(R"([[1,2],[],{"x":[3]},"s",true,null])");
  const Value root = document.root();
  ASSERT_EQ(root.size(), 6u);
  EXPECT_EQ(root.at(0).at(1).integer(), 2);
  EXPECT_EQ(root.at(1).size(), 0u);
  EXPECT_EQ(root.at(2).find("x")->at(0).integer(), 3);
  EXPECT_EQ(root.at(3).text(), "s");
  EXPECT_EQ(root.at(4).boolean(), true);
  EXPECT_TRUE(root.at(5).is_null());
}

TEST(Json, ReadsScalarsAtTheRoot) {
  EXPECT_EQ(parse("3.0").root().integer(), 3);
  EXPECT_EQ(parse(" \"a\\u00e9\" ").root().text(), "a\xC3\xA9");
  EXPECT_TRUE(parse("null").root().is_null());
}

class BrokenJson : public testing::TestWithParam<const char*> {};
TEST_P(BrokenJson, IsAnError) { EXPECT_FALSE(Document::parse(GetParam())) << GetParam(); }
INSTANTIATE_TEST_SUITE_P(Cases, BrokenJson,
                         testing::Values("", "{", "[1,]", "{\"a\":}", "{\"a\":1}}", "[1] 2",
                                         "{a:1}", "nul", "[tru]", "01", "[1.]", "\"\\x\"",
                                         "[\"\n\"]", "[1 2]", "{\"a\" 1}", "1,2", "\xff",
                                         "[\"\xff\"]", "[nulll]", "{\"a\":1,}", "-", "[+1]"));

TEST(Json, RefusesBottomlessNesting) {
  EXPECT_FALSE(Document::parse(std::string(100000, '[')));
  EXPECT_FALSE(Document::parse(std::string(400, '[') + std::string(400, ']')));
}

TEST(Json, WriterEscapesAndReadsBack) {
  std::string out;
  Writer(out)
      .begin_object()
      .field("k\"", "a\n\x01\xff")
      .field("n", 0.1)
      .field("i", std::int64_t{-5})
      .key("l")
      .begin_array()
      .boolean(true)
      .null()
      .raw("[1]")
      .end_array()
      .end_object();
  EXPECT_EQ(out,
            "{\"k\\\"\":\"a\\n\\u0001\xEF\xBF\xBD\",\"n\":0.1,\"i\":-5,\"l\":[true,null,[1]]}");
  EXPECT_TRUE(Document::parse(out));
}

}  // namespace
}  // namespace generator::json
