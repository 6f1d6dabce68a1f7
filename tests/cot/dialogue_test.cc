// The dialogues of both commands, against replies that are written down here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "base/files.h"
#include "cot/enhance.h"
#include "cot/generate.h"
#include "data/reasons.h"

namespace generator::cot {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const prompt::Library& library() {
  static const prompt::Library all = *prompt::Library::load("");
  return all;
}

Chunk passage() {
  Chunk out;
  out.id = "c1";
  out.source = "guide.md";
  out.headings = {"HDF5", "Storage"};
  out.text =
      "Compact storage keeps the raw data in the object header. The object header holds at most "
      "64 KB. A chunked dataset can be extended.\n";
  return out;
}

constexpr const char* kQuestion = "Can a compact dataset in HDF5 hold 100 KB of raw data?";
constexpr const char* kAnswer = "No,\u00a0it does not fit into the object header. ";
constexpr const char* kSteps =
    R"(["Compact storage keeps the raw data in the object header.","The object header holds at most 64 KB."])";

SourcedExample row() {
  SourcedExample out;
  out.example.id = "r1";
  out.example.pair() = {kQuestion, {}, kAnswer};
  out.chunk = passage();
  return out;
}

Outcome reply(const std::string& text) {
  Completion out;
  out.message.content = text;
  out.model = "m-1";
  return out;
}
std::string reasoning(const std::string& steps) { return R"({"reasoning":)" + steps + "}"; }
std::vector<Ask> asks(Turn turn) { return std::get<std::vector<Ask>>(std::move(turn)); }
Finished end(Result<Turn> turn) {
  EXPECT_TRUE(turn && std::holds_alternative<Finished>(*turn));
  return turn && std::holds_alternative<Finished>(*turn) ? std::get<Finished>(*turn) : Finished{};
}

Thinking thinking(int samples = 1, bool verify = false) {
  ThinkOptions options;
  options.samples = samples;
  options.verify = verify;
  return *Thinking::make(library(), prompt::Set::kFull, options);
}

TEST(EnhanceCot, AddsTheStepsAndKeepsTheAnswerByteForByte) {
  const Thinking stage = thinking();
  const auto dialogue = enhance(stage, row());
  const auto first = asks(dialogue->open());
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].request.task, "enhance_cot");
  EXPECT_THAT(first[0].request.messages.back().content, HasSubstr("The object header holds"));
  const Finished finished = end(dialogue->hear(std::array{reply(reasoning(kSteps))}));
  ASSERT_EQ(finished.examples.size(), 1u);
  EXPECT_EQ(finished.examples[0].pair().answer, kAnswer);
  EXPECT_EQ(finished.examples[0].pair().reasoning.size(), 2u);
}

TEST(EnhanceCot, AsksOnceMoreWithTheReasonAndThenRejects) {
  const Thinking stage = thinking();
  const auto dialogue = enhance(stage, row());
  dialogue->open();
  const std::string bad = reasoning(
      R"(["Compact storage keeps the raw data in the object header.","The object header holds at most 65 KB."])");
  auto turn = dialogue->hear(std::array{reply(bad)});
  ASSERT_TRUE(turn);
  const auto again = asks(std::move(*turn));
  ASSERT_EQ(again.size(), 1u);
  EXPECT_THAT(again[0].request.messages.back().content, HasSubstr("65 KB"));
  EXPECT_THAT(again[0].request.inputs.get("problem"), HasSubstr("unsupported_step"));
  const Finished finished = end(dialogue->hear(std::array{reply(bad)}));
  EXPECT_TRUE(finished.examples.empty());
  ASSERT_EQ(finished.rejects.size(), 1u);
  EXPECT_EQ(finished.rejects[0].code, reasons::kUnsupportedStep);
  EXPECT_EQ(finished.rejects[0].item, "r1");
  EXPECT_THAT(finished.rejects[0].row, HasSubstr("65 KB"));
}

TEST(EnhanceCot, ArguesNotWithAnEmptyReasoning) {
  const Thinking stage = thinking();
  const auto dialogue = enhance(stage, row());
  dialogue->open();
  const Finished finished = end(dialogue->hear(std::array{reply(reasoning("[]"))}));
  ASSERT_EQ(finished.rejects.size(), 1u);
  EXPECT_EQ(finished.rejects[0].code, reasons::kNoReasoning);
}

TEST(EnhanceCot, PassesARowWhoseReasoningStands) {
  const Thinking stage = thinking();
  SourcedExample there = row();
  there.example.pair().reasoning = {
      "1. Compact storage keeps the raw data in the object header.\n2. The object header holds at "
      "most 64 KB."};
  EXPECT_TRUE(has_good_reasoning(stage, there));
  const Turn turn = enhance(stage, there)->open();
  const auto& finished = std::get<Finished>(turn);
  ASSERT_EQ(finished.examples.size(), 1u);
  EXPECT_EQ(finished.examples[0].pair().reasoning.size(), 2u) << "one string is several steps";
  there.example.pair().reasoning = {"No reason."};
  EXPECT_FALSE(std::holds_alternative<Finished>(enhance(stage, there)->open()));
}

TEST(EnhanceCot, AReplyThatCannotBeReadChangesNothing) {
  const Thinking stage = thinking();
  const auto dialogue = enhance(stage, row());
  dialogue->open();
  EXPECT_FALSE(dialogue->hear(std::array{reply("Sure!")}));
  EXPECT_FALSE(dialogue->hear(std::array{reply(R"({"reasoning":7})")}));
  EXPECT_EQ(end(dialogue->hear(std::array{reply(reasoning(kSteps))})).examples.size(), 1u);
}

TEST(EnhanceCot, VerifiesThatTheStepsAloneLeadToTheAnswer) {
  const Thinking stage = thinking(1, true);
  for (const bool leads : {true, false}) {
    const auto dialogue = enhance(stage, row());
    dialogue->open();
    auto turn = dialogue->hear(std::array{reply(reasoning(kSteps))});
    const auto verdict = asks(std::move(*turn));
    ASSERT_EQ(verdict.size(), 1u);
    EXPECT_EQ(verdict[0].request.task, "verify_cot");
    const std::string shown = verdict[0].request.messages.back().content;
    EXPECT_THAT(shown, HasSubstr("at most 64 KB"));
    EXPECT_THAT(shown, Not(HasSubstr("does not fit"))) << "the answer is not shown";
    EXPECT_THAT(shown, Not(HasSubstr("can be extended"))) << "nor is the passage";
    auto heard = dialogue->hear(std::array{reply(
        leads ? R"({"answer":"No, it does not fit."})" : R"({"answer":"Yes, it fits."})")});
    if (leads) {
      EXPECT_EQ(end(std::move(heard)).examples.size(), 1u);
      continue;
    }
    const auto again = asks(std::move(*heard));
    EXPECT_THAT(again[0].request.messages.back().content, HasSubstr("Yes, it fits."));
    heard = dialogue->hear(std::array{reply(reasoning(kSteps))});
    asks(std::move(*heard));  // derived once more
    const Finished finished = end(dialogue->hear(std::array{reply(R"({"answer":""})")}));
    ASSERT_EQ(finished.rejects.size(), 1u);
    EXPECT_EQ(finished.rejects[0].code, reasons::kLeadsElsewhere);
  }
}

TEST(EnhanceCot, KeepsWhatMostSamplesComeTo) {
  const Thinking stage = thinking(3);
  const std::string yes = R"({"reasoning":["a"],"answer":"Yes."})",
                    no = R"({"reasoning":["a"],"answer":"No, it does not fit."})";
  for (const auto& [one, other, kept] :
       {std::tuple(yes, no, true), std::tuple(yes, yes, false), std::tuple(no, no, true)}) {
    const auto dialogue = enhance(stage, row());
    dialogue->open();
    auto turn = dialogue->hear(std::array{reply(reasoning(kSteps))});
    const auto samples = asks(std::move(*turn));
    ASSERT_EQ(samples.size(), 2u);
    EXPECT_EQ(samples[0].request.task, "solve_cot");
    EXPECT_NE(samples[0].sample, samples[1].sample);
    EXPECT_THAT(samples[0].request.messages.back().content, Not(HasSubstr("does not fit")));
    const Finished finished = end(dialogue->hear(std::array{reply(one), reply(other)}));
    EXPECT_EQ(finished.examples.size(), kept ? 1u : 0u);
    if (!kept) {
      EXPECT_EQ(finished.rejects[0].code, reasons::kNoMajority);
    }
  }
}

std::string pair_text(const std::string& steps) {
  return std::string(R"({"question":")") + kQuestion + R"(","kind":"concept","reasoning":)" + steps +
         R"(,"answer":"No, it does not fit into the object header."})";
}

std::unique_ptr<GenerateCot> generation() {
  return *GenerateCot::make(library(), prompt::Set::kFull, {});
}

TEST(GenerateCot, MakesRowsWithStepsAndWhatTheyRestOn) {
  const auto stage = generation();
  const auto dialogue = *stage->begin({passage(), 2});
  const auto first = asks(dialogue->open());
  EXPECT_EQ(first[0].request.task, "generate_cot");
  const Finished finished =
      end(dialogue->hear(std::array{reply(R"({"pairs":[)" + pair_text(kSteps) + "]}")}));
  ASSERT_EQ(finished.examples.size(), 1u);
  const Example& example = finished.examples[0];
  EXPECT_EQ(example.pair().question, kQuestion);
  EXPECT_EQ(example.pair().reasoning.size(), 2u);
  EXPECT_EQ(example.evidence.size(), 2u);
  EXPECT_EQ(example.answer_form, "written");
  EXPECT_EQ(example.provenance.model, "m-1");
  EXPECT_EQ(example.provenance.chunk_id, "c1");
}

TEST(GenerateCot, AsksForAFaultyPairAloneAndKeepsTheOthers) {
  const auto stage = generation();
  const auto dialogue = *stage->begin({passage(), 2});
  dialogue->open();
  const std::string bad = pair_text(R"(["Compact storage keeps the raw data in the object header."])");
  const std::string good =
      R"({"question":"A dataset of 100 KB is to be stored in HDF5. Why is compact storage the wrong choice for it?","kind":"reason","reasoning":["Compact storage keeps the raw data in the object header.","The object header holds at most 64 KB."],"answer":"Its raw data would outgrow the header."})";
  auto turn = dialogue->hear(std::array{reply(R"({"pairs":[)" + bad + "," + good + "]}")});
  const auto again = asks(std::move(*turn));
  ASSERT_EQ(again.size(), 1u) << again.back().request.messages.back().content;
  EXPECT_THAT(again[0].request.messages.back().content, HasSubstr(kQuestion));
  EXPECT_THAT(again[0].request.messages.back().content, HasSubstr("1 step, 2 to 5 are wanted"));
  const Finished finished = end(dialogue->hear(std::array{reply(pair_text(kSteps))}));
  EXPECT_EQ(finished.examples.size(), 2u);
  EXPECT_TRUE(finished.rejects.empty());
}

TEST(GenerateCot, SaysWhyNothingCameOfAChunk) {
  const auto stage = generation();
  const auto dialogue = *stage->begin({passage(), 2});
  dialogue->open();
  const Finished finished = end(dialogue->hear(std::array{reply(R"({"pairs":[]})")}));
  ASSERT_EQ(finished.rejects.size(), 1u);
  EXPECT_EQ(finished.rejects[0].code, reasons::kNothingToAsk);
}

TEST(GenerateCot, DoesNotTakeWhatEarlierRoundsAskedNorMoreThanItWants) {
  const auto stage = generation();
  qa::GenerateItem item{passage(), 1, 0, {kQuestion}};
  const auto dialogue = *stage->begin(item);
  EXPECT_THAT(asks(dialogue->open())[0].request.messages.back().content, HasSubstr(kQuestion));
  const Finished finished =
      end(dialogue->hear(std::array{reply(R"({"pairs":[)" + pair_text(kSteps) + "]}")}));
  EXPECT_TRUE(finished.examples.empty());
}

class CotPrompt : public testing::TestWithParam<prompt::Set> {};

TEST_P(CotPrompt, IsAsItWas) {
  ThinkOptions options;
  options.style.language = "English";
  const auto stage = *GenerateCot::make(library(), GetParam(), options);
  const auto steps = json::Document::parse(kSteps);
  std::vector<ChatRequest> requests = {
      *stage->ask({passage(), 2, 0, {"What is compact storage?"}}, passage()),
      *stage->thinking().ask_steps(row()), *stage->thinking().ask_solution(row()),
      *stage->thinking().ask_verdict(kQuestion, *read_steps(steps->root()))};
  std::string text;
  for (const ChatRequest& request : requests) {
    text += "==== " + request.task + "\n";
    for (const Message& message : request.messages)
      text.append("[").append(to_text(message.role)).append("]\n").append(message.content).append("\n");
  }
  const std::string path = std::string(SOURCE_DIR) + "/tests/prompt/golden/cot" +
                           (GetParam() == prompt::Set::kSmall ? "_small" : "") + ".txt";
  if (std::getenv("GENERATOR_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(write_file(path, text));
  }
  const auto expected = read_file(path);
  ASSERT_TRUE(expected) << "GENERATOR_UPDATE_GOLDEN=1 makes it";
  EXPECT_EQ(text, *expected);
}

INSTANTIATE_TEST_SUITE_P(Golden, CotPrompt,
                         testing::Values(prompt::Set::kFull, prompt::Set::kSmall));

}  // namespace
}  // namespace generator::cot
