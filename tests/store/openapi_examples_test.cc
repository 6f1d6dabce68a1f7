// All of the OpenAPI Initiative's examples, against a count that shares nothing with the program, and
// some of them whole.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "base/files.h"
#include "base/text.h"
#include "data/tool_name.h"
#include "store/tool_file.h"

namespace generator {
namespace {

const std::string kFolder = SOURCE_DIR "/../shared/data/openapi";

std::string output_of(const std::string& command) {
  std::string out;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return out;
  std::array<char, 4096> buffer;
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) out.append(buffer.data(), n);
  return ::pclose(pipe) == 0 ? out : std::string();
}

// As tests/store/count_openapi.py writes an operation.
std::string line_of(const Tool& tool) {
  const auto schema = json::Document::parse(tool.parameters);
  std::vector<std::string> arguments;
  for (const ArgumentPlace& place : tool.source.places) {
    std::string argument = place.in + ":" + place.name;
    const auto required = schema->root().find("required");
    for (std::size_t i = 0; required && i < required->size(); ++i)
      if (required->at(i).text() == place.argument) argument += '*';
    arguments.push_back(std::move(argument));
  }
  std::sort(arguments.begin(), arguments.end());
  return tool.source.method + " " + tool.source.path + "\t" + tool.source.name + "\t" +
         text::join(arguments, ",") + "\t" + (tool.output_schema.empty() ? "none" : "result");
}

TEST(OpenApiExamples, GiveTheToolsThatAnIndependentCountFinds) {
  if (!path_exists(kFolder)) GTEST_SKIP() << "no ../shared/data/openapi here";
  const std::string counted =
      output_of("python3 '" SOURCE_DIR "/tests/store/count_openapi.py' '" + kFolder + "' 2>/dev/null");
  if (counted.empty()) GTEST_SKIP() << "python3 with yaml is not here";
  std::map<std::string, std::vector<std::string>> expected;
  std::size_t operations = 0;
  for (const std::string_view line : text::lines(counted)) {
    const std::size_t tab = line.find('\t');
    auto& of_file = expected[std::string(line.substr(0, tab))];
    if (line.substr(tab + 1) == "-") continue;
    of_file.emplace_back(line.substr(tab + 1));
    ++operations;
  }
  EXPECT_EQ(expected.size(), 32u);
  EXPECT_GT(operations, 80u);
  for (const auto& [file, lines] : expected) {
    const auto listing = load_tools(kFolder + "/" + file);
    ASSERT_TRUE(listing) << listing.error().message;
    EXPECT_EQ(listing->dropped(), 0) << file;
    std::vector<std::string> found;
    for (const Tool& tool : listing->tools) {
      EXPECT_TRUE(is_tool_name(tool.name)) << tool.name;
      found.push_back(line_of(tool));
    }
    EXPECT_EQ(found, lines) << file;
  }
}

TEST(OpenApiExamples, AreTheSameInJsonAndYaml) {
  if (!path_exists(kFolder)) GTEST_SKIP() << "no ../shared/data/openapi here";
  for (const char* name : {"v2.0/petstore-expanded", "v2.0/uber", "v3.0/uspto", "v3.0/petstore-expanded",
                           "v3.0/callback-example"}) {
    const auto as_json = load_tools(kFolder + "/" + name + ".json");
    const auto as_yaml = load_tools(kFolder + "/" + name + ".yaml");
    ASSERT_TRUE(as_json && as_yaml);
    std::vector<std::string> left, right;
    for (const Tool& tool : as_json->tools) left.push_back(tool.name + tool.parameters);
    for (const Tool& tool : as_yaml->tools) right.push_back(tool.name + tool.parameters);
    EXPECT_EQ(left, right) << name;
  }
}

TEST(OpenApiExamples, AreAsInTheGoldenFiles) {
  if (!path_exists(kFolder)) GTEST_SKIP() << "no ../shared/data/openapi here";
  for (const std::string name : {"v3.0/petstore-expanded", "v3.1/tictactoe", "v2.0/uber"}) {
    const auto listing = load_tools(kFolder + "/" + name + ".yaml");
    ASSERT_TRUE(listing) << listing.error().message;
    const std::string path =
        SOURCE_DIR "/tests/store/golden/" + text::replace_all(name, "/", "_") + ".json";
    const std::string now = tools_as_json(listing->tools);
    if (std::getenv("GENERATOR_UPDATE_GOLDEN") != nullptr) {
      ASSERT_TRUE(write_file(path, now));
    }
    const auto expected = read_file(path);
    ASSERT_TRUE(expected) << "GENERATOR_UPDATE_GOLDEN=1 makes it";
    EXPECT_EQ(*expected, now) << name;
  }
}

}  // namespace
}  // namespace generator
