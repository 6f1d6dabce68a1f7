#include "trajectory/planner.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "trajectory/coverage.h"
#include "trajectory/settings.h"
#include "trajectory/support.h"

namespace generator::trajectory {
namespace {

PlanOptions all_cases(std::uint64_t seed = 3) {
  PlanOptions out;
  out.seed = seed;
  out.cases = {{"call", 0.7}, {"abstention", 0.1}, {"missing_argument", 0.1},
               {"error_recovery", 0.1}};
  out.chain_share = 0.3;
  return out;
}

TEST(Planner, TheSameSeedGivesTheSamePlans) {
  Workshop one(world::note_tools()), other(world::note_tools());
  Planner first = one.planner(all_cases()), second = other.planner(all_cases());
  for (int i = 0; i < 30; ++i) {
    const auto a = first.next(), b = second.next();
    ASSERT_TRUE(a && b);
    EXPECT_EQ(tool::sketch_text(a->sketch), tool::sketch_text(b->sketch));
    EXPECT_EQ(a->offered, b->offered);
  }
}

TEST(Planner, OpensWhatHasToBeOpenFirst) {
  Workshop shop(world::file_tools());
  Planner planner = shop.planner({.single_share = 0, .seed = 5});
  for (int i = 0; i < 40; ++i) {
    const auto plan = planner.next();
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->sketch.turns[0].steps[0].calls[0].tool, "open_file");
  }
}

TEST(Planner, EveryArgumentTellsWhereItComesFrom) {
  Workshop shop(world::note_tools());
  Planner planner = shop.planner(all_cases());
  for (int i = 0; i < 60; ++i) {
    const auto plan = planner.next();
    ASSERT_TRUE(plan);
    std::set<std::string> said;
    for (const tool::SketchStep* step : tool::steps_of(plan->sketch))
      for (const tool::SketchCall& call : step->calls)
        for (const tool::SketchArgument& argument : call.arguments) {
          if (argument.origin == tool::Origin::kResult) continue;
          ASSERT_FALSE(argument.value.empty()) << call.tool << " " << argument.name;
          if (argument.origin == tool::Origin::kRepeated && plan->sketch.case_kind == "call")
            EXPECT_TRUE(said.contains(argument.value)) << call.tool << " " << argument.name;
          said.insert(argument.value);
        }
  }
}

TEST(Planner, OffersTheNeededToolsAndNoneThatDoesTheSameWhereNoneFits) {
  Workshop shop(world::note_tools());
  Planner planner = shop.planner(all_cases());
  for (int i = 0; i < 60; ++i) {
    const auto plan = planner.next();
    ASSERT_TRUE(plan);
    std::set<std::string> offered;
    for (const std::size_t tool : plan->offered) offered.insert(shop.box.tools[tool].name);
    for (const tool::SketchStep* step : tool::steps_of(plan->sketch))
      for (const tool::SketchCall& call : step->calls)
        EXPECT_EQ(offered.contains(call.tool), plan->sketch.case_kind != cases::kAbstention);
  }
}

TEST(Planner, StylesHaveTheShapeThatTheyAreNamedFor) {
  Workshop shop(world::note_tools());
  for (const std::string_view style : {kSimple, kParallel, kMultiTurn}) {
    Planner planner = shop.planner(
        {.single_share = style == kMultiTurn ? 0.0 : 1.0, .styles = {{std::string(style), 1}}});
    std::size_t seen = 0;
    for (int i = 0; i < 20; ++i) {
      const auto plan = planner.next();
      ASSERT_TRUE(plan);
      if (plan->sketch.style != style) continue;
      ++seen;
      if (style == kSimple) EXPECT_EQ(plan->offered.size(), 1u);
      if (style == kParallel) EXPECT_GE(plan->sketch.turns[0].steps.back().calls.size(), 2u);
      if (style == kMultiTurn) EXPECT_GE(plan->sketch.turns.size(), 2u);
    }
    EXPECT_GE(seen, 10u) << style;
  }
}

TEST(Planner, SharesOfCasesAreNearlyAsAskedFor) {
  Workshop shop(world::note_tools());
  PlanOptions options = all_cases();
  options.cases = {{"call", 0.5}, {"abstention", 0.5}};
  Planner planner = shop.planner(options);
  int abstentions = 0;
  for (int i = 0; i < 40; ++i) abstentions += planner.next()->sketch.case_kind == "abstention";
  EXPECT_NEAR(abstentions, 20, 3);
}

/// What is called with what: plans that agree in it differ in their words alone.
std::string calls_of(const tool::Sketch& sketch) {
  std::string out = sketch.case_kind + sketch.missing;
  for (const tool::SketchTurn& turn : sketch.turns) {
    out += ";";
    for (const tool::SketchStep& step : turn.steps)
      for (const tool::SketchCall& call : step.calls) {
        out += " " + call.tool;
        for (const tool::SketchArgument& argument : call.arguments)
          out += " " + argument.name + argument.value + argument.field;
      }
  }
  return out;
}

TEST(Planner, AtMostTwoPlansMakeTheSameCalls) {
  Workshop shop(world::note_tools());
  Planner planner = shop.planner(all_cases());
  std::map<std::string, int> seen;
  for (int i = 0; i < 400; ++i) {
    const auto plan = planner.next();
    ASSERT_TRUE(plan);
    ASSERT_LE(++seen[calls_of(plan->sketch)], 2) << calls_of(plan->sketch);
  }
}

TEST(Planner, WhereNothingElseCanBeCalledItEnds) {
  Workshop shop({tool::make_tool("get_board", "Get the whole board", "", "",
                                 R"({"type":"object","properties":{"winner":{"type":"string"}}})")});
  PlanOptions options;
  options.single_share = 1;
  Planner planner = shop.planner(options);
  int plans = 0;
  while (plans < 100 && planner.next()) ++plans;
  EXPECT_GE(plans, 1);
  EXPECT_LE(plans, 4);
}

/// The steps with several calls of 400 plans.
void for_each_parallel(std::vector<Tool> tools,
                       const std::function<void(const tool::SketchStep&)>& see) {
  Workshop shop(std::move(tools));
  PlanOptions options;
  options.single_share = 0.5;
  options.seed = 9;
  options.styles = {{std::string(kParallel), 0.5}, {std::string(kParallelMultiple), 0.5}};
  Planner planner = shop.planner(options);
  for (int i = 0; i < 400; ++i)
    if (const auto plan = planner.next())
      for (const tool::SketchStep* step : tool::steps_of(plan->sketch))
        if (step->calls.size() > 1) see(*step);
}

TEST(Planner, WhatIsCalledAtOnceIsNamedAndNotTheSameTwice) {
  for (const auto& tools : {world::note_tools(), world::file_tools()})
    for_each_parallel(tools, [](const tool::SketchStep& step) {
      std::set<std::string> seen;
      for (const tool::SketchCall& call : step.calls) {
        std::string text = call.tool;
        for (const tool::SketchArgument& argument : call.arguments) {
          text += " " + argument.value;
          const bool is_same_tool = step.calls[0].tool == step.calls[1].tool;
          if (is_same_tool) EXPECT_FALSE(argument.value.empty()) << call.tool;
        }
        EXPECT_TRUE(seen.insert(text).second) << text;
      }
    });
}

TEST(Planner, NothingIsCalledAtOnceWithWhatItNeeds) {
  for_each_parallel(world::note_tools(), [](const tool::SketchStep& step) {
    for (const tool::SketchCall& one : step.calls)
      for (const tool::SketchCall& other : step.calls) {
        if (&one == &other || one.tool == other.tool) continue;
        const bool makes = one.deed.kind == tool::DeedKind::kCreate;
        const bool lists = other.deed.kind == tool::DeedKind::kList;
        EXPECT_FALSE(makes && lists && one.noun == other.noun) << one.tool << " " << other.tool;
        for (const tool::SketchArgument& made : one.arguments)
          for (const tool::SketchArgument& used : other.arguments)
            EXPECT_FALSE(makes && !used.noun.empty() && made.value == used.value)
                << one.tool << " " << other.tool;
      }
  });
}

TEST(Planner, ListsAreNarrowedToWhatThereIs) {
  std::vector<Tool> tools(2);
  tools[0].name = "list_books";
  tools[0].description = "List the books of the shop.";
  tools[0].parameters = R"({"type":"object","properties":{"author":{"type":"string"}},"required":["author"]})";
  tools[0].output_schema = R"({"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"},"author":{"type":"string"}}}})";
  tools[1].name = "get_book";
  tools[1].description = "Get a book of the shop.";
  tools[1].parameters = R"({"type":"object","properties":{"book_id":{"type":"integer"}},"required":["book_id"]})";
  tools[1].output_schema = R"({"type":"object","properties":{"id":{"type":"integer"},"author":{"type":"string"}}})";
  const Toolbox box(tools);
  world::World world;
  for (const auto& [id, author] : {std::pair("1", "\"Frank Herbert\""), {"2", "\"Jane Austen\""}}) {
    world::Thing& book = world.things.emplace_back(world::Thing{"book", {}, {}, false});
    book.fields.emplace_back("book_id", id);
    book.fields.emplace_back("author", author);
  }
  Random random(1, "narrowing");
  std::set<std::string> authors;
  for (int i = 0; i < 20; ++i) authors.insert(narrowing(box, 0, "author", world, random).value());
  EXPECT_EQ(authors, (std::set<std::string>{"\"Frank Herbert\"", "\"Jane Austen\""}));
  EXPECT_FALSE(narrowing(box, 0, "title", world, random));
  EXPECT_FALSE(narrowing(box, 1, "author", world, random));
}

TEST(Planner, WhatWasMadeIsCalledByItsIdAndNotByItsName) {
  std::vector<Tool> tools(2);
  tools[0].name = "create_pet";
  tools[0].description = "Create a pet.";
  tools[0].parameters = R"({"type":"object","properties":{"id":{"type":"integer"},"name":{"type":"string"}},"required":["id","name"]})";
  tools[1].name = "get_pet";
  tools[1].description = "Info for a specific pet.";
  tools[1].parameters = R"({"type":"object","properties":{"pet_id":{"type":"string","description":"The id of the pet to retrieve."}},"required":["pet_id"]})";
  tools[1].output_schema = R"({"type":"object","properties":{"id":{"type":"integer"},"name":{"type":"string"}}})";
  Workshop shop(std::move(tools));
  Planner planner = shop.planner({.single_share = 0, .least = 2, .most = 2});
  int made_and_got = 0;
  for (int i = 0; i < 60; ++i) {
    const auto plan = planner.next();
    if (!plan) break;
    std::string id;
    for (const tool::SketchStep* step : tool::steps_of(plan->sketch))
      for (const tool::SketchCall& call : step->calls)
        for (const tool::SketchArgument& argument : call.arguments) {
          if (argument.name == "id") id = world::text_of_json(argument.value);
          if (argument.name != "pet_id" || id.empty() || argument.origin == tool::Origin::kGiven) continue;
          ++made_and_got;
          EXPECT_EQ(world::text_of_json(argument.value), id);
        }
  }
  EXPECT_GT(made_and_got, 0);
}

TEST(ReadMix, NamesWhatItDoesNotKnow) {
  EXPECT_FALSE(read_mix("call=1,dance=2", {"call"}));
  EXPECT_FALSE(read_mix("call=x", {"call"}));
  EXPECT_FALSE(read_mix("call=0", {"call"}));
  EXPECT_FALSE(read_mix("call=-1", {"call"}));
  const auto mix = read_mix("call=3, rest=1", {"call", "rest"});
  ASSERT_TRUE(mix);
  EXPECT_DOUBLE_EQ((*mix)[0].second, 0.75);
}

TEST(Sketch, ReadsBackWhatItWrote) {
  Workshop shop(world::file_tools());
  Planner planner = shop.planner(all_cases());
  for (int i = 0; i < 20; ++i) {
    const auto plan = planner.next();
    ASSERT_TRUE(plan);
    const std::string text = tool::sketch_text(plan->sketch);
    const auto back = tool::read_sketch(text);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(tool::sketch_text(*back), text);
  }
  EXPECT_FALSE(tool::read_sketch("{}"));
  EXPECT_FALSE(tool::read_sketch(R"({"turns":[{"steps":[{"calls":[{}]}]}]})"));
}

TEST(Coverage, AnEdgeIsShownWhereItsValueWasReplied) {
  Toolbox box(world::note_tools());
  ASSERT_FALSE(box.graph.data.empty());
  ToolUse row;
  ToolTurn& turn = row.turns.emplace_back();
  turn.steps.push_back({"", {{"", "list_notes", "{}"}}, {{R"([{"id":4},{"id":7}])"}}});
  turn.steps.push_back({"", {{"", "get_note", R"({"note_id":7})"}}, {{R"({"id":7})"}}});
  Coverage shown(box);
  shown.add(row);
  EXPECT_GT(std::ranges::count(shown.data(), true), 0);
  turn.steps[1].calls[0].arguments = R"({"note_id":9})";
  Coverage not_shown(box);
  not_shown.add(row);
  EXPECT_EQ(std::ranges::count(not_shown.data(), true), 0);
  EXPECT_EQ(not_shown.missing_tools().size(), box.size() - 2);
}

}  // namespace
}  // namespace generator::trajectory
