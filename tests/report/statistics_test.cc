#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/files.h"
#include "base/random.h"
#include "report/question_template.h"
#include "report/rating_statistics.h"
#include "report/row_statistics.h"

namespace generator {
namespace {

TEST(QuestionTemplate, KeepsTheFormAndDropsTheSubject) {
  const std::pair<std::string_view, std::string_view> kCases[] = {
      {"How do I open a file with `H5Fopen(name, flags)`?", "how do i _ a _ with _"},
      {"How do I close a dataset with H5Dclose?", "how do i _ a _ with _"},
      {"What is HDF5?", "what is _"},
      {"What is the chunk cache?", "what is the _"},
      {"What is \"metadata\" in HDF5?", "what is _ in _"},
      {"Which of the two is faster, and why?", "which of the _ is _ and why"},
      {"In HDF5, when is a group compact?", "in _ when is a _"},
      {"`unclosed code", "_"},
      {"", " _"},
      {"Wie öffne ich eine Datei?", "wie öffne _"},
  };
  for (const auto& [question, form] : kCases)
    EXPECT_EQ(question_template(question), form == "_" ? " _" : form) << question;
}

Rating rated(double total, std::vector<std::pair<std::string, double>> criteria = {}) {
  Rating rating;
  rating.total = total;
  rating.criteria = std::move(criteria);
  rating.model = "judge";
  return rating;
}

TEST(RatingStatistics, CountsTiesBinsRetentionAndMeans) {
  RatingStatistics statistics(7.0);
  statistics.add(rated(7.0, {{"clarity", 9}}), true);
  statistics.add(rated(6.9999999, {{"clarity", 8}}), true);  // a weighted sum that means 7
  statistics.add(rated(6.9, {{"clarity", 1}}), false);
  statistics.add(rated(10), true);
  statistics.add(rated(0.5), false);
  const RatingReport report = statistics.report();
  EXPECT_EQ(report.rated, 5);
  EXPECT_EQ(report.kept, 3);
  EXPECT_DOUBLE_EQ(report.retention, 0.6);
  EXPECT_EQ(report.at_threshold, 2);
  EXPECT_EQ(report.histogram, (std::array<std::int64_t, 10>{1, 0, 0, 0, 0, 1, 2, 0, 0, 1}));
  ASSERT_EQ(report.criteria.size(), 2u);
  EXPECT_EQ(report.criteria[0].name, "total");
  EXPECT_DOUBLE_EQ(report.criteria[0].kept, 8.0);
  EXPECT_EQ(report.criteria[1].name, "clarity");
  EXPECT_DOUBLE_EQ(report.criteria[1].all, 6.0);
  EXPECT_DOUBLE_EQ(report.criteria[1].kept, 8.5);
}

TEST(RatingStatistics, OfNothingIsNothing) {
  const RatingReport report = RatingStatistics(7.0).report();
  EXPECT_EQ(report.rated, 0);
  EXPECT_EQ(report.retention, 0);
  EXPECT_TRUE(report.criteria.empty());
}

TEST(RatingStatistics, TakesTheNumbersThatNoJudgeShouldGive) {
  RatingStatistics statistics(7.0);
  for (const double total : {-1e308, 1e308, std::nan(""), -5.0, 99.0})
    statistics.add(rated(total), false);
  const RatingReport report = statistics.report();
  EXPECT_EQ(report.rated, 5);
  EXPECT_EQ(report.histogram[0], 3);
  EXPECT_EQ(report.histogram[9], 2);
}

Example row(std::string question, std::string answer, std::string chunk) {
  Example example;
  example.pair() = {std::move(question), {}, std::move(answer)};
  example.provenance = {std::move(chunk), "doc.md", "m", ""};
  example.kind = "concept";
  return example;
}

TEST(RowStatistics, CountsFormsRepeatsLengthsAndSources) {
  RowStatistics statistics;
  statistics.add(row("What is Foo?", "one two", "c1"));
  statistics.add(row("What is Bar?", "one two three four", "c1"));
  statistics.add(row("What is Foo?", "one", "c2"));
  statistics.add(row("How do I use Foo?", "one two three", ""));
  const RowReport report = statistics.report();
  EXPECT_EQ(report.rows, 4);
  EXPECT_EQ(report.chunks, 2);
  EXPECT_EQ(report.sources, 1);
  EXPECT_EQ(report.with_passage, 3);
  EXPECT_EQ(report.repeated_questions, 1);
  EXPECT_DOUBLE_EQ(report.answer_words, 2.5);
  EXPECT_DOUBLE_EQ(report.answer_words_median, 2.5);
  EXPECT_EQ(report.templates, 2);
  EXPECT_DOUBLE_EQ(report.template_share, 0.5);
  ASSERT_EQ(report.top_templates.size(), 2u);
  EXPECT_EQ(report.top_templates[0].name, "what is _");
  EXPECT_EQ(report.top_templates[0].count, 3);
}

TEST(RowStatistics, CountsTurnsAndTheLengthsOfEach) {
  RowStatistics statistics;
  statistics.add(row("What is Foo?", "one two", "c1"));
  Example talk = row("What is Bar?", "", "c1");
  talk.body = Conversation{{{"What is Bar?", {}, "one two three four"},
                            {"And how?", {"step"}, "one"},
                            {"Why?", {}, "one two three"}}};
  statistics.add(talk);
  const RowReport report = statistics.report();
  EXPECT_EQ(report.rows, 2);
  EXPECT_EQ(report.with_reasoning, 1);
  EXPECT_EQ(report.conversations, 1);
  ASSERT_EQ(report.turns.size(), 1u);
  EXPECT_EQ(report.turns[0].name, "3");
  EXPECT_DOUBLE_EQ(report.answer_words, 2.5);
  EXPECT_DOUBLE_EQ(report.question_words, 2.25);
  EXPECT_DOUBLE_EQ(report.answer_words_median, 2.5);
}

TEST(RowStatistics, DoesNotDependOnTheOrderOfRows) {
  Random random(4);
  std::vector<Example> rows;
  for (int i = 0; i < 500; ++i)
    rows.push_back(row("What is thing " + std::to_string(random.below(200)) + "?",
                       std::string(random.below(30) * 2, 'w'), std::to_string(random.below(9))));
  RowStatistics forward, backward;
  for (const auto& example : rows) forward.add(example);
  std::reverse(rows.begin(), rows.end());
  for (const auto& example : rows) backward.add(example);
  const RowReport a = forward.report(), b = backward.report();
  EXPECT_EQ(a.answer_words, b.answer_words);
  EXPECT_EQ(a.repeated_questions, b.repeated_questions);
  EXPECT_EQ(a.templates, b.templates);
  EXPECT_EQ(a.chunks, b.chunks);
}

TEST(RowStatistics, SeesThatTheJarvisPairsRepeatQuestions) {
  const std::string path = SOURCE_DIR "/../shared/data/jarvis/jarvis_qa_curated.jsonl";
  if (!path_exists(path)) GTEST_SKIP() << "no ../shared/data/jarvis here";
  RowStatistics rows;
  RatingStatistics ratings(7.0);
  auto lines = LineReader::open(path);
  std::string_view line;
  while (*lines->next(line)) {
    const auto document = json::Document::parse(line);
    const auto example = read_example(document->root());
    ASSERT_TRUE(example);
    rows.add(*example);
    ratings.add(*example->rating, true);
  }
  EXPECT_EQ(rows.report().rows, 3911);
  EXPECT_EQ(rows.report().repeated_questions, 77);
  EXPECT_GT(ratings.report().tied_share, 0.05);
}

}  // namespace
}  // namespace generator
