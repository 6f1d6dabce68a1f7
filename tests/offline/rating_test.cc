#include "offline/rating.h"

#include <gtest/gtest.h>

namespace generator::offline {
namespace {

constexpr std::string_view kPassage =
    "A group is deleted when the last link to it is removed. The library counts the links in the "
    "header of the group and frees at most 64 KB at once. Use `A5Ldelete` to remove a link.";
constexpr std::string_view kAnswer =
    "A group is deleted when the last link to it is removed. The library counts the links in the "
    "header of the group and frees at most 64 KB at once.";

Judgement rating_of(std::string_view question, std::string_view answer) {
  return rate({question, answer, "", "", kPassage, "ACME5 Groups"});
}

TEST(Rating, APassagesOwnWordsAreAccurate) {
  const auto rating = rating_of("When is a group deleted in ACME5?", kAnswer);
  EXPECT_EQ(rating.accuracy, 10);
  EXPECT_GE(rating.clarity, 8);
  EXPECT_GE(rating.usefulness, 6);
  EXPECT_FALSE(rating.on_topic);
}

TEST(Rating, AForeignNumberOrIdentifierCostsAccuracyAndIsNamed) {
  const auto rating = rating_of("When is a group deleted in ACME5?",
                                "A group is deleted by `A5Gdrop` when 17 links to it are removed.");
  EXPECT_LE(rating.accuracy, 6);
  EXPECT_NE(rating.reasons.find("A5Gdrop"), std::string::npos) << rating.reasons;
  EXPECT_NE(rating.reasons.find("17"), std::string::npos) << rating.reasons;
}

TEST(Rating, AnAnswerOutOfAnotherPassageIsInaccurate) {
  EXPECT_LE(rating_of("When is a group deleted in ACME5?",
                      "Bread dough needs to rest in a warm kitchen before bakers shape loaves.")
                .accuracy,
            3);
}

TEST(Rating, LeaningPointingAndCutAnswersAreUnclear) {
  const auto good = rating_of("When is a group deleted in ACME5?", kAnswer);
  EXPECT_LT(rating_of("When is a group deleted in ACME5?", "It is removed when the last link goes.")
                .clarity,
            good.clarity);
  EXPECT_LT(
      rating_of("When is a group deleted in ACME5?", "The figure below shows when groups go away.")
          .clarity,
      good.clarity);
  EXPECT_LT(
      rating_of("When is a group deleted in ACME5?", "A group is deleted when the last link to")
          .clarity,
      good.clarity);
  EXPECT_LT(rating_of("When is a group deleted?", kAnswer).clarity, good.clarity);
  EXPECT_LT(rating_of("When does this function do so?", kAnswer).clarity, good.clarity);
}

TEST(Rating, AnAnswerThatPassesTheQuestionByIsOfLittleUse) {
  EXPECT_GT(rating_of("When is a group deleted?", kAnswer).usefulness,
            rating_of("Which compiler flags enable vector instructions?", kAnswer).usefulness);
}

TEST(Rating, WithoutAPassageAccuracyIsUnknown) {
  const auto rating = rate({"When is a group deleted?", kAnswer, "", "", "", ""});
  EXPECT_EQ(rating.accuracy, 6);
  EXPECT_NE(rating.reasons.find("No passage"), std::string::npos) << rating.reasons;
}

TEST(Rating, TopicIsRatedWhereGivenAndReasoningApart) {
  const Pair pair{"When is a group deleted?",
                  kAnswer,
                  "The group goes with its last link.",
                  "groups",
                  kPassage,
                  ""};
  EXPECT_EQ(rate(pair).on_topic, true);
  EXPECT_GE(rate_reasoning(pair).quality, 3);
  Pair without = pair;
  without.reasoning = "";
  EXPECT_EQ(rate(pair).reasons, rate(without).reasons) << "the steps touch no mark of the answer";
  Pair other = pair;
  other.topic = "chess openings";
  EXPECT_EQ(rate(other).on_topic, false);
}

}  // namespace
}  // namespace generator::offline
