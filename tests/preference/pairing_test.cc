#include "preference/pairing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "data/reasons.h"
#include "preference/support.h"

namespace generator::preference {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kQuestion = "How large is the chunk cache?";
constexpr const char* kAnswer = "The chunk cache of a dataset holds 64 KB by default.";

std::string reject(std::string_view code, const Example& row) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().field("code", code).field("detail", "why").field("item", row.id);
  writer.key("dropped").boolean(false).key("row").raw(example_text(row));
  writer.end_object();
  return out;
}

Example version(std::string answer, std::string form = "rewritten") {
  Example out = row_of(kQuestion, std::move(answer)).example;
  out.answer_form = std::move(form);
  return out;
}

Status add(Rivals& rivals, const std::string& line) {
  return rivals.add(json::Document::parse(line)->root());
}

PairingOptions only(Origin origin) {
  PairingOptions out;
  out.origins = {origin};
  return out;
}

std::vector<std::string> codes(const Paired& made) {
  std::vector<std::string> out;
  for (const Drop& drop : made.drops) out.emplace_back(drop.code);
  return out;
}

TEST(Rivals, AreRefusedRewritingsAndLowRatedRows) {
  Rivals rivals;
  ASSERT_TRUE(add(rivals, reject(reasons::kFactAdded, version("Rewritten, with 65 KB."))));
  Example low = version("Rated low.", "verbatim");
  low.rating = rated(4);
  ASSERT_TRUE(add(rivals, reject(reasons::kBelowThreshold, low)));
  // As good as any: a duplicate, a copied answer that was too short, a row without a rating.
  ASSERT_TRUE(add(rivals, reject(reasons::kNearDuplicate, version("Said before."))));
  ASSERT_TRUE(add(rivals, reject(reasons::kAnswerTooShort, version("Short.", "verbatim"))));
  ASSERT_TRUE(add(rivals, reject(reasons::kBelowThreshold, version("No rating."))));
  ASSERT_TRUE(add(rivals, R"({"code":"nothing_to_ask","row":null})"));
  const auto found = rivals.of(row_of(kQuestion, kAnswer).example);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0]->origin, Origin::kRefusedRewrite);
  EXPECT_EQ(found[0]->why, "fact_added: why");
  EXPECT_EQ(found[1]->origin, Origin::kLowRated);
}

TEST(Rivals, AreFoundByQuestionAndChunk) {
  Rivals rivals;
  Example row = version("It holds 65 KB.");
  row.pair().question = "how LARGE is the chunk cache";
  ASSERT_TRUE(add(rivals, reject(reasons::kFactAdded, row)));
  Example chosen = row_of(kQuestion, kAnswer).example;
  EXPECT_EQ(rivals.of(chosen).size(), 1u);
  chosen.original_question = chosen.pair().question;
  chosen.pair().question = "In HDF5, how large is the chunk cache?";
  EXPECT_EQ(rivals.of(chosen).size(), 1u);
  chosen.provenance.chunk_id = "c2";
  EXPECT_EQ(rivals.of(chosen).size(), 0u);
}

TEST(Rivals, RefuseWhatIsNoLineOfAReject) {
  Rivals rivals;
  const auto added = add(rivals, R"({"question":"Q?","answer":"A."})");
  ASSERT_FALSE(added);
  EXPECT_THAT(added.error().message, HasSubstr("no line of a .rejected.jsonl"));
}

TEST(Pairs, NameOriginAndDifference) {
  Rivals rivals;
  ASSERT_TRUE(add(rivals, reject(reasons::kFactAdded, version("The chunk cache holds 65 KB, say "
                                                              "the authors."))));
  const auto row = row_of(kQuestion, kAnswer);
  const auto made = pairs_of(row, rivals.of(row.example), {});
  ASSERT_EQ(made.pairs.size(), 2u);  // and a twin
  EXPECT_EQ(made.pairs[0].origin, Origin::kRefusedRewrite);
  EXPECT_EQ(made.pairs[0].difference, "fact_added: why");
  EXPECT_EQ(made.pairs[1].origin, Origin::kPlantedFault);
  EXPECT_THAT(made.drops, IsEmpty());
}

TEST(Pairs, OfRatingsNeedTheMargin) {
  Rivals rivals;
  Example low = version("The chunk cache of a dataset holds much by default.", "verbatim");
  low.rating = rated(7);
  ASSERT_TRUE(add(rivals, reject(reasons::kBelowThreshold, low)));
  auto row = row_of(kQuestion, kAnswer);
  auto options = only(Origin::kLowRated);
  EXPECT_THAT(codes(pairs_of(row, rivals.of(row.example), options)),
              ElementsAre("small_margin", "no_worse_answer"));  // the kept one is not rated
  row.example.rating = rated(7.5);
  EXPECT_THAT(codes(pairs_of(row, rivals.of(row.example), options)),
              ElementsAre("small_margin", "no_worse_answer"));
  row.example.rating = rated(8);
  EXPECT_EQ(pairs_of(row, rivals.of(row.example), options).pairs.size(), 1u);
  options.margin = 2;
  EXPECT_EQ(pairs_of(row, rivals.of(row.example), options).pairs.size(), 0u);
}

TEST(Pairs, AreBoundedInLength) {
  const auto row = row_of(kQuestion, kAnswer);  // 52 characters
  for (const auto& [length, stands] : {std::pair(36, false), {37, true}, {72, true}, {73, false}}) {
    Rivals rivals;
    ASSERT_TRUE(add(rivals, reject(reasons::kLowSupport, version(std::string(length, 'x')))));
    const auto made = pairs_of(row, rivals.of(row.example), only(Origin::kRefusedRewrite));
    EXPECT_EQ(made.pairs.size(), stands ? 1u : 0u) << length;
    if (!stands) {
      EXPECT_THAT(codes(made), ElementsAre("length_ratio", "no_worse_answer"));
    }
  }
}

TEST(Pairs, CountCharactersNotBytes) {
  Preference pair;
  pair.chosen.pair().answer = "größer";
  pair.rejected.pair().answer = "kurz \xff";
  EXPECT_DOUBLE_EQ(length_ratio(pair), 1.0);
}

TEST(Pairs, NeverHaveTheSameAnswerTwice) {
  Rivals rivals;
  for (const std::string answer : {"the chunk cache of a DATASET holds *64 KB* by default",
                                   "The chunk cache of a dataset holds 65 KB by default.",
                                   "The **chunk cache** of a dataset holds 65 KB, by default!"})
    ASSERT_TRUE(add(rivals, reject(reasons::kFactAdded, version(answer))));
  const auto row = row_of(kQuestion, kAnswer);
  const auto made = pairs_of(row, rivals.of(row.example), only(Origin::kRefusedRewrite));
  EXPECT_EQ(made.pairs.size(), 1u);
  EXPECT_THAT(codes(made), ElementsAre("same_answer", "same_answer"));
}

TEST(Pairs, AreNotMadeOfAnAnswerThatIsNotSupported) {
  auto row = row_of(kQuestion, "The chunk cache of a dataset holds 65 KB by default.");
  auto made = pairs_of(row, {}, {});
  EXPECT_THAT(codes(made), ElementsAre("low_support"));
  EXPECT_TRUE(made.drops[0].is_row);
  row.chunk.reset();
  row.example.support = 0.5;
  EXPECT_THAT(codes(pairs_of(row, {}, {})), ElementsAre("low_support"));
}

TEST(Pairs, SayWhyARowHasNone) {
  auto row = row_of("What is stored?", "A chunk of the dataset.");
  row.chunk->text = "What is stored there: A chunk of the dataset.";
  EXPECT_THAT(codes(pairs_of(row, {}, {})), ElementsAre("no_worse_answer"));
  row.chunk.reset();
  const auto made = pairs_of(row, {}, {});
  ASSERT_THAT(codes(made), ElementsAre("no_worse_answer"));
  EXPECT_THAT(made.drops[0].detail, HasSubstr("its passage was not found"));
}

TEST(Pairs, KeepTheReasoningWhereTheOtherAnswerHasNone) {
  Rivals rivals;
  ASSERT_TRUE(add(rivals, reject(reasons::kFactAdded,
                                 version("The chunk cache of a dataset holds 65 KB."))));
  auto row = row_of(kQuestion, kAnswer);
  row.example.pair().reasoning = {"One.", "Two."};
  const auto made = pairs_of(row, rivals.of(row.example), only(Origin::kRefusedRewrite));
  ASSERT_EQ(made.pairs.size(), 1u);
  EXPECT_THAT(made.pairs[0].rejected.pair().reasoning, ElementsAre("One.", "Two."));
}

TEST(Pairs, OfConversationsWeighTheLastAnswer) {
  auto row = row_of(kQuestion, kAnswer);
  row.example.body = Conversation{{{"What is a chunk?", {}, "A part of a dataset."},
                                   {"How large is its cache?", {}, kAnswer}}};
  Rivals rivals;
  Example worse = row.example;
  worse.answer_form = "rewritten";
  last_answer(worse) = "The chunk cache of a dataset holds 65 KB, as is known.";
  ASSERT_TRUE(add(rivals, reject(reasons::kFactAdded, worse)));
  Example other = worse;  // of a version whose first answer is another one
  other.turns()[0].answer = "A piece.";
  ASSERT_TRUE(add(rivals, reject(reasons::kFactAdded, other)));
  const auto made = pairs_of(row, rivals.of(row.example), {});
  ASSERT_EQ(made.pairs.size(), 2u);  // and a twin
  for (const Preference& pair : made.pairs) {
    EXPECT_EQ(pair.rejected.turns()[0].answer, "A part of a dataset.");
    EXPECT_NE(pair.rejected.turns()[1].answer, kAnswer);
    EXPECT_EQ(pair.chosen.turns()[1].answer, kAnswer);
  }
}

TEST(Pairs, AreWrittenAndRead) {
  const auto row = row_of(kQuestion, kAnswer);
  const auto made = pairs_of(row, {}, {});
  ASSERT_EQ(made.pairs.size(), 1u);
  std::string text, again;
  json::Writer out(text), out_again(again);
  write_preference(out, made.pairs[0]);
  const auto read = read_preference(json::Document::parse(text)->root());
  ASSERT_TRUE(read);
  write_preference(out_again, *read);
  EXPECT_EQ(text, again);
}

TEST(Origins, NameTheNearestOne) {
  ASSERT_TRUE(origins({"low_rated", "planted_fault"}));
  const auto wrong = origins({"low_rate"});
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().message, HasSubstr("did you mean `low_rated`?"));
}

}  // namespace
}  // namespace generator::preference
