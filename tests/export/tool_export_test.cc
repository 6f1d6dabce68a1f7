#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <utility>

#include "base/files.h"
#include "export/support.h"
#include "export/tool_exporter.h"

namespace generator {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ToolUse row_of(std::string_view json) {
  const auto document = json::Document::parse(json);
  EXPECT_TRUE(document) << json;
  auto row = read_tool_use(document->root());
  EXPECT_TRUE(row) << row.error().message;
  return row ? *row : ToolUse{};
}

// A set of two tools, and turns to go with them.
ToolUse with_turns(std::string_view turns, std::string_view more = "") {
  return row_of(std::string(R"({"id":"r","tools":[
    {"name":"get_weather","description":"Weather of a city.","input_schema":{"type":"object",
     "properties":{"city":{"type":"string"},"days":{"type":"integer","default":1},
     "where":{"type":["null","object"]},"tags":{"type":"array","items":{"type":"string"}},
     "unit":{"type":"string","enum":["C","F"]}},"required":["city"]}},
    {"name":"now","description":"The time.","input_schema":{"type":"object","properties":{}}}],)") +
                R"("turns":)" + std::string(turns) + std::string(more) + "}");
}

const char* const kParallel = R"([{"instruction":"Weather in Köln and 東京? 🌦","steps":[
  {"thought":"Two cities.","calls":[
    {"name":"get_weather","arguments":{"city":"Köln", "days": 1.0, "where": {"lat":[50.9, 1e3]}}},
    {"name":"get_weather","arguments":{"city":"東京 \"x\"\n}","tags":[]}}],
   "results":[{"content":{"temp": 21}},{"content":"rain, \"heavy\""}]}],
  "answer":"21 °C; rain."}])";

const char* const kTurns = R"([
  {"instruction":"What time is it?","steps":[
    {"calls":[{"name":"now","arguments":{}}],"results":[{"content":{"error":"busy"},"is_error":true}]},
    {"thought":"Again.","calls":[{"name":"now","arguments":{}}],"results":[{"content":"12:00"}],
     "verdict":{"score":2,"weight":0}}],"answer":"Noon."},
  {"instruction":"And in Rome?","steps":[
    {"calls":[{"name":"get_weather","arguments":{"city":"Rome"}}],"results":[{"content":{"temp":30}}]}],
   "answer":"30 °C."}])";

const char* const kAbstention = R"([{"instruction":"Sing.","steps":[],"answer":"No tool sings."}])";

ToolExportOptions options_of(const ToolFormat& format) {
  ToolExportOptions options;
  options.format = &format;
  options.transcript.style = format.styles.front();
  options.layout.arguments_as_text = format.text_arguments;
  return options;
}

struct Written {
  std::string text;
  ExportSummary summary;
  std::vector<std::string> reasons;
};

Written written(const std::vector<ToolUse>& rows, ToolExportOptions options) {
  const ExportFolder folder;
  const std::string path = folder.path("out.jsonl");
  for (const ToolUse& row : rows) note_needs(row, options, options.layout);
  Written out;
  auto container = json_container(ContainerKind::kJsonLines, path);
  EXPECT_TRUE(container);
  ToolExporter exporter(options, std::move(*container),
                        [&](const ToolUse&, std::int64_t, const std::string& why) -> Status {
                          out.reasons.push_back(why);
                          return {};
                        });
  for (std::size_t i = 0; i < rows.size(); ++i)
    EXPECT_TRUE(exporter.add(rows[i], static_cast<std::int64_t>(i + 1)));
  const Status same = exporter.verify();
  EXPECT_TRUE(same) << same.error().message;
  EXPECT_TRUE(exporter.commit());
  out.text = ExportFolder::content(path);
  out.summary = exporter.summary();
  return out;
}

TEST(ToolExport, EveryFormatReadsBackWhatItWrote) {
  const std::vector<ToolUse> rows = {with_turns(kParallel), with_turns(kTurns),
                                     with_turns(kAbstention)};
  for (const ToolFormat* format : tool_formats())
    for (const CotStyle style : format->styles) {
      ToolExportOptions options = options_of(*format);
      options.transcript.style = style;
      if (format->has_system) options.transcript.system_prompts = {"Be \"brief\".\n", "Bitte."};
      const Written out = written(rows, options);
      EXPECT_EQ(out.summary.rows + out.summary.refused, 3) << format->name;
      EXPECT_EQ(out.summary.rows, format == &kToolXlam ? 1 : 3)
          << format->name << ": " << ::testing::PrintToString(out.reasons);
      EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(out.text, '\n')),
                static_cast<std::size_t>(out.summary.rows));
    }
}

TEST(ToolExport, OpenAiHasArgumentsAsTextToolsAsObjectsAndWeights) {
  const std::string text = written({with_turns(kTurns)}, options_of(kToolOpenAi)).text;
  EXPECT_THAT(text, HasSubstr(R"("arguments":"{\"city\":\"Rome\"}")"));
  EXPECT_THAT(text, HasSubstr(R"("tools":[{"type":"function","function":{"name":"get_weather")"));
  EXPECT_THAT(text, HasSubstr(R"("weight":0)"));
  EXPECT_THAT(text, HasSubstr(R"("content":"30 °C.","weight":1}])"));
  EXPECT_THAT(text, HasSubstr(R"("parallel_tool_calls":false)"));
  EXPECT_THAT(text, Not(HasSubstr(":null")));
  const std::string other = written({with_turns(kParallel)}, options_of(kToolOpenAi)).text;
  EXPECT_THAT(other, HasSubstr(R"("parallel_tool_calls":true)"));
  EXPECT_THAT(other, Not(HasSubstr("weight\"")));  // nothing is masked in the set
}

TEST(ToolExport, TrlHasArgumentsAsObjectWithNumbersAsTheyWereSpelt) {
  const std::string text = written({with_turns(kParallel)}, options_of(kToolTrl)).text;
  EXPECT_THAT(
      text,
      HasSubstr(R"("arguments":{"city":"Köln","days":1.0,"where":{"lat":[50.9,1e3]}}}})"));
  EXPECT_THAT(text, HasSubstr(R"("content":"","reasoning_content":"Two cities.","tool_calls")"));
  EXPECT_THAT(text, HasSubstr(R"("tools":"[{\"type\":\"function\")"));
  EXPECT_THAT(text, HasSubstr(R"("tool_call_id":"call_2","name":"get_weather")"));
}

TEST(ToolExport, CutsARowBeforeWhatIsMaskedWhereThereAreNoWeights) {
  for (const ToolFormat* format : {&kToolTrl, &kToolShareGpt, &kToolFunctionGemma}) {
    const std::string text = written({with_turns(kTurns)}, options_of(*format)).text;
    EXPECT_THAT(text, HasSubstr("What time is it?")) << format->name;
    EXPECT_THAT(text, Not(HasSubstr("Noon."))) << format->name;
    EXPECT_THAT(text, Not(HasSubstr("busy"))) << format->name;  // nothing follows it
  }
  const ToolUse all = with_turns(
      R"([{"instruction":"Sing.","steps":[],"answer":"La.","verdict":{"score":1,"weight":0}}])");
  for (const ToolFormat* format : tool_formats())
    EXPECT_EQ(written({all}, options_of(*format)).summary.refused, 1) << format->name;
}

TEST(ToolExport, AxolotlSaysOfEachMessageWhetherItIsTrainedOn) {
  const std::string text = written({with_turns(kTurns)}, options_of(kToolAxolotl)).text;
  EXPECT_THAT(text, HasSubstr(R"("content":"What time is it?","train":false})"));
  EXPECT_THAT(text, HasSubstr(R"("content":"Noon.","reasoning_content":"","train":true})"));
  EXPECT_THAT(text, HasSubstr(R"("reasoning_content":"Again.","tool_calls":[{"id":"call_2")"));
}

TEST(ToolExport, ShareGptAlternatesAndMergesParallelResults) {
  const std::string text = written({with_turns(kParallel)}, options_of(kToolShareGpt)).text;
  EXPECT_THAT(text, HasSubstr(R"({"from":"function_call","value":"<think>\nTwo cities.\n</think>\n\n[{\"name\":\"get_weather\")"));
  EXPECT_THAT(text, HasSubstr(R"({"from":"observation","value":"{\"temp\":21}\n</tool_response>\n<tool_response>\nrain, \"heavy\""},{"from":"gpt")"));
}

TEST(ToolExport, XlamHoldsOneStepWithPythonsTypes) {
  const Written out = written({with_turns(kParallel), with_turns(kTurns), with_turns(kAbstention)},
                              options_of(kToolXlam));
  EXPECT_THAT(out.text, HasSubstr(R"({"id":1,"query":"Weather in Köln)"));
  EXPECT_THAT(out.text, HasSubstr(R"(\"days\":{\"description\":\"\",\"type\":\"int, optional\",\"default\":1})"));
  EXPECT_THAT(out.text, HasSubstr(R"(\"type\":\"dict, optional\")"));
  EXPECT_THAT(out.text, HasSubstr(R"(\"type\":\"List[str], optional\")"));
  EXPECT_THAT(out.text, HasSubstr("One of: \\\\\\\"C\\\\\\\", \\\\\\\"F\\\\\\\"."));
  ASSERT_EQ(out.reasons.size(), 2u);
  EXPECT_THAT(out.reasons[0], HasSubstr("several turns"));
  EXPECT_THAT(out.reasons[1], HasSubstr("calls nothing"));
}

TEST(ToolExport, FunctionGemmaSwitchesCallsOnAndRefusesItsOwnTokensAsText) {
  const std::string text = written({with_turns(kParallel)}, options_of(kToolFunctionGemma)).text;
  EXPECT_THAT(text, HasSubstr(R"({"messages":[{"role":"developer","content":"You are a model that can do function calling with the following functions"})"));
  const ToolUse marked = with_turns(
      R"([{"instruction":"<escape>","steps":[{"calls":[{"name":"now","arguments":{}}],"results":[{"content":1}]}],"answer":"1"}])");
  EXPECT_THAT(written({marked}, options_of(kToolFunctionGemma)).reasons,
              ::testing::ElementsAre(HasSubstr("control token")));
}

TEST(ToolExport, RefusesWhatCannotBeTrainedOn) {
  const auto why = [](const ToolUse& row) {
    const Written out = written({row}, options_of(kToolTrl));
    return out.reasons.empty() ? std::string() : out.reasons[0];
  };
  ToolUse bare = with_turns(kParallel);
  bare.tools.clear();
  EXPECT_THAT(why(bare), HasSubstr("--tools"));
  bare.documentation = "absent";
  EXPECT_EQ(why(bare), "");
  EXPECT_EQ(written({bare}, options_of(kToolOpenAi)).summary.refused, 1);
  const auto step = [](const std::string& json) {
    return with_turns(R"([{"instruction":"Q","steps":[)" + json + R"(],"answer":"A"}])");
  };
  EXPECT_THAT(why(step(R"({"calls":[{"name":"now","arguments":{}}],"results":[]})")),
              HasSubstr("step 1: 1 call and 0 results"));
  EXPECT_THAT(why(step(R"({"calls":[],"results":[]})")), HasSubstr("calls nothing"));
  EXPECT_THAT(why(step(R"({"calls":[{"name":"now","arguments":"[1]"}],"results":[{"content":1}]})")),
              HasSubstr("no JSON object"));
  EXPECT_THAT(why(step(R"({"calls":[{"name":"never","arguments":{}}],"results":[{"content":1}]})")),
              HasSubstr("not among the tools"));
  EXPECT_THAT(why(with_turns(R"([{"instruction":" ","steps":[],"answer":"A"}])")), HasSubstr("blank"));
}

TEST(ToolExport, GivesToRowsWithoutToolsThoseThatWereNamed) {
  ToolUse bare = with_turns(kParallel);
  ToolExportOptions options = options_of(kToolTrl);
  options.transcript.offered = std::exchange(bare.tools, {});
  EXPECT_THAT(written({bare}, options).text, HasSubstr(R"(\"name\":\"get_weather\",\"description\")"));
}

TEST(ToolExport, KeepsIdsThatAreUniqueAndMakesOthers) {
  const auto ids = [](std::string_view first, std::string_view second) {
    return written({with_turns(fmt::format(
                       R"([{{"instruction":"Q","steps":[{{"calls":[{{"id":"{}","name":"now","arguments":{{}}}},)"
                       R"({{"id":"{}","name":"now","arguments":{{}}}}],"results":[{{"content":1}},{{"content":2}}]}}],"answer":"A"}}])",
                       first, second))},
                   options_of(kToolTrl))
        .text;
  };
  EXPECT_THAT(ids("a", "b"), HasSubstr(R"("tool_call_id":"b")"));
  EXPECT_THAT(ids("a", "a"), HasSubstr(R"("tool_call_id":"call_2")"));
}

TEST(ToolExport, EndsARowWithoutAnswerWithItsCalls) {
  const ToolUse row = with_turns(
      R"([{"instruction":"Q","steps":[{"calls":[{"name":"now","arguments":{}}],"results":[{"content":"12"}]}],"answer":""}])");
  const std::string text = written({row}, options_of(kToolOpenAi)).text;
  EXPECT_THAT(text, Not(HasSubstr(R"("role":"tool")")));
  EXPECT_THAT(text, HasSubstr(R"("name":"now","arguments":"{}")"));
}

TEST(ToolExport, CopiesDocumentationIntoNoMessage) {
  for (const ToolFormat* format : tool_formats()) {
    const std::string text = written({with_turns(kParallel)}, options_of(*format)).text;
    EXPECT_EQ(text.find("Weather of a city."), text.rfind("Weather of a city.")) << format->name;
  }
}

TEST(ToolExport, PairsTheStepThatWasTakenWithTheOneThatWasTried) {
  const ToolUse row = with_turns(kTurns, R"(,"dead_ends":[
    {"turn":2,"step":1,"tried":{"thought":"The clock?","calls":[{"name":"now","arguments":{}}],
     "results":[{"content":"12"}]},"why":"no weather"},
    {"turn":1,"step":1,"tried":{"calls":[{"name":"now","arguments":{}}],"results":[]},"why":"same"},
    {"turn":1,"step":2,"tried":{"calls":[{"name":"get_weather","arguments":{"city":"x"}}],
     "results":[]},"why":"of a masked step"}])");
  const Written dpo = written({row}, options_of(kToolDpo));
  EXPECT_EQ(dpo.summary.rows, 1) << dpo.text;  // the same step, and a masked one, teach nothing
  EXPECT_THAT(dpo.text, HasSubstr(R"("content":"And in Rome?"}],"chosen":[{"role":"assistant")"));
  EXPECT_THAT(dpo.text, HasSubstr(R"("arguments":{"city":"Rome"}}}]}],"rejected":[{"role":"assistant","content":"","reasoning_content":"The clock?","tool_calls":[{"id":"call_3")"));
  EXPECT_THAT(dpo.text, HasSubstr(R"("tools":"[{)"));
  const Written openai = written({row}, options_of(kToolOpenAiPairs));
  EXPECT_THAT(openai.text, HasSubstr(R"({"input":{"messages":[{"role":"user","content":"What time)"));
  EXPECT_THAT(openai.text, HasSubstr(R"("non_preferred_output":[{"role":"assistant","content":"The clock?","tool_calls")"));
}

TEST(ToolExport, FindsADifferenceBetweenWhatWasMeantAndWhatStandsInTheFile) {
  for (const ToolFormat* format : tool_formats()) {
    ToolExportOptions options = options_of(*format);
    note_needs(with_turns(kParallel), options, options.layout);
    const auto rows = fitted(with_turns(kParallel), 1, options);
    ASSERT_TRUE(rows) << format->name;
    std::string text;
    json::Writer writer(text);
    writer.begin_object();
    format->write(writer, (*rows)[0], options.layout);
    writer.end_object();
    std::string other = text;
    other.replace(other.find("Köln"), 5, "Ulm");
    const auto good = json::Document::parse(text), bad = json::Document::parse(other);
    EXPECT_EQ(sum_of(*format->read(good->root())), sum_of((*rows)[0])) << format->name;
    EXPECT_NE(sum_of(*format->read(bad->root())), sum_of((*rows)[0])) << format->name;
  }
}

}  // namespace
}  // namespace generator
