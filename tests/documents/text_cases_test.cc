// Tables of single cases: lines, captions, tooltips, tables, lists, code.

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>

#include "base/text.h"
#include "documents/boilerplate.h"
#include "documents/clean.h"
#include "documents/code_lines.h"
#include "documents/inline.h"
#include "documents/tables.h"
#include "documents/tooltips.h"

namespace generator::documents {
namespace {

std::string cleaned(std::string_view markdown) {
  return to_markdown(clean_markdown(markdown).blocks);
}

TEST(Inline, ReadsProse) {
  struct Case {
    std::string_view line, text;
  };
  const LinkTargets targets = {{"ref", "https://x.example"}};
  for (const Case& c : std::initializer_list<Case>{
           {"[text](https://x.example/a_(b).html \"Title\") stays", "text stays"},
           {"a [nested [bracket]](x.html) link", "a nested [bracket] link"},
           {"see [the guide][ref] and [ref]", "see the guide and ref"},
           {"_Using[H5Dset](https://x.example) to grow_", "_Using H5Dset to grow_"},
           {"service (<https://x.example/>) is down", "service is down"},
           {"get <https://x.example/f>", "get https://x.example/f"},
           {"an ![image](a.png) inside", "an inside"},
           {"escaped \\(a\\_b\\) and \\* star", "escaped (a_b) and * star"},
           {"back (\\, /) stays", "back (\\, /) stays"},
           {"a &lt; b &amp;&amp; c &#8212; d&nbsp;e", "a < b && c — d e"},
           {"<b>bold</b> and <int_value> and <time>", "bold and <int_value> and <time>"},
           {"C <br > FORTRAN", "C FORTRAN"},
           {"code `a[i](x) <b>` stays", "code `a[i](x) <b>` stays"},
           {"formula \\(x^2 + \\alpha\\) and $a_1$", "formula \\(x^2 + \\alpha\\) and $a_1$"},
           {"two  spaces   become one", "two spaces become one"},
           {"**Table 3** , a precision", "**Table 3**, a precision"},
           {"the compact-or- indexed format", "the compact-or-indexed format"},
           {"pre- and post-processing", "pre- and post-processing"},
           {"not closed [bracket and `tick", "not closed [bracket and `tick"},
       })
    EXPECT_EQ(read_prose(c.line, targets).text, c.text) << c.line;
}

TEST(Inline, TakesLinksOutOfCodeButLeavesCalls) {
  EXPECT_EQ(read_code("[H5Dclose](https://x.example/#a)(dataset);").text, "H5Dclose(dataset);");
  EXPECT_EQ(read_code("handlers[i](event, data[j]);").text, "handlers[i](event, data[j]);");
  EXPECT_EQ(read_code("  x = a[0](b) \\n").text, "  x = a[0](b) \\n");
  EXPECT_EQ(read_code("\\\\#define NX 3").text, "#define NX 3");
}

// Of this process, so that a busy machine does not count; the best of three, so that caches do not.
double seconds_of_cpu(const std::string& line) {
  double best = 1e9;
  for (int round = 0; round < 3; ++round) {
    const std::clock_t start = std::clock();
    EXPECT_LE(read_prose(line, {}).text.size(), line.size());
    best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return best;
}

// Four times the line may take four times as long (4.6 with what the look-ahead saves at the line's
// end); quadratic time would be sixteen times.
TEST(Inline, AHostileLineTakesLinearTime) {
  for (const std::string piece : {"[", "![", "<", "`", "$", "&", "[a](", "\\("}) {
    std::string line;
    while (line.size() < 6'000) line += piece;
    const double shorter = seconds_of_cpu(line);
    while (line.size() < 24'000) line += piece;
    EXPECT_LT(seconds_of_cpu(line), 8 * shorter + 0.001) << piece;
  }
}

TEST(Tooltips, BlocksGoAndTheProseAfterThemStays) {
  const std::vector<std::string_view> lines = {
      "[hid_t](https://x.example/h)",
      "int64_t hid_t",
      "**Definition** pub.h:60",  // type
      "[H5Tset](https://x.example/s)",
      "herr_t H5Tset(hid_t id)",
      "Sets the order.",  // function with a brief
      "[p_t](https://x.example/p)",
      "Configuration for p.",
      "**Definition** pub.h:3",  // struct
      "[v::len](https://x.example/l)",
      "size_t len",
      "**Definition** pub.h:9",                                   // member
      "Sets of values follow.",                                   // prose
      "[H5Tset](https://x.example/s) sets the order of a type.",  // prose with a link
      "[Guide](https://x.example/g)",
      "A page about H5Tset."};  // a link and a sentence
  std::vector<bool> expected(lines.size(), true);
  for (std::size_t i = 12; i < lines.size(); ++i) expected[i] = false;
  EXPECT_EQ(tooltip_lines(lines), expected);
}

TEST(Tooltips, InlineOnesGoFromCells) {
  EXPECT_EQ(
      without_inline_tooltips(
          "hid_t [Open](x.html)(a) [Open](x.html) #define Open **Definition** v.h:15 | Opens it."),
      "hid_t [Open](x.html)(a)  | Opens it.");
  EXPECT_EQ(
      without_inline_tooltips("[Done](x.html) int Done(int a) Tells whether it is done. | Text."),
      " | Text.");
  EXPECT_EQ(without_inline_tooltips("[Done](x.html) | Tells whether Done(a) is set."),
            "[Done](x.html) | Tells whether Done(a) is set.");
}

TEST(Captions, AreSplitFromTheFirstHeaderCell) {
  struct Case {
    std::string cell, caption, name;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"Categories of transfer properties Properties", "Categories of transfer properties",
            "Properties"},
           {"Fill values to write What to Write", "Fill values to write", "What to Write"},
           {"Storage summary Is space allocated in the file?", "Storage summary",
            "Is space allocated in the file?"},
           {"Table 6. Native and 32-bit C datatypes Example",
            "Table 6. Native and 32-bit C datatypes", "Example"},
           {"Creation functions (H5P) Function", "Creation functions (H5P)", "Function"},
           {"Datatype APIs Function", "Datatype APIs", "Function"},
           {"Storage Strategy", "", "Storage Strategy"},
           {"Default value", "", "Default value"},
           {"Name of Column", "", "Name of Column"},
           {"byte 3", "", "byte 3"},
       }) {
    const auto [caption, name] = split_caption(c.cell);
    EXPECT_EQ(caption, c.caption) << c.cell;
    EXPECT_EQ(name, c.name) << c.cell;
  }
}

TEST(CodeLines, AreToldFromProse) {
  for (const std::string_view code :
       {"status = H5Dclose(dataset);", "hid_t file_id, dataset_id; // identifiers",
        "for (i = 0; i < 4; i++)", "}", "} complex_t;", "#include <stdio.h>",
        "// Create dataspace: Describe the size of the array.", "CALL h5open_f(error)",
        "DOUBLE PRECISION re ! real part", "h5dump SampleFile.h5", "ls -l",
        "<strsize> ::= <int_value>", "GROUP \"/\" {", "DATASPACE SIMPLE { ( 3 ) / ( 3 ) }",
        "fcpl_id = H5Pcreate (H5P_FILE_CREATE)",
        "herr_t H5Aread (hid_t attr_id, hid_t type_id, void *buf)", "import numpy as np",
        "def turn(self, angle):"})
    EXPECT_EQ(code_lean(code), Lean::kCode) << code;
  for (const std::string_view prose :
       {"The status of the file is closed.",
        "Note: H5Dclose must be called for each of the datasets.",
        "H5Dclose releases the dataset that it was given.",
        "See also the entry for H5Fmount in the manual.", "_Example 1. Create an empty dataset_",
        "Values of 2, 4, and 8 bytes are supported; others are not.",
        "h5dump is a command-line utility that is included in the distribution."})
    EXPECT_EQ(code_lean(prose), Lean::kProse) << prose;
}

TEST(CodeLines, ANumberedListingGetsItsLinesBack) {
  EXPECT_EQ(numbered_listing("9 { 10 int a; 11 12 a = 1; 13end: 14 f(a); 15 }"),
            (std::vector<std::string>{"{", "int a;", "", "a = 1;", "end:", "f(a);", "}"}));
  EXPECT_TRUE(numbered_listing("3 of the 4 wheels have 5 bolts and 6 nuts").empty());
  EXPECT_TRUE(numbered_listing("").empty());
}

TEST(CodeRuns, AreFencedWithTheirLanguageAndStopAtProse) {
  EXPECT_EQ(cleaned("Call it so:\nint main(void)\n{\nint x = f(1,\n2);\nreturn x;\n}\nThe value of "
                    "x is then given back to the caller of the program.\n"),
            "Call it so:\n\n```c\nint main(void)\n{\nint x = f(1,\n2);\nreturn x;\n}\n```\n\nThe "
            "value of x is then given back to the caller of the program.\n");
  EXPECT_EQ(cleaned("An unbalanced one:\nvoid f() {\ng();\nThis sentence is not part of the code, "
                    "and it must not be swallowed by it.\n"),
            "An unbalanced one:\n\n```c\nvoid f() {\ng();\n```\n\nThis sentence is not part of the "
            "code, and it must not be swallowed by it.\n");
}

TEST(CodeRuns, FencesOfTheAuthorStayAndGetALanguage) {
  EXPECT_EQ(cleaned("```\n#include <stdio.h>\nint x;\n\n[not](a link)\n```\n"),
            "```c\n#include <stdio.h>\nint x;\n\n[not](a link)\n```\n");
  EXPECT_EQ(cleaned("~~~python title=\"a\"\nx = 1  \n~~~\n"), "```python\nx = 1\n```\n");
  EXPECT_EQ(cleaned("```md\n[text](https://x.example)\n```\n"),
            "```md\n[text](https://x.example)\n```\n");
}

TEST(Tables, CrawledAndGithubTablesComeOutAlike) {
  EXPECT_EQ(cleaned("Name  | Value   \n---|---  \na  | 1   \nb  | 2   \nText follows here.\n"),
            "| Name | Value |\n| --- | --- |\n| a | 1 |\n| b | 2 |\n\nText follows here.\n");
  EXPECT_EQ(cleaned("| Name | Value |\n|:--|--:|\n| a \\| b | `1|2` |\n\nText\n"),
            "| Name | Value |\n| --- | --- |\n| a \\| b | `1\\|2` |\n\nText\n");
  EXPECT_EQ(cleaned("Name | Value\n--- | ---\na | 1\n\nText\n"),
            "| Name | Value |\n| --- | --- |\n| a | 1 |\n\nText\n");
}

TEST(Tables, HeadersAndCellsOverSeveralLinesAreJoined) {
  EXPECT_EQ(cleaned("Byte  | Big  \nOffset=0  | Little  \nOffset=0   \n---|---|---  \n0:  | a  | b "
                    " \nmore of b   \n1:  | c  | d   \n"),
            "| Byte | Big Offset=0 | Little Offset=0 |\n| --- | --- | --- |\n| 0: | a | b more of "
            "b |\n| 1: | c | d |\n");
}

TEST(Tables, WithoutRowsOrOfImagesAreNoTables) {
  EXPECT_EQ(cleaned("Name  | Value   \n---|---  \n"), "");
  EXPECT_EQ(cleaned("Figure 9 ![](a.png) a) One. |  ![](b.png) b) Two.  \n---|---  \n![](c.png) c) "
                    "|  ![](d.png) d)   \nText follows the figure.\n"),
            "Text follows the figure.\n");
}

TEST(Headings, OfAllSpellingsComeOutAlike) {
  EXPECT_EQ(cleaned("Title\n=====\n\ntext\n\nPart\n---\n\ntext\n"),
            "# Title\n\ntext\n\n## Part\n\ntext\n");
  EXPECT_EQ(cleaned("##  A *b* [c](#x) ##\n\ntext [#](#y)\n"), "## A *b* c\n\ntext #\n");
  EXPECT_EQ(cleaned("# T\n\ntext\n\n## Empty\n\n## Full\n\ntext\n\n### Empty at the end\n"),
            "# T\n\ntext\n\n## Full\n\ntext\n");
}

TEST(Lists, KeepNestingNumbersAndWhatTheirItemsHold) {
  EXPECT_EQ(cleaned("* a\n  * b\n    continued\n* c\n"), "- a\n  - b continued\n- c\n");
  EXPECT_EQ(cleaned("1. a\n2. b\n   ```sh\n   ls -l\n   ```\n3. c\n"),
            "1. a\n2. b\n   ```sh\n   ls -l\n   ```\n3. c\n");
  EXPECT_EQ(cleaned("  * 1. first\n  * 2. second\n\n\ntext\n"), "1. first\n2. second\n\ntext\n");
}

TEST(Paragraphs, AreUnwrappedWhereTheyWereWrapped) {
  EXPECT_EQ(cleaned("This paragraph was wrapped by hand at about sixty or seventy\ncolumns, as "
                    "people do, and it should become a single line of\ntext again.\n\nNext.\n"),
            "This paragraph was wrapped by hand at about sixty or seventy columns, as people do, "
            "and it should become a single line of text again.\n\nNext.\n");
}

TEST(Boilerplate, ContentListsOfLinksStay) {
  EXPECT_EQ(cleaned("# T\n\nThe classes are:\n\n* [A](a.html)\n* [B](b.html)\n* [C](c.html)\n"),
            "# T\n\nThe classes are:\n\n- A\n- B\n- C\n");
  EXPECT_EQ(cleaned("# T\n\ntext\n\n## Links\n\n* [One page](a.html)\n* [Two pages](b.html)\n* "
                    "[More pages](c.html)\n"),
            "# T\n\ntext\n");
}

TEST(Boilerplate, APageAboutCookiesKeepsItsText) {
  const std::string text =
      "A session cookie is set by the server when the user signs in, and it is sent back with "
      "every request.\n";
  EXPECT_EQ(cleaned(text), text);
  EXPECT_EQ(cleaned("This website uses cookies to improve your experience. Accept all\n"), "");
}

TEST(FrontMatter, GivesTheTitle) {
  const CleanPage page = clean_markdown(
      "---\ntitle: \"My Page\"\ndate: 2026-01-01\n---\n\ntext <!-- hidden\ncomment --> goes on\n");
  EXPECT_EQ(page.title, "My Page");
  EXPECT_EQ(to_markdown(page.blocks), "text goes on\n");
}

TEST(Licence, HeadersOfSourceFilesGo) {
  EXPECT_EQ(licence_header("/* Copyright 2026 A. Redistribution is allowed. */\n\nint x;\n", "c"),
            51u);
  EXPECT_EQ(licence_header("// SPDX-License-Identifier: MIT\nint x;\n", "c"), 32u);
  EXPECT_EQ(licence_header("// Reads a file.\nint x;\n", "c"), 0u);
  EXPECT_EQ(licence_header("int x; /* Copyright, all rights reserved */\n", "c"), 0u);
}

TEST(PageFrames, RunningHeadsAndPageNumbersGo) {
  Removals removals;
  const std::string text = without_page_frames(
      "Manual\nFirst text\n1\n\fManual\nSecond text.\n2\n\fManual\nThird text.\n3\n\f", removals);
  EXPECT_EQ(text, "First text\nSecond text.\n\nThird text.\n\n");
  EXPECT_EQ(removals.count("page_frame"), 6);
}

TEST(PageFrames, NumbersGoWithTheChapterBesideThem) {
  Removals removals;
  const std::string text = without_page_frames(
      "1\n\n1 Tides\nThe sea rises\n\fChapter 1: Tides\n\n2\n\ntwice a day.\n\f"
      "Chapter 1: Tides\n\n3\n\nIt falls twice.\n\f4\n\n2 Currents\nThey turn.\n\f",
      removals);
  EXPECT_EQ(
      text,
      "1 Tides\nThe sea rises\ntwice a day.\n\nIt falls twice.\n\n2 Currents\nThey turn.\n\n");
  EXPECT_EQ(removals.count("page_frame"), 6);
}

TEST(PageFrames, NumbersThatAreTextStay) {
  Removals removals;
  const std::string text = without_page_frames(
      "The answer is\n42\n\fwhich nobody\nexpected here,\n\fnor there.\n\fThe end\n\f", removals);
  EXPECT_TRUE(text::contains(text, "42"));
  EXPECT_EQ(removals.count("page_frame"), 0);
}

TEST(PageFrames, ContentsGoAndAreCounted) {
  Removals removals;
  const std::string text = without_page_frames(
      "Table of Contents\n1\n\nTides . . . . . . 1\n1.1\n\nHigh water . . . . . 2\n"
      "Appendix A\nTables . . . . . 9\n\fThe sea rises.\n\f",
      removals);
  EXPECT_EQ(text, "The sea rises.\n\n");
  EXPECT_EQ(removals.count("table_of_contents"), 7);
}

TEST(PrintedText, NumbersThatFollowEachOtherAreHeadings) {
  EXPECT_EQ(printed_text(
                "Manual\n\n1 Tides\nThe sea rises.\n1.1 High water\nIt is high at\n"
                "3 Harbours of the coast, and at\n1.2 Low water\nIt is low.\n\n2 Moon\nIt pulls."),
            "Manual\n\n1 Tides\n=======\n\nThe sea rises.\n\n1.1 High water\n\nIt is high at\n"
            "3 Harbours of the coast, and at\n\n1.2 Low water\n\nIt is low.\n\n2 Moon\n======\n\n"
            "It pulls.\n");
}

TEST(PrintedText, StepsAreNoHeadings) {
  const std::string steps = "Do this:\n\n1. Start the broker\n2. Open a queue\n3. Send it\n";
  EXPECT_FALSE(text::contains(printed_text(steps), "==="));
}

TEST(PrintedText, BulletsBecomeListsAndEndWithTheirSentence) {
  EXPECT_EQ(printed_text("The tide tables of a harbour list these things for each day:\n"
                         "\u2022 high water;\n\u2022\n\nlow water, with the height above the mark "
                         "that was cut there.\nThen they end."),
            "The tide tables of a harbour list these things for each day:\n\n- high water;\n"
            "- low water, with the height above the mark that was cut there.\nThen they end.\n");
  EXPECT_EQ(printed_text("a line that is as wide as the page of the book is wide\n"
                         "\u2022 a short one.\nThe next paragraph begins on this line of the page"),
            "a line that is as wide as the page of the book is wide\n\n- a short one.\n\n"
            "The next paragraph begins on this line of the page\n");
}

TEST(Html, FormulasOfPandocAreThoseOfMarkdown) {
  std::string title;
  const auto read = [&](std::string_view html) {
    return cleaned(html_to_markdown("<p>" + std::string(html) + "</p>", title));
  };
  EXPECT_EQ(read("The energy <span class=\"math inline\">\\(E = m_0c^{2}\\)</span> is"),
            "The energy $E = m_0c^{2}$ is\n");
  EXPECT_EQ(read("<span class=\"math display\">\\[\\int_0^1 x\\]</span>"), "$$\\int_0^1 x$$\n");
  EXPECT_EQ(read("<span class=\"math inline\"><em>x</em></span> is"), "_x_ is\n");
}

TEST(Html, MarksOfFootnotesGoAndListsGoOnCounting) {
  std::string title;
  EXPECT_EQ(cleaned(html_to_markdown("<p>A queue<a href=\"#f1\" class=\"footnote-ref\" "
                                     "role=\"doc-noteref\"><sup>1</sup></a> waits.</p>"
                                     "<ol start=\"3\"><li>Send it.</li></ol>",
                                     title)),
            "A queue waits.\n\n3. Send it.\n");
}

TEST(Html, HostileNestingIsReadAsText) {
  std::string html;
  for (int i = 0; i < 100000; ++i) html += "<div>";
  html += "text";
  std::string title;
  EXPECT_NE(html_to_markdown(html, title).find("text"), std::string::npos);
  std::string deep;
  for (int i = 0; i < 1500; ++i) deep += "<b>";
  EXPECT_NE(html_to_markdown(deep + "text", title).find("text"), std::string::npos);
}

}  // namespace
}  // namespace generator::documents
