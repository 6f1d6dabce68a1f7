#include "qa/answer.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "data/reasons.h"

namespace generator::qa {
namespace {

constexpr std::string_view kPage =
    "# Groups\n"                                                                // 1..
    "A group holds links. It is found by its path (see Figure 2).\n\n"          // 1 2
    "A group is created in the compact format only if one of these holds:\n\n"  // 3
    "* the low bound is 1.8.0 or later (`H5Pset_libver_bounds`)\n"              // 4
    "* creation order is tracked,\n  as described below\n\n"                    // 5
    "See the reference manual.\n\n"                                             // 6
    "Members are listed like this:\n\n```c\nlist();\n```\n\n"                   // 7 8
    "Format | Since\n---|---\ncompact | 1.8\nindexed | 1.0\n\n"                 // 9 10
    "The above table is short.\n\n"                                             // 11
    "_Figure 2: a tree_\n\n"                                                    // 12
    "Quoted by:\n";                                                             // 13

std::string answer_of(std::string_view text, std::vector<int> units,
                      AnswerWords words = {0, 1000}) {
  Chunk chunk;
  chunk.text = text;
  const auto passage = measure::read_passage(chunk);
  const auto answer = assemble(passage, std::move(units), "c", words);
  return answer ? answer->text : "!" + std::string(answer.error().code);
}

TEST(Answer, JoinsUnitsAsTheyStood) {
  EXPECT_EQ(answer_of(kPage, {1}), "A group holds links.");
  EXPECT_EQ(answer_of(kPage, {2, 1, 2}), "A group holds links. It is found by its path.");
  EXPECT_EQ(answer_of(kPage, {9, 10}), "Format | Since\n---|---\ncompact | 1.8\nindexed | 1.0");
}

TEST(Answer, TakesWhatBelongsTogether) {
  EXPECT_EQ(answer_of(kPage, {2}), "A group holds links. It is found by its path.");
  const std::string list =
      "A group is created in the compact format only if one of these holds:\n\n"
      "* the low bound is 1.8.0 or later (`H5Pset_libver_bounds`)\n* creation order is tracked";
  EXPECT_EQ(answer_of(kPage, {3}), list);
  EXPECT_EQ(answer_of(kPage, {4, 5}), list);
  EXPECT_EQ(answer_of(kPage, {8}), "Members are listed like this:\n\n```c\nlist();\n```");
}

TEST(Answer, RefusesWhatDangles) {
  EXPECT_EQ(answer_of(kPage, {6}), "!dangling_reference");
  EXPECT_EQ(answer_of(kPage, {12}), "!dangling_reference");
  EXPECT_EQ(answer_of(kPage, {13}), "!dangling_reference");
  EXPECT_EQ(answer_of(kPage, {11}), "!dangling_reference");
  EXPECT_EQ(answer_of("This is so.", {1}), "!dangling_reference");
  EXPECT_EQ(answer_of("It is possible to do so.", {1}), "It is possible to do so.");
}

TEST(Answer, RefusesUnitsThatAreNotThere) {
  EXPECT_EQ(answer_of(kPage, {0}), "!unknown_unit");
  EXPECT_EQ(answer_of(kPage, {1, 99}), "!unknown_unit");
  EXPECT_EQ(answer_of(kPage, {}), "!unknown_unit");
}

TEST(Answer, KeepsToTheWordsThatAreWanted) {
  EXPECT_EQ(answer_of(kPage, {1}, {5, 12}), "A group holds links. It is found by its path.");
  EXPECT_EQ(answer_of(kPage, {1}, {9, 99}), "!answer_too_short");
  EXPECT_EQ(answer_of(kPage, {1}, {5, 9}), "!answer_too_short");
  EXPECT_EQ(answer_of(kPage, {1}, {1, 3}), "!answer_too_long");
  EXPECT_EQ(answer_of(kPage, {1}, {4, 4}), "A group holds links.");
}

TEST(Answer, NamesItsEvidenceByteForByte) {
  Chunk chunk;
  chunk.text = kPage;
  const auto passage = measure::read_passage(chunk);
  const auto answer = assemble(passage, {1, 2, 9}, "", {0, 1000});
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->evidence.size(), 2U);
  EXPECT_EQ(passage.text_of(answer->evidence[0]),
            "A group holds links. It is found by its path (see Figure 2).");
  EXPECT_EQ(passage.text_of(answer->evidence[1]), "compact | 1.8");
}

TEST(Answer, WritesCodeQuotesAndLoneItemsReadably) {
  Chunk code;
  code.text = "int f() {\n  return 1;\n}\n";
  code.kind = ChunkKind::kCode;
  EXPECT_EQ(assemble(measure::read_passage(code), {1}, "c", {0, 100})->text,
            "```c\nint f() {\n  return 1;\n}\n```");
  EXPECT_EQ(answer_of("```c\nint x;\nint y;", {1}), "```c\nint x;\nint y;\n```");
  EXPECT_EQ(answer_of("> Quoted text goes\n> on here.\n", {1}), "Quoted text goes on here.");
  EXPECT_EQ(answer_of("* One item alone.\n* Another.\n", {1}), "One item alone.");
  code.text = "/* Returns one, at any time. */\nint f() {\n  return 1;\n}\n";
  EXPECT_EQ(assemble(measure::read_passage(code), {1}, "c", {0, 100})->text,
            "Returns one, at any time.\n\n```c\nint f() {\n  return 1;\n}\n```");
  // An item that names what it speaks of does without its list; others do not.
  EXPECT_EQ(answer_of("Options:\n\n* `--all`: every row\n* `--one`: one row\n", {2}),
            "`--all`: every row");
  EXPECT_EQ(answer_of("Options:\n\n* every row\n* one row\n", {2}),
            "Options:\n\n* every row\n* one row");
  EXPECT_EQ(answer_of("Use [the call](http://x.y) now. ![img](a.png)", {1}), "Use the call now.");
  EXPECT_EQ(answer_of("1. Open it.\n2. Close it.\n", {1, 2}), "1. Open it.\n2. Close it.");
}

TEST(Answer, CountsWordsAsReadersDo) {
  const std::map<std::string, std::int64_t> cases = {
      {"", 0},      {"one two", 2},     {"- one", 1},    {"1. one", 1},
      {"a | b", 2}, {"`f(x)` -> y", 2}, {"你好世界", 2}, {"--- ***", 0}};
  for (const auto& [text, words] : cases) EXPECT_EQ(count_words(text), words) << text;
}

}  // namespace
}  // namespace generator::qa
