// Arguments that are wrong, and arguments that mean harm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "support.h"

namespace generator::world {
namespace {

using testing::HasSubstr;

Simulator booking() {
  return Simulator(
      {make_tool(
          "book_room", "Book a room.",
          R"("nights":{"type":"integer","minimum":1,"maximum":30},)"
          R"("kind":{"enum":["single","double"]},"guests":{"type":"array","items":)"
          R"({"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}})",
          R"("nights")")},
      {});
}

TEST(Arguments, AnErrorSaysWhichOneAndWhy) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({})", "`nights` is missing"},
      {R"({"nights":"two"})", "`nights` must be an integer, not a string"},
      {R"({"nights":1.5})", "`nights` must be an integer, not a number"},
      {R"({"nights":0})", "`nights` must be at least 1"},
      {R"({"nights":31})", "`nights` must be at most 30"},
      {R"({"nights":1,"kind":"tripple"})", "`kind` must be one of"},
      {R"({"nights":1,"guests":[{"name":"A"},{}]})", "`guests[1].name` is missing"},
      {R"({"nights":1,"night":2})", "did you mean `nights`?"},
      {R"([1])", "must be a JSON object"},
      {R"({"nights":)", "no JSON"}};
  for (const auto& [arguments, message] : cases) {
    Simulator simulator = booking();
    const CallResult result = run(simulator, "book_room", arguments);
    EXPECT_TRUE(result.is_error) << arguments;
    const auto content = json::Document::parse(result.content);
    EXPECT_THAT(std::string(content->root().text_of("error")), HasSubstr(message)) << arguments;
  }
}

TEST(Arguments, AToolThatIsNotThereIsSaid) {
  Simulator simulator = booking();
  EXPECT_THAT(bad(simulator, "book_rom"), HasSubstr("did you mean `book_room`?"));
}

TEST(Arguments, NoneOfThemCrashesIt) {
  const std::string deep = std::string(200, '[') + std::string(200, ']');
  const std::string hostile[] = {"",
                                 "null",
                                 "7",
                                 "\"x\"",
                                 "{",
                                 std::string(300, '[') + std::string(300, ']'),
                                 "{\"path\":" + deep + "}",
                                 "{\"path\":\"" + std::string(1 << 20, 'a') + "\"}",
                                 R"({"path":"\u0000\u001b[2J/../../etc/passwd"})",
                                 R"({"path":null})",
                                 R"({"path":-1e308})",
                                 R"({"path":"/"})",
                                 R"({"path":""})",
                                 R"({"path":"//////"})",
                                 R"({"path":{"path":"/"}})",
                                 R"({"title":"","note_id":9223372036854775807})",
                                 R"({"note_id":-9223372036854775808})",
                                 R"({"note_id":1e300,"limit":-5,"offset":1e99})",
                                 "{\"title\":\"\xff\xfe\"}",
                                 R"({"limit":9223372036854775807})",
                                 R"({"a":1,"a":2,"":3})"};
  for (std::vector<Tool> tools : {note_tools(), file_tools()}) {
    Simulator simulator(tools, {.seed = 9, .error_rate = 0.1, .latency_ms = 5});
    for (int round = 0; round < 2; ++round) {
      for (const Tool& tool : tools)
        for (const std::string& arguments : hostile) run(simulator, tool.name, arguments);
      run(simulator, "open_file", R"({"path":"/data/simulation.h5"})");
    }
  }
}

TEST(Arguments, SchemasWithoutEndEnd) {
  Tool tool = make_tool("get_tree", "Gets a tree.");
  tool.parameters =
      R"({"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},"$defs":{"A":{"anyOf":[{"$ref":"#/$defs/A"},)"
      R"({"$ref":"#/$defs/A"}]}}})";
  tool.output_schema =
      R"({"$ref":"#/$defs/T","$defs":{"T":{"type":"object","properties":{"l":{"$ref":"#/$defs/T"},)"
      R"("r":{"$ref":"#/$defs/T"},"all":{"type":"array","minItems":9,"items":{"$ref":"#/$defs/T"}}},"required":["l","r","all"]}}})";
  Simulator simulator({tool}, {});
  run(simulator, "get_tree", R"({"a":{"b":[1,2]}})");
  EXPECT_LT(run(simulator, "get_tree").content.size(), 4'000'000u);
}

}  // namespace
}  // namespace generator::world
