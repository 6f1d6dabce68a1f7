#include "judge/judge_dialogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/text.h"
#include "data/reasons.h"
#include "judge/canary.h"

namespace generator::judge {
namespace {

using testing::HasSubstr;
using testing::Not;

const prompt::Template& judge_prompt() {
  static const prompt::Template prompt = *prompt::Template::parse(
      *read_file(std::string(SOURCE_DIR) + "/configs/prompts/judge.yaml"), "prompts/judge.yaml");
  return prompt;
}

Judge judge_with(int batch, int votes) {
  JudgeOptions options;
  options.batch = batch;
  options.votes = votes;
  return *Judge::create(judge_prompt(), options);
}

Chunk passage() {
  Chunk chunk;
  chunk.id = "c1";
  chunk.headings = {"User Guide", "Groups"};
  chunk.text =
      "Files come first here. A group is opened with `H5Gopen`. It is closed with `H5Gclose`.\n\n"
      "Attributes are another matter, and they are told of at length. Nobody asks for them.";
  return chunk;
}

SourcedExample row_of(const std::string& id) {
  SourcedExample row;
  row.example.id = id;
  row.example.pair().question = "How is a group opened, case " + id + "?";
  row.example.pair().answer = "With `H5Gopen`.";
  row.example.evidence = {{"c1", {23, 56}}};
  row.example.extra = "\"mine\":1";
  row.chunk = passage();
  return row;
}

std::vector<SourcedExample> rows_of(const std::vector<std::string>& ids) {
  std::vector<SourcedExample> out;
  for (const auto& id : ids) out.push_back(row_of(id));
  return out;
}

std::string id_of(const std::string& row) {
  const SourcedExample item = row_of(row);
  return pair_ids(std::array{&item})[0];
}

std::string marks(int clarity, int accuracy = 8, const std::string& reasons = "Exact.") {
  return "\"reasons\":\"" + reasons + "\",\"clarity\":" + std::to_string(clarity) +
         ",\"accuracy\":" + std::to_string(accuracy) + ",\"usefulness\":7,\"difficulty\":3}";
}
std::string one(int clarity) { return "{" + marks(clarity); }
std::string of(const std::string& row, int clarity) {
  return "{\"id\":\"" + id_of(row) + "\"," + marks(clarity);
}
std::string batch(const std::vector<std::string>& ratings) {
  return "{\"ratings\":[" + text::join(ratings, ",") + "]}";
}

Outcome reply(std::string content) {
  Completion completion;
  completion.message.content = std::move(content);
  completion.model = "judge-1";
  return completion;
}

std::vector<Ask> asks(Turn turn) { return std::get<std::vector<Ask>>(std::move(turn)); }
std::string shown(const Ask& ask) { return ask.request.messages.back().content; }

double clarity(const Example& example) { return *example.rating->criterion("clarity"); }

TEST(JudgeDialogue, RatesAndChangesNothingElse) {
  const Judge judge = judge_with(1, 1);
  JudgeDialogue dialogue(judge, rows_of({"a"}));
  EXPECT_EQ(asks(dialogue.open()).size(), 1u);
  const auto finished = std::get<Finished>(*dialogue.hear(std::array{reply(one(9))}));
  ASSERT_EQ(finished.examples.size(), 1u);
  EXPECT_DOUBLE_EQ(finished.examples[0].rating->total, 8.0);
  EXPECT_TRUE(finished.examples[0].rating->votes.empty());
  EXPECT_EQ(finished.examples[0].extra, "\"mine\":1");
  EXPECT_TRUE(finished.rejects.empty());
}

TEST(JudgeDialogue, JudgesByHalfOfAPassageThatIsTooLong) {
  const Judge judge = judge_with(1, 2);
  JudgeDialogue dialogue(judge, rows_of({"a"}));
  dialogue.open();
  const Outcome failed = Failure{Failure::Kind::kTooLong, "too many tokens"};
  const auto again = asks(*dialogue.hear(std::array{failed, failed}));
  ASSERT_EQ(again.size(), 2u);
  for (const Ask& ask : again) {  // halved once, not once for each vote
    EXPECT_THAT(shown(ask), HasSubstr("Under: User Guide > Groups"));
    EXPECT_THAT(shown(ask), HasSubstr("A group is opened with"));
    EXPECT_THAT(shown(ask), HasSubstr("Files come first"));
    EXPECT_THAT(shown(ask), Not(HasSubstr("Nobody asks for them")));
  }
  const auto judged = std::array{reply(one(9)), reply(one(9))};
  EXPECT_TRUE(std::get<Finished>(*dialogue.hear(judged)).examples[0].rating->grounded);

  JudgeDialogue other(judge, rows_of({"a"}));
  other.open();
  other.hear(std::array{failed, failed});
  const auto ended = std::get<Finished>(*other.hear(std::array{failed, failed}));
  ASSERT_EQ(ended.rejects.size(), 1u);
  EXPECT_EQ(ended.rejects[0].code, reasons::kContextTooLong);
}

TEST(JudgeDialogue, TakesTheMedianOfVotes) {
  const Judge judge = judge_with(1, 3);
  JudgeDialogue dialogue(judge, rows_of({"a"}));
  const auto votes = asks(dialogue.open());
  ASSERT_EQ(votes.size(), 3u);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(votes[static_cast<std::size_t>(i)].sample, i);
  const auto finished = std::get<Finished>(*dialogue.hear(std::array{
      reply("{" + marks(10, 9, "High.")), reply("{" + marks(2, 3, "Low.")),
      reply("{" + marks(6, 8, "Middle."))}));
  const Rating& rating = *finished.examples.at(0).rating;
  EXPECT_EQ(rating.criterion("clarity"), 6);
  EXPECT_EQ(rating.criterion("accuracy"), 8);
  EXPECT_DOUBLE_EQ(rating.total, 7.25);  // (6 + 2·8 + 7) / 4
  EXPECT_EQ(rating.reasons, "Middle.");
  EXPECT_EQ(rating.votes, (std::vector<double>{8.75, 3.75, 7.25}));
}

Judge judge_at(std::size_t place, std::size_t panel) {
  JudgeOptions options;
  options.panel = panel;
  options.place = place;
  return *Judge::create(judge_prompt(), options);
}

Outcome said_by(const std::string& model, int clarity) {
  Outcome out = reply(one(clarity));
  std::get<Completion>(out).model = model;
  return out;
}

TEST(JudgeDialogue, TakesTheMedianOfAPanelAndKeepsWhatEachOfItSaid) {
  SourcedExample row = row_of("a");
  const int marks_given[] = {9, 4, 6};
  for (std::size_t place = 0; place < 3; ++place) {
    const Judge judge = judge_at(place, 3);
    JudgeDialogue dialogue(judge, {row});
    ASSERT_EQ(asks(dialogue.open()).size(), 1u);
    const Outcome said = said_by("judge-" + std::to_string(place + 1), marks_given[place]);
    row.example = std::get<Finished>(*dialogue.hear(std::array{said})).examples.at(0);
  }
  EXPECT_EQ(clarity(row.example), 6);
  EXPECT_EQ(row.example.rating->model, "judge-1, judge-2, judge-3");
  ASSERT_EQ(row.example.rating->panel.size(), 3u);
  EXPECT_EQ(row.example.rating->panel[1].model, "judge-2");
  EXPECT_EQ(row.example.rating->panel[1].criterion("clarity"), 4);
  EXPECT_EQ(row.example.rating->votes.size(), 3u);
  const auto read = json::Document::parse(example_text(row.example));
  EXPECT_EQ(example_text(*read_example(read->root())), example_text(row.example));
}

TEST(JudgeDialogue, KeepsWhatTheFirstOfAPanelSaidWhereTheSecondHasNothingToSay) {
  SourcedExample row = row_of("a");
  const Judge first = judge_at(0, 2), second = judge_at(1, 2);
  JudgeDialogue one_of_two(first, {row});
  one_of_two.open();
  const Outcome said = said_by("judge-1", 9);
  row.example = std::get<Finished>(*one_of_two.hear(std::array{said})).examples.at(0);
  JudgeDialogue other(second, {row});
  ASSERT_EQ(asks(other.open()).size(), 1u);
  const Outcome failed = Failure{Failure::Kind::kRefused, "no"};
  const auto finished = std::get<Finished>(*other.hear(std::array{failed}));
  ASSERT_EQ(finished.examples.size(), 1u);
  EXPECT_TRUE(finished.rejects.empty());
  EXPECT_EQ(clarity(finished.examples[0]), 9);
  EXPECT_EQ(finished.examples[0].rating->panel.size(), 1u);
}

TEST(JudgeDialogue, AsksTheSecondOfAPanelAboutNoRowWhoseOldRatingStays) {
  SourcedExample row = row_of("a");
  row.example.rating.emplace();
  row.example.rating->total = 8;
  const Judge one = judge_at(0, 2), two = judge_at(1, 2);
  JudgeDialogue first(one, {row}, true);
  EXPECT_TRUE(std::holds_alternative<Finished>(first.open()));
  JudgeDialogue second(two, {row}, true);
  EXPECT_TRUE(std::holds_alternative<Finished>(second.open()));
}

TEST(JudgeDialogue, CountsTheVotesThatCame) {
  const Judge judge = judge_with(1, 2);
  JudgeDialogue dialogue(judge, rows_of({"a"}));
  dialogue.open();
  const Outcome lost = Failure{Failure::Kind::kAttemptsUsedUp, "no JSON"};
  const auto finished = std::get<Finished>(*dialogue.hear(std::array{lost, reply(one(4))}));
  ASSERT_EQ(finished.examples.size(), 1u);
  EXPECT_EQ(clarity(finished.examples[0]), 4);
}

TEST(JudgeDialogue, PutsAgainOnlyTheVoteThatCannotBeRead) {
  const Judge judge = judge_with(1, 3);
  JudgeDialogue dialogue(judge, rows_of({"a"}));
  dialogue.open();
  const auto heard = dialogue.hear(std::array{reply(one(9)), reply("10/10!"), reply(one(8))});
  ASSERT_FALSE(heard);
  EXPECT_EQ(dialogue.unusable(), std::vector<std::size_t>{1});
  EXPECT_TRUE(dialogue.hear(std::array{reply(one(9)), reply(one(7)), reply(one(8))}));
}

TEST(JudgeDialogue, MatchesABatchById) {
  const Judge judge = judge_with(3, 1);
  JudgeDialogue dialogue(judge, rows_of({"a", "b", "c"}));
  const auto first = asks(dialogue.open());
  ASSERT_EQ(first.size(), 1u);
  for (const char* row : {"a", "b", "c"}) {
    EXPECT_THAT(shown(first[0]), HasSubstr("Pair " + id_of(row) + "\n<question "));
    EXPECT_THAT(shown(first[0]), HasSubstr(std::string("case ") + row + "?"));
  }
  EXPECT_THAT(first[0].request.schema->json, HasSubstr(R"("ratings":{"type":"array")"));
  const auto finished = std::get<Finished>(
      *dialogue.hear(std::array{reply(batch({of("c", 3), of("a", 1), of("b", 2)}))}));
  ASSERT_EQ(finished.examples.size(), 3u);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(finished.examples[static_cast<std::size_t>(i)].id, std::string(1, "abc"[i]));
    EXPECT_EQ(clarity(finished.examples[static_cast<std::size_t>(i)]), i + 1);
  }
}

TEST(JudgeDialogue, AsksAgainForWhatABatchLeavesOut) {
  const Judge judge = judge_with(4, 1);
  JudgeDialogue dialogue(judge, rows_of({"a", "b", "c", "d"}));
  dialogue.open();
  // b twice with different marks, c with a mark of 11, d with an id that nobody has.
  const auto again = asks(*dialogue.hear(std::array{
      reply(batch({of("a", 1), of("b", 2), of("b", 9), of("c", 11), "{\"id\":\"x\"," + marks(4)}))}));
  ASSERT_EQ(again.size(), 1u);
  EXPECT_THAT(shown(again[0]), Not(HasSubstr("case a?")));
  for (const char* row : {"case b?", "case c?", "case d?"})
    EXPECT_THAT(shown(again[0]), HasSubstr(row));
  const auto last = asks(*dialogue.hear(std::array{reply(batch({of("b", 2), of("d", 4)}))}));
  EXPECT_THAT(shown(last[0]), HasSubstr("case c?"));
  EXPECT_THAT(shown(last[0]), Not(HasSubstr("Pair "))) << "a single one is asked about alone";
  const auto finished = std::get<Finished>(*dialogue.hear(std::array{reply(one(3))}));
  ASSERT_EQ(finished.examples.size(), 4u);
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(clarity(finished.examples[static_cast<std::size_t>(i)]), i + 1);
}

TEST(JudgeDialogue, AsksRowByRowWhereABatchCannotBeHad) {
  const Judge judge = judge_with(2, 1);
  for (const auto kind : {Failure::Kind::kTooLong, Failure::Kind::kAttemptsUsedUp,
                          Failure::Kind::kRefused, Failure::Kind::kCut}) {
    JudgeDialogue dialogue(judge, rows_of({"a", "b"}));
    dialogue.open();
    const auto apart = asks(*dialogue.hear(std::array{Outcome(Failure{kind, "no"})}));
    ASSERT_EQ(apart.size(), 2u);
    EXPECT_THAT(shown(apart[0]), HasSubstr("Nobody asks for them")) << "the passage is whole";
    const Outcome refused = Failure{Failure::Kind::kRefused, "I will not"};
    const auto finished = std::get<Finished>(*dialogue.hear(std::array{refused, reply(one(5))}));
    ASSERT_EQ(finished.examples.size(), 1u);
    EXPECT_EQ(finished.examples[0].id, "b");
    ASSERT_EQ(finished.rejects.size(), 1u);
    EXPECT_EQ(finished.rejects[0].item, "a");
    EXPECT_EQ(finished.rejects[0].code, reasons::kRefusedByModel);
  }
}

TEST(JudgeDialogue, TellsTheSamePairTwiceApart) {
  const auto rows = rows_of({"a", "a"});
  const auto ids = pair_ids(std::array{&rows[0], &rows[1]});
  EXPECT_NE(ids[0], ids[1]);
}

TEST(JudgeDialogue, RatesAnAnswerAlikeWithAndWithoutReasoning) {
  const Judge judge = judge_with(3, 1);
  auto rows = rows_of({"a", "b", "c"});
  JudgeDialogue plain(judge, rows);
  rows[1].example.pair().reasoning = {"Look it up."};
  JudgeDialogue reasoned(judge, rows);
  const auto one = asks(plain.open()), other = asks(reasoned.open());
  ASSERT_EQ(other.size(), 1u);
  EXPECT_EQ(shown(one[0]), shown(other[0]));
}

TEST(JudgeDialogue, KeepsRatingsThatAreThere) {
  const Judge judge = judge_with(2, 1);
  auto rows = rows_of({"a", "b"});
  rows[0].example.rating = Rating{};
  rows[0].example.rating->total = 9.5;
  JudgeDialogue dialogue(judge, rows, true);
  EXPECT_THAT(shown(asks(dialogue.open())[0]), Not(HasSubstr("case a?")));
  const auto finished = std::get<Finished>(*dialogue.hear(std::array{reply(one(5))}));
  ASSERT_EQ(finished.examples.size(), 2u);
  EXPECT_EQ(finished.examples[0].rating->total, 9.5);
}

// The reasons of a judge that begins with the word of our line are those of one that obeys.
TEST(JudgeDialogue, VoidsTheRatingsOfAJudgeThatObeysTheData) {
  const std::string line = canary_line(passage());
  const std::string word = line.substr(line.rfind(' ') + 1, line.size() - line.rfind(' ') - 3);
  const Judge judge = judge_with(2, 1);
  for (const std::string& begun : {word + ". Exact.", "**" + word + "** exact",
                                   "\\\"" + text::to_lower(word)}) {
    JudgeDialogue dialogue(judge, rows_of({"a", "b"}));
    EXPECT_THAT(shown(asks(dialogue.open())[0]), HasSubstr(line));
    const auto finished = std::get<Finished>(*dialogue.hear(std::array{reply(
        batch({of("a", 9), "{\"id\":\"" + id_of("b") + "\"," + marks(9, 9, begun)}))}));
    EXPECT_TRUE(finished.examples.empty()) << "one that obeys in one row obeys in all";
    ASSERT_EQ(finished.rejects.size(), 2u) << begun;
    EXPECT_EQ(finished.rejects[0].code, reasons::kVoidRating);
    EXPECT_THAT(finished.rejects[0].row, HasSubstr("\"mine\":1"));
  }
  JudgeDialogue dialogue(judge, rows_of({"a"}));
  dialogue.open();
  const auto finished = std::get<Finished>(*dialogue.hear(std::array{
      reply("{" + marks(9, 9, "The passage asks for the word " + word + ", which is no fact."))}));
  EXPECT_EQ(finished.examples.size(), 1u) << "to speak of it is not to obey";
}

TEST(JudgeDialogue, WantsAPromptThatCanShowSeveralPairs) {
  const auto prompt = prompt::Template::parse(
      "holes: {question: q, answer: a}\nuser: '{{question}}{{answer}}'\n", "mine.yaml");
  ASSERT_TRUE(prompt);
  JudgeOptions options;
  EXPECT_TRUE(Judge::create(*prompt, options));
  options.batch = 2;
  const auto judge = Judge::create(*prompt, options);
  ASSERT_FALSE(judge);
  EXPECT_THAT(judge.error().message, HasSubstr("mine.yaml: it has no hole `pairs`"));
}

}  // namespace
}  // namespace generator::judge
