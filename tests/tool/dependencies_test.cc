#include "tool/dependencies.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <set>
#include <string>

#include "base/files.h"
#include "base/json.h"
#include "store/tool_file.h"
#include "tool/support.h"

namespace generator::tool {
namespace {

using testing::Contains;
using testing::Not;
using testing::UnorderedElementsAre;

struct Arrows {
  std::set<std::string> data, state;
};

Arrows arrows_of(const std::vector<Tool>& tools) {
  const DependencyGraph graph = dependencies_of(tools);
  const auto name = [&](std::size_t i) {
    return tools[i].source.name.empty() ? tools[i].name : tools[i].source.name;
  };
  Arrows out;
  for (const DataEdge& edge : graph.data)
    out.data.insert(name(edge.from) + "." + edge.field + " > " + name(edge.to) + "." +
                    edge.parameter);
  for (const StateEdge& edge : graph.state)
    out.state.insert(name(edge.from) + " > " + name(edge.to));
  return out;
}

// Edges written by hand; optional ones count neither way.
struct Gold {
  std::set<std::string> wanted, optional;
};

Gold gold_of(json::Value edges, bool is_data) {
  Gold out;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const json::Value edge = edges.at(i);
    std::string from(edge.text_of("from")), to(edge.text_of("to"));
    if (is_data) {
      from += "." + std::string(edge.text_of("field"));
      to += "." + std::string(edge.text_of("parameter"));
    }
    const auto optional = edge.find("optional");
    (optional && optional->boolean() == true ? out.optional : out.wanted).insert(from + " > " + to);
  }
  return out;
}

void expect_near(const std::set<std::string>& found, const Gold& gold) {
  std::size_t right = 0, wrong = 0;
  std::string what;
  for (const std::string& edge : found) {
    if (gold.wanted.contains(edge))
      ++right;
    else if (!gold.optional.contains(edge)) {
      ++wrong;
      what += "\nwrong: " + edge;
    }
  }
  for (const std::string& edge : gold.wanted)
    if (!found.contains(edge)) what += "\nmissing: " + edge;
  const double precision = static_cast<double>(right) / static_cast<double>(right + wrong);
  const double recall = static_cast<double>(right) / static_cast<double>(gold.wanted.size());
  EXPECT_GE(precision, 0.9) << what;
  EXPECT_GE(recall, 0.8) << what;
  std::printf("%zu edges: precision %.3f, recall %.3f%s\n", found.size(), precision, recall,
              what.c_str());
}

class GoldGraph : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(GoldGraph, IsFound) {
  const auto [gold_name, file] = GetParam();
  const std::string path = std::string(SOURCE_DIR) + "/" + file;
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
  const auto listing = load_tools(path);
  ASSERT_TRUE(listing) << listing.error().message;
  const auto text = read_file(std::string(SOURCE_DIR) + "/tests/tool/gold/" + gold_name);
  ASSERT_TRUE(text);
  const auto gold = json::Document::parse(*text);
  ASSERT_TRUE(gold);
  const Arrows found = arrows_of(listing->tools);
  expect_near(found.data, gold_of(*gold->root().find("data"), true));
  expect_near(found.state, gold_of(*gold->root().find("state"), false));
}

INSTANTIATE_TEST_SUITE_P(
    Tools, GoldGraph,
    testing::Values(std::pair("hdf5_tools.json", "../shared/data/tools/hdf5_tools.json"),
                    std::pair("jarvis_tools.json", "../shared/data/tools/jarvis_tools.json"),
                    std::pair("petstore-expanded.json",
                              "../shared/data/openapi/v3.0/petstore-expanded.yaml")));

TEST(Dependencies, OpeningGoesBeforeClosingAndNotTheOtherWayRound) {
  const Arrows found = arrows_of({
      make_tool("open_file", "Open a file.",
                R"("path":{"type":"string","description":"Path to the file"})", R"("path")"),
      make_tool("close_file", "Close the currently open file."),
  });
  EXPECT_THAT(found.state, UnorderedElementsAre("open_file > close_file"));
  EXPECT_THAT(found.data, testing::IsEmpty());
}

TEST(Dependencies, OfOneTypeAloneJoinsNothing) {
  const Arrows found = arrows_of({
      make_tool(
          "get_weather", "Weather of a city.", R"("city":{"type":"string"})", R"("city")",
          R"({"type":"object","properties":{"summary":{"type":"string"},"humidity":{"type":"number"}}})"),
      make_tool(
          "send_mail", "Sends a mail.",
          R"("subject":{"type":"string"},"size":{"type":"number"},"user_id":{"type":"string"})"),
  });
  EXPECT_THAT(found.data, testing::IsEmpty());
}

TEST(Dependencies, AnIdOfOneThingIsNoIdOfAnother) {
  const Arrows found = arrows_of({
      make_tool(
          "list_users", "All users.", "", "",
          R"({"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"}}}})"),
      make_tool("get_user", "A user.", R"("user_id":{"type":"integer"})", R"("user_id")"),
      make_tool("get_order", "An order.", R"("order_id":{"type":"integer"})", R"("order_id")"),
  });
  EXPECT_THAT(found.data, UnorderedElementsAre("list_users.[].id > get_user.user_id"));
}

TEST(Dependencies, WhatACallMakesIsNotTakenFromEarlier) {
  const Arrows found = arrows_of({
      make_tool(
          "list_pipelines", "All pipelines.", "", "",
          R"({"type":"object","properties":{"pipelines":{"type":"array","items":{"type":"string"}}}})"),
      make_tool("create_pipeline", "Makes one.", R"("pipeline_id":{"type":"string"})",
                R"("pipeline_id")"),
      make_tool("run_pipeline", "Runs one.", R"("pipeline_id":{"type":"string"})",
                R"("pipeline_id")"),
  });
  EXPECT_THAT(found.data,
              UnorderedElementsAre("list_pipelines.pipelines[] > run_pipeline.pipeline_id"));
  EXPECT_THAT(found.state, UnorderedElementsAre("create_pipeline > run_pipeline"));
}

TEST(Dependencies, ADescriptionThatNamesAnotherToolSaysSo) {
  const Arrows found = arrows_of({
      make_tool("start_session", "Begins."),
      make_tool("ask", "Requires start_session to be called first."),
      make_tool("restart_session", "Unlike start_session it keeps the state."),
  });
  EXPECT_THAT(found.state, Contains("start_session > ask"));
  EXPECT_THAT(found.state, Not(Contains("start_session > restart_session")));
}

TEST(Dependencies, AThingInsideAnArgumentIsNamedByWhatTheSameFieldOfAResultSays) {
  const std::string pet =
      R"({"type":"object","properties":{"id":{"type":"integer"},"name":{"type":"string"}}})";
  const Arrows found = arrows_of({
      make_tool("list_pets", "All pets.", "", "",
                R"({"type":"object","properties":{"pet":{"type":"array","items":)" + pet + "}}}"),
      make_tool("update_pet", "Changes a pet.", R"("pet":)" + pet, R"("pet")"),
  });
  EXPECT_THAT(found.data, Contains("list_pets.pet[].id > update_pet.pet.id"));
  EXPECT_THAT(found.data, Not(Contains("list_pets.pet[].id > update_pet.pet.name")));
  EXPECT_THAT(found.data, Not(Contains("list_pets.pet[].name > update_pet.pet.id")));
}

TEST(Dependencies, AChoiceIsNoThing) {
  const Arrows found = arrows_of({
      make_tool(
          "list_modes", "All modes.", "", "",
          R"({"type":"object","properties":{"modes":{"type":"array","items":{"type":"string"}}}})"),
      make_tool("set_mode", "Sets it.", R"("mode":{"type":"string","enum":["a","b"]})"),
  });
  EXPECT_THAT(found.data, testing::IsEmpty());
}

// Which tools are looked at is narrowed down by their words; nothing may be lost by that.
TEST(Dependencies, AToolNamedInALongTextIsFoundAmongMany) {
  std::vector<Tool> tools;
  for (int i = 0; i < 50; ++i)
    tools.push_back(make_tool("fetch_part_" + std::to_string(i), "Fetches one."));
  tools[7].description = "Shows it. Requires Fetch_Part_31, as `fetch_part_31` prepares it.";
  tools[9].description = "Shows it. Requires fetch_part_310 or prefetch_part_31.";
  const Arrows arrows = arrows_of(tools);
  EXPECT_THAT(arrows.state, UnorderedElementsAre("fetch_part_31 > fetch_part_7"));
}

TEST(Dependencies, AShortFormOfANounIsFoundAmongMany) {
  std::vector<Tool> tools = {
      make_tool("create_repository", "Creates a repository.", R"("title":{"type":"string"})",
                R"("title")",
                R"({"type":"object","properties":{"repository_id":{"type":"string"}}})"),
      make_tool("archive", "Archives.", R"("repo_id":{"type":"string"})", R"("repo_id")")};
  for (const char* noun : {"user", "branch", "report", "label"})
    tools.push_back(make_tool("get_" + std::string(noun), "Gets one.",
                              "\"" + std::string(noun) + R"(_id":{"type":"string"})"));
  EXPECT_THAT(arrows_of(tools).data,
              UnorderedElementsAre("create_repository.repository_id > archive.repo_id"));
}

TEST(Dependencies, ThingsWithTheSameNumberAreNotTheSameThing) {
  const auto tool_of = [](const std::string& thing, const std::string& held) {
    Tool out = make_tool("do_" + thing, "Does it.", R"("id":{"type":"string"})", R"("id")",
                         R"({"type":"object","properties":{"held":{"$ref":"#/$defs/)" + held +
                             R"("}},"$defs":{")" + held +
                             R"(":{"type":"object","properties":{"id":{"type":"string"}}}}})");
    out.source.path = "/" + thing + "/{id}";
    ArgumentPlace& place = out.source.places.emplace_back();
    place.argument = place.name = "id";
    place.in = "path";
    return out;
  };
  const Arrows found = arrows_of({tool_of("card_4", "plan_7"), tool_of("customer_4", "card_4")});
  EXPECT_THAT(found.data, UnorderedElementsAre("do_customer_4.held.id > do_card_4.id"));
}

}  // namespace
}  // namespace generator::tool
