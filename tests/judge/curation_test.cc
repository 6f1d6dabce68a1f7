#include "judge/curation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "data/reasons.h"

namespace generator::judge {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

Rating rating_of(double clarity, double accuracy, double usefulness, double difficulty = 5) {
  Rating rating;
  rating.criteria = {{"clarity", clarity},
                     {"accuracy", accuracy},
                     {"usefulness", usefulness},
                     {"difficulty", difficulty}};
  rating.total = weighted_mean(rating, {}).value();
  rating.reasons = "because";
  return rating;
}

std::vector<std::string> codes(const std::vector<Rating>& ratings, const Selection& selection,
                               CurationReport* report = nullptr) {
  Curation curation(selection);
  for (const Rating& rating : ratings) curation.add(rating);
  curation.close();
  std::vector<std::string> out;
  for (std::size_t i = 0; i < ratings.size(); ++i) {
    const auto refusal = curation.refusal(i, ratings[i]);
    out.emplace_back(refusal ? refusal->code : "kept");
  }
  if (report) *report = curation.report();
  return out;
}

TEST(Weights, AreReadByName) {
  EXPECT_THAT(read_weights("")->values, ElementsAre(1, 2, 1, 0));
  EXPECT_THAT(read_weights("accuracy=3, difficulty=0.5")->values, ElementsAre(1, 3, 1, 0.5));
  for (const char* text : {"accuracy", "speed=1", "accuracy=-1", "accuracy=x", "accuracy=nan",
                           "accuracy=inf", "accuracy=1,", "clarity=0,accuracy=0,usefulness=0"})
    EXPECT_FALSE(read_weights(text)) << text;
}

TEST(Weights, MakeTheTotal) {
  const Rating rating = rating_of(6, 9, 8, 2);
  EXPECT_DOUBLE_EQ(*weighted_mean(rating, {}), 8.0);
  EXPECT_DOUBLE_EQ(*weighted_mean(rating, {{1, 1, 1, 1}}), 6.25);
  EXPECT_DOUBLE_EQ(*weighted_mean(rating, {{0, 1, 0, 0}}), 9.0);
  EXPECT_DOUBLE_EQ(*weighted_mean(rating, {{1, 1, 1, 0}}), 7.6667);
}

TEST(Weights, LeaveATotalOnAnotherScaleAlone) {
  Rating older;
  older.total = 8;
  older.criteria = {{"clarity", 3}, {"accuracy", 3}, {"usefulness", 1}, {"difficulty", 1}};
  EXPECT_FALSE(is_mean_of_parts(older));
  EXPECT_DOUBLE_EQ(total_of(older, {}), 8);
  EXPECT_FALSE(gate(older, {})) << "3 is the best of 3, not 3 of 10";
  Rating bare;
  bare.total = 6;
  EXPECT_DOUBLE_EQ(total_of(bare, {}), 6);
}

TEST(Curation, KeepsFromTheThresholdOn) {
  EXPECT_THAT(codes({rating_of(7, 7, 7), rating_of(6, 7, 7), rating_of(9, 9, 9)}, {}),
              ElementsAre("kept", "below_threshold", "kept"));
}

TEST(Curation, LetsNoTotalOutvoteAccuracy) {
  EXPECT_THAT(codes({rating_of(10, 5, 10), rating_of(10, 6, 10)}, {}),
              ElementsAre("unsupported", "kept"));
  Selection strict;
  strict.min_accuracy = 9;
  strict.keep_top = 1.0;
  EXPECT_THAT(codes({rating_of(10, 8, 10), rating_of(1, 9, 1)}, strict),
              ElementsAre("unsupported", "kept"));
}

TEST(Curation, DropsWhatIsOffTheTopicThatWasAskedAbout) {
  Selection selection;
  selection.topic = "storage";
  Rating off = rating_of(9, 9, 9), other = off, on = off;
  off.topic = on.topic = "storage";
  other.topic = "cooking";
  off.on_topic = other.on_topic = false;
  EXPECT_THAT(codes({off, other, on}, selection), ElementsAre("off_topic", "kept", "kept"));
  EXPECT_THAT(codes({off}, {}), ElementsAre("kept"));
}

TEST(Curation, KeepsTheBestShareWithTiesInInputOrder) {
  Selection selection;
  selection.keep_top = 0.5;
  CurationReport report;
  EXPECT_THAT(
      codes({rating_of(7, 7, 7), rating_of(8, 8, 8), rating_of(7, 7, 7), rating_of(7, 7, 7)},
            selection, &report),
      ElementsAre("kept", "kept", "below_top_share", "below_top_share"));
  EXPECT_DOUBLE_EQ(report.cut, 7);
  EXPECT_EQ(report.tied, 3);
  selection.keep_top = 0.01;
  EXPECT_THAT(codes({rating_of(3, 7, 3), rating_of(8, 8, 8)}, selection),
              ElementsAre("below_top_share", "kept"));
}

TEST(Curation, WarnsWhereTheCutFallsIntoATie) {
  CurationReport report;
  codes({rating_of(7, 7, 7), rating_of(7, 7, 7), rating_of(8, 8, 8)}, {}, &report);
  ASSERT_EQ(report.warnings.size(), 1u);
  EXPECT_THAT(report.warnings[0], HasSubstr("2 of 3 ratings (67 %) are exactly 7"));
  std::vector<Rating> apart(10, rating_of(8, 8, 8));
  for (int i = 0; i < 3; ++i) apart[static_cast<std::size_t>(i)] = rating_of(7, 7, 7);
  codes(apart, {}, &report);  // 30 % are not more than 30 %
  EXPECT_THAT(report.warnings, IsEmpty());
}

TEST(Curation, HoldsReasoningAndAnswerEachAgainstItsOwnBar) {
  Rating good = rating_of(9, 9, 9), weak_steps = good, weak_answer = rating_of(5, 6, 5);
  good.reasoning_quality = 8;
  weak_steps.reasoning_quality = 6;
  weak_steps.reasoning_reasons = "Step 2 repeats step 1.";
  weak_answer.reasoning_quality = 10;
  Curation curation({});
  for (const Rating& rating : {good, weak_steps, weak_answer}) curation.add(rating);
  curation.close();
  EXPECT_FALSE(curation.refusal(0, good));
  const auto steps = curation.refusal(1, weak_steps);
  ASSERT_TRUE(steps);
  EXPECT_EQ(steps->code, "below_reasoning_threshold");
  EXPECT_EQ(steps->detail, "reasoning 6, at least 7 wanted: Step 2 repeats step 1.");
  EXPECT_EQ(curation.refusal(2, weak_answer)->code, "below_threshold") << "no mark outvotes the other";
  EXPECT_THAT(curation.report().refused,
              ElementsAre(Pair("below_threshold", 1), Pair("below_reasoning_threshold", 1)));
}

TEST(Curation, ReportsWhatItDid) {
  Rating ungrounded = rating_of(10, 10, 10, 1);
  ungrounded.grounded = false;
  ungrounded.reasoning_quality = 4;
  Selection any_reasoning;
  any_reasoning.reasoning_threshold = 0;
  Curation curation(any_reasoning);
  for (const Rating& rating :
       {rating_of(6, 8, 6), rating_of(9, 3, 9), rating_of(5, 6, 5), ungrounded})
    curation.add(rating);
  curation.add_unrated();
  curation.close();
  const CurationReport& report = curation.report();
  EXPECT_EQ(report.rated, 4);
  EXPECT_EQ(report.kept, 2);
  EXPECT_EQ(report.unrated, 1);
  EXPECT_EQ(report.ungrounded, 1);
  EXPECT_DOUBLE_EQ(report.retention(), 0.5);
  EXPECT_THAT(report.refused, ElementsAre(Pair("unsupported", 1), Pair("below_threshold", 1)));
  EXPECT_EQ(report.histogram[14], 1);  // 7.0
  EXPECT_EQ(report.histogram[12], 1);  // 6.0
  EXPECT_EQ(report.histogram[11], 1);  // 5.5
  EXPECT_EQ(report.histogram[19], 1);  // 10 is in the last bin
  EXPECT_EQ(report.kept_histogram[12], 0);
  ASSERT_EQ(report.averages.size(), 6u);
  EXPECT_EQ(report.averages[0].name, "total");
  EXPECT_DOUBLE_EQ(report.averages[0].rated, 7.125);
  EXPECT_DOUBLE_EQ(report.averages[0].kept, 8.5);
  EXPECT_EQ(report.averages[5].name, "reasoning_quality");
  EXPECT_DOUBLE_EQ(report.averages[5].rated, 4);
  EXPECT_THAT(report.warnings, ElementsAre("no source for 1 row: judged without the passage"));
  std::string json;
  json::Writer out(json);
  write_report(out, report);
  const auto document = json::Document::parse(json);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root().find("kept")->integer(), 2);
  EXPECT_EQ(document->root().find("histogram")->size(), 20u);
}

TEST(Curation, OfNothingIsNothing) {
  CurationReport report;
  Selection selection;
  selection.keep_top = 0.5;
  EXPECT_THAT(codes({}, selection, &report), IsEmpty());
  EXPECT_DOUBLE_EQ(report.retention(), 0);
  EXPECT_DOUBLE_EQ(report.tie_share(), 0);
}

TEST(Curation, GivesTheJudgesReasons) {
  Curation curation({});
  const Rating rating = rating_of(6, 6, 6);
  curation.add(rating);
  curation.close();
  EXPECT_EQ(curation.refusal(0, rating)->detail, "total 6, at least 7 wanted: because");
}

TEST(Selection, IsCheckedBeforeARun) {
  EXPECT_TRUE(check({}));
  Selection selection;
  selection.threshold = 11;
  EXPECT_FALSE(check(selection));
  selection = {};
  selection.keep_top = 0;
  EXPECT_FALSE(check(selection));
  selection.keep_top = 25;
  EXPECT_FALSE(check(selection));
}

}  // namespace
}  // namespace generator::judge
