#include "data/example.h"

#include <gtest/gtest.h>

namespace generator {
namespace {

std::string round_trip(std::string_view row) {
  auto document = json::Document::parse(row);
  EXPECT_TRUE(document);
  auto example = read_example(document->root());
  EXPECT_TRUE(example) << (example ? "" : example.error().message);
  std::string out;
  json::Writer writer(out);
  write_example(writer, *example);
  return out;
}

TEST(Example, CarriesUnknownFieldsThroughUntouched) {
  const std::string row =
      R"({"question":"q","answer":"a","chunk_id":"c","evidence":[{"begin":1,"end":4}],"kind":"how-to","my":{"x":1.50},"z":[ ]})";
  EXPECT_EQ(round_trip(row), row);
}

TEST(Example, RemembersWhatWasAskedAndAnsweredFirst) {
  const std::string row =
      R"({"question":"q","answer":"a","original_question":"what?","original_answer":"that","my":1})";
  EXPECT_EQ(round_trip(row), row);
}

TEST(Example, ReadsANumberAsRatingWithItsPartsAndReasons) {
  EXPECT_EQ(
      round_trip(
          R"({"question":"q","answer":"a","rating":7,"clarity":3,"accuracy":2,"reasoning":"fine","x":1})"),
      R"({"question":"q","answer":"a","rating":{"total":7,"criteria":{"clarity":3,"accuracy":2},"reasons":"fine"},"x":1})");
}

TEST(Example, TreatsAStringReasoningWithoutRatingAsChainOfThought) {
  EXPECT_EQ(round_trip(R"({"question":"q","answer":"a","reasoning":"step"})"),
            R"({"question":"q","reasoning":["step"],"answer":"a"})");
}

TEST(Example, OfTwoPassagesNamesBothChunks) {
  const std::string row =
      R"({"question":"q","answer":"a","chunk_id":"a.md:1","evidence":[{"chunk_id":"a.md:7","begin":1,"end":4},{"begin":5,"end":9}],"kind":"concept","multi_hop":true,"answer_form":"verbatim","x":1})";
  EXPECT_EQ(round_trip(row), row);
  const auto example = *read_example(json::Document::parse(row)->root());
  EXPECT_TRUE(example.multi_hop);
  EXPECT_EQ(chunk_ids(example), (std::vector<std::string>{"a.md:1", "a.md:7"}));
  EXPECT_EQ(passage_name(example), "a.md:1 + a.md:7");
  EXPECT_EQ(evidence_in(example, "a.md:7"), (std::vector<Span>{{1, 4}}));
  EXPECT_EQ(evidence_in(example, "a.md:1"), (std::vector<Span>{{5, 9}}));
}

TEST(Example, OfAConversationHasEvidenceATurn) {
  const std::string row =
      R"({"id":"c/1","turns":[{"question":"q1","answer":"a1","evidence":[{"begin":1,"end":4}]},{"question":"q2","reasoning":["s"],"answer":"a2","evidence":[{"begin":5,"end":9,"required":true},{"chunk_id":"d","begin":2,"end":3}]},{"question":"q3","answer":"a3"}],"chunk_id":"c","kind":"concept","answer_form":"verbatim","support":1,"my":{"turns":2}})";
  EXPECT_EQ(round_trip(row), row);
  const auto example = *read_example(json::Document::parse(row)->root());
  ASSERT_TRUE(example.is_conversation());
  ASSERT_EQ(example.turns().size(), 3u);
  EXPECT_EQ(example.pair().question, "q1");
  EXPECT_EQ(example.turns()[1].reasoning, std::vector<std::string>{"s"});
  EXPECT_EQ(all_questions(example), "q1\n\nq2\n\nq3");
  EXPECT_EQ(all_answers(example), "a1\n\na2\n\na3");
  EXPECT_TRUE(has_reasoning(example));
  ASSERT_EQ(example.evidence.size(), 3u);
  EXPECT_EQ(example.evidence[0].turn, 0u);
  EXPECT_EQ(example.evidence[2].turn, 1u);
  EXPECT_EQ(evidence_in(example, "c"), (std::vector<Span>{{1, 4}, {5, 9}}));
}

TEST(Example, OfAConversationCarriesFieldsOfAPairThrough) {
  const std::string row =
      R"({"turns":[{"question":"q1","answer":"a1"}],"answer":"mine","evidence":"mine"})";
  EXPECT_EQ(round_trip(row), row);
}

TEST(Example, WithAQuestionIsAPairWhateverItsTurnsAre) {
  for (const char* turns : {"3", "[]", R"([{"question":"x","answer":"y"}])"}) {
    const std::string row =
        R"({"question":"q","answer":"a","turns":)" + std::string(turns) + "}";
    EXPECT_EQ(round_trip(row), row);
  }
}

TEST(Example, OfAConversationNamesTheTurnThatIsWrong) {
  const auto error = [](std::string_view row) {
    return read_example(json::Document::parse(row)->root()).error().message;
  };
  EXPECT_EQ(error(R"({"turns":[{"question":"q","answer":"a"},{"question":"q"}]})"),
            "`turns[1]`: no field `answer`");
  EXPECT_EQ(error(R"({"turns":[{"question":"q","answer":1}]})"),
            "`turns[0]`: field `answer` is not a string");
  EXPECT_EQ(error(R"({"turns":[]})"), "no field `question`");
  EXPECT_EQ(error(R"({"turns":["q"]})"), "`turns[0]`: no field `question`");
}

TEST(Example, ThatIsUnanswerableNamesWhatItIsShownWith) {
  const std::string row =
      R"({"question":"q","answer":"not said","chunk_id":"a.md:1","evidence":[{"begin":1,"end":4}],"kind":"concept","unanswerable":true,"shown":["a.md:2","a.md:3"],"true_answer":"t","answer_form":"refusal","x":1})";
  EXPECT_EQ(round_trip(row), row);
  const auto example = *read_example(json::Document::parse(row)->root());
  ASSERT_TRUE(example.unanswerable);
  EXPECT_EQ(example.unanswerable->true_answer, "t");
  EXPECT_EQ(passage_name(example), "a.md:2 + a.md:3");
}

TEST(Example, CarriesWhatOthersCallUnanswerableThrough) {
  for (const char* fields :
       {R"("unanswerable":true)", R"("unanswerable":false,"shown":["a"])",
        R"("unanswerable":true,"shown":[])", R"("unanswerable":true,"shown":[1])",
        R"("unanswerable":"yes","shown":["a"],"true_answer":"t")", R"("shown":"all")"}) {
    const std::string row = R"({"question":"q","answer":"a",)" + std::string(fields) + "}";
    EXPECT_EQ(round_trip(row), row);
  }
}

TEST(Example, CarriesAFieldOfTheSameNameThroughThatIsNoMark) {
  for (const char* value : {"\"yes\"", "2", "false", "{\"hops\":2}"}) {
    const std::string row =
        R"({"question":"q","answer":"a","chunk_id":"c","multi_hop":)" + std::string(value) + "}";
    EXPECT_EQ(round_trip(row), row);
  }
}

TEST(Example, NamesTheFieldThatIsWrong) {
  const auto document = json::Document::parse(R"({"question":"q","answer":3})");
  const auto example = read_example(document->root());
  ASSERT_FALSE(example);
  EXPECT_EQ(example.error().message, "field `answer` is not a string");
}

}  // namespace
}  // namespace generator
