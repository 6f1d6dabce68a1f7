// That rows read as a person would type them, by rules that hold for any specification.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "offline/tool_wording.h"

namespace generator::offline {
namespace {

using tool::DeedKind;
using tool::Origin;
using tool::Sketch;
using tool::SketchArgument;
using tool::SketchCall;
using tool::SketchStep;

SketchArgument setting(std::string name, std::string value, std::string description = "") {
  SketchArgument out;
  out.name = std::move(name);
  out.value = std::move(value);
  out.description = std::move(description);
  out.is_required = true;
  return out;
}

SketchArgument thing(std::string name, std::string noun, std::string value,
                     Origin origin = Origin::kGiven) {
  SketchArgument out = setting(std::move(name), std::move(value));
  out.noun = std::move(noun);
  out.origin = origin;
  return out;
}

SketchCall call(std::string description, tool::Deed deed, std::vector<SketchArgument> arguments) {
  SketchCall out;
  out.tool = "a_tool";
  out.description = std::move(description);
  out.deed = std::move(deed);
  out.arguments = std::move(arguments);
  return out;
}

Sketch sketch_of(std::vector<SketchCall> calls, std::uint64_t seed) {
  Sketch out;
  out.case_kind = std::string(cases::kCall);
  out.turns.emplace_back();
  for (SketchCall& one : calls) out.turns[0].steps.push_back({{std::move(one)}, false});
  out.seed = seed;
  return out;
}

std::vector<std::string> forms(const std::vector<SketchCall>& calls) {
  std::vector<std::string> out;
  for (std::uint64_t seed = 0; seed < 60; ++seed)
    out.push_back(instructions_of(sketch_of(calls, seed * 7919))[0]);
  return out;
}

/// Every form of the instruction holds `part`, whatever its first letter.
void expect_in_all(const std::vector<SketchCall>& calls, std::string part) {
  for (const std::string& text : forms(calls))
    EXPECT_NE(text::to_lower(text).find(text::to_lower(part)), std::string::npos) << text;
}

std::string answered(const SketchCall& one, std::string content) {
  ToolStep done;
  done.calls.push_back({});
  done.results.push_back({std::move(content), false});
  return answer_of(sketch_of({one}, 1), 0, {done});
}

SketchCall get_pet(std::string id = "101") {
  return call("Info for a specific pet", {DeedKind::kRead, "get", {"pet"}, false},
              {thing("petId", "pet", std::move(id))});
}

TEST(ToolReading, ATitleIsNoVerbAndHasNoCapitalsOfItsOwn) {
  const SketchCall estimates =
      call("Time Estimates", {DeedKind::kList, "get", {"estimate", "time"}, true}, {});
  for (const std::string& text : forms({estimates}))
    EXPECT_EQ(text.find("ime Estimates"), std::string::npos) << text;
  expect_in_all({estimates}, "time estimates");
}

TEST(ToolReading, TwoNumbersThatAreOnePlaceAreSaidAsOne) {
  const tool::Deed deed = {DeedKind::kList, "get", {"fare"}, true};
  expect_in_all({call("List fares", deed,
                      {setting("start_latitude", "41.2"), setting("start_longitude", "2.4"),
                       setting("end_latitude", "46.3"), setting("end_longitude", "8.2")})},
                " from 41.2, 2.4 to 46.3, 8.2");
  expect_in_all({call("List fares", deed, {setting("lat", "41.2"), setting("lng", "2.4")})},
                " at 41.2, 2.4");
}

TEST(ToolReading, APartOfAPlaceIsStillSaid) {
  Sketch sketch = sketch_of({call("List fares", {DeedKind::kList, "get", {"fare"}, true},
                                  {setting("lat", "41.7"), setting("lng", "2.4")})}, 3);
  sketch.case_kind = std::string(cases::kMissingArgument);
  sketch.missing = "lng";
  sketch.turns.push_back(sketch.turns[0]);
  const std::vector<std::string> all = instructions_of(sketch);
  EXPECT_NE(all[0].find("41.7"), std::string::npos) << all[0];
  EXPECT_EQ(all[0].find("2.4"), std::string::npos) << all[0];
}

TEST(ToolReading, ACellOfAGridIsSetToAMark) {
  const SketchCall set = call("Set a single board square.",
                              {DeedKind::kChange, "put", {"square"}, false},
                              {setting("row", "2"), setting("column", "3"),
                               setting("body", "\"X\"", "Possible values. `.` means empty.")});
  expect_in_all({set}, "set the board square in row 2, column 3 to X");
  EXPECT_EQ(answered(set, R"({"winner":".","board":[[".","X"],[".","."]]})"),
            "The board square in row 2, column 3 has been set to X; the winner is \".\" and the "
            "board is \". X / . .\".");
}

TEST(ToolReading, WhatIsSetStandsBehindTo) {
  expect_in_all({call("Update the status of an order.",
                      {DeedKind::kChange, "update", {"order"}, false},
                      {thing("order_id", "order", "\"A7\""),
                       setting("status", "\"shipped\"", "New status of the order")})},
                "the status of the order A7 to shipped");
}

TEST(ToolReading, NumbersOfASumAreSaidInItsPlace) {
  expect_in_all({call("Returns the sum of two numbers", {DeedKind::kRead, "get", {"sum"}, false},
                      {setting("a", "25", "First number"), setting("b", "6", "Second number")})},
                "the sum of 25 and 6");
}

TEST(ToolReading, TheOneTextOfACallIsItsInput) {
  expect_in_all({call("Echoes back the input string", {DeedKind::kOther, "echo", {}, false},
                      {setting("message", "\"clear sky\"", "Message to echo")})},
                "echo \"clear sky\"");
}

TEST(ToolReading, WhatATextSaysOfItselfIsLeftAway) {
  const tool::Deed deed = {DeedKind::kList, "search", {"perform"}, false};
  expect_in_all({call("Provides search capability for the data set with the given criteria.", deed,
                      {thing("dataset", "dataset", "\"grants\"")})},
                "search the dataset grants");
  for (const std::string& text : forms({get_pet()})) {
    EXPECT_EQ(text.find("info"), std::string::npos) << text;
    EXPECT_NE(text.find("pet 101"), std::string::npos) << text;
    EXPECT_EQ(text.find("the pet 101"), std::string::npos) << text;
  }
  for (const std::string& text :
       forms({call("Returns up to ten resource links", {DeedKind::kList, "get", {"link"}, true},
                   {setting("count", "4", "Number of links to return")})})) {
    EXPECT_EQ(text.find("up to ten"), std::string::npos) << text;
    EXPECT_NE(text::to_lower(text).find("4 resource links"), std::string::npos) << text;
  }
}

TEST(ToolReading, AThingIsLookedUpInMoreThanOneWay) {
  std::vector<std::string> all = forms({get_pet()});
  const auto starts = std::ranges::count_if(all, [](const std::string& text) {
    return text.find("ook up") != std::string::npos;
  });
  EXPECT_LT(starts, static_cast<std::ptrdiff_t>(all.size() / 2));
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  EXPECT_GE(all.size(), 20u);
}

TEST(ToolReading, AStateIsSaidBeforeTheThings) {
  const SketchCall pulls =
      call("List the pull requests of a project", {DeedKind::kList, "list", {"pull", "request"}, true},
           {thing("project_id", "project", "\"atlas\""), setting("state", "\"merged\"")});
  for (const std::string& text : forms({pulls}))
    EXPECT_NE(text.find("merged pull requests"), std::string::npos) << text;
}

TEST(ToolReading, WhatIsMadeIsNotTheThingThatItIsMadeFor) {
  SketchArgument first = thing("hotel_id", "hotel", "", Origin::kResult);
  first.field = "hotels[].hotel_id";
  first.is_of_list = true;
  const SketchCall list = call("List all hotels.", {DeedKind::kList, "list", {"hotel"}, true}, {});
  const SketchCall make =
      call("Create a new booking.", {DeedKind::kCreate, "create", {"booking"}, false},
           {first, thing("name", "booking", "\"Oakwood\"", Origin::kChosen)});
  expect_in_all({list, make}, "a new booking called Oakwood for the first one");
}

TEST(ToolReading, AfterAListItIsSaidWhatIsMeant) {
  const SketchCall make = call("Create a new hotel.", {DeedKind::kCreate, "create", {"hotel"}, false},
                               {thing("name", "hotel", "\"Oakwood\"", Origin::kChosen)});
  const SketchCall list = call("List all hotels.", {DeedKind::kList, "list", {"hotel"}, true}, {});
  const SketchCall book =
      call("Create a new booking.", {DeedKind::kCreate, "create", {"booking"}, false},
           {thing("hotel_id", "hotel", "\"Oakwood\"", Origin::kRepeated),
            thing("name", "booking", "\"Willow\"", Origin::kChosen)});
  expect_in_all({make, list, book}, "for that hotel");
  expect_in_all({make, book}, "for it");
}

TEST(ToolReading, AStatusOfTheThingIsToldAndOneOfTheCallIsNot) {
  EXPECT_EQ(answered(get_pet(), R"({"id":101,"status":"sold"})"), "The status of pet 101 is sold.");
  EXPECT_EQ(answered(get_pet(), R"({"id":101,"status":"success"})"),
            "Pet 101 is there, and nothing else is known about it.");
  EXPECT_EQ(answered(get_pet(), R"({"status":"success"})"), "Nothing was found for pet 101.");
}

TEST(ToolReading, TextsBesideThingsAreNoElementsOfAList) {
  const SketchCall links = call("Returns resource links", {DeedKind::kList, "get", {"link"}, true}, {});
  EXPECT_EQ(answered(links, R"(["Here are 2:",{"name":"A","uri":"x:1"},{"name":"B","uri":"x:2"}])"),
            "Here are the 2 resource links:\n\n- A: uri x:1\n- B: uri x:2");
  EXPECT_EQ(answered(links, R"([{"type":"image","mimeType":"image/png"}])"),
            "There is one resource link (mime type image/png).");
}

TEST(ToolReading, WhatASwitchRepliesIsQuoted) {
  const SketchCall toggle =
      call("Toggles simulated, random-leveled logging on or off.",
           {DeedKind::kOther, "toggle", {"simulated", "logging"}, false}, {});
  expect_in_all({toggle}, "toggle the simulated, random-leveled logging");
  EXPECT_EQ(answered(toggle, R"("Started logging at a 5 second pace.")"),
            "The simulated, random-leveled logging has been toggled; the tool replied: \"Started "
            "logging at a 5 second pace.\"");
}

TEST(ToolReading, FieldsOfNoThingHaveNoOwner) {
  const SketchCall weather =
      call("Returns structured content along with an output schema",
           {DeedKind::kRead, "get", {"structured", "content"}, false},
           {setting("location", "\"New York\"", "Choose city")});
  expect_in_all({weather}, "the structured content for New York");
  EXPECT_EQ(answered(weather, R"({"temperature":33,"conditions":"Cloudy"})"),
            "The temperature is 33 and the conditions are Cloudy.");
}

TEST(ToolReading, AWordInANameIsKeptFromEveryChange) {
  SketchCall note = call("Create a note.", {DeedKind::kCreate, "create", {"note"}, false},
                         {thing("title", "note", "\"at most the note 7\"", Origin::kChosen)});
  for (const std::string& text : forms({note}))
    EXPECT_NE(text.find("at most the note 7"), std::string::npos) << text;
}

}  // namespace
}  // namespace generator::offline
