// Rows of tool use over a vendor's protocol: generated, judged, evaluated, exported; with faults the
// same rows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/files.h"
#include "base/text.h"
#include "endpoint/place.h"
#include "support/endpoint/endpoint.h"

namespace generator {
namespace {

using endpoint::FakeEndpoint;
using ::testing::IsEmpty;

constexpr std::string_view kTools = R"({"tools":[
{"name":"create_note","description":"Create a new note.","parameters":{"type":"object","properties":{"title":{"type":"string","description":"Title of the note"}},"required":["title"]},"output_schema":{"type":"object","properties":{"id":{"type":"integer"},"title":{"type":"string"}},"required":["id"]}},
{"name":"get_note","description":"Get a note by its ID.","parameters":{"type":"object","properties":{"note_id":{"type":"integer","description":"ID of the note"}},"required":["note_id"]},"output_schema":{"type":"object","properties":{"id":{"type":"integer"},"title":{"type":"string"}},"required":["id"]}},
{"name":"list_notes","description":"List all notes.","parameters":{"type":"object","properties":{}},"output_schema":{"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"},"title":{"type":"string"}},"required":["id"]}}},
{"name":"delete_note","description":"Delete a note.","parameters":{"type":"object","properties":{"note_id":{"type":"integer","description":"ID of the note"}},"required":["note_id"]}}]})";

struct Made {
  std::string rows, printed;
};

Made make(double faults) {
  endpoint::Options options;
  options.key = kKey;
  options.fault_share = faults;
  options.hint_ms = 5;
  FakeEndpoint fake(options);
  const Place place(kVendors[0], fake.url(""));
  EXPECT_TRUE(write_file(place.path("tools.json"), std::string(kTools)));
  const Ended ended = place.generator({"tool-pipeline", "tools.json", "-o", "rows.jsonl",
                                       "--target-pairs", "12", "--case-mix", "call=1",
                                       "--chain-ratio", "0.5", "--config",
                                       "settings.yaml"});
  EXPECT_EQ(ended.exit_code, 0) << ended.printed;
  if (faults == 0) EXPECT_THAT(fake.violations(), IsEmpty());
  EXPECT_THAT(place.leaks(), IsEmpty());
  return {read_file(place.path("rows.jsonl")).value_or(""), ended.printed};
}

TEST(ToolUseOverHttp, AModelsRowsAreMadeJudgedAndExportedAndFaultsChangeNone) {
  const Made whole = make(0);
  EXPECT_EQ(text::lines(whole.rows).size(), 12u) << whole.printed;
  EXPECT_TRUE(text::contains(whole.rows, "\"tool_calls\"")) << whole.printed;
  EXPECT_EQ(make(0.2).rows, whole.rows);
}

TEST(ToolUseOverHttp, TheSameCommandAgainAsksNothing) {
  endpoint::Options options;
  options.key = kKey;
  std::uint64_t requests = 0;
  options.on_answer = [&](std::uint64_t count, const endpoint::Received&) { requests = count; };
  FakeEndpoint fake(options);
  const Place place(kVendors[0], fake.url(""));
  ASSERT_TRUE(write_file(place.path("tools.json"), std::string(kTools)));
  const std::vector<std::string> words = {"tool-pipeline", "tools.json", "-o",       "rows.jsonl",
                                          "--target-pairs", "6",         "--case-mix", "call=1",
                                          "--config",       "settings.yaml"};
  EXPECT_EQ(place.generator(words).exit_code, 0);
  const std::string rows = read_file(place.path("rows.jsonl")).value_or("");
  const std::uint64_t first = requests;
  EXPECT_GT(first, 0u);
  EXPECT_EQ(place.generator(words).exit_code, 0);
  EXPECT_EQ(requests, first);
  EXPECT_EQ(read_file(place.path("rows.jsonl")).value_or(""), rows);
}

}  // namespace
}  // namespace generator
