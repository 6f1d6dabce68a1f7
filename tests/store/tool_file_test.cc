#include "store/tool_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "base/json.h"

namespace generator {
namespace {

using testing::HasSubstr;

constexpr std::string_view kSchema =
    R"({"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]})";

struct Case {
  const char* what;
  std::string file;
};

std::vector<Case> shapes() {
  const std::string schema(kSchema);
  const std::string head = R"("name":"forecast","description":"Weather.",)";
  return {
      {"OpenAI chat", R"([{"type":"function","function":{)" + head + R"("parameters":)" + schema + "}}]"},
      {"OpenAI responses", R"([{"type":"function",)" + head + R"("parameters":)" + schema + "}]"},
      {"a request of OpenAI", R"({"model":"x","tools":[{"type":"function","function":{)" + head + R"("parameters":)" + schema + "}}]}"},
      {"Anthropic", "[{" + head + R"("input_schema":)" + schema + "}]"},
      {"MCP", R"({"tools":[{)" + head + R"("inputSchema":)" + schema + "}]}"},
      {"an MCP reply", R"({"jsonrpc":"2.0","id":1,"result":{"tools":[{)" + head + R"("inputSchema":)" + schema + "}]}}"},
      {"Gemini", R"({"functionDeclarations":[{)" + head + R"("parametersJsonSchema":)" + schema + "}]}"},
      {"Gemini's own types", R"([{"function_declarations":[{)" + head +
           R"("parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"},"days":{"type":"INTEGER"}},"required":["city"]}}]}])"},
      {"BFCL rows", R"({"id":"simple_0","question":[[{"role":"user","content":"?"}]],"function":[{)" + head +
           R"("parameters":{"type":"dict","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}}]})"
           "\n" R"({"id":"simple_1","question":[],"function":[]})"},
      {"xLAM rows", R"([{"id":1,"query":"q","answers":"[]","tools":"[{\"name\":\"forecast\",\"description\":\"Weather.\",)"
                    R"(\"parameters\":{\"city\":{\"type\":\"str\"},\"days\":{\"type\":\"int, optional\"}}}]"}])"},
      {"parameter lists", "{\"tools\":[{" + head +
           R"("parameters":[{"name":"city","type":"string","required":true},{"name":"days","type":"integer","required":false}]}]})"},
      {"YAML", "tools:\n  - name: forecast\n    description: Weather.\n    parameters:\n"
               "      - {name: city, type: string, required: true}\n      - {name: days, type: integer, required: false}\n"},
  };
}

TEST(ToolFile, ReadsEveryShapeAsTheSameTool) {
  for (const Case& one : shapes()) {
    const auto listing = read_tools(one.file, "tools.json");
    ASSERT_TRUE(listing) << one.what << ": " << listing.error().message;
    ASSERT_EQ(listing->tools.size(), 1u) << one.what << report_as_text(*listing);
    EXPECT_EQ(listing->tools[0].name, "forecast") << one.what;
    EXPECT_EQ(listing->tools[0].description, "Weather.") << one.what;
    EXPECT_EQ(listing->tools[0].parameters, kSchema) << one.what;
    EXPECT_TRUE(listing->problems.empty()) << one.what << report_as_text(*listing);
  }
}

TEST(ToolFile, ReadsWhatItWrote) {
  const auto first = read_tools(
      "openapi: 3.0.0\npaths: {'/a/{id}': {get: {operationId: a b, tags: [t], parameters: [{name: id, in: path, schema: "
      "{type: string}}], responses: {'200': {content: {application/json: {schema: {type: object}, example: {}}}}}}}}\n",
      "a.yaml");
  ASSERT_TRUE(first) << first.error().message;
  const std::string written = tools_as_json(first->tools);
  const auto again = read_tools(written, "tools.json");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(tools_as_json(again->tools), written);
}

TEST(ToolFile, InfersResultsFromExamples) {
  const auto listing = read_tools(
      R"({"tools":[{"name":"f","description":"d","parameters":[],"examples":[)"
      R"({"input":"{\"a\":1}","output":"{\"id\":\"x\",\"n\":1}"},{"input":{},"output":{"id":"y","list":[{"k":1.5}]}}]}]})",
      "t.json");
  const Tool& tool = listing->tools.at(0);
  EXPECT_EQ(tool.output_schema,
            R"({"type":"object","properties":{"id":{"type":"string"},"n":{"type":"integer"},"list":{"type":"array",)"
            R"("items":{"type":"object","properties":{"k":{"type":"number"}},"required":["k"]}}},"required":["id"]})");
  EXPECT_TRUE(tool.output_is_inferred);
  EXPECT_EQ(tool.examples[0].input, R"({"a":1})");
}

TEST(ToolFile, ABrokenToolCostsItselfOnly) {
  const auto listing = read_tools("{\"tools\":[\n{\"name\":\"a\",\"parameters\":7},\n3,\n{\"name\":\"b\",\"parameters\":{}}]}", "t.json");
  ASSERT_TRUE(listing) << listing.error().message;
  ASSERT_EQ(listing->tools.size(), 1u);
  EXPECT_EQ(listing->tools[0].parameters, R"({"type":"object","properties":{}})");
  ASSERT_EQ(listing->problems.size(), 2u);
  EXPECT_EQ(to_line(*listing, listing->problems[0]),
            "t.json:2: dropped: a: `parameters` is neither an object nor a list; it is left out (#/tools/0)");
  EXPECT_THAT(to_line(*listing, listing->problems[1]), HasSubstr("t.json:3: dropped: no tool"));
}

// BFCL writes beside a list which words its items may be; no list is one of them.
TEST(ToolFile, AnEnumOfAListBelongsToItsItems) {
  const auto schema = [](const std::string& field) {
    const auto listing = read_tools(R"([{"name":"f","parameters":{"type":"dict","properties":{"p":)" + field +
                                        R"(}}}])", "t.json");
    const auto read = json::Document::parse(listing->tools.at(0).parameters);
    return std::string(read->root().find("properties")->raw());
  };
  EXPECT_EQ(schema(R"({"type":"array","items":{"type":"string"},"enum":["a","b"]})"),
            R"({"p":{"type":"array","items":{"type":"string","enum":["a","b"]}}})");
  for (const char* as_it_is : {R"({"type":"array","items":{"type":"string"},"enum":[["a"],["b"]]})",
                               R"({"type":"array","items":{"type":"string","enum":["c"]},"enum":["a"]})",
                               R"({"type":"string","enum":["a","b"]})", R"({"type":"array","enum":["a"]})"})
    EXPECT_EQ(schema(as_it_is), R"({"p":)" + std::string(as_it_is) + "}");
}

TEST(ToolFile, TwoToolsOfOneNameAreTold) {
  const auto listing = read_tools(
      R"([{"name":"a.b","parameters":{}},{"name":"a.b","parameters":{}},{"name":"a_b","parameters":{},"description":"other"}])", "t.json");
  ASSERT_EQ(listing->tools.size(), 2u);
  EXPECT_EQ(listing->tools[0].name, "a_b");
  EXPECT_THAT(listing->tools[1].name, testing::MatchesRegex("a_b_[0-9a-f]{6}"));
  EXPECT_EQ(listing->problems.size(), 2u);
}

TEST(ToolFile, WhatDescribesNoToolsIsRefused) {
  for (const char* text : {"", "{}", "[]", "hello", "[1,2]", "{\"tools\":[]}", "{\"question\":\"?\"}"}) {
    const auto listing = read_tools(text, "x.json");
    ASSERT_FALSE(listing) << text;
    EXPECT_THAT(listing.error().message, HasSubstr("x.json")) << text;
  }
}

TEST(ToolFile, ReadsTheRealFilesWhole) {
  const std::string folder = SOURCE_DIR "/../shared/data/tools/";
  if (!path_exists(folder)) GTEST_SKIP() << "no ../shared/data/tools here";
  const auto hdf5 = load_tools(folder + "hdf5_tools.json");
  ASSERT_TRUE(hdf5) << hdf5.error().message;
  EXPECT_EQ(hdf5->tools.size(), 24u);
  EXPECT_TRUE(hdf5->problems.empty()) << report_as_text(*hdf5);
  EXPECT_EQ(hdf5->tools[0].examples.at(0).input, R"({"path":"/data/simulation.h5","mode":"r"})");
  EXPECT_THAT(hdf5->tools[0].parameters, HasSubstr(R"("required":["path"])"));
  const auto jarvis = load_tools(folder + "jarvis_tools.json");
  ASSERT_TRUE(jarvis) << jarvis.error().message;
  EXPECT_TRUE(jarvis->problems.empty()) << report_as_text(*jarvis);
  EXPECT_EQ(jarvis->dropped(), 0);
  for (const Tool& tool : jarvis->tools) EXPECT_FALSE(tool.output_schema.empty()) << tool.name;
  EXPECT_THAT(jarvis->tools[0].output_schema, HasSubstr(R"("pipeline_id":{"type":"string"})"));
}

}  // namespace
}  // namespace generator
