// Results of tools, learned from recorded replies.
#include "store/recorded_results.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace generator {
namespace {

using ::testing::HasSubstr;

Tool tool(const char* name, const char* output = "") {
  Tool out;
  out.name = name;
  out.output_schema = output;
  return out;
}

TEST(RecordedResults, GiveASchemaAndExamplesToToolsThatHaveNone) {
  std::vector<Tool> tools = {tool("list_notes"), tool("get_note", R"({"type":"object"})"), tool("burn")};
  const auto learned = learn_results("{\"name\":\"list_notes\",\"arguments\":{\"limit\":2},\"result\":[{\"id\":1,\"title\":\"a\"}]}\n\n"
                                     "{\"name\":\"list_notes\",\"arguments\":\"{}\",\"result\":[{\"id\":2}]}\n"
                                     "{\"name\":\"list_notes\",\"arguments\":{},\"result\":{\"error\":\"busy\"},\"is_error\":true}\n"
                                     "{\"name\":\"get_note\",\"arguments\":{},\"result\":{\"x\":1}}\n"
                                     "{\"name\":\"burn\",\"arguments\":{},\"result\":\"It burns.\"}\n"
                                     "{\"name\":\"other\",\"arguments\":{},\"result\":{}}\n",
                                     "r.jsonl", tools);
  EXPECT_EQ(learned, 1u);
  EXPECT_EQ(tools[0].output_schema,
            R"({"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"},"title":{"type":"string"}},"required":["id"]}})");
  EXPECT_TRUE(tools[0].output_is_inferred);
  ASSERT_EQ(tools[0].examples.size(), 2u);
  EXPECT_EQ(tools[0].examples[0].input, R"({"limit":2})");
  EXPECT_EQ(tools[0].examples[1].input, "");
  EXPECT_EQ(tools[1].output_schema, R"({"type":"object"})");
  EXPECT_EQ(tools[2].output_schema, "");
}

TEST(RecordedResults, NameTheLineThatIsWrong) {
  std::vector<Tool> tools;
  EXPECT_EQ(learn_results("{\"name\":\"a\",\"result\":1}\n{\"result\":1}", "r.jsonl", tools).error().message,
            "r.jsonl:2: `name` is missing: the name of the tool, a string");
  EXPECT_THAT(learn_results("{\"name\":\"a\"}", "r.jsonl", tools).error().message, HasSubstr("r.jsonl:1: `result` is missing"));
  EXPECT_THAT(learn_results("{", "r.jsonl", tools).error().message, HasSubstr("r.jsonl:1: "));
}

}  // namespace
}  // namespace generator
