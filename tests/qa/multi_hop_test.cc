// Questions of two passages, from the request to the row.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <tuple>
#include <vector>

#include "data/reasons.h"
#include "qa/enrich.h"
#include "qa/generate.h"
#include "qa/multi_hop_check.h"

namespace generator::qa {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kSpool =
    "Inkwell keeps a queue for every printer of the office, and writes it to disk each minute. "  // 1
    "A print job is held back by Inkwell when the paper of its tray is used up.";                 // 2
constexpr std::string_view kRefill =
    "`lptray` sets what stands in a tray. "                                                        // 3
    "After `lptray --refill 2`, held jobs of that tray start again, the oldest of them first.";    // 4
constexpr std::string_view kRepeated =
    "\n\nA print job is held back by Inkwell when the paper of its tray is used up.";  // 5

GenerateItem item(std::string_view behind = "") {
  GenerateItem out;
  out.chunk.id = "guide.md:1";
  out.chunk.source = "guide.md";
  out.chunk.headings = {"Inkwell guide", "Paper"};
  out.chunk.text = kSpool;
  out.n_pairs = 1;
  out.second.emplace();
  out.second->id = "guide.md:7";
  out.second->source = "guide.md";
  out.second->headings = {"Inkwell guide", "Commands"};
  out.second->text = std::string(kRefill).append(behind);
  return out;
}

GenerateOptions options_of(Mode mode = Mode::kBacktranslation) {
  GenerateOptions options;
  options.style.min_words = 5;
  options.style.max_words = 60;
  options.mode = mode;
  return options;
}

const prompt::Library& library() {
  static const prompt::Library loaded = *prompt::Library::load("");
  return loaded;
}

Completion reply(std::string content) {
  Completion completion;
  completion.message.content = std::move(content);
  completion.model = "m";
  return completion;
}

Finished made(const std::string& content, Mode mode = Mode::kBacktranslation,
              std::string_view behind = "") {
  const auto stage = *Generation::make(library(), prompt::Set::kFull, options_of(mode));
  auto dialogue = *stage->begin(item(behind));
  dialogue->open();
  const std::vector<Outcome> outcomes = {reply(content)};
  return std::get<Finished>(*dialogue->hear(outcomes));
}

std::string pair_of(const std::string& question, const std::string& units,
                    const std::string& more = "") {
  return R"({"pairs":[{"question":")" + question + R"(","kind":"how-to","units":)" + units + more +
         "}]}";
}

constexpr const char* kQuestion =
    "When does Inkwell hold a print job back, and what happens after `lptray --refill`?";

TEST(MultiHop, ShowsBothPassagesInFencesWithNumbersThatGoOn) {
  for (const prompt::Set set : {prompt::Set::kFull, prompt::Set::kSmall}) {
    const auto stage = *Generation::make(library(), set, options_of());
    const auto asks = *stage->asks(item());
    ASSERT_EQ(asks.size(), 1u);
    const std::string& shown = asks[0].request.messages.back().content;
    EXPECT_THAT(shown, HasSubstr("[1] Inkwell keeps"));
    EXPECT_THAT(shown, HasSubstr("[3] `lptray` sets"));
    EXPECT_THAT(shown, HasSubstr("# Inkwell guide > Commands"));
    EXPECT_LT(shown.find("</passage"), shown.find("[3]"));
    EXPECT_THAT(asks[0].request.inputs.get("second"), HasSubstr("guide.md:7"));
  }
}

TEST(MultiHop, AnAnswerIsCopiedOutOfBothAndItsEvidenceNamesBoth) {
  const Finished finished = made(pair_of(kQuestion, "[2, 4]"));
  ASSERT_EQ(finished.examples.size(), 1u) << finished.rejects.at(0).detail;
  const Example& row = finished.examples[0];
  EXPECT_TRUE(row.multi_hop);
  EXPECT_EQ(row.pair().answer,
            "A print job is held back by Inkwell when the paper of its tray is used up.\n\n"
            "After `lptray --refill 2`, held jobs of that tray start again, the oldest of them first.");
  EXPECT_THAT(chunk_ids(row), ElementsAre("guide.md:1", "guide.md:7"));
  EXPECT_EQ(passage_name(row), "guide.md:1 + guide.md:7");
  ASSERT_EQ(row.evidence.size(), 2u);
  for (const auto& [evidence, text, begins] :
       {std::tuple(row.evidence[0], kSpool, "A print job"),
        std::tuple(row.evidence[1], kRefill, "After `lpt")})
    EXPECT_EQ(text.substr(static_cast<std::size_t>(evidence.bytes.begin), std::strlen(begins)),
              begins);
}

TEST(MultiHop, ThePassageThatIsCitedFirstIsReadFirst) {
  const Finished finished = made(pair_of(kQuestion, "[4, 2]"));
  ASSERT_EQ(finished.examples.size(), 1u);
  EXPECT_THAT(finished.examples[0].pair().answer, testing::StartsWith("After `lptray"));
  EXPECT_EQ(finished.examples[0].provenance.chunk_id, "guide.md:1");
  EXPECT_THAT(chunk_ids(finished.examples[0]), ElementsAre("guide.md:1", "guide.md:7"));
}

TEST(MultiHop, WhatOnePassageSupportsAloneIsRefused) {
  for (const char* units : {"[1, 2]", "[3, 4]", "[2, 4, 5]", "[2, 5]"}) {
    const Finished finished = made(pair_of("How does Inkwell treat jobs without paper?", units),
                                   Mode::kBacktranslation, kRepeated);
    // Unit 5 says what unit 2 does: the second passage has it all.
    const bool has_both = std::string(units) == "[2, 4, 5]" || std::string(units) == "[2, 5]";
    ASSERT_EQ(finished.rejects.size(), 1u) << units;
    EXPECT_EQ(finished.rejects[0].code, reasons::kNeedsOnePassage) << units;
    EXPECT_THAT(finished.rejects[0].detail,
                HasSubstr(has_both ? "alone supports" : "it cites nothing of"));
    EXPECT_EQ(finished.rejects[0].item, "guide.md:1 + guide.md:7");
  }
}

TEST(MultiHop, TheQuestionHasToStandAlone) {
  const Finished finished = made(pair_of("What do both passages say about trays?", "[2, 4]"));
  ASSERT_EQ(finished.rejects.size(), 1u);
  EXPECT_EQ(finished.rejects[0].code, reasons::kNotStandAlone) << finished.rejects[0].detail;
}

TEST(MultiHop, AWrittenAnswerIsHeldAgainstBoth) {
  const auto written = [](const std::string& answer) {
    return made(pair_of(kQuestion, "[2, 4]", R"(,"answer":")" + answer + "\""), Mode::kWrite);
  };
  const Finished good = written(
      "A print job is held back when the paper of its tray is used up. After `lptray --refill 2` the "
      "held jobs of that tray start again, the oldest first.");
  ASSERT_EQ(good.examples.size(), 1u) << good.rejects.at(0).detail;
  EXPECT_EQ(good.examples[0].answer_form, "written");
  EXPECT_EQ(good.examples[0].support, 1);
  EXPECT_THAT(chunk_ids(good.examples[0]), ElementsAre("guide.md:1", "guide.md:7"));
  EXPECT_FALSE(evidence_in(good.examples[0], "guide.md:1").empty());
  const Finished invented = written(
      "A print job is held back when the paper of its tray is used up. After `lptray --refill 3` the "
      "held jobs of that tray start again within 90 seconds.");
  ASSERT_EQ(invented.rejects.size(), 1u);
  EXPECT_EQ(invented.rejects[0].code, reasons::kLowSupport);
  const Finished half = written("A print job of Inkwell is held back when its tray has no paper.");
  ASSERT_EQ(half.rejects.size(), 1u);
  EXPECT_EQ(half.rejects[0].code, reasons::kNeedsOnePassage);
}

TEST(MultiHop, WhatIsTooLongIsAskedAboutInHalvesThatHaveMostInCommon) {
  const auto stage = *Generation::make(library(), prompt::Set::kFull, options_of());
  auto dialogue = *stage->begin(item());
  dialogue->open();
  const std::vector<Outcome> too_long = {Failure{Failure::Kind::kTooLong, "8,192 tokens"}};
  const Turn again = *dialogue->hear(too_long);
  const auto& asks = std::get<std::vector<Ask>>(again);
  ASSERT_EQ(asks.size(), 1u);
  const std::string& shown = asks[0].request.messages.back().content;
  EXPECT_THAT(shown, HasSubstr("[1] A print job is held back"));
  EXPECT_THAT(shown, Not(HasSubstr("Inkwell keeps a queue")));
  const Finished finished = std::get<Finished>(*dialogue->hear(too_long));
  ASSERT_EQ(finished.rejects.size(), 1u);
  EXPECT_EQ(finished.rejects[0].code, reasons::kContextTooLong);
}

TEST(MultiHop, AReplyThatCannotBeReadIsAskedForAgain) {
  const auto stage = *Generation::make(library(), prompt::Set::kFull, options_of());
  auto dialogue = *stage->begin(item());
  dialogue->open();
  const std::vector<Outcome> outcomes = {reply("I would rather not.")};
  EXPECT_FALSE(dialogue->hear(outcomes));
}

TEST(MultiHop, APassageIsInAFewRowsAtMostAndSaysTheSameInFewer) {
  JoinedPassages joined;
  const auto of = [&](std::int64_t place, const std::string& other) {
    Finished finished;
    Example& row = finished.examples.emplace_back();
    row.provenance.chunk_id = "a";
    row.multi_hop = !other.empty();
    if (row.multi_hop) row.evidence = {{"a", {place, place + 1}}, {other, {0, 1}}};
    finished = without_overused(std::move(finished), joined, 3);
    if (!finished.rejects.empty()) {
      EXPECT_EQ(finished.rejects[0].code, reasons::kSurplus);
    }
    return finished.examples.size();
  };
  EXPECT_EQ(of(0, "b"), 1u);
  EXPECT_EQ(of(0, "c"), 1u);
  EXPECT_EQ(of(0, "d"), 0u);  // the same half a third time
  EXPECT_EQ(of(9, "d"), 1u);
  EXPECT_EQ(of(20, "e"), 0u);  // the passage a fourth time
  EXPECT_EQ(of(0, ""), 1u);    // a row of one passage is not counted
}

TEST(MultiHop, ARewritingIsShownBothPassagesAndHeldAgainstBoth) {
  const GenerateItem both = item();
  SourcedExample row{made(pair_of(kQuestion, "[2, 4]")).examples.at(0), both.chunk, false,
                     both.second};
  EnrichOptions options;
  options.style.min_words = 5;
  const Enrichment stage(**library().find("enrich", prompt::Set::kFull), options);
  auto dialogue = *stage.begin(row);
  const Turn opening = dialogue->open();
  const std::string& shown =
      std::get<std::vector<Ask>>(opening)[0].request.messages.back().content;
  EXPECT_THAT(shown, HasSubstr("Inkwell keeps a queue"));
  EXPECT_THAT(shown, HasSubstr("Under: Inkwell guide > Commands\n\n`lptray` sets"));
  const std::vector<Outcome> outcomes = {reply(
      R"({"answer":"Inkwell holds a print job back when the paper of its tray is used up. Held jobs of that tray start again after `lptray --refill 2`, the oldest of them first."})")};
  const Finished finished = std::get<Finished>(*dialogue->hear(outcomes));
  ASSERT_EQ(finished.examples.size(), 1u);
  const Example& rewritten = finished.examples[0];
  EXPECT_EQ(rewritten.answer_form, "rewritten") << finished.rejects.at(0).detail;
  EXPECT_TRUE(rewritten.multi_hop);
  EXPECT_THAT(chunk_ids(rewritten), ElementsAre("guide.md:1", "guide.md:7"));
  EXPECT_EQ(rewritten.support, 1);
}

}  // namespace
}  // namespace generator::qa
