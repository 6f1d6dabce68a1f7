// Conversations by rule: how follow-ups are worded, and which question follows which.
#include "offline/conversing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "offline/asking.h"
#include "offline/follow_up.h"
#include "offline/rating.h"
#include "offline/real_chunks.h"

namespace generator::offline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using generator::testing::real_chunks;

TEST(FollowUp, SaysItWhereSubjectAndPlaceAreCertain) {
  struct Case {
    std::string_view before, question, follow_up;
  };
  for (const Case& c : std::vector<Case>{
           // The product was named.
           {"What is a group in HDF5?", "How are links removed in HDF5?", "How are links removed?"},
           {"What is a group in HDF5?", "In HDF5, what happens when a link is removed?",
            "What happens when a link is removed?"},
           // A pronoun for what the question before was about.
           {"What is a soft link in HDF5?", "How do you create a soft link in HDF5?",
            "How do you create one?"},
           {"What is an HDF5 attribute?", "How are HDF5 attributes managed?",
            "How are they managed?"},
           {"What is an HDF5 attribute?", "How do you create and write an HDF5 attribute?",
            "How do you create and write one?"},
           {"What is an HDF5 dataspace?", "When must a dataspace be defined in HDF5?",
            "When must it be defined?"},
           {"What are symbolic links in HDF5?", "How do you remove symbolic links in HDF5?",
            "How do you remove them?"},
           {"What is an HDF5 dataset?", "How can a dataset be added to a group in HDF5?",
            "How can it be added to a group?"},
           {"How do you use selections in HDF5?", "How is a selection created in HDF5?",
            "How is one created?"},
           {"What happens when data is written in HDF5?", "In HDF5, what happens when data is read?",
            "What happens when it is read?"},
           {"When must `H5Fclose` be called in HDF5?", "What does `H5Fclose` do in HDF5?",
            "What does it do?"},
           {"What does the `H5Dread` call do in HDF5?",
            "Which parameters does the `H5Dread` call have in HDF5?",
            "Which parameters does it have?"},
           {"What does the function `set_filter` do?", "What does the function `set_filter` return?",
            "What does it return?"},
           // None where it would be wrong.
           {"What is an HDF5 dataset?", "How is a dataset object stored in HDF5?",
            "How is a dataset object stored?"},
           {"What is a fill value in HDF5?",
            "In HDF5, how can the fill value for a dataset be retrieved?",
            "How can the fill value for a dataset be retrieved?"},
           {"What is an HDF5 dataset?", "How are the attributes of a dataset opened in HDF5?",
            "How are the attributes of a dataset opened?"},
           {"How do you use selections in HDF5?", "How is data selection implemented in HDF5?",
            "How is data selection implemented?"},
           {"What is a group in HDF5?", "What does a group say of its links in HDF5?",
            "What does a group say of its links?"},
           {"What does `H5Fopen` do in HDF5?", "What do `H5Fopen` and `H5Fcreate` do in HDF5?",
            "What do `H5Fopen` and `H5Fcreate` do?"},
           {"What is a group in HDF5?", "How does a group hold a group in HDF5?",
            "How does a group hold a group?"},
       }) {
    const auto subject = subject_of(c.before, "HDF5");
    EXPECT_EQ(follow_up(c.question, "HDF5", subject).question, c.follow_up) << c.before;
  }
}

TEST(FollowUp, BeginsWithAndWhereItAsks) {
  EXPECT_EQ(with_and("How is it stored?"), "And how is it stored?");
  EXPECT_EQ(with_and("`f` does what?"), "`f` does what?");
}

Chunk chunk_of(std::string text) {
  Chunk out;
  out.id = "drawers.md:1";
  out.source = "drawers.md";
  out.headings = {"ACME5 User Guide", "Drawers"};
  out.text = std::move(text);
  return out;
}

constexpr const char* kDrawers =
    "An ACME5 drawer is a part of the cabinet that holds sheets of one size and carries a label at "
    "its front. A cabinet may have any number of drawers.\n\n"
    "To create a drawer, call `AcmeDrawerCreate` with the size of its sheets and its label; the call "
    "returns a handle that later calls take.\n\n"
    "A stamp pad is a cushion with ink that has to be closed after use, because the ink dries within "
    "an hour.";

std::vector<std::string> questions(const Chunk& chunk, Turns turns = {2, 5},
                                   const std::vector<std::string_view>& asked = {}) {
  const Page page(chunk);
  std::vector<std::string> out;
  for (const auto& conversation : converse(page, {10, 250}, turns, 3, asked))
    for (const ConversationTurn& turn : conversation) out.push_back(turn.question);
  return out;
}

TEST(Conversing, GoesOnWithWhatTakesUpWhatWasSaid) {
  EXPECT_THAT(questions(chunk_of(kDrawers)),
              ElementsAre("What is an ACME5 drawer?", "And how do you create one?"));
}

TEST(Conversing, HasNoneWhereTooFewGoOnFromEachOther) {
  EXPECT_THAT(questions(chunk_of(kDrawers), {3, 5}), IsEmpty());
}

TEST(Conversing, StaysUnderOneHeading) {
  const std::string text(kDrawers);
  const std::size_t second = text.find("To create");
  EXPECT_THAT(questions(chunk_of("## What it is\n\n" + text.substr(0, second) + "## How it is made\n\n" +
                                 text.substr(second))),
              IsEmpty());
}

TEST(Conversing, OpensWithNoQuestionOfAnEarlierRound) {
  const auto other = questions(chunk_of(kDrawers), {2, 5}, {"What is an ACME5 drawer?"});
  ASSERT_FALSE(other.empty());
  EXPECT_EQ(other[0], "How do you create a drawer in ACME5?");
}

TEST(Conversing, AnswersNoTwoTurnsFromOneSentenceInRealText) {
  std::size_t conversations = 0, turns = 0;
  const std::vector<Chunk> chunks = real_chunks();
  for (const Chunk& chunk : chunks) {
    const Page page(chunk);
    std::set<std::size_t> units;
    for (const auto& conversation : converse(page, {30, 250}, {2, 5}, 3, {})) {
      ++conversations;
      EXPECT_GE(conversation.size(), 2u);
      EXPECT_LE(conversation.size(), 5u);
      for (const ConversationTurn& turn : conversation) {
        ++turns;
        EXPECT_TRUE(turn.question.ends_with("?"));
        for (std::size_t i = turn.evidence.units.begin; i < turn.evidence.units.end; ++i)
          EXPECT_TRUE(units.insert(i).second) << chunk.id << ": " << turn.question;
      }
    }
  }
  if (!chunks.empty()) {
    EXPECT_GE(conversations, 20u);
    EXPECT_GT(turns, 2 * conversations);
  }
}

TEST(Rating, OfAConversationIsThatOfItsWeakestTurn) {
  Judgement good, bad;
  good.clarity = good.accuracy = good.usefulness = 9, good.difficulty = 4;
  bad.clarity = 5, bad.accuracy = 3, bad.usefulness = 6, bad.difficulty = 7;
  good.reasons = "Good.", bad.reasons = "Bad.";
  const Judgement all = rating_of_all({good, bad, good});
  EXPECT_EQ(all.clarity, 5);
  EXPECT_EQ(all.accuracy, 3);
  EXPECT_EQ(all.usefulness, 8);
  EXPECT_EQ(all.difficulty, 5);
  EXPECT_EQ(all.reasons, "Turn 1: Good. Turn 2: Bad. Turn 3: Good.");
}

TEST(Rating, OfAFollowUpMayLeanOnWhatWasSaid) {
  Pair pair{"How is it opened in the library?", "A group is opened with `H5Gopen` by its name and "
            "the identifier of the file.", "", "",
            "A group is opened with `H5Gopen` by its name and the identifier of the file.", "HDF5"};
  const int alone = rate(pair).clarity;
  pair.is_follow_up = true;
  EXPECT_GT(rate(pair).clarity, alone);
}

}  // namespace
}  // namespace generator::offline
