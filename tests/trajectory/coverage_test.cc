#include "trajectory/coverage.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "store/tool_file.h"
#include "trajectory/planner.h"
#include "trajectory/support.h"

namespace generator::trajectory {
namespace {

PlanOptions several_steps(std::uint64_t seed = 0) {
  PlanOptions out;
  out.single_share = 0.2;
  out.cases = {{"call", 0.85}, {"abstention", 0.05}, {"missing_argument", 0.05},
               {"error_recovery", 0.05}};
  out.seed = seed;
  return out;
}

/// What so many plans show, each along what those before it do not.
Coverage shown_by(Workshop& shop, Planner& planner, int plans, std::string* texts = nullptr) {
  Coverage out(shop.box);
  for (int i = 0; i < plans; ++i) {
    const auto plan = planner.next(&out);
    if (!plan) break;
    out.expect(plan->sketch, plan->results);
    if (texts != nullptr) *texts += tool::sketch_text(plan->sketch) + "\n";
  }
  return out;
}

std::vector<std::size_t> open_edges(const Coverage& shown, const Planner& planner) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < shown.data().size(); ++i)
    if (!shown.data()[i] && planner.why_no_data(i).empty()) out.push_back(i);
  return out;
}

std::size_t edge_of(const Toolbox& box, const std::string& from, const std::string& to) {
  const auto found = std::ranges::find_if(box.graph.data, [&](const tool::DataEdge& edge) {
    return box.tools[edge.from].name == from && box.tools[edge.to].name == to;
  });
  return static_cast<std::size_t>(found - box.graph.data.begin());
}

/// One row: the calls in their order, each with what it replied.
ToolUse row_of(const std::vector<std::pair<ToolCall, std::string>>& calls) {
  ToolUse row;
  ToolTurn& turn = row.turns.emplace_back();
  for (const auto& [call, result] : calls) turn.steps.push_back({"", {call}, {{result}}});
  return row;
}

TEST(EdgeCoverage, EveryEdgeIsShownInAFewPlansOrHasAReason) {
  for (const auto& tools : {world::note_tools(), world::file_tools()}) {
    Workshop shop(tools);
    ASSERT_GT(shop.box.graph.data.size(), 2u);
    Planner planner = shop.planner(several_steps());
    const Coverage shown = shown_by(shop, planner, 60);
    EXPECT_EQ(open_edges(shown, planner), std::vector<std::size_t>());
    EXPECT_GE(shown.share_of_edges(), 0.8);
  }
}

TEST(EdgeCoverage, TheSameSeedShowsTheSame) {
  std::string first, second, other;
  for (auto* texts : {&first, &second, &other}) {
    Workshop shop(world::file_tools());
    Planner planner = shop.planner(several_steps(texts == &other ? 8 : 7));
    shown_by(shop, planner, 30, texts);
  }
  EXPECT_EQ(first, second);
  EXPECT_NE(first, other);
}

TEST(EdgeCoverage, OfRealToolsReachesEightTenthsInEightyRows) {
  for (const std::string name : {"tools/hdf5_tools.json", "tools/jarvis_tools.json",
                                 "openapi/v3.0/petstore.yaml", "openapi/v2.0/petstore.json",
                                 "openapi/v3.0/petstore-expanded.yaml"}) {
    const std::string path = std::string(SOURCE_DIR) + "/../shared/data/" + name;
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
    SCOPED_TRACE(name);
    Workshop shop(load_tools(path)->tools);
    Planner planner = shop.planner(several_steps());
    EXPECT_GE(shown_by(shop, planner, 80).share_of_edges(), 0.8);
  }
}

TEST(EdgeCoverage, AnEdgeAgainstTheOrderOfCallsIsNamedWithItsReason) {
  std::vector<Tool> tools = world::file_tools();
  tools.push_back(world::make_tool("get_filename",
                                   "Get the path of the currently open HDF5 file.", "", "",
                                   R"({"type":"string","description":"Path of the file"})"));
  Workshop shop(tools);
  const std::size_t edge = edge_of(shop.box, "get_filename", "open_file");
  ASSERT_LT(edge, shop.box.graph.data.size());
  Planner planner = shop.planner(several_steps());
  const Coverage shown = shown_by(shop, planner, 40);
  EXPECT_FALSE(shown.data()[edge]);
  EXPECT_EQ(planner.why_no_data(edge), "`open_file` goes before `get_filename`");
}

TEST(EdgeCoverage, APathThatIsJoinedOfAskedAndRepliedShowsTheEdge) {
  const Toolbox box(world::file_tools());
  const std::size_t edge = edge_of(box, "list_keys", "get_shape");
  ASSERT_LT(edge, box.graph.data.size());
  const auto is_shown = [&](const std::string& keys, const std::string& path) {
    Coverage coverage(box);
    coverage.add(row_of({{{"", "list_keys", "{}"}, keys},
                         {{"", "get_shape", "{\"path\":" + json::quote(path) + "}"}, "\"(3,)\""}}));
    return static_cast<bool>(coverage.data()[edge]);
  };
  EXPECT_TRUE(is_shown(R"(["/time"])", "/time"));
  EXPECT_TRUE(is_shown(R"(["time","mesh"])", "/time"));
  EXPECT_FALSE(is_shown(R"(["mesh"])", "/time"));
  EXPECT_FALSE(is_shown(R"(["time"])", "/other/time"));  // nobody spoke of /other
}

TEST(EdgeCoverage, ANumberThatWasRepliedIsGivenAsTextWhereTextIsWanted) {
  const std::string pet =
      R"({"type":"object","properties":{"id":{"type":"integer"},"name":{"type":"string"}},"required":["id","name"]})";
  Workshop shop({world::make_tool("list_pets", "List all pets.", "", "",
                                  R"({"type":"array","items":)" + pet + "}"),
                 world::make_tool("show_pet", "Info for a specific pet.",
                                  R"("pet_id":{"type":"string","description":"The id of the pet"})",
                                  R"("pet_id")", pet)});
  Planner planner = shop.planner(several_steps());
  const Coverage shown = shown_by(shop, planner, 20);
  EXPECT_EQ(shown.missing_edges(), std::vector<std::string>());
}

TEST(EdgeCoverage, WithoutATrialASketchIsTakenToShowWhatLiesBetweenItsTools) {
  Workshop shop(world::note_tools());
  Planner planner(shop.box, shop.world, nullptr, several_steps());
  const Coverage shown = shown_by(shop, planner, 30);
  EXPECT_GE(shown.share_of_edges(), 0.8);
}

}  // namespace
}  // namespace generator::trajectory
