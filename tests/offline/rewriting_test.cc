#include "offline/rewriting.h"

#include <gtest/gtest.h>

namespace generator::offline {
namespace {

struct Case {
  std::string_view answer;
  std::string_view rewritten;
};

constexpr Case kCases[] = {
    // What is in house style stays.
    {"A group holds links.", "A group holds links."},
    {"Call `A5Fopen` first.", "Call `A5Fopen` first."},
    {"```c\n  a = f(x);\n\n  b_c = 1;\n```", "```c\n  a = f(x);\n\n  b_c = 1;\n```"},
    {"| A | B |\n| --- | --- |\n| a_b | c |", "| A | B |\n| --- | --- |\n| a_b | c |"},
    // Openings that lean on what stood before.
    {"However, the links to a group are counted.", "The links to a group are counted."},
    {"Note that A5Fopen fails on a missing file.", "`A5Fopen` fails on a missing file."},
    {"Links are counted. Note that the count is kept in the header.",
     "Links are counted. The count is kept in the header."},
    {"However, no.", "However, no."},
    // Identifiers.
    {"Call A5Fopen (see file_name) or std::sort() now.",
     "Call `A5Fopen` (see `file_name`) or `std::sort()` now."},
    {"See https://example.org/a_b for more.", "See https://example.org/a_b for more."},
    // Lists.
    {"Parts:\n* one\n* two", "Parts:\n\n- one\n- two"},
    {"Steps:\n1) one\n2) two", "Steps:\n\n1. one\n2. two"},
    {"There are three kinds of links: hard links, soft links, and external links.",
     "There are three kinds of links:\n\n- hard links\n- soft links\n- external links"},
    {"There is one rule: a file, once it is closed, and only then, may go.",
     "There is one rule: a file, once it is closed, and only then, may go."},
    {"| Function | Purpose |\n| --- | --- |\n| A5_open | Opens a file and locks it. |",
     "- `A5_open`: Opens a file and locks it."},
    {"| Function | Purpose |\n| --- | --- |\n| the first | Opens a file and locks it. |",
     "| Function | Purpose |\n| --- | --- |\n| the first | Opens a file and locks it. |"},
    {"Attributes are therefore kept in the header. They are therefore small.",
     "Attributes are kept in the header. They are therefore small."},
    // Hard wraps and typographic marks.
    {"A group\nholds links.", "A group holds links."},
    {"It\xE2\x80\x99s a  \xE2\x80\x9Cname\xE2\x80\x9D.", "It's a \"name\"."},
    {"The size (see above) is kept.", "The size is kept."},
};

TEST(Rewriting, BringsAnAnswerIntoHouseStyle) {
  for (const Case& row : kCases) EXPECT_EQ(rewritten(row.answer), row.rewritten);
}

TEST(Rewriting, LeavesItsOwnWorkAlone) {
  for (const Case& row : kCases)
    EXPECT_EQ(rewritten(rewritten(row.answer)), rewritten(row.answer)) << row.answer;
}

TEST(Rewriting, SurvivesHostileText) {
  for (const std::string_view text :
       {"", "`", "``", "```", "- ", "1.", "\xFF\xFE", "(((", "|", "> ", "# ", "*", ": , , , and ."})
    EXPECT_LE(rewritten(text).size(), text.size() + 8) << text;
}

}  // namespace
}  // namespace generator::offline
