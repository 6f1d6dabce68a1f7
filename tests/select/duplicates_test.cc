#include "select/duplicates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/random.h"

namespace generator::select {
namespace {

using Kind = DuplicateKind;

struct Case {
  const char* name;
  std::vector<PairText> pairs;
  std::vector<std::optional<Duplicate>> found;
};

void PrintTo(const Case& given, std::ostream* out) { *out << given.name; }

bool operator==(const Duplicate& a, const Duplicate& b) {
  return a.kind == b.kind && a.other == b.other;
}

constexpr const char* kQueue =
    "The queue keeps its messages on disk until one of the workers takes them.";
constexpr const char* kLong =
    "The broker writes every message to the disk before it acknowledges it to the sender, so that "
    "a "
    "restart loses nothing, and it reads the messages back in the order in which they were sent.";
constexpr const char* kLongAgain =
    "The broker writes every message to the disk before it acknowledges it to the sender, so that "
    "a "
    "restart loses nothing, and it reads the messages back in the order in which they arrived.";

class Finds : public testing::TestWithParam<Case> {};

TEST_P(Finds, WhatSaysTheSameAndNothingElse) {
  Duplicates duplicates;
  for (const PairText& pair : GetParam().pairs) duplicates.add(pair);
  const auto found = duplicates.find();
  ASSERT_EQ(found.size(), GetParam().found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    ASSERT_EQ(found[i].has_value(), GetParam().found[i].has_value()) << i;
    if (!found[i]) continue;
    EXPECT_TRUE(*found[i] == *GetParam().found[i]) << i << " " << found[i]->other;
  }
}

const auto kStays = std::nullopt;
INSTANTIATE_TEST_SUITE_P(
    Table, Finds,
    testing::Values(
        Case{"none", {}, {}},
        Case{"word_for_word",
             {{"Where does the queue keep messages?", kQueue, "a.md"},
              {"where does the `queue` keep messages", kQueue, "a.md"}},
             {kStays, Duplicate{Kind::kExact, 0}}},
        Case{"in_other_form",
             {{"How do I restart the broker?", "Run `broker restart`.", "a.md"},
              {"How can you restart a broker?", "Run `broker restart` as root.", "b.md"}},
             {kStays, Duplicate{Kind::kNear, 0}}},
        Case{"the_better_one_stays",
             {{"How do I restart the broker?", "Run `broker restart`.", "a.md", 7},
              {"How do I restart the broker?", "Run `broker restart`.", "a.md", 9},
              {"How do I restart the broker?", "Run `broker restart`.", "a.md", 9}},
             {Duplicate{Kind::kExact, 1}, kStays, Duplicate{Kind::kExact, 1}}},
        Case{"why_is_not_how",
             {{"Why does the broker restart?", "It ran out of memory.", "a.md"},
              {"How does the broker restart?", "It runs its own script.", "a.md"}},
             {kStays, kStays}},
        Case{
            "answers_of_other_documents_contradict",
            {{"How do I run the experiment?", "Start `gray_scott` with the settings file.", "a.md"},
             {"How can I run the experiment?", "Submit the batch job to the cluster.", "b.md"},
             {"How do I run the experiment?", "Start `gray_scott` with its settings file.",
              "c.md"}},
            {Duplicate{Kind::kAmbiguous, 1}, Duplicate{Kind::kAmbiguous, 0},
             Duplicate{Kind::kAmbiguous, 1}}},
        Case{"one_document_answers_in_several_ways",
             {{"How do I run the experiment?", "Start `gray_scott` with the settings.", "a.md"},
              {"How do I run the experiment?", "Submit the batch job to the cluster.", "a.md"}},
             {kStays, Duplicate{Kind::kExact, 0}}},
        Case{"nearly_the_same_answer",
             {{"How does the broker keep messages safe?", kLong, "a.md"},
              {"How does the broker make messages safe?", kLongAgain, "a.md"}},
             {kStays, Duplicate{Kind::kNear, 0}}},
        Case{"to_a_question_of_its_own",
             {{"How does the broker keep messages safe?", kLong, "a.md"},
              {"In which order are messages read after a restart?", kLongAgain, "a.md"}},
             {kStays, kStays}},
        Case{"about_another_name",
             {{"How does the broker `orders1` keep messages?", kLong, "a.md"},
              {"How does the broker `orders2` keep messages?", kLongAgain, "a.md"}},
             {kStays, kStays}},
        Case{"about_another_word_in_code_font",
             {{"How does the `orders` broker keep messages?", kLong, "a.md"},
              {"How does the `mails` broker keep messages?", kLongAgain, "a.md"}},
             {kStays, kStays}},
        Case{"in_other_words_by_their_vectors",
             {{"Where does the queue keep messages?", kQueue, "a.md", 0, false, {100, 20, 3}},
              {"On what are the entries of a queue stored?",
               "A queue keeps messages on disk until a worker takes one.", "b.md", 5, false,
               {100, 21, 4}},
              {"On what are entries stored?", "In memory, and nowhere else.", "c.md", 0, false,
               {100, 21, 4}},
              {"On what are 7 entries of a queue stored?", kQueue, "d.md", 0, false, {100, 20, 3}},
              {"Which worker takes them?", kQueue, "e.md", 0, false, {0, 20, 100}}},
             {Duplicate{Kind::kMeaning, 1}, kStays, kStays, kStays, kStays}},
        Case{"a_row_of_another_set_stays",
             {{"How do I restart the broker?", "Run `broker restart`.", "x.md", 0, true},
              {"How do I restart the broker?", "Run `broker restart`.", "x.md", 0, true},
              {"How do I restart the broker?", "Run `broker restart`.", "a.md", 10}},
             {kStays, kStays, Duplicate{Kind::kExact, 0}}},
        Case{"without_words", {{"?", "", ""}, {"", "", ""}}, {kStays, Duplicate{Kind::kExact, 0}}}),
    [](const auto& given) { return std::string(given.param.name); });

TEST(MinHash, EstimatesTheShareOfShinglesInCommon) {
  Random random(7);
  for (const int changed : {0, 10, 40, 200}) {
    std::string a, b;
    std::size_t both = 0;
    bool was_same[2] = {false, false};
    for (int i = 0; i < 400; ++i) {
      const bool is_same = static_cast<int>(random.next() % 400) >= changed;
      a += "w" + std::to_string(i) + " ";
      b += (is_same ? "w" : "v") + std::to_string(i) + " ";
      if (i >= 2 && is_same && was_same[0] && was_same[1]) ++both;
      was_same[0] = was_same[1], was_same[1] = is_same;
    }
    const double all = 2.0 * 398 - static_cast<double>(both);
    EXPECT_NEAR(similarity(signature(FoldedWords(a)), signature(FoldedWords(b))), static_cast<double>(both) / all, 0.12);
  }
}

TEST(MinHash, FoldsWordsAndKeepsNamesWhole) {
  const FoldedWords words("Run `broker --port 80`, e.g. (on) x/y.md; H5D_open. - a-b -");
  EXPECT_EQ(words.all(), "run\nbroker\n--port\n80\ne.g\non\nx/y.md\nh5d_open\na-b\n");
  ASSERT_EQ(words.size(), 9u);
  EXPECT_EQ(words[2], "--port");
  EXPECT_EQ(words[8], "a-b");
  EXPECT_EQ(words.run(3, 2), "80\ne.g\n");
  EXPECT_EQ(FoldedWords(" - .").size(), 0u);
}

TEST(Duplicates, AreSettledAnewWhenQuestionsSayWhatTheyAreAbout) {
  Duplicates duplicates;
  const char* asked = "How do I run the experiment?";
  duplicates.add({"Where does the queue keep messages?", kQueue, "a.md"});
  duplicates.add({asked, "Start `gray_scott` with the settings file.", "a.md"});
  duplicates.add({asked, "Submit the batch job to the cluster.", "b.md", 3});
  duplicates.add({asked, "Start `gray_scott` with its settings file.", "c.md"});
  duplicates.add({"where does the queue keep messages", kQueue, "b.md"});
  EXPECT_EQ(duplicates.ambiguous(), (std::vector<std::vector<std::size_t>>{{2, 1, 3}}));
  EXPECT_TRUE(duplicates.agree(1, 3));
  EXPECT_FALSE(duplicates.agree(1, 2));
  duplicates.revise(1, "How do I run the `heat` experiment?");
  duplicates.revise(2, "How do I run the `wrf` experiment?");
  duplicates.revise(3, "How do I run the `heat` experiment?");
  duplicates.leave_out(0);
  EXPECT_TRUE(duplicates.ambiguous().empty());
  const auto found = duplicates.find();
  for (const std::size_t stays : {0, 1, 2, 4}) EXPECT_FALSE(found[stays]) << stays;
  ASSERT_TRUE(found[3]);
  EXPECT_TRUE((*found[3] == Duplicate{Kind::kExact, 1}));
}

TEST(Duplicates, FindEveryNearPairAmongManyAndNoOther) {
  Duplicates duplicates;
  std::vector<std::string> answers, questions;
  Random random(3);
  for (int i = 0; i < 2000; ++i) {
    std::string answer;
    for (int j = 0; j < 60; ++j) answer += "w" + std::to_string(random.next() % 3000) + " ";
    questions.push_back("How does part" + std::string(1 + i % 7, 'x') + " number " +
                        std::to_string(i / 2) + (i % 2 == 0 ? " begin?" : " start?"));
    answers.push_back(i % 2 == 0 ? answer : answers.back() + "again");
  }
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (i % 2 == 1)
      questions[i].replace(0, questions[i].find(" number"),
                           questions[i - 1].substr(0, questions[i - 1].find(" number")));
    duplicates.add({questions[i], answers[i], ""});
  }
  const auto found = duplicates.find();
  for (std::size_t i = 0; i < found.size(); ++i) {
    ASSERT_EQ(found[i].has_value(), i % 2 == 1) << questions[i];
    if (found[i]) {
      EXPECT_EQ(found[i]->other, i - 1);
    }
  }
}

}  // namespace
}  // namespace generator::select
