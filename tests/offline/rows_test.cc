// Real documents through the rules, where they stand beside the checkout. With GENERATOR_SHOW_ROWS
// set, every row is printed to be read.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <set>

#include "base/files.h"
#include "base/text.h"
#include "offline/asking.h"
#include "offline/real_chunks.h"

namespace generator::offline {
namespace {

constexpr std::size_t kPairs = 30;
constexpr AnswerLength kLength{30, 250};

TEST(Rows, OfRealPagesAreManyDistinctAndWellFormed) {
  const auto chunks = testing::real_chunks();
  if (chunks.empty()) GTEST_SKIP() << "no documents beside the checkout";
  std::set<std::string> questions;
  std::set<std::string_view> patterns;
  for (const Chunk& chunk : chunks) {
    const Page page(chunk);
    for (const Candidate& row : ask(page, kLength, {kPairs})) {
      const std::string answer = answer_text(page, row.evidence.units);
      if (std::getenv("GENERATOR_SHOW_ROWS") != nullptr)
        std::cout << "Q: " << row.question << "\nA: " << answer << "\n\n";
      questions.insert(row.question);
      patterns.insert(row.pattern);
      EXPECT_TRUE(row.question.ends_with('?') && text::is_upper(row.question[0])) << row.question;
      EXPECT_EQ(row.question.find("  "), std::string::npos) << row.question;
      EXPECT_TRUE(page.topic.names_product(row.question)) << row.question;
      for (const std::string_view pointer :
           {" this ", " these ", " above", " below", " figure", " example", "**", "]("})
        EXPECT_FALSE(text::contains(row.question, pointer)) << row.question;
      EXPECT_GE(row.evidence.words, kLength.min_words);
      EXPECT_LE(row.evidence.words, kLength.max_words);
      EXPECT_LE(row.evidence.units.end, page.passage.units.size());
      const std::size_t first = row.evidence.units.begin;
      EXPECT_FALSE(page.is_prose(first) && page.statements[first].anaphoric) << answer;
      EXPECT_FALSE(answer.ends_with(':')) << answer;
    }
  }
  EXPECT_GE(questions.size(), 180U);
  EXPECT_GE(patterns.size(), 14U);
}

TEST(Rows, AtMostAsManyAsAskedForAndNoneOfPlainNoise) {
  Chunk chunk;
  chunk.id = "noise:1";
  for (const std::string_view text :
       {"", "\xFF\xFE\xFF", "| | |\n| - | - |\n", "# \n\n## \n", "****", "To ,, , .", "`",
        "The the the the is.", "If , when ; unless ."}) {
    chunk.text = text;
    const Page page(chunk);
    EXPECT_TRUE(ask(page, {1, 250}, {kPairs}).empty()) << text;
  }
  const auto chunks = testing::real_chunks();
  for (std::size_t i = 0; i < chunks.size(); i += 10) {
    const Page page(chunks[i]);
    EXPECT_LE(ask(page, kLength, {2}).size(), 2U);
  }
}

TEST(Rows, AreOfTheKindThatIsWantedWhereThePageHasOne) {
  Chunk chunk;
  chunk.id = "page:1";
  chunk.headings = {"ACME5 Datasets", "Working with Datasets"};
  chunk.text =
      "A dataset is an array of elements that have one type.\n\n"
      "Attributes cannot be shared because they live in the header of their object.\n";
  const Page page(chunk);
  const auto first = [&](const Wanted& wanted) { return ask(page, {1, 250}, wanted).at(0).kind; };
  EXPECT_EQ(first({1, {"reason"}}), "reason");
  EXPECT_EQ(first({1, {"concept"}}), "concept");
  EXPECT_EQ(first({1, {"comparison"}}), first({1})) << "none is there";
  const Candidates rest = ask(page, {1, 250}, {1, {"reason"}, {"What is a dataset in ACME5?"}});
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].kind, "reason");
}

}  // namespace
}  // namespace generator::offline
