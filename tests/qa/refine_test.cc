#include "qa/refine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "base/files.h"
#include "data/reasons.h"

namespace generator::qa {
namespace {

using testing::HasSubstr;
using testing::Not;

const prompt::Template& refine_prompt() {
  static const prompt::Template prompt = *prompt::Template::parse(
      *read_file(std::string(SOURCE_DIR) + "/configs/prompts/refine.yaml"), "prompts/refine.yaml");
  return prompt;
}

SourcedExample item_of() {
  SourcedExample item;
  item.example.id = "e1";
  item.example.pair().question = "What about the limit?";
  item.example.pair().answer = "It is 64 KB.";
  item.example.extra = "\"mine\":1";
  Rating rating;
  rating.total = 4.5;
  rating.reasons = "\"the limit\": of what?";
  rating.criteria = {{"clarity", 3}, {"accuracy", 9}, {"usefulness", 3}, {"difficulty", 3}};
  item.example.rating = rating;
  Chunk chunk;
  chunk.id = "c1";
  chunk.headings = {"HDF5 User Guide", "Attributes"};
  chunk.text =
      "An attribute in compact storage is limited to 64 KB, as it stands in the object header. "
      "Larger attributes go into dense storage, which needs the latest file format.";
  item.chunk = chunk;
  return item;
}

Outcome reply(std::string content) {
  Completion completion;
  completion.message.content = std::move(content);
  return completion;
}

constexpr char kBetter[] =
    R"({"question":"How large can an attribute in compact storage be in HDF5?",)"
    R"("answer":"An attribute in compact storage is limited to 64 KB, as it stands in the object header."})";
constexpr char kInvented[] =
    R"({"question":"How large can an attribute in compact storage be in HDF5?",)"
    R"("answer":"An attribute in compact storage is limited to 128 KB, as it stands in the object header."})";

std::unique_ptr<Refinement> refinement() { return *Refinement::make(refine_prompt(), {}); }

std::vector<Ask> asks(Turn turn) { return std::get<std::vector<Ask>>(std::move(turn)); }
std::string shown(const Ask& ask) { return ask.request.messages.back().content; }

TEST(Refine, ShowsTheWriterWhatTheJudgeSaid) {
  const auto stage = refinement();
  const ChatRequest request = stage->ask(item_of());
  const std::string& user = request.messages.back().content;
  EXPECT_THAT(user, HasSubstr("\"the limit\": of what?"));
  EXPECT_THAT(user, HasSubstr("clarity 3, accuracy 9"));
  EXPECT_THAT(user, HasSubstr("limited to 64 KB"));
  EXPECT_EQ(request.task, "refine");
}

TEST(Refine, TakesABetterPairWithoutItsOldRating) {
  const auto stage = refinement();
  const auto dialogue = stage->begin(item_of());
  dialogue->open();
  const auto finished = std::get<Finished>(*dialogue->hear(std::array{reply(kBetter)}));
  ASSERT_EQ(finished.examples.size(), 1u);
  const Example& example = finished.examples[0];
  EXPECT_THAT(example.pair().question, HasSubstr("attribute in compact storage"));
  EXPECT_THAT(example.pair().answer, HasSubstr("64 KB"));
  EXPECT_EQ(example.original_answer, "It is 64 KB.");
  EXPECT_EQ(example.answer_form, "rewritten");
  EXPECT_FALSE(example.rating);
  EXPECT_EQ(example.extra, "\"mine\":1");
  EXPECT_EQ(example.id, "e1");
}

TEST(Refine, KeepsTheFormOfAnAnswerThatIsTheSame) {
  SourcedExample item = item_of();
  item.example.answer_form = "verbatim";
  item.example.pair().answer =
      "An attribute in compact storage is limited to 64 KB, as it stands in the object header.";
  const auto stage = refinement();
  const auto dialogue = stage->begin(item);
  dialogue->open();
  const auto finished = std::get<Finished>(*dialogue->hear(std::array{reply(kBetter)}));
  EXPECT_EQ(finished.examples.at(0).answer_form, "verbatim");
  EXPECT_EQ(finished.examples[0].original_answer, "");
}

TEST(Refine, TellsOnceWhatIsWrongWithAVersionAndThenGivesUp) {
  const auto stage = refinement();
  const auto dialogue = stage->begin(item_of());
  dialogue->open();
  const auto again = asks(*dialogue->hear(std::array{reply(kInvented)}));
  EXPECT_THAT(shown(again[0]), HasSubstr("128 KB"));
  EXPECT_THAT(shown(again[0]), HasSubstr("low_support"));
  const auto finished = std::get<Finished>(*dialogue->hear(std::array{reply(kInvented)}));
  EXPECT_TRUE(finished.examples.empty());
  ASSERT_EQ(finished.rejects.size(), 2u);
  EXPECT_EQ(finished.rejects[0].code, reasons::kLowSupport);
  EXPECT_THAT(finished.rejects[0].row, HasSubstr("It is 64 KB.")) << "the row as it was";
  EXPECT_THAT(finished.rejects[0].reply, HasSubstr("128 KB")) << "and what was written";
  EXPECT_TRUE(finished.rejects[1].asked_again);
}

TEST(Refine, KeepsTheVersionThatWasRefusedBesideTheOneThatStands) {
  const auto stage = refinement();
  const auto dialogue = stage->begin(item_of());
  dialogue->open();
  asks(*dialogue->hear(std::array{reply(kInvented)}));
  const auto finished = std::get<Finished>(*dialogue->hear(std::array{reply(kBetter)}));
  ASSERT_EQ(finished.examples.size(), 1u);
  ASSERT_EQ(finished.rejects.size(), 1u);
  const Reject& first = finished.rejects[0];
  EXPECT_EQ(first.code, reasons::kLowSupport);
  EXPECT_FALSE(first.dropped);
  EXPECT_TRUE(first.asked_again);
  const auto row = read_example(json::Document::parse(first.row)->root());
  ASSERT_TRUE(row);
  EXPECT_THAT(row->pair().answer, HasSubstr("128 KB"));
  EXPECT_EQ(row->pair().question, finished.examples[0].pair().question);
  EXPECT_EQ(row->answer_form, "rewritten");
  EXPECT_FALSE(row->rating);
}

TEST(Refine, RefusesAPairThatCameBackAsItWas) {
  const auto stage = refinement();
  const auto dialogue = stage->begin(item_of());
  dialogue->open();
  const auto finished = std::get<Finished>(*dialogue->hear(
      std::array{reply(R"({"question":"What about the limit?","answer":"It is **64 KB**."})")}));
  ASSERT_EQ(finished.rejects.size(), 1u);
  EXPECT_EQ(finished.rejects[0].code, reasons::kNotRefined);
}

TEST(Refine, AsksAgainForAReplyWithoutAPair) {
  for (const char* bad : {"no", R"({"question":"How?"})", R"({"question":"","answer":"x"})",
                          R"({"question":"How?","answer":"It is)"}) {
    const auto stage = refinement();
    const auto dialogue = stage->begin(item_of());
    dialogue->open();
    EXPECT_FALSE(dialogue->hear(std::array{reply(bad)})) << bad;
  }
}

TEST(Refine, GoesOnWithHalfOfAPassageThatIsTooLong) {
  const auto stage = refinement();
  SourcedExample item = item_of();
  item.example.evidence = {{"c1", {0, 40}}};
  item.chunk->text += "\n\nNobody asks for this second part of it, which is long enough to be cut off.";
  const auto dialogue = stage->begin(item);
  dialogue->open();
  const Outcome failed = Failure{Failure::Kind::kTooLong, "too many tokens"};
  const auto again = asks(*dialogue->hear(std::array{failed}));
  EXPECT_THAT(shown(again[0]), HasSubstr("limited to 64 KB"));
  EXPECT_THAT(shown(again[0]), Not(HasSubstr("Nobody asks")));
  const auto finished = std::get<Finished>(*dialogue->hear(std::array{failed}));
  ASSERT_EQ(finished.rejects.size(), 1u);
  EXPECT_EQ(finished.rejects[0].code, reasons::kContextTooLong);
}

}  // namespace
}  // namespace generator::qa
