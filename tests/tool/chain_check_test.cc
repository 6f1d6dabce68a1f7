#include "tool/chain_check.h"

#include <gmock/gmock.h>

#include "tool/graph_text.h"
#include "tool/support.h"

namespace generator::tool {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<Tool>& shop() {
  static const std::vector<Tool> kTools = {
      make_tool("open_store", "Open a store. Must be called before any other operation."),  // 0
      make_tool(
          "list_users", "All users.", "", "",  // 1
          R"({"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"}}}})"),
      make_tool("get_user", "A user.", R"("user_id":{"type":"integer"})", R"("user_id")"),  // 2
      make_tool("add_user", "A new one.", R"("name":{"type":"string"})", R"("name")",       // 3
                R"({"type":"object","properties":{"user_id":{"type":"integer"}}})"),
      make_tool("delete_user", "Goes.", R"("user_id":{"type":"integer"})", R"("user_id")"),  // 4
      make_tool("close_store", "Close the currently open store."),                           // 5
  };
  return kTools;
}

std::vector<std::string> problems(const std::vector<std::size_t>& chain,
                                  const std::vector<std::string>& given = {}) {
  std::vector<std::string> out;
  for (const ChainProblem& problem :
       check_chain(shop(), dependencies_of(shop()), chain, given).problems)
    out.push_back(std::to_string(problem.step) + ": " + problem.message);
  return out;
}

TEST(ChainCheck, EachRequiredArgumentComesFromTheLastResultThatHasIt) {
  const CheckedChain checked = check_chain(shop(), dependencies_of(shop()), {0, 1, 3, 2}, {});
  EXPECT_TRUE(checked.problems.empty());
  ASSERT_EQ(checked.sources[3].size(), 1u);
  EXPECT_EQ(checked.sources[3][0].parameter, "user_id");
  EXPECT_EQ(checked.sources[3][0].step, 2u);
  EXPECT_EQ(checked.sources[3][0].field, "user_id");
  EXPECT_FALSE(checked.sources[2][0].step) << "a new name comes from outside";
}

TEST(ChainCheck, WhatNobodyGaveIsMissing) {
  EXPECT_THAT(problems({0, 2}), ElementsAre(HasSubstr("1: no earlier result gives `user_id`")));
  EXPECT_THAT(problems({0, 2}, {"user_id"}), ElementsAre());
}

TEST(ChainCheck, WhatMustComeFirstMustComeFirst) {
  EXPECT_THAT(problems({1, 0}), ElementsAre(HasSubstr("0: `open_store` has to be called before")));
  EXPECT_THAT(problems({0, 2, 3}), ElementsAre(HasSubstr("1: no earlier result gives"),
                                               HasSubstr("1: `add_user` has to be called before")));
  EXPECT_THAT(problems({0, 2, 3}, {"user_id"}), ElementsAre()) << "a user of old";
}

TEST(ChainCheck, AfterTheEndNothingIsLeft) {
  EXPECT_THAT(problems({0, 5, 1}), ElementsAre(HasSubstr("2: after `close_store`")));
  EXPECT_THAT(problems({0, 5, 0, 1}), ElementsAre());
  EXPECT_THAT(problems({0, 3, 4, 2}), ElementsAre(HasSubstr("3: after `delete_user`")));
  EXPECT_THAT(problems({0, 3, 4, 1, 2}), ElementsAre()) << "another one of the list";
}

TEST(GraphText, NamesAreQuotedWhereTheyAreShown) {
  std::vector<Tool> tools = shop();
  tools[1].name = "list\"<users>\n";
  const DependencyGraph graph = dependencies_of(tools);
  EXPECT_THAT(graph_as_dot(tools, graph), HasSubstr(R"(label="list\"<users> ")"));
  EXPECT_THAT(graph_as_mermaid(tools, graph), HasSubstr("[\"list#quot;#lt;users#gt; \"]"));
  EXPECT_THAT(graph_as_json(tools, graph), HasSubstr(R"("list\"<users>\n")"));
}

TEST(EdgeIndex, HasEachEdgeAtBothOfItsTools) {
  const DependencyGraph graph = dependencies_of(shop());
  const EdgeIndex edges(graph, shop().size());
  std::size_t data = 0, state = 0, ends = 0;
  for (std::size_t tool = 0; tool < shop().size(); ++tool) {
    for (const std::size_t i : edges.data_from(tool)) EXPECT_EQ(graph.data[i].from, tool);
    for (const std::size_t i : edges.data_to(tool)) EXPECT_EQ(graph.data[i].to, tool);
    for (const std::size_t i : edges.state_from(tool)) EXPECT_EQ(graph.state[i].from, tool);
    for (const std::size_t i : edges.state_to(tool)) EXPECT_EQ(graph.state[i].to, tool);
    for (const std::size_t i : edges.ends_to(tool)) EXPECT_EQ(graph.ends[i].to, tool);
    data += edges.data_from(tool).size() + edges.data_to(tool).size();
    state += edges.state_from(tool).size() + edges.state_to(tool).size();
    ends += edges.ends_to(tool).size();
  }
  EXPECT_EQ(data, 2 * graph.data.size());
  EXPECT_EQ(state, 2 * graph.state.size());
  EXPECT_EQ(ends, graph.ends.size());
  EXPECT_GT(data * state * ends, 0u);
}

}  // namespace
}  // namespace generator::tool
