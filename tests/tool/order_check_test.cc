#include "tool/order_check.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "data/reasons.h"
#include "tool/support.h"

namespace generator::tool {
namespace {

struct Call {
  std::string name, arguments, result = R"({"status":"success"})";
  bool is_error = false;
};

/// A step for each call, all in one turn.
ToolUse row_of(const std::vector<std::vector<Call>>& steps) {
  ToolUse out;
  out.turns.emplace_back();
  out.turns[0].instruction = "Do it.";
  for (const std::vector<Call>& calls : steps) {
    ToolStep& step = out.turns[0].steps.emplace_back();
    for (const Call& call : calls) {
      step.calls.push_back({"", call.name, call.arguments});
      step.results.push_back({call.result, call.is_error});
    }
  }
  return out;
}

const std::vector<Tool>& tools() {
  static const std::vector<Tool> kTools = [] {
    const std::string path = R"("path":{"type":"string","description":"Path to the dataset"})";
    const std::string id = R"("pipeline_id":{"type":"string","description":"ID of the pipeline"})";
    const std::string name =
        R"("pipeline_id":{"type":"string","description":"Name/ID for the new pipeline"})";
    return std::vector<Tool>{
        make_tool("open_file", "Open a file. Must be called before any other operation.",
                  R"("path":{"type":"string","description":"Path to the file"})", R"("path")"),
        make_tool("close_file", "Close the currently open file.", "", ""),
        make_tool("get_shape", "Get the shape of a dataset.", path, R"("path")"),
        make_tool("create_pipeline", "Create a new pipeline", name, R"("pipeline_id")"),
        make_tool("run_pipeline", "Run a pipeline", id, R"("pipeline_id")"),
        make_tool("destroy_pipeline", "Destroy a pipeline", id, R"("pipeline_id")"),
        make_tool("list_pipelines", "List all pipelines", "", "")};
  }();
  return kTools;
}

std::string fault_of(const std::vector<std::vector<Call>>& steps) {
  const ToolTable table(tools());
  const auto fault = order_fault(row_of(steps), table);
  if (fault) EXPECT_EQ(fault->code, reasons::kWrongOrder);
  return fault ? fault->detail : "";
}

const Call kOpen = {"open_file", R"({"path":"/a.h5"})"};
const Call kClose = {"close_file", "{}"};
const Call kShape = {"get_shape", R"({"path":"/x"})"};
const Call kCreate = {"create_pipeline", R"({"pipeline_id":"nightly"})"};
const Call kRun = {"run_pipeline", R"({"pipeline_id":"nightly"})"};
const Call kRunOther = {"run_pipeline", R"({"pipeline_id":"weekly"})"};
const Call kDestroy = {"destroy_pipeline", R"({"pipeline_id":"nightly"})"};

TEST(OrderCheck, WhatNeedsAnOpenFileComesAfterItsOpening) {
  EXPECT_EQ(fault_of({{kOpen}, {kShape}, {kClose}}), "");
  EXPECT_EQ(fault_of({{kShape}, {kOpen}}), "`get_shape` is called before `open_file`");
  EXPECT_EQ(fault_of({{kOpen, kShape}}), "`get_shape` is called before `open_file`");
}

TEST(OrderCheck, WhatTheRowNeverOpensMayHaveBeenOpen) {
  EXPECT_EQ(fault_of({{kShape}, {kShape}}), "");
  EXPECT_EQ(fault_of({{kShape}, {kClose}}), "");
}

TEST(OrderCheck, NothingWorksOnWhatWasClosed) {
  EXPECT_EQ(fault_of({{kOpen}, {kClose}, {kShape}}), "`get_shape` is called after `close_file`");
  EXPECT_EQ(fault_of({{kOpen}, {kClose}, {kOpen}, {kShape}}), "");
}

TEST(OrderCheck, AThingIsMadeBeforeItIsUsed) {
  EXPECT_EQ(fault_of({{kCreate}, {kRun}}), "");
  EXPECT_EQ(fault_of({{kRun}, {kCreate}}),
            "`run_pipeline` is called before the thing is made by `create_pipeline`");
  EXPECT_EQ(fault_of({{kRunOther}, {kCreate}}), "") << "another thing";
  EXPECT_NE(fault_of({{kCreate, kRun}}), "") << "at once";
}

TEST(OrderCheck, AThingIsNotUsedOnceItIsGone) {
  EXPECT_EQ(fault_of({{kRun}, {kDestroy}}), "");
  EXPECT_EQ(fault_of({{kDestroy}, {kRun}}), "`run_pipeline` is called after `destroy_pipeline`");
  EXPECT_EQ(fault_of({{kDestroy}, {kRunOther}}), "");
  EXPECT_EQ(fault_of({{kDestroy}, {kCreate}, {kRun}}), "") << "made again";
}

TEST(OrderCheck, AListHasWhatThereIsThen) {
  const Call has = {"list_pipelines", "{}", R"({"pipelines":["weekly","nightly"]})"};
  const Call has_not = {"list_pipelines", "{}", R"({"pipelines":["weekly"]})"};
  EXPECT_EQ(fault_of({{has_not}, {kCreate}, {has}}), "");
  EXPECT_NE(fault_of({{has}, {kCreate}}), "");
  EXPECT_EQ(fault_of({{has}, {kDestroy}, {has_not}}), "");
  EXPECT_NE(fault_of({{kDestroy}, {has}}), "");
}

TEST(OrderCheck, ACallThatFailedIsNoFaultOfTheOrder) {
  Call failed = kShape;
  failed.is_error = true;
  EXPECT_EQ(fault_of({{failed}, {kOpen}, {kShape}}), "");
}

}  // namespace
}  // namespace generator::tool
