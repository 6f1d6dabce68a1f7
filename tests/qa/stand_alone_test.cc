#include "qa/stand_alone.h"

#include <gtest/gtest.h>

#include <iostream>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "base/text.h"
#include "qa/good_questions.h"
#include "qa/hard_questions.h"

namespace generator::qa {
namespace {

const QuestionPlace kHdf5{{"HDF5 Groups", "Programming Model"},
                          "An HDF5 file holds groups. HDF5 groups hold links.",
                          false};
const QuestionPlace kCreate{{"HDF5 Datasets", "H5Dcreate"}, "HDF5 has H5Dcreate.", false};
const QuestionPlace kTidemark{{"Tidemark", "Retention"},
                              "Every store of Tidemark has a window, and in Tidemark it is a day.",
                              false};
const QuestionPlace kNowhere{{"README", "Getting started"}, "First install the tool.", false};
const QuestionPlace kAsan{{"AsanPkg"}, "class AsanPkg:", true};
const QuestionPlace kCode{{"Asan", "_configure"}, "class Asan:", true};

struct Case {
  const QuestionPlace& place;
  const char* question;
  const char* wanted;  // "=": as it is; "!": malformed; "?": does not stand alone
};

const std::vector<Case>& cases() {
  static const std::vector<Case> list = {
      // Good as they are.
      {kHdf5, "In HDF5, when is a new group created in the compact-or-indexed format?", "="},
      {kHdf5, "How do I close an HDF5 group?", "="},
      {kHdf5, "What does `H5Gcreate` return when the group exists already?", "="},
      {kHdf5, "Why are HDF5 groups like directories?", "="},
      {kHdf5, "What is the difference between a hard link and a soft link in HDF5?", "="},
      {kHdf5, "Which property list controls how HDF5 creates a group?", "="},
      {kHdf5, "If a file is opened twice in HDF5, what happens to the file?", "="},
      {kHdf5, "What does the function `H5Gopen` need?", "="},
      {kHdf5, "What does the H5Gopen function need?", "="},
      {kHdf5, "Does HDF5 close a file when its last object is closed?", "="},
      {kHdf5, "How does HDF5 store its metadata?", "="},
      {kHdf5, "Explain how HDF5 finds an object by its path.", "="},
      {kHdf5, "Is it possible to change an HDF5 group back to the indexed format?", "="},
      {kHdf5, "How can I tell that a dataset in HDF5 is chunked?", "="},
      {kHdf5, "What is the purpose of the function that closes an HDF5 file?", "="},
      {kHdf5, "When `H5Fopen` fails, what does this mean for open objects?", "="},
      {kHdf5, "How do I call `f(a, b)` in HDF5?", "="},
      {kHdf5, "What does `a ? b : c` do in HDF5 filters?", "="},
      {kCode, "What does the `_configure` method of the `Asan` class do?", "="},
      {kCode, "How do I configure the Asan interceptor to use the libasan library?", "="},
      {kCode, "What does `tearDown()` remove after the tests of Jarvis finish?", "="},
      {kCode, "How does `test_sleep_ms()` test the sleep_ms parameter of LocalExecInfo?", "="},
      {kCode, "What command prints the profile in CLion environment format?", "="},
      {kCode, "How do I run the Gray-Scott benchmark with Jarvis?", "="},
      {kCode, "What does the `cmake_args` method return in the Incompact3d package?", "="},
      {kCode, "What is the syntax of `jarvis pkg path`?", "="},
      {kHdf5, "Wie öffnet man eine HDF5-Datei?", "="},
      {kHdf5, "HDF5のグループとは何ですか？", "="},
      {kNowhere, "How do I install a package with a specific compiler in Spack?", "="},
      {kNowhere, "Under what conditions does `Pkg.load` raise a `ValueError`?", "="},
      // Tidied.
      {kHdf5, "  what does   HDF5 store in a group ?", "What does HDF5 store in a group?"},
      {kHdf5, "Q1: What does HDF5 store in a group?", "What does HDF5 store in a group?"},
      {kHdf5, "**What does HDF5 store in a group?**", "What does HDF5 store in a group?"},
      {kHdf5, "\"What does HDF5 store in a group?\"", "What does HDF5 store in a group?"},
      {kHdf5, "3. What does HDF5 store in a group?", "What does HDF5 store in a group?"},
      {kHdf5, "What does HDF5 store in a group", "What does HDF5 store in a group?"},
      {kHdf5, "What does HDF5\nstore in a group?", "What does HDF5 store in a group?"},
      {kHdf5, "h5dump prints what for an HDF5 group?", "="},
      // Cut free from the source.
      {kHdf5, "According to the passage, what does HDF5 store in a group?",
       "What does HDF5 store in a group?"},
      {kHdf5, "According to the provided documentation, what does HDF5 store?",
       "What does HDF5 store?"},
      {kHdf5, "Based on the given text, what does HDF5 store in a group?",
       "What does HDF5 store in a group?"},
      {kHdf5, "As described in the section, what does HDF5 store?", "What does HDF5 store?"},
      {kHdf5, "What does HDF5 store in a group, according to the document?",
       "What does HDF5 store in a group?"},
      {kHdf5, "What does HDF5 store in a group as described in this section?",
       "What does HDF5 store in a group?"},
      {kHdf5, "Which formats of HDF5 groups exist in the provided code?",
       "Which formats of HDF5 groups exist?"},
      // Qualified.
      {kHdf5, "When is a new group created in the compact-or-indexed format?",
       "In HDF5, when is a new group created in the compact-or-indexed format?"},
      {kHdf5, "How do I close a group?", "In HDF5, how do I close a group?"},
      {kHdf5, "For which kinds of data are filters used?",
       "For which kinds of data are filters used in HDF5?"},
      {kTidemark, "How long is a window?", "In Tidemark, how long is a window?"},
      {kTidemark, "How do I run the benchmark?", "In Tidemark, how do I run the benchmark?"},
      {kCreate, "What does this function return?", "What does `H5Dcreate` return?"},
      {kCreate, "Which arguments does the function take?",
       "Which arguments does `H5Dcreate` take?"},
      {kCode, "What does this method do?", "What does `_configure` do?"},
      {kAsan, "What does the `clean` method do in this class?",
       "What does the `clean` method do in `AsanPkg`?"},
      {kCode, "What does the `clean` method do in this class?", "?"},
      // They lean on their source.
      {kNowhere, "What does the passage say about groups?", "?"},
      {kNowhere, "What does the author recommend for large files?", "?"},
      {kHdf5, "What is shown in the figure above?", "?"},
      {kHdf5, "What does Figure 3 show about HDF5 groups?", "?"},
      {kHdf5, "What does the following code do in HDF5?", "?"},
      {kHdf5, "How does the above code open an HDF5 file?", "?"},
      {kHdf5, "What does the code snippet print for HDF5?", "?"},
      {kHdf5, "Which steps of HDF5 were mentioned earlier to open a file?", "?"},
      {kHdf5, "What does the example below write to the HDF5 file?", "?"},
      {kHdf5, "What is this chapter about?", "?"},
      {kHdf5, "What happens in Example 4?", "?"},
      {kHdf5, "What are the members of the previous example in HDF5?", "?"},
      {kHdf5, "What does the provided script need from HDF5?", "?"},
      {kNowhere, "How do I run the experiment?", "?"},
      {kNowhere, "What command runs the experiment?", "?"},
      {kNowhere, "Where are the output files generated after running the experiment?", "?"},
      {kNowhere, "How do I run the pipeline?", "?"},
      {kNowhere, "What does this class do?", "?"},
      {kNowhere, "What does the `_configure` method do in this class?", "?"},
      {kNowhere, "What role does `Hostfile` play in these tests, and why is it created?", "?"},
      {kNowhere, "What is the purpose of the tearDown method in this test class?", "?"},
      {kNowhere, "What parameters does the `__init__` method of this class accept?", "?"},
      {kNowhere, "How does the test suite verify that nothing is printed?", "?"},
      {kNowhere, "What command creates the experiment directory?", "?"},
      {kNowhere, "What is `Asan`, and how do I make an instance of this class?", "="},
      {kNowhere, "How do I run the test suite of Jarvis?", "="},
      {kNowhere, "What does the previous example print?", "?"},
      {kNowhere, "What does the given function return?", "?"},
      {kNowhere, "What happens when the script exits early?", "?"},
      {kNowhere, "Who are the authors of the guide?", "?"},
      {kNowhere, "What is the purpose of this test?", "?"},
      {kNowhere, "Why are these tests skipped?", "?"},
      {kNowhere, "What does the function return?", "?"},
      {kNowhere, "What is the function's return value?", "?"},
      {kNowhere, "Which packages does the script import?", "?"},
      {kNowhere, "How is it configured?", "?"},
      {kNowhere, "What does it return?", "?"},
      {kNowhere, "Why do they fail?", "?"},
      {kNowhere, "What does this mean?", "?"},
      {kNowhere, "How is the application built?", "?"},
      {kNowhere, "How do I install the package?", "?"},
      {kHdf5, "What does this function return?", "?"},
      {kHdf5, "How does the class keep its state?", "?"},
      // No whole question.
      {kHdf5, "", "!"},
      {kHdf5, "HDF5?", "!"},
      {kHdf5, "How do I open the", "!"},
      {kHdf5, "What is the name of the?", "!"},
      {kHdf5, "HDF5 groups hold links.", "!"},
      {kHdf5, "How do I open an HDF5 file? And how do I close it?", "!"},
      {kHdf5, "What does [HDF5](http://x.y) store?", "!"},
      {kHdf5, "What does **HDF5** store?", "!"},
      {kHdf5, "What does HDF5 store in units 3 and 4?", "!"},
      {kHdf5, "What does HDF5 store...?", "!"},
      {kHdf5, "What does `HDF5 store?", "!"},
      {kHdf5, "What does HDF5 (and its tools store?", "!"},
      {kHdf5,
       "What does HDF5 do when a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a "
       "a a a a file is open?",
       "!"},
  };
  return list;
}

TEST(StandAlone, TidiesQualifiesAndRefuses) {
  EXPECT_GE(cases().size(), 80U);
  for (const auto& c : cases()) {
    const std::string wanted = std::string(c.wanted) == "=" ? c.question : c.wanted;
    const auto got = stand_alone(c.question, c.place);
    const std::string shown = got ? *got : got.error().code == "malformed_question" ? "!" : "?";
    EXPECT_EQ(shown, wanted) << c.question << (got ? "" : ": " + got.error().detail);
  }
}

TEST(StandAlone, AddsTheQuestionMarkAtAnyLength) {
  for (std::size_t length = 1; length < 100; ++length) {
    const std::string end = " does HDF5 need for " + std::string(length, 'x');
    const auto got = stand_alone("what" + end, kHdf5);
    ASSERT_TRUE(got) << got.error().detail;
    EXPECT_EQ(*got, "What" + end + "?");
  }
}

TEST(StandAlone, SaysTheSameAgain) {
  for (const auto& c : cases()) {
    const auto once = stand_alone(c.question, c.place);
    if (!once) continue;
    const auto twice = stand_alone(*once, c.place);
    ASSERT_TRUE(twice) << *once << ": " << twice.error().detail;
    EXPECT_EQ(*twice, *once);
  }
}

TEST(StandAlone, FindsTheSubjectOfADocument) {
  EXPECT_EQ(subject_of(kHdf5), "HDF5");
  EXPECT_EQ(subject_of(kTidemark), "Tidemark");
  EXPECT_EQ(subject_of(kNowhere), "");
  EXPECT_EQ(subject_of({{"Getting Started", "API"}, "Getting on. The API. Started.", false}), "");
}

template <std::size_t N>
std::size_t false_alarms(const char* const (&questions)[N]) {
  std::size_t out = 0;
  for (const char* question : questions)
    if (const auto alone = stand_alone(question, {}); !alone && ++out)
      std::cout << "false alarm: " << question << " (" << alone.error().detail << ")\n";
  std::cout << out << " false alarms in " << N << " good questions\n";
  return out;
}

TEST(StandAlone, LetsGoodQuestionsPass) {
  ASSERT_EQ(std::size(kGoodQuestions), 200U);
  EXPECT_LE(false_alarms(kGoodQuestions), 4U);  // 2 %
  EXPECT_LE(false_alarms(kHardQuestions), 4U);  // of 60 that were written to be hard
}

TEST(StandAlone, RefusesTheExperimentOfTheJarvisPairs) {
  const std::string path = SOURCE_DIR "/../shared/data/jarvis/jarvis_qa_curated.jsonl";
  if (!path_exists(path)) GTEST_SKIP() << "no " << path;
  auto lines = LineReader::open(path);
  ASSERT_TRUE(lines);
  std::string_view line;
  int rows = 0, malformed = 0, leaning = 0, changed = 0;
  const QuestionPlace nowhere{{}, "", false};
  while (*lines->next(line)) {
    const auto row = json::Document::parse(line);
    ASSERT_TRUE(row);
    const std::string question(row->root().text_of("question"));
    const auto got = stand_alone(question, nowhere);
    ++rows;
    if (got)
      changed += *got != question ? 1 : 0;
    else
      ++(got.error().code == "malformed_question" ? malformed : leaning);
    EXPECT_FALSE(got && text::contains(question, "run the experiment?")) << question;
  }
  std::cout << rows << " questions that a judge had kept: " << leaning << " lean on their source, "
            << malformed << " are malformed, " << changed << " tidied\n";
  EXPECT_GT(leaning, 100);
  EXPECT_LT(malformed, rows / 20);
}

}  // namespace
}  // namespace generator::qa
