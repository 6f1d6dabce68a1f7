#include "tool/confirmation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "base/text.h"
#include "tool/graph_text.h"
#include "tool/support.h"

namespace generator::tool {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<Tool> kTools = {make_tool("open", "Open."), make_tool("list", "List."),
                                  make_tool("get", "Get.")};

DependencyGraph graph() {
  DependencyGraph out;
  out.data = {{1, 2, "[].id", "id", true, false, true}, {1, 2, "[].name", "name", true, false, false}};
  out.state = {{0, 1, StateReason::kTold}, {0, 2, StateReason::kOpened}};
  return out;
}

EdgeVerdicts verdicts() {
  EdgeVerdicts out;
  out.data = {EdgeVerdict{true, 0.9, "both are ids"}, EdgeVerdict{false, 0.8, "a \"name\" of\nanother"}};
  out.state = {std::nullopt, EdgeVerdict{true, 0.3, "hardly"}};
  return out;
}

TEST(Confirmation, LeavesOutWhatIsBelowAndKeepsWhatNobodyAnsweredOn) {
  const ConfirmedGraph confirmed = confirm(graph(), verdicts(), 0.5);
  ASSERT_EQ(confirmed.graph.data.size(), 1u);
  EXPECT_EQ(confirmed.graph.data[0].field, "[].id");
  EXPECT_DOUBLE_EQ(confirmed.verdicts.data[0]->edge_confidence(), 0.9);
  ASSERT_EQ(confirmed.graph.state.size(), 1u);
  EXPECT_EQ(confirmed.graph.state[0].reason, StateReason::kTold);
  EXPECT_FALSE(confirmed.verdicts.state[0]);
  ASSERT_EQ(confirmed.left_out.size(), 2u);
  EXPECT_EQ(confirmed.left_out[0].parameter, "name");
  EXPECT_NEAR(confirmed.left_out[0].verdict.edge_confidence(), 0.2, 1e-9);
  EXPECT_TRUE(confirmed.left_out[1].is_state);
}

TEST(Confirmation, OfNothingLeavesEverything) {
  EXPECT_EQ(confirm(graph(), {}, 1).graph.data, graph().data);
  EXPECT_EQ(confirm(graph(), verdicts(), 0).graph.state, graph().state);
}

TEST(Confirmation, StandsInEveryFormOfTheGraph) {
  const ConfirmedGraph confirmed = confirm(graph(), verdicts(), 0.5);
  const auto json = json::Document::parse(graph_as_json(kTools, confirmed.graph, &confirmed));
  ASSERT_TRUE(json);
  const auto data = json->root().find("data")->at(0);
  EXPECT_DOUBLE_EQ(*data.find("confidence")->number(), 0.9);
  EXPECT_EQ(data.text_of("why"), "both are ids");
  EXPECT_TRUE(json->root().find("state")->at(0).find("confidence")->is_null());
  const auto left_out = *json->root().find("left_out");
  ASSERT_EQ(left_out.size(), 2u);
  EXPECT_EQ(left_out.at(0).find("confidence")->raw(), "0.2");
  EXPECT_FALSE(left_out.at(1).find("parameter"));
  EXPECT_THAT(graph_as_dot(kTools, confirmed.graph, &confirmed),
              HasSubstr("[label=\"[].id → id (0.90)\"]"));
  EXPECT_THAT(graph_as_dot(kTools, confirmed.graph, &confirmed), HasSubstr("\"before (?)\""));
  EXPECT_THAT(graph_as_mermaid(kTools, confirmed.graph, &confirmed),
              HasSubstr("|\"[].id → id (0.90)\"|"));
  const std::string text = graph_as_text(kTools, confirmed.graph, &confirmed);
  EXPECT_THAT(text, HasSubstr("id of get (0.90)"));
  EXPECT_THAT(text, HasSubstr("left out\n    [].name of list as name of get (0.20): a \"name\""));
  EXPECT_THAT(text, Not(HasSubstr("of\nanother")));  // a reason cannot forge a line
}

TEST(Confirmation, IsNotSpokenOfWhereNobodyWasAsked) {
  EXPECT_FALSE(text::contains(graph_as_json(kTools, graph()), "confidence"));
  EXPECT_FALSE(text::contains(graph_as_dot(kTools, graph()), "("));
}

}  // namespace
}  // namespace generator::tool
