#include "qa/citations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "data/reasons.h"

namespace generator::qa {
namespace {

using ::testing::HasSubstr;

Chunk chunk(const std::string& text) {
  Chunk out;
  out.id = text.substr(0, 8);
  out.text = text;
  return out;
}

const std::string kCode = "```c\nH5Fclose(file);\n```";
const std::string kPassage =
    "A file is closed by `H5Fclose`.\n\n" + kCode +
    "\n\nAll identifiers of it become invalid then. The steps are:\n\n1. Flush the file.\n2. Close "
    "it.\n\n| Call | Use |\n| --- | --- |\n| H5Fflush | writes the buffers |\n| H5Fclose | ends "
    "access |\n";

// Among three passages the second says it.
std::string cite(const std::string& answer, std::vector<std::string> reasoning = {}) {
  const ShownPassages shown{{chunk("Nothing here."), chunk(kPassage), chunk("Bread is baked.")},
                            {1}};
  const auto out = cited({"How is a file closed?", std::move(reasoning), answer}, shown);
  return out ? *out : std::string(out.error().code) + ": " + out.error().detail;
}

TEST(Citations, AMarkStandsBehindEachSentence) {
  EXPECT_EQ(cite("A file is closed by `H5Fclose`. All identifiers of it become invalid then."),
            "A file is closed by `H5Fclose`. [2] All identifiers of it become invalid then. [2]");
}

TEST(Citations, ListsStayListsAndCodeStaysCode) {
  EXPECT_EQ(cite("The steps are:\n\n1. Flush the file.\n2. Close it.\n"),
            "The steps are: [2]\n\n1. Flush the file. [2]\n2. Close it. [2]\n");
  EXPECT_EQ(cite("A file is closed by `H5Fclose`:\n\n" + kCode),
            "A file is closed by `H5Fclose`: [2]\n\n" + kCode + "\n\n[2]");
  EXPECT_EQ(cite(kCode + "\nAll identifiers of it become invalid then."),
            kCode + "\n\n[2]\n\nAll identifiers of it become invalid then. [2]");
  EXPECT_EQ(cite("1. Close it.\n\n   ```c\n   H5Fclose(file);\n   ```\n2. Flush the file."),
            "1. Close it. [2]\n\n   ```c\n   H5Fclose(file);\n   ```\n\n   [2]\n\n2. Flush the "
            "file. [2]");
}

TEST(Citations, ARowOfATableHasItsMarkInTheLastCell) {
  EXPECT_EQ(cite("| Call | Use |\n| --- | --- |\n| H5Fflush | writes the buffers |\n| H5Fclose | "
                 "ends access |"),
            "| Call | Use |\n| --- | --- |\n| H5Fflush | writes the buffers [2] |\n| H5Fclose | "
            "ends access [2] |");
}

TEST(Citations, TakenOutTheMarksLeaveTheAnswer) {
  for (const std::string answer :
       {"A file is closed by `H5Fclose`. All identifiers of it become invalid then.",
        "The steps are:\n\n1. Flush the file.\n2. Close it.\n"})
    EXPECT_EQ(text::replace_all(cite(answer), " [2]", ""), answer);
}

TEST(Citations, ASentenceThatNoGoldPassageSaysRefusesTheRow) {
  EXPECT_THAT(cite("A file is closed by `H5Fclose`. It takes 12 seconds."),
              HasSubstr("uncited_sentence: \"It takes 12 seconds.\""));
  EXPECT_THAT(cite("A file is closed by `H5Fdelete`."), HasSubstr("uncited_sentence"));
  EXPECT_THAT(cite("Bread is baked."), HasSubstr("uncited_sentence")) << "a distractor says it";
}

TEST(Citations, WhatReadsAsAMarkAlreadyRefusesTheRow) {
  EXPECT_THAT(cite("A file is closed by `H5Fclose` [3]."), HasSubstr("not_exportable"));
  EXPECT_EQ(cite("A file is closed by `H5Fclose`."), "A file is closed by `H5Fclose`. [2]");
  EXPECT_THAT(cite("A file is closed by `a [3]`."), ::testing::Not(HasSubstr("not_exportable")));
}

TEST(Citations, EachSentenceNamesThoseOfTwoPassagesThatSayIt) {
  const ShownPassages shown{{chunk("A link is a path that is held as text by an object."),
                             chunk("Bread is baked."),
                             chunk("A drawer is a part of the cabinet that holds sheets.")},
                            {0, 2}};
  const QaPair pair{"What is a link, and what is a drawer?", {},
                    "A link is a path that is held as text by an object.\n\nA drawer is a part of "
                    "the cabinet that holds sheets."};
  EXPECT_EQ(*cited(pair, shown),
            "A link is a path that is held as text by an object. [1]\n\nA drawer is a part of the "
            "cabinet that holds sheets. [3]");
}

TEST(Citations, WhatFollowsFromTheStepsRestsOnTheGoldPassages) {
  EXPECT_THAT(cite("So nothing of it can be read afterwards."), HasSubstr("uncited_sentence"));
  EXPECT_EQ(cite("So nothing of it can be read afterwards.",
                 {"All identifiers of it become invalid then.",
                  "So nothing of it can be read afterwards."}),
            "So nothing of it can be read afterwards. [2]");
}

TEST(Citations, WhatJoinsTwoStepsRestsOnThemAndNoNewNameDoes) {
  const std::vector<std::string> steps = {"`H5Fopen` opens the file.", "`H5Fclose` closes it."};
  EXPECT_EQ(cite("First `H5Fopen`, then `H5Fclose`.", steps),
            "First `H5Fopen`, then `H5Fclose`. [2]");
  EXPECT_THAT(cite("First `H5Fopen`, then `H5Fdelete`.", steps), HasSubstr("uncited_sentence"));
}

TEST(Citations, SourceCodeIsCopiedWithoutItsFence) {
  const ShownPassages shown{{chunk("/* closes */\nint end(file_t f) {\n  return f->x;\n}\n")}, {0}};
  const std::string code = "```c\nint end(file_t f) {\n    return f->x;\n}\n```";
  EXPECT_EQ(*cited({"What does `end` do?", {}, code}, shown), code + "\n\n[1]");
  EXPECT_FALSE(cited({"What does `end` do?", {}, "```c\nint end2(file_t g);\n```"}, shown));
}

}  // namespace
}  // namespace generator::qa
