// Conversations, from the request to the row.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/reasons.h"
#include "qa/conversation_reply.h"
#include "qa/enrich.h"
#include "qa/follow_up.h"
#include "qa/generate.h"
#include "qa/plan.h"
#include "qa/rounds.h"

namespace generator::qa {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kText =
    "A print job is held back by Inkwell when the paper of its tray is used up. "               // 1
    "The job starts again by itself as soon as somebody has filled the tray with paper. "      // 2
    "`lptray --refill` starts all jobs of a tray that were held back, the oldest first. "      // 3
    "Jobs that nobody starts are thrown away after the seven days that `keep_days` names.\n\n"  // 4
    "## Printers\n\n"
    "Every printer of the office has a queue of its own, and Inkwell writes it to disk.\n\n"  // 5
    "### Queues\n\n"
    "The queue of a printer is read again from disk when the machine starts anew.";  // 6

GenerateItem item(std::string_view text = kText) {
  GenerateItem out;
  out.chunk.id = "guide.md:1";
  out.chunk.source = "guide.md";
  out.chunk.headings = {"Inkwell guide"};
  out.chunk.text = std::string(text);
  out.n_pairs = 1;
  return out;
}

GenerateOptions options_of(Mode mode = Mode::kBacktranslation) {
  GenerateOptions options;
  options.style.min_words = 5;
  options.style.max_words = 60;
  options.style.min_turns = 2;
  options.style.max_turns = 4;
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

struct Proposed {
  std::string question, units, answer = {};
};

std::string turns_of(const std::vector<Proposed>& turns) {
  std::string out;
  for (const Proposed& turn : turns) {
    out += out.empty() ? "" : ",";
    out += R"({"question":")" + turn.question + R"(","kind":"concept","units":)" + turn.units;
    if (!turn.answer.empty()) out += R"(,"answer":")" + turn.answer + "\"";
    out += "}";
  }
  return R"({"turns":[)" + out + "]}";
}

std::string conversation_of(const std::vector<Proposed>& turns) {
  return R"({"conversations":[)" + turns_of(turns) + "]}";
}

class Asked {
 public:
  explicit Asked(GenerateOptions options = options_of(), GenerateItem of = item())
      : stage_(*Generation::make(library(), prompt::Set::kFull, std::move(options))),
        dialogue_(*stage_->begin(std::move(of))),
        asks_(std::get<std::vector<Ask>>(dialogue_->open())) {}

  Turn hear(const std::string& content) {
    const std::vector<Outcome> outcomes = {reply(content)};
    return *dialogue_->hear(outcomes);
  }
  Result<Turn> hear(const Failure& failure) {
    const std::vector<Outcome> outcomes = {failure};
    return dialogue_->hear(outcomes);
  }
  const ChatRequest& request() const { return asks_[0].request; }

 private:
  std::unique_ptr<Generation> stage_;
  std::unique_ptr<Dialogue> dialogue_;
  std::vector<Ask> asks_;
};

Finished made(const std::string& content, GenerateOptions options = options_of()) {
  return std::get<Finished>(Asked(std::move(options)).hear(content));
}

// What becomes of a conversation of which only the first turn may stand.
std::string fault_of(const Proposed& second) {
  Asked asked;
  const auto content =
      conversation_of({{"When does Inkwell hold a print job back?", "[1]"}, second});
  asked.hear(content);
  const Finished finished = std::get<Finished>(asked.hear(content));
  EXPECT_THAT(finished.examples, IsEmpty());
  return finished.rejects.empty() ? "" : finished.rejects[0].code + ": " + finished.rejects[0].detail;
}

TEST(Conversation, IsOneRowWithEvidenceATurn) {
  const Finished finished = made(conversation_of({{"When does Inkwell hold a print job back?", "[1]"},
                                                  {"And how does it start again?", "[2]"},
                                                  {"Can I start all of them at once?", "[3]"}}));
  EXPECT_THAT(finished.rejects, IsEmpty());
  ASSERT_EQ(finished.examples.size(), 1u);
  const Example& row = finished.examples[0];
  ASSERT_TRUE(row.is_conversation());
  ASSERT_EQ(row.turns().size(), 3u);
  EXPECT_EQ(row.turns()[1].question, "And how does it start again?");
  EXPECT_THAT(row.turns()[1].answer, HasSubstr("starts again by itself"));
  ASSERT_EQ(row.evidence.size(), 3u);
  for (std::size_t turn = 0; turn < 3; ++turn) {
    EXPECT_EQ(row.evidence[turn].turn, turn);
    const Span bytes = row.evidence[turn].bytes;
    EXPECT_EQ(kText.substr(static_cast<std::size_t>(bytes.begin),
                           static_cast<std::size_t>(bytes.end - bytes.begin)),
              row.turns()[turn].answer);
  }
  EXPECT_EQ(row.answer_form, "verbatim");
  EXPECT_EQ(row.support, 1);
  EXPECT_THAT(row.id, testing::StartsWith("guide.md:1/"));
}

TEST(Conversation, OpensWithAQuestionThatStandsAlone) {
  const auto first = conversation_of(
      {{"What does this section say of jobs?", "[1]"}, {"And how does it start again?", "[2]"}});
  Asked asked;
  asked.hear(first);
  const Finished finished = std::get<Finished>(asked.hear(first));
  EXPECT_THAT(finished.examples, IsEmpty());
  EXPECT_EQ(finished.rejects[0].code, reasons::kNotStandAlone);
  EXPECT_THAT(finished.rejects[0].detail, HasSubstr("turn 1: "));
}

TEST(Conversation, RefusesALaterTurnThatBreaksARule) {
  EXPECT_THAT(fault_of({"What does this section say of trays?", "[2]"}),
              HasSubstr("not_stand_alone: turn 2: it says \"this section\""));
  EXPECT_THAT(fault_of({"When does Inkwell hold a print job back?", "[2]"}),
              HasSubstr("repeated_question: turn 2: turn 1 asks it"));
  EXPECT_THAT(fault_of({"Why is that so?", "[1]"}),
              HasSubstr("repeated_answer: turn 2: turn 1 says it"));
  EXPECT_THAT(fault_of({"And how does it start again?", "[9]"}), HasSubstr("unknown_unit: turn 2"));
  EXPECT_THAT(fault_of({"And how does it", "[2]"}), HasSubstr("malformed_question: turn 2"));
}

TEST(Conversation, StaysUnderOneHeading) {
  // The first stands over both sections, so what stands below may follow.
  EXPECT_EQ(made(conversation_of({{"When does Inkwell hold a print job back?", "[1]"},
                                  {"Where does it keep the queue of a printer?", "[5]"}}))
                .examples.size(),
            1u);
  GenerateItem apart = item(
      "## Trays\n\nA print job is held back by Inkwell when the paper of its tray is used up.\n\n"
      "## Printers\n\nEvery printer of the office has a queue of its own, which is on disk.");
  Asked asked(options_of(), std::move(apart));
  const auto content = conversation_of({{"When does Inkwell hold a print job back?", "[1]"},
                                        {"And where is the queue of a printer?", "[2]"}});
  asked.hear(content);
  const Finished finished = std::get<Finished>(asked.hear(content));
  ASSERT_EQ(finished.rejects.size(), 1u);
  EXPECT_EQ(finished.rejects[0].code, reasons::kOtherSection);
  EXPECT_THAT(finished.rejects[0].detail, HasSubstr("Printers"));
}

TEST(Conversation, EndsBeforeItsFirstFaultWhereEnoughTurnsAreLeft) {
  const Finished finished = made(conversation_of({{"When does Inkwell hold a print job back?", "[1]"},
                                                  {"And how does it start again?", "[2]"},
                                                  {"What does this section add?", "[3]"},
                                                  {"And what then?", "[4]"}}));
  ASSERT_EQ(finished.examples.size(), 1u);
  EXPECT_EQ(finished.examples[0].turns().size(), 2u);
  ASSERT_EQ(finished.rejects.size(), 1u);
  EXPECT_FALSE(finished.rejects[0].dropped);
  EXPECT_THAT(finished.rejects[0].detail, HasSubstr("the conversation ends with turn 2"));
  EXPECT_THAT(finished.rejects[0].row, HasSubstr("And what then?"));
}

TEST(Conversation, LeavesAwayWhatGoesBeyondTheMostTurns) {
  auto options = options_of();
  options.style.max_turns = 2;
  const Finished finished = made(conversation_of({{"When does Inkwell hold a print job back?", "[1]"},
                                                  {"And how does it start again?", "[2]"},
                                                  {"What starts all of them?", "[3]"}}),
                                 options);
  EXPECT_THAT(finished.rejects, IsEmpty());
  EXPECT_EQ(finished.examples[0].turns().size(), 2u);
}

TEST(Conversation, IsAskedForOnceMoreWithTheReasons) {
  Asked asked;
  const Turn again = asked.hear(conversation_of(
      {{"When does Inkwell hold a print job back?", "[1]"}, {"What does the text add?", "[2]"}}));
  const auto* asks = std::get_if<std::vector<Ask>>(&again);
  ASSERT_NE(asks, nullptr);
  ASSERT_EQ(asks->size(), 1u);
  const auto& messages = (*asks)[0].request.messages;
  EXPECT_THAT(messages.back().content, HasSubstr("turn 2: which one is \"the text\"? no turn before it says (not_stand_alone)"));
  EXPECT_THAT(messages[messages.size() - 2].content, HasSubstr("What does the text add?"));
  const Finished finished = std::get<Finished>(asked.hear(conversation_of(
      {{"When does Inkwell hold a print job back?", "[1]"}, {"And then?", "[2]"}, {"x", "[3]"}})));
  // "And then?" is too short to be a question; nothing is asked a third time.
  EXPECT_THAT(finished.examples, IsEmpty());
  ASSERT_EQ(finished.rejects.size(), 1u);
  EXPECT_EQ(finished.rejects[0].code, reasons::kMalformedQuestion);
}

TEST(Conversation, OfOneTurnHasTooFew) {
  Asked asked;
  const auto content = conversation_of({{"When does Inkwell hold a print job back?", "[1]"}});
  EXPECT_TRUE(std::holds_alternative<std::vector<Ask>>(asked.hear(content)));
  const Finished finished = std::get<Finished>(asked.hear(R"({"conversations":[]})"));
  ASSERT_EQ(finished.rejects.size(), 1u);
  EXPECT_EQ(finished.rejects[0].code, reasons::kTooFewTurns);
  EXPECT_EQ(finished.rejects[0].detail, "1 turn, at least 2 are wanted");
}

TEST(Conversation, AnswersThatTheModelWroteAreHeldAgainstThePassageTurnByTurn) {
  const Proposed first = {"When does Inkwell hold a print job back?", "[1]",
                          "A print job is held back when the paper of its tray is used up."};
  const Proposed good = {"And what do I do then?", "[3]",
                         "`lptray --refill` starts all jobs of a tray that were held back."};
  const Proposed bad = {"And what do I do then?", "[3]",
                        "`lptray --purge` starts the 12 jobs of a tray that were held back."};
  const Finished finished = made(conversation_of({first, good}), options_of(Mode::kWrite));
  ASSERT_EQ(finished.examples.size(), 1u);
  const Example& row = finished.examples[0];
  EXPECT_EQ(row.answer_form, "written");
  EXPECT_EQ(row.support, 1);
  EXPECT_TRUE(std::ranges::any_of(row.evidence, [](const Evidence& each) { return each.turn == 1; }));
  Asked asked(options_of(Mode::kWrite));
  asked.hear(conversation_of({first, bad}));
  const Finished refused = std::get<Finished>(asked.hear(conversation_of({first, bad})));
  EXPECT_EQ(refused.rejects[0].code, reasons::kLowSupport);
  EXPECT_THAT(refused.rejects[0].detail, HasSubstr("turn 2: "));
}

TEST(Conversation, BeyondTheNumberWantedIsSurplus) {
  const std::string one = turns_of({{"When does Inkwell hold a print job back?", "[1]"},
                                    {"And how does it start again?", "[2]"}});
  const std::string other =
      turns_of({{"What does `lptray --refill` do in Inkwell?", "[3]"}, {"And if nobody does it?", "[4]"}});
  const Finished finished = made(R"({"conversations":[)" + one + "," + other + "]}");
  EXPECT_EQ(finished.examples.size(), 1u);
  ASSERT_EQ(finished.rejects.size(), 1u);
  EXPECT_EQ(finished.rejects[0].code, reasons::kSurplus);
  EXPECT_THAT(proposed_questions(finished), ElementsAre("When does Inkwell hold a print job back?",
                                                        "What does `lptray --refill` do in Inkwell?"));
}

TEST(Conversation, OfAChunkThatIsTooLongIsAskedOfItsLongerHalf) {
  Asked asked;
  const Failure too_long{Failure::Kind::kTooLong, "too long"};
  const auto turn = asked.hear(too_long);
  ASSERT_TRUE(turn);
  const auto* asks = std::get_if<std::vector<Ask>>(&*turn);
  ASSERT_NE(asks, nullptr);
  EXPECT_LT((*asks)[0].request.messages.back().content.size(),
            asked.request().messages.back().content.size());
  const Finished finished = std::get<Finished>(*asked.hear(too_long));
  EXPECT_EQ(finished.rejects[0].code, reasons::kContextTooLong);
}

TEST(Conversation, RequestNamesHowManyTurnsOfTheChunk) {
  std::set<std::string> seen;
  for (int i = 0; i < 40; ++i) {
    GenerateItem chunk = item();
    chunk.chunk.id = "guide.md:" + std::to_string(i);
    const Asked asked(options_of(), chunk), same(options_of(), chunk);
    const std::string turns(asked.request().inputs.get("turns"));
    EXPECT_EQ(turns, same.request().inputs.get("turns"));
    seen.insert(turns);
    EXPECT_THAT(asked.request().messages.back().content,
                HasSubstr("each of " + turns.substr(2) + " turns"));
    EXPECT_THAT(asked.request().messages.back().content, HasSubstr("but 2 at least"));
  }
  EXPECT_THAT(seen, ElementsAre("2:2", "2:3", "2:4"));
}

TEST(Conversation, IsBorneByWhatBearsItsTurns) {
  Style style;
  style.min_turns = 2;
  style.max_turns = 5;
  Chunk chunk;
  const std::string sentence = "The queue of a printer is read from disk when the machine starts. ";
  for (const auto& [sentences, wanted] : {std::pair{5, 0}, {12, 1}, {40, 1}, {60, 2}}) {
    chunk.text.clear();
    for (int i = 0; i < sentences; ++i) chunk.text += sentence;
    const Bearing found = bearing(chunk, style);
    EXPECT_EQ(found.pairs, wanted) << sentences;
    EXPECT_EQ(found.skip.empty(), wanted > 0);
  }
  chunk.text = sentence + sentence + sentence + sentence + sentence;
  EXPECT_EQ(bearing(chunk, style).skip, reasons::kShortChunk);
  EXPECT_EQ(bearing(chunk, Style{}).pairs, 1);
}

TEST(ConversationReply, IsReadInEveryShapeThatModelsGive) {
  const std::string turns = turns_of({{"A b c?", "[1]"}, {"D e f?", "\"2-3\""}});
  const std::string list = turns.substr(9, turns.size() - 10);
  for (const std::string& text :
       {R"({"conversations":[)" + turns + "]}", "[" + turns + "]", turns, list,
        "Here it is:\n```json\n" + turns + "\n```"}) {
    const auto read = read_conversations(text, false);
    ASSERT_TRUE(read) << text << ": " << read.error().message;
    ASSERT_EQ(read->conversations.size(), 1u) << text;
    ASSERT_EQ(read->conversations[0].size(), 2u) << text;
    EXPECT_THAT(read->conversations[0][1].units, ElementsAre(2, 3));
  }
}

TEST(ConversationReply, SaysWhatIsWrong) {
  const auto error = [](std::string_view text, bool wants_answers = false) {
    const auto read = read_conversations(text, wants_answers);
    return read ? "" : read.error().message;
  };
  EXPECT_EQ(error(R"({"conversations":[{"turns":[]}]})"), "a conversation has no `turns`");
  EXPECT_THAT(error(R"({"conversations":[{"turns":[{"question":"a b c?"}]}]})"),
              HasSubstr("turn 1: a pair has no `units`"));
  EXPECT_THAT(error(turns_of({{"a b c?", "[1]"}}), true), HasSubstr("no `answer`"));
  EXPECT_THAT(error(R"({"conversations":[{"turns":[{"question":"a b c?","uni)"),
              HasSubstr("ends before its first conversation"));
  EXPECT_THAT(error("No."), Not(IsEmpty()));
}

TEST(ConversationReply, EndsBeforeATurnThatCannotBeRead) {
  const auto read = read_conversations(
      R"({"turns":[{"question":"a b c?","units":[1]},{"question":"d e f?","units":[2]},{"question":"g"}]})",
      false);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->conversations[0].size(), 2u);
}

TEST(FollowUp, MayLeanOnWhatWasSaidAndOnNothingElse) {
  constexpr std::string_view kEarlier =
      "What does `open_tray` do?\n\nThe function opens the tray of a printer and returns a handle.";
  struct Case {
    std::string_view question, made;  // "": refused
  };
  for (const auto& [question, wanted] : std::vector<Case>{
           {"And how do you close it?", "And how do you close it?"},
           {"What does it return?", "What does it return?"},
           {"When do they fail?", "When do they fail?"},
           {"What does this function return?", "What does this function return?"},
           {"What does the function return?", "What does the function return?"},
           {"How long is this handle good?", "How long is this handle good?"},
           {"In that case, what is returned?", "In that case, what is returned?"},
           {"what happens then", "What happens then?"},
           {"According to the passage, what does it return?", "What does it return?"},
           {"What does the experiment show?", ""},
           {"What is this file for?", ""},
           {"What does the following code do?", ""},
           {"What does the author recommend?", ""},
           {"What does this section say of it?", ""},
           {"Then?", ""},
       }) {
    const auto made = follow_up(question, kEarlier);
    EXPECT_EQ(made.value_or(""), wanted) << question << (made ? "" : ": " + made.error().detail);
  }
}

SourcedExample talk() {
  SourcedExample out;
  out.chunk = item().chunk;
  out.example = made(conversation_of({{"When does Inkwell hold a print job back?", "[1]"},
                                      {"And how does it start again?", "[2]"}}))
                    .examples[0];
  return out;
}

struct Rewriting {
  explicit Rewriting(bool require = false)
      : stage(**library().find("enrich", prompt::Set::kFull), options_of_rewriting(require)),
        dialogue(*stage.begin(talk())) {
    asks = std::get<std::vector<Ask>>(dialogue->open());
  }
  static EnrichOptions options_of_rewriting(bool require) {
    EnrichOptions options;
    options.style = options_of().style;
    options.require_rewrite = require;
    return options;
  }
  Result<Turn> hear(const std::vector<std::string>& answers) {
    std::vector<Outcome> outcomes;
    for (const std::string& answer : answers)
      outcomes.push_back(reply(R"({"answer":")" + answer + "\"}"));
    return dialogue->hear(outcomes);
  }
  Enrichment stage;
  std::unique_ptr<Dialogue> dialogue;
  std::vector<Ask> asks;
};

constexpr const char* kFirst = "Inkwell holds a print job back when its tray's paper is used up.";
constexpr const char* kSecond =
    "As soon as somebody has filled the tray with paper, the job starts again by itself.";

TEST(Enrich, RewritesAConversationTurnByTurn) {
  Rewriting rewriting;
  ASSERT_EQ(rewriting.asks.size(), 2u);
  EXPECT_THAT(rewriting.asks[1].request.messages.back().content,
              HasSubstr("And how does it start again?"));
  const Finished finished = std::get<Finished>(*rewriting.hear({kFirst, kSecond}));
  ASSERT_EQ(finished.examples.size(), 1u);
  const Example& row = finished.examples[0];
  ASSERT_TRUE(row.is_conversation());
  EXPECT_EQ(row.turns()[0].answer, kFirst);
  EXPECT_EQ(row.turns()[1].answer, kSecond);
  EXPECT_EQ(row.answer_form, "rewritten");
  EXPECT_EQ(row.original_answer, all_answers(talk().example));
  ASSERT_EQ(row.evidence.size(), 2u);
  EXPECT_EQ(row.evidence[1].turn, 1u);
  EXPECT_EQ(row.evidence[1].bytes, talk().example.evidence[1].bytes);
}

TEST(Enrich, OfATurnThatMayNotBeRewrittenKeepsWhatItWas) {
  Rewriting rewriting;
  const Turn again = *rewriting.hear({kFirst, "After 40 minutes `lpjob` starts the job again."});
  const auto* asks = std::get_if<std::vector<Ask>>(&again);
  ASSERT_NE(asks, nullptr);
  ASSERT_EQ(asks->size(), 1u);  // the other one is done
  const Finished finished =
      std::get<Finished>(*rewriting.hear({"After 50 minutes `lpjob` starts the job again."}));
  ASSERT_EQ(finished.examples.size(), 1u);
  EXPECT_EQ(finished.examples[0].turns()[0].answer, kFirst);
  EXPECT_EQ(finished.examples[0].turns()[1].answer, talk().example.turns()[1].answer);
  ASSERT_EQ(finished.rejects.size(), 2u);  // and the version before it
  for (const Reject& reject : finished.rejects) {
    EXPECT_FALSE(reject.dropped);
    EXPECT_THAT(reject.detail, HasSubstr("turn 2: "));
  }
}

TEST(Enrich, AsksAgainForTheTurnAloneWhoseReplyCannotBeRead) {
  Rewriting rewriting;
  const std::vector<Outcome> outcomes = {reply(R"({"answer":"x"})"), reply("no")};
  EXPECT_FALSE(rewriting.dialogue->hear(outcomes));
  EXPECT_THAT(rewriting.dialogue->unusable(), ElementsAre(1u));
  const Finished finished = std::get<Finished>(*rewriting.hear({kFirst, kSecond}));
  EXPECT_EQ(finished.examples[0].turns()[1].answer, kSecond);
}

TEST(Enrich, DropsAConversationOnceOfWhichATurnCouldNotBeRewritten) {
  Rewriting rewriting(true);
  const auto same = talk().example;
  const Finished finished =
      std::get<Finished>(*rewriting.hear({same.turns()[0].answer, same.turns()[1].answer}));
  EXPECT_THAT(finished.examples, IsEmpty());
  ASSERT_EQ(finished.rejects.size(), 1u);
  EXPECT_EQ(finished.rejects[0].code, reasons::kNotRewritten);
  EXPECT_EQ(finished.rejects[0].row, example_text(same));
}

}  // namespace
}  // namespace generator::qa
