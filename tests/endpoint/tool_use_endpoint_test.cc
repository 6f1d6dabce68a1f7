// Rows of tool use over a vendor's protocol: generated, judged, evaluated, exported; with faults the
// same rows.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
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
  if (faults == 0) {
    EXPECT_THAT(fake.violations(), IsEmpty());
  }
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

struct Counted {
  Counted() {
    options.key = kKey;
    options.on_answer = [this](std::uint64_t count, const endpoint::Received&) { requests = count; };
  }
  endpoint::Options options;
  std::atomic<std::uint64_t> requests = 0;
};

std::vector<std::string> priced(const std::string& command, const std::string& input,
                                std::vector<std::string> more) {
  std::vector<std::string> out = {command,    input,           "-o",      "rows.jsonl", "--quiet",
                                  "--config", "settings.yaml", "--prices", "prices.yaml"};
  if (command != "tool-curate" && command != "tool-evaluate")
    out.insert(out.end(), {"--target-pairs", "16", "--case-mix", "call=1"});
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

void write_inputs(const Place& place) {
  ASSERT_TRUE(write_file(place.path("tools.json"), std::string(kTools)));
  ASSERT_TRUE(write_file(place.path("prices.yaml"),
                         fmt::format("prices:\n- {{provider: openai, model: {}, input: 1000, "
                                     "output: 5000}}\n",
                                     kVendors[0].model)));
}

std::uint64_t requests_of_a_whole_run(const std::string& command) {
  Counted counted;
  FakeEndpoint fake(counted.options);
  const Place place(kVendors[0], fake.url(""));
  write_inputs(place);
  const Ended ended = place.generator(priced(command, "tools.json", {"--yes"}));
  EXPECT_EQ(ended.exit_code, 0) << ended.printed;
  return counted.requests;
}

TEST(ToolUseOverHttp, APreviewForecastsAndTheWholeRunDoesNotPayForItAgain) {
  for (const std::string command : {"tool-pipeline", "tool-generate"}) {
    Counted counted;
    FakeEndpoint fake(counted.options);
    const Place place(kVendors[0], fake.url(""));
    write_inputs(place);
    const Ended dry = place.generator(priced(command, "tools.json", {"--dry-run"}));
    EXPECT_EQ(dry.exit_code, 0) << dry.printed;
    EXPECT_EQ(counted.requests, 0u);
    const Ended preview = place.generator(priced(command, "tools.json", {"--preview", "4"}));
    EXPECT_EQ(preview.exit_code, 0) << preview.printed;
    EXPECT_TRUE(text::contains(preview.printed, "preview: 4 of 16 rows")) << preview.printed;
    EXPECT_TRUE(text::contains(preview.printed, "cost in USD")) << preview.printed;
    EXPECT_TRUE(text::contains(preview.printed, "are paid already")) << preview.printed;
    EXPECT_FALSE(path_exists(place.path("rows.jsonl")));
    const std::uint64_t previewed = counted.requests;
    EXPECT_GE(previewed, 8u);
    EXPECT_EQ(place.generator(priced(command, "tools.json", {"--yes"})).exit_code, 0);
    EXPECT_GT(counted.requests, previewed);
    EXPECT_EQ(counted.requests, requests_of_a_whole_run(command)) << command;
  }
}

TEST(ToolUseOverHttp, NobodySpendsMoreThanADollarUnasked) {
  Counted counted;
  FakeEndpoint fake(counted.options);
  const Place place(kVendors[0], fake.url(""));
  write_inputs(place);
  const Ended unasked = place.generator(priced("tool-pipeline", "tools.json", {}));
  EXPECT_EQ(unasked.exit_code, 2) << unasked.printed;
  EXPECT_TRUE(text::contains(unasked.printed, "this may cost")) << unasked.printed;
  EXPECT_TRUE(text::contains(unasked.printed, "--yes, or --budget USD")) << unasked.printed;
  EXPECT_FALSE(path_exists(place.path("rows.jsonl")));
  const std::uint64_t previewed = counted.requests;
  EXPECT_GT(previewed, 0u);
  EXPECT_EQ(place.generator(priced("tool-pipeline", "tools.json", {"--yes"})).exit_code, 0);
  EXPECT_EQ(counted.requests, requests_of_a_whole_run("tool-pipeline"));

  // The same of rows that are there.
  const std::string rows = "rows.jsonl.run/generated.jsonl";
  for (const std::string command : {"tool-curate", "tool-evaluate"}) {
    const Ended judged = place.generator(priced(command, rows, {"--ledger", command}));
    EXPECT_EQ(judged.exit_code, 2) << judged.printed;
    EXPECT_TRUE(text::contains(judged.printed, "this may cost")) << judged.printed;
    const std::uint64_t before = counted.requests;
    EXPECT_EQ(place.generator(priced(command, rows, {"--ledger", command, "--yes"})).exit_code, 0);
    EXPECT_EQ(counted.requests, before + 6) << command;  // ten of sixteen were paid for
  }
}

TEST(ToolUseOverHttp, EachEdgeIsConfirmedByOneRequestAndNoneIsPaidTwice) {
  Counted counted;
  FakeEndpoint fake(counted.options);
  const Place place(kVendors[0], fake.url(""));
  write_inputs(place);
  const std::vector<std::string> words = {"tool-deps", "tools.json", "--confirm", "--json",
                                          "-o",        "graph.json", "--config",  "settings.yaml",
                                          "--prices",  "prices.yaml", "--yes"};
  const Ended ended = place.generator(words);
  EXPECT_EQ(ended.exit_code, 0) << ended.printed;
  EXPECT_THAT(fake.violations(), IsEmpty());
  const std::string graph = read_file(place.path("graph.json")).value_or("");
  std::uint64_t edges = 0;  // the endpoint confirms those out of a list, and no other
  for (std::size_t at = graph.find("\"why\""); at != std::string::npos;
       at = graph.find("\"why\"", at + 1))
    ++edges;
  EXPECT_GT(edges, 2u);
  EXPECT_EQ(counted.requests, edges);
  EXPECT_TRUE(text::contains(graph, "\"list\":true,\"takes_list\":false,\"required\":true,"
                                    "\"confidence\":0.9,\"why\":\"so says the claim\""))
      << graph;
  EXPECT_TRUE(text::contains(graph, "\"confidence\":0.1,\"why\":\"so says the claim\"")) << graph;
  EXPECT_EQ(place.generator(words).exit_code, 0);
  EXPECT_EQ(counted.requests, edges);
  EXPECT_EQ(read_file(place.path("graph.json")).value_or(""), graph);
}

}  // namespace
}  // namespace generator
