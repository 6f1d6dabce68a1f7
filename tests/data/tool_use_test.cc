#include "data/tool_use.h"

#include <gtest/gtest.h>

namespace generator {
namespace {

ToolUse full_row() {
  ToolUse row;
  row.id = "r1";
  row.method = "multi_step";
  row.style = "multi_turn";
  row.case_kind = cases::kRecovery;
  Tool& tool = row.tools.emplace_back();
  tool.name = "get_note";
  tool.parameters = R"({"type":"object"})";
  row.documentation = "other";
  ToolTurn& turn = row.turns.emplace_back();
  turn.instruction = "Show \"it\".\n";
  turn.steps.push_back({"so", {{"call_1", "get_note", R"({"n":1.0})"}}, {{R"({"a":1e3})"}},
                        Verdict{3, "it fails", true}});
  turn.answer = "Done.";
  turn.verdict = Verdict{9, "", false};
  row.dead_ends.push_back({0, 0, {"t", {{"", "x", "{}"}}, {{"text", true}}}, "wrong tool"});
  row.outcome = ToolOutcome{std::string(outcomes::kPartially), 0.5,
                            {{"it is shown", true, "Done"}, {"it is short", false, ""}}, "m"};
  row.rating = Rating{.total = 8, .criteria = {{"answer", 8}}, .reasons = "good", .model = "m"};
  row.provenance = {"", "tools.json", "m", "2026-11-27T00:00:00Z"};
  row.extra = R"("own":[1,2])";
  return row;
}

TEST(ToolUse, ReadsBackEverythingThatItWrote) {
  const std::string text = tool_use_text(full_row());
  const auto document = json::Document::parse(text);
  ASSERT_TRUE(document) << text;
  const auto back = read_tool_use(document->root());
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(tool_use_text(*back), text);
  EXPECT_TRUE(back->turns[0].steps[0].verdict->is_masked);
  EXPECT_FALSE(back->turns[0].verdict->is_masked);
  EXPECT_EQ(back->turns[0].steps[0].calls[0].arguments, R"({"n":1.0})");
  EXPECT_TRUE(back->dead_ends[0].tried.results[0].is_error);
}

TEST(ToolUse, WhatSaysNothingIsLeftAway) {
  ToolUse row;
  row.turns.push_back({.instruction = "a", .steps = {}, .answer = "b"});
  EXPECT_EQ(tool_use_text(row),
            R"({"turns":[{"instruction":"a","steps":[],"answer":"b"}]})");
}

TEST(ToolUse, ADeadEndWithoutAPlaceIsAnError) {
  const auto document = json::Document::parse(
      R"({"turns":[{"instruction":"a"}],"dead_ends":[{"turn":0,"step":1,"tried":{"calls":[]}}]})");
  EXPECT_FALSE(read_tool_use(document->root()));
}

}  // namespace
}  // namespace generator
