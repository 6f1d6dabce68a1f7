#include "base/yaml.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/files.h"

namespace generator::yaml {
namespace {

std::string json_of(std::string_view text) {
  const auto document = Document::parse(text, "t.yaml");
  return document ? to_json(document->root()) : "error: " + document.error().message;
}

std::string error_of(std::string_view text) {
  const auto document = Document::parse(text, "t.yaml");
  return document ? "none" : document.error().message;
}

TEST(Yaml, MeansWhatTheCoreSchemaSays) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "null"},
      {"# only a comment\n", "null"},
      {"---\n", "null"},
      {"a: 1", R"({"a":1})"},
      {"a: '1'", R"({"a":"1"})"},
      {"a: \"true\"", R"({"a":"true"})"},
      {"a: !!str 7", R"({"a":"7"})"},
      {"a: !!int 7", R"({"a":7})"},
      {"[true, True, TRUE, false, yes, no, on]", R"([true,true,true,false,"yes","no","on"])"},
      {"[null, ~, Null, , 'null']", "error"},
      {"[null, ~, Null, 'null', '']", R"([null,null,null,"null",""])"},
      {"[1, -2, +3, 007, 0x1F, 0o17, 0x, 1_000]", R"([1,-2,3,7,31,15,"0x","1_000"])"},
      {"[1.5, .5, 2., 1e3, -1E-2, 1.2.3, .e3, +.5]", R"([1.5,0.5,2,1000,-0.01,"1.2.3",".e3",0.5])"},
      {"[123456789012345678901234567890]", "[123456789012345678901234567890]"},
      {"[.inf, -.inf, .nan]", R"([".inf","-.inf",".nan"])"},
      {"a:\n  - b\n  - c: d\n", R"({"a":["b",{"c":"d"}]})"},
      {"a: |\n  x\n  y\n", R"({"a":"x\ny\n"})"},
      {"a: >-\n  x\n  y\n", R"({"a":"x y"})"},
      {"a: |\n  7", R"({"a":"7"})"},
      {"a:\nb: 2", R"({"a":null,"b":2})"},
      {"é: ü", R"({"é":"ü"})"},
      {"b: &x [1, 2]\nc: *x\n", R"({"b":[1,2],"c":[1,2]})"},
      {"b: &x {p: 1, q: 2}\nc: {<<: *x, q: 3, r: 4}\n",
       R"({"b":{"p":1,"q":2},"c":{"p":1,"q":3,"r":4}})"},
      {"a: &a {p: 1}\nb: &b {p: 2, q: 2}\nc: {z: 0, <<: [*a, *b]}\n",
       R"({"a":{"p":1},"b":{"p":2,"q":2},"c":{"z":0,"p":1,"q":2}})"},
      {"c: {<<: &x {p: 1}, q: 2}\nd: *x", R"({"c":{"p":1,"q":2},"d":{"p":1}})"},
      {"'<<': 1", R"({"<<":1})"},
      {"200: ok\n'404': no\n", R"({"200":"ok","404":"no"})"},
  };
  for (const auto& [text, wanted] : cases) {
    if (wanted == "error")
      EXPECT_NE(error_of(text), "none") << text;
    else
      EXPECT_EQ(json_of(text), wanted) << text;
  }
}

TEST(Yaml, NamesFileAndLineOfWhatIsWrong) {
  EXPECT_EQ(error_of("a: 1\nb: 2\na: 3\n"),
            "t.yaml:3: the key `a` is given twice (first in line 1)");
  EXPECT_EQ(error_of("a: 1\n---\nb: 2\n"),
            "t.yaml:2: a second YAML document begins here; one is expected");
  EXPECT_EQ(error_of("a: *x\n"), "t.yaml:1: the alias `*x` has no finished anchor before it");
  EXPECT_EQ(error_of("a: &x [1, *x]\n"),
            "t.yaml:1: the alias `*x` has no finished anchor before it");
  EXPECT_EQ(error_of("? [1, 2]\n: 3\n"), "t.yaml:1: a key must be a plain or quoted word");
  EXPECT_EQ(error_of("a: {<<: 7}\n"), "t.yaml:1: `<<` takes a mapping or a list of mappings");
  EXPECT_TRUE(error_of("a: [1, 2\nb: 3\n").starts_with("t.yaml:")) << error_of("a: [1, 2\nb: 3\n");
  EXPECT_TRUE(error_of("a:\n\t- b\n").starts_with("t.yaml:2: ")) << error_of("a:\n\t- b\n");
  EXPECT_TRUE(error_of("a: \xff\n").starts_with("t.yaml:")) << error_of("a: \xff\n");
}

TEST(Yaml, RefusesWhatGrowsWithoutBound) {
  EXPECT_EQ(error_of(std::string(100, '[') + std::string(100, ']')),
            "t.yaml:1: more than 64 levels deep");
  std::string laughs = "a: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    laughs += "b" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) laughs += (k > 0 ? ", " : "") + before;
    laughs += "]\n";
  }
  EXPECT_NE(error_of(laughs).find("more than 1000000 values"), std::string::npos)
      << error_of(laughs);
  std::string deep = "a0: &a0 [x]\n";
  for (int i = 1; i < 80; ++i)
    deep += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) +
            "]\n";
  EXPECT_NE(error_of(deep).find("more than 64 levels deep"), std::string::npos) << error_of(deep);
}

TEST(Yaml, TypedReadsNameKeyLineAndWhatIsWanted) {
  const auto document = Document::parse(
      "llm:\n  provider: ollama\n  timeout: soon\n  stream: 'true'\n  seeds: [1, x]\n  top: 0.5\n  "
      "n: 0x10\n  none:\n",
      "config.yaml");
  ASSERT_TRUE(document) << document.error().message;
  const Node llm = *document->root().find("llm");
  EXPECT_EQ(*llm.find("provider")->string(), "ollama");
  EXPECT_EQ(*llm.find("top")->number(), 0.5);
  EXPECT_EQ(*llm.find("n")->integer(), 16);
  EXPECT_EQ(llm.find("timeout")->integer().error().message,
            "config.yaml:3: `llm.timeout` is \"soon\"; a whole number is wanted");
  EXPECT_EQ(llm.find("stream")->boolean().error().message,
            "config.yaml:4: `llm.stream` is \"true\"; true or false is wanted");
  EXPECT_EQ(llm.find("seeds")->string().error().message,
            "config.yaml:5: `llm.seeds` is a list; a single value is wanted");
  std::vector<std::string> errors;
  const Node seeds = *llm.find("seeds");
  for (const Node item : seeds)
    if (const auto value = item.integer(); !value) errors.push_back(value.error().message);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0], "config.yaml:5: `llm.seeds[1]` is \"x\"; a whole number is wanted");
  EXPECT_EQ(llm.find("none")->string().error().message,
            "config.yaml:8: `llm.none` is empty; a text is wanted");
  EXPECT_EQ(document->root().expect(Kind::kSequence).error().message,
            "config.yaml:1: the document is a mapping; a list is wanted");
  EXPECT_EQ(llm.expect_fields({"provider", "time-out", "stream", "seeds", "top", "n", "none"})
                .error()
                .message,
            "config.yaml:3: `llm.timeout` is not a known key; is `time-out` meant?");
  EXPECT_FALSE(llm.find("absent"));
}

TEST(Yaml, TreeOutlivesTheMoveOfItsDocument) {
  auto first = Document::parse("a: {b: [1, 2]}", "t.yaml");
  const Node inner = *first->root().find("a")->find("b");
  const Document second = std::move(*first);
  EXPECT_EQ(inner.path(), "a.b");
  EXPECT_EQ(inner.size(), 2U);
}

TEST(Yaml, ReadsTheOpenApiExamples) {
  const std::string folder = SOURCE_DIR "/../shared/data/openapi";
  if (!is_directory(folder)) GTEST_SKIP() << "no " << folder;
  int count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    const auto document = Document::load(entry.path());
    ASSERT_TRUE(document) << document.error().message;
    const auto json = json::Document::parse(to_json(document->root()));
    ASSERT_TRUE(json) << entry.path() << ": " << json.error().message;
    EXPECT_TRUE(json->root().is_object());
    ++count;
  }
  EXPECT_GT(count, 0);
}

}  // namespace
}  // namespace generator::yaml
