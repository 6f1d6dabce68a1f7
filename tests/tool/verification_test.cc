// The layers that need no model: form, and what was carried out.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/json.h"
#include "data/reasons.h"
#include "store/row_stream.h"
#include "store/tool_file.h"
#include "tool/execution_check.h"
#include "tool/format_check.h"
#include "tool/support.h"

namespace generator::tool {
namespace {

using testing::HasSubstr;

const std::vector<Tool>& tools() {
  static const std::vector<Tool> kTools = {
      make_tool("create_pipeline", "Makes a pipeline.",
                R"("pipeline_id":{"type":"string","description":"Name of the new pipeline"})",
                R"("pipeline_id")"),
      make_tool(
          "run_pipeline", "Runs a pipeline.",
          R"("pipeline_id":{"type":"string","description":"ID of the pipeline"},)"
          R"("nprocs":{"type":"integer","default":4},"mode":{"type":"string","enum":["fast","safe"]})",
          R"("pipeline_id")"),
      make_tool("list_pipelines", "All pipelines."),
  };
  return kTools;
}

ToolUse row_of(std::string instruction, std::vector<ToolStep> steps, std::string answer = "Done.") {
  ToolUse out;
  out.turns.push_back({std::move(instruction), std::move(steps), std::move(answer)});
  return out;
}

ToolStep step_of(std::string name, std::string arguments,
                 std::string result = R"({"status":"success"})") {
  return {"", {{"", std::move(name), std::move(arguments)}}, {{std::move(result), false}}};
}

std::string fault_of(const ToolUse& row) {
  const ToolTable table(tools());
  const CheckedFormat format = check_format(row, table, {});
  if (format.fault) return std::string(format.fault->code) + ": " + format.fault->detail;
  const auto fault = execution_fault(row, table);
  return fault ? std::string(fault->code) + ": " + fault->detail : "";
}

std::string fault_of(std::string instruction, std::string name, std::string arguments,
                     std::string result = R"({"status":"success"})") {
  return fault_of(row_of(std::move(instruction),
                         {step_of(std::move(name), std::move(arguments), std::move(result))}));
}

TEST(FormatCheck, KeepsCallsAbstentionsAndMalformedRowsApart) {
  const ToolTable table(tools());
  EXPECT_EQ(
      check_format(row_of("List them.", {step_of("list_pipelines", "{}")}), table, {}).outcome,
      Outcome::kCall);
  EXPECT_EQ(check_format(row_of("What is 2 + 2?", {}, "4"), table, {}).outcome,
            Outcome::kAbstention);
  EXPECT_EQ(check_format(row_of("List them.", {}, ""), table, {}).outcome, Outcome::kMalformed);
}

TEST(FormatCheck, NamesWhatIsWrong) {
  EXPECT_THAT(fault_of("Run p1.", "run_pipelin", R"({"pipeline_id":"p1"})"),
              HasSubstr("unknown_tool: there is no tool `run_pipelin`; `run_pipeline` is near"));
  EXPECT_THAT(fault_of("Run p1.", "run_pipeline", "p1"), HasSubstr("malformed_call: "));
  EXPECT_THAT(fault_of("Run p1.", "run_pipeline", "{}"),
              HasSubstr("bad_arguments: `run_pipeline`: `pipeline_id` is missing"));
  EXPECT_THAT(fault_of("Run p1.", "run_pipeline", R"({"pipeline_id":"p1","proc":2})"),
              HasSubstr("has no argument `proc`"));
}

// BFCL's functions give an optional integer the default "dontcare", and a text null.
TEST(FormatCheck, TakesADefaultThatIsNotOfItsOwnType) {
  const std::vector<Tool> tools = {make_tool(
      "find", "Finds.", R"("year":{"type":"integer","default":"dontcare"},"tag":{"type":"string"},)"
                        R"("page":{"type":"integer","default":null})",
      R"("page")")};
  // Says of each argument that is no integer that it is none, as a checker of schemas does.
  const ArgumentProblems problems = [](const Tool&, std::string_view text) {
    std::vector<std::string> out;
    const auto arguments = json::Document::parse(text);
    for (const std::string_view name : {"year", "page"})
      if (const auto value = arguments->root().find(name); value && !value->integer())
        out.push_back(std::string(name) + ": no integer");
    return out;
  };
  const auto outcome = [&](const char* arguments) {
    const ToolTable table(tools);
    return check_format(row_of("Find it.", {step_of("find", arguments)}), table, problems).outcome;
  };
  EXPECT_EQ(outcome(R"({"year":"dontcare","page":1})"), Outcome::kCall);
  EXPECT_EQ(outcome(R"({"year":"dont\u0063are","tag":"x","page":1})"), Outcome::kCall);
  EXPECT_EQ(outcome(R"({"year":"any","page":1})"), Outcome::kMalformed);
  EXPECT_EQ(outcome(R"({"year":null,"page":1})"), Outcome::kMalformed);
  EXPECT_EQ(outcome(R"({"year":"dontcare","page":"two"})"), Outcome::kMalformed);
  EXPECT_EQ(outcome(R"({"page":null})"), Outcome::kMalformed) << "a required one has to be given";
}

TEST(FormatCheck, FindsPlaceholdersAndNothingElse) {
  for (const char* bad : {"$step_1_result", "$result.id", "{{path}}", "${OUTPUT}", "<pipeline_id>",
                          "YOUR_PIPELINE_ID", "step_2_output", "Result of step 1", "a/$prev/b"})
    EXPECT_NE(placeholder_in(bad), "") << bad;
  for (const char* good : {"$5", "$HOME/x", "a < b", "<b>bold</b>", "{a}", "step by step",
                           "stepwise", "result", "/data/step_1/file.h5"})
    EXPECT_EQ(placeholder_in(good), "") << good;
  EXPECT_THAT(fault_of("Run it.", "run_pipeline", R"({"pipeline_id":"$step_1_result"})"),
              HasSubstr("placeholder: "));
  EXPECT_EQ(fault_of("Run ${HOME}/p.", "run_pipeline", R"({"pipeline_id":"${HOME}/p"})"), "");
}

TEST(ExecutionCheck, NoErrorPassesAsSuccess) {
  for (const char* bad :
       {R"({"error":"Pipeline not found"})", R"({"status":"failed"})", R"({"success":false})",
        R"({"isError":true,"content":[]})", "Error: no such file", R"("Error: no such file")"})
    EXPECT_NE(error_in(bad), "") << bad;
  for (const char* good :
       {R"({"error":null,"id":1})", R"({"errors":[]})", R"([{"status":"failed"}])",
        R"({"runs":[{"status":"failed"}]})", "No errors were found.", "{}"})
    EXPECT_EQ(error_in(good), "") << good;
  EXPECT_THAT(fault_of("Run p1.", "run_pipeline", R"({"pipeline_id":"p1"})", R"({"error":"gone"})"),
              HasSubstr("error_as_success: the result of `run_pipeline` says \"error: gone\""));
  ToolUse told = row_of(
      "Run p1.", {step_of("run_pipeline", R"({"pipeline_id":"p1"})", R"({"error":"gone"})")});
  told.turns[0].steps[0].results[0].is_error = true;
  EXPECT_EQ(fault_of(told), "") << "the row says that it is an error";
  told.turns[0].steps[0].results.clear();
  EXPECT_THAT(fault_of(told), HasSubstr("not_executed"));
}

TEST(ExecutionCheck, EveryArgumentComesFromSomewhere) {
  EXPECT_EQ(fault_of("Run P1, please.", "run_pipeline", R"({"pipeline_id":"p1"})"), "");
  EXPECT_EQ(fault_of("Run the benchmark pipeline.", "run_pipeline",
                     R"({"pipeline_id":"benchmark_pipeline"})"),
            "");
  EXPECT_THAT(
      fault_of("Run the benchmark.", "run_pipeline", R"({"pipeline_id":"pipeline_123"})"),
      HasSubstr(
          "invented_argument: `pipeline_id` of `run_pipeline`: nothing says \"pipeline_123\""));
  EXPECT_EQ(fault_of("Run p1 on sixteen processes.", "run_pipeline",
                     R"({"pipeline_id":"p1","nprocs":16})"),
            "");
  EXPECT_EQ(fault_of("Run p1.", "run_pipeline", R"({"pipeline_id":"p1","nprocs":4})"), "")
      << "a default";
  EXPECT_THAT(fault_of("Run p1.", "run_pipeline", R"({"pipeline_id":"p1","nprocs":12})"),
              HasSubstr("nothing says 12"));
  EXPECT_EQ(fault_of("Run p1.", "run_pipeline", R"({"pipeline_id":"p1","mode":"safe"})"), "")
      << "one of its values";
  EXPECT_EQ(fault_of("Make a pipeline for me.", "create_pipeline", R"({"pipeline_id":"my_first"})"),
            "")
      << "a name that is chosen";
  EXPECT_EQ(fault_of(row_of("Run the first one.",
                            {step_of("list_pipelines", "{}", R"({"pipelines":["alpha","beta"]})"),
                             step_of("run_pipeline", R"({"pipeline_id":"alpha"})")})),
            "")
      << "an earlier result";
}

// A name for what is made may be any, unless somebody tells it.
TEST(ExecutionCheck, ANameThatIsToldIsTheNameThatIsGiven) {
  const auto made = [](const char* instruction, const char* name) {
    return fault_of(instruction, "create_pipeline",
                    R"({"pipeline_id":")" + std::string(name) + R"("})");
  };
  for (const auto& [instruction, name] : std::vector<std::pair<const char*, const char*>>{
           {"Make a pipeline called nightly.", "nightlyy"},
           {"Make a pipeline called nightly.", "nightly_x9"},
           {"Make the pipeline nightly_etl.", "nightly_etl_final"},
           {"Set up a new pipeline named 'Winter run'.", "summer"},
           {"I need pipeline \"night_run\".", "qx_77_zulu"}})
    EXPECT_THAT(made(instruction, name), HasSubstr("invented_argument")) << instruction << name;
  for (const auto& [instruction, name] : std::vector<std::pair<const char*, const char*>>{
           {"Make a pipeline called nightly.", "nightly"},
           {"Make a pipeline called nightly.", "nightly_pipeline"},
           {"Make a pipeline called Winter Run.", "winter-run"},
           {"Make a pipeline for climate_model.", "climate_model_2"},
           {"Make a pipeline like the pipeline old_one.", "fresh"},
           {"Make a pipeline in the folder /data/x.", "fresh"},
           {"Make a pipeline that runs 'lammps' and call it what you like.", "bench"},
           {"Copy my_run into a second pipeline.", "other"}})
    EXPECT_EQ(made(instruction, name), "") << instruction << name;
}

TEST(ExecutionCheck, NumbersInsideOfShortTextsAreSaid) {
  const std::vector<Tool> tools = {
      make_tool("read", "Reads.", R"("slice":{"type":"string"},"note":{"type":"string"})", "")};
  const ToolTable table(tools);
  const auto is_known = [&](const char* instruction, const std::string& arguments) {
    return !execution_fault(row_of(instruction, {step_of("read", arguments)}), table);
  };
  EXPECT_TRUE(is_known("Read the first 1000 values.", R"({"slice":"0:1000"})"));
  EXPECT_TRUE(is_known("Read 0:1000.", R"({"slice":"0:1000"})"));
  EXPECT_FALSE(is_known("Read 0:1000.", R"({"slice":"0:1000_x9"})"));
  EXPECT_FALSE(is_known("Read 0:1000.", R"({"slice":"5:1000"})"));
  EXPECT_TRUE(is_known("Read what is from 5 March 2026.", R"({"slice":"2026-03-05"})"));
  EXPECT_TRUE(is_known("Read the sales.", R"({"slice":"sales.mp4"})"));
  EXPECT_TRUE(is_known("Note that the report of the sales has to be ready by noon.",
                       R"({"note":"The report of the sales has to be ready by 12:00"})"));
}

// ../shared/data/jarvis: what a program without these layers kept.
struct Jarvis {
  std::vector<Tool> tools;
  std::vector<ToolUse> rows;
};

std::optional<Jarvis> jarvis() {
  const std::string folder = std::string(SOURCE_DIR) + "/../shared/data/";
  if (!std::filesystem::exists(folder + "jarvis")) return std::nullopt;
  Jarvis out;
  out.tools = load_tools(folder + "tools/jarvis_tools.json")->tools;
  auto rows = RowStream::open(folder + "jarvis/jarvis_tool_curated.json");
  RawRow raw;
  while (*rows->next(raw)) {
    const auto document = json::Document::parse(raw.json);
    out.rows.push_back(*read_tool_use(document->root()));
  }
  return out;
}

std::string code_of(const ToolUse& row, const ToolTable& table) {
  const CheckedFormat format = check_format(row, table, {});
  if (format.fault) return std::string(format.fault->code);
  const auto fault = execution_fault(row, table);
  return fault ? std::string(fault->code) : "";
}

TEST(Verification, RefusesWhatAProgramWithoutItKept) {
  const auto data = jarvis();
  if (!data) GTEST_SKIP() << "no ../shared/data/jarvis here";
  const ToolTable table(data->tools);
  std::map<std::string, int> chains, all;
  for (const ToolUse& row : data->rows) {
    const std::string code = code_of(row, table);
    ++all[code];
    if (row.method == "chain_first") ++chains[code];
  }
  EXPECT_EQ(data->rows.size(), 356u);
  EXPECT_EQ(chains["placeholder"], 94);
  EXPECT_EQ(chains[""], 5);
  EXPECT_EQ(all["error_as_success"], 11);
  EXPECT_GE(all[""], 238);
}

// One change to a row that holds; false where there is no place for it.
using Mutation = bool (*)(ToolUse&);

bool misspell_tool(ToolUse& row) {
  row.turns[0].steps[0].calls[0].name += "s_all";
  return true;
}
bool rename_argument(ToolUse& row) {
  std::string& arguments = row.turns[0].steps[0].calls[0].arguments;
  const std::size_t at = arguments.find("\"pipeline_id\":");
  if (at == std::string::npos) return false;
  arguments.replace(at, 14, "\"pipe\":");
  return true;
}
bool invent_id(ToolUse& row) {
  const auto document = json::Document::parse(row.turns[0].steps[0].calls[0].arguments);
  const auto id = document->root().find("pipeline_id");
  if (!id || row.turns[0].steps[0].calls[0].name == "create_pipeline") return false;
  row.turns[0].steps[0].calls[0].arguments = R"({"pipeline_id":"qx_77_zulu"})";
  return true;
}
bool leave_a_hole(ToolUse& row) {
  const auto document = json::Document::parse(row.turns[0].steps[0].calls[0].arguments);
  if (!document->root().find("pipeline_id")) return false;
  row.turns[0].steps[0].calls[0].arguments = R"({"pipeline_id":"$step_0_result"})";
  return true;
}
bool drop_result(ToolUse& row) {
  row.turns[0].steps[0].results.clear();
  return true;
}
bool fail_silently(ToolUse& row) {
  row.turns[0].steps[0].results[0].content = R"({"status":"error","message":"no such pipeline"})";
  return true;
}

TEST(Verification, RefusesMutantsOfRowsThatHold) {
  const auto data = jarvis();
  if (!data) GTEST_SKIP() << "no ../shared/data/jarvis here";
  const ToolTable table(data->tools);
  const std::pair<const char*, Mutation> mutations[] = {
      {"another tool's name", misspell_tool},
      {"another argument's name", rename_argument},
      {"an invented id", invent_id},
      {"a placeholder", leave_a_hole},
      {"no result", drop_result},
      {"an error as success", fail_silently}};
  for (const auto& [name, mutate] : mutations) {
    int made = 0, refused = 0;
    for (ToolUse row : data->rows) {
      if (!code_of(row, table).empty() || row.turns[0].steps.empty() || !mutate(row)) continue;
      ++made;
      refused += code_of(row, table).empty() ? 0 : 1;
    }
    EXPECT_GT(made, 50) << name;
    EXPECT_GE(refused, 0.99 * made) << name;
    std::printf("%s: %d of %d refused\n", name, refused, made);
  }
}

TEST(ToolUse, ComesBackAsItWasWritten) {
  ToolUse row =
      row_of("Run \"p1\".", {step_of("run_pipeline", R"({"pipeline_id":"p1"})", "plain text")});
  row.id = "t1";
  row.extra = R"("rating":7)";
  std::string text;
  json::Writer writer(text);
  write_tool_use(writer, row);
  const auto document = json::Document::parse(text);
  ASSERT_TRUE(document) << text;
  const auto again = read_tool_use(document->root());
  ASSERT_TRUE(again) << again.error().message;
  std::string second;
  json::Writer rewriter(second);
  write_tool_use(rewriter, *again);
  EXPECT_EQ(second, text);
  EXPECT_EQ(again->turns[0].steps[0].results[0].content, "plain text");
}

TEST(ToolUse, IsReadFromMessages) {
  const auto document = json::Document::parse(
      R"({"messages":[{"role":"system","content":"s"},{"role":"user","content":"Run p1."},)"
      R"({"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":)"
      R"({"name":"run_pipeline","arguments":"{\"pipeline_id\":\"p1\"}"}}]},)"
      R"({"role":"tool","tool_call_id":"c1","content":"{\"status\":\"success\"}"},)"
      R"({"role":"assistant","content":"It ran."}]})");
  ASSERT_TRUE(document);
  const auto row = read_tool_use(document->root());
  ASSERT_TRUE(row) << row.error().message;
  ASSERT_EQ(row->turns.size(), 1u);
  EXPECT_EQ(row->turns[0].steps[0].calls[0].arguments, R"({"pipeline_id":"p1"})");
  EXPECT_EQ(row->turns[0].answer, "It ran.");
  EXPECT_EQ(fault_of(*row), "");
  const auto bad = json::Document::parse(R"({"messages":[{"role":"tool","content":"x"}]})");
  EXPECT_THAT(read_tool_use(bad->root()).error().message,
              HasSubstr("message 1: a result without a call"));
}

}  // namespace
}  // namespace generator::tool
