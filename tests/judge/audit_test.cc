#include "judge/audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/text.h"
#include "judge/audit_dialogue.h"
#include "prompt/template.h"

namespace generator::judge {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const prompt::Template& judge_prompt() {
  static const prompt::Template prompt = *prompt::Template::parse(
      *read_file(std::string(SOURCE_DIR) + "/configs/prompts/judge.yaml"), "prompts/judge.yaml");
  return prompt;
}

SourcedExample row_of(int i) {
  SourcedExample row;
  const std::string n = std::to_string(i);
  row.example.id = "e" + n;
  row.example.pair().question = "How large is a chunk of dataset " + n + "?";
  row.example.pair().answer = "A chunk of dataset " + n + " is 64 KB large by default.";
  row.example.provenance.chunk_id = "c" + n;
  Chunk chunk;
  chunk.id = "c" + n;
  chunk.text = "A chunk is a block of a dataset that is read and written as one piece. A chunk of dataset " +
               n + " is 64 KB large by default, and its cache holds 521 of them.";
  row.chunk = chunk;
  return row;
}

std::string text_of(const ChatRequest& request) {
  std::string out;
  for (const Message& message : request.messages)
    if (message.role == Role::kUser) out += message.content;
  return out;
}

std::string marks(int mark) {
  const std::string m = std::to_string(mark);
  return "\"reasons\":\"So it is.\",\"clarity\":" + m + ",\"accuracy\":" + m +
         ",\"usefulness\":" + m + ",\"difficulty\":5}";
}

// What a judge gives a request, as a mark for all, by the text that it is shown and its sample.
using Judging = std::function<int(const std::string& shown, int sample)>;

AuditReport audit(const Judging& judging, int rows = 20) {
  const Judge judge = *Judge::create(judge_prompt(), {});
  Audit audit{Selection{}};
  for (int i = 0; i < rows; ++i) {
    const SourcedExample row = row_of(i), other = row_of((i + rows / 2) % rows);
    AuditDialogue dialogue(judge, row, other);
    const Turn turn = dialogue.open();
    std::vector<Outcome> outcomes;
    for (const Ask& ask : std::get<std::vector<Ask>>(turn)) {
      const std::string shown = text_of(ask.request);
      Completion completion;
      completion.model = "judge-1";
      std::string ratings;
      for (const std::string_view line : text::lines(shown))
        if (line.starts_with("Pair "))
          ratings += (ratings.empty() ? "" : ",") + std::string("{\"id\":\"") +
                     std::string(line.substr(5)) + "\"," + marks(judging(shown, ask.sample));
      completion.message.content = ratings.empty() ? "{" + marks(judging(shown, ask.sample))
                                                   : "{\"ratings\":[" + ratings + "]}";
      outcomes.emplace_back(completion);
    }
    const auto heard = dialogue.hear(outcomes);
    for (const Example& example : std::get<Finished>(*heard).examples) audit.add(example);
  }
  return audit.report();
}

bool contains(const std::string& shown, const char* what) { return text::contains(shown, what); }

// Knows what is wrong with every form of a row of this test.
int good_judge(const std::string& shown, int) {
  if (contains(shown, "Pair ") || contains(shown, "What is a chunk?")) return 9;
  const std::size_t question = shown.find("of dataset ", shown.find("<question "));
  const std::string name = shown.substr(question, shown.find('?', question) - question);
  const std::size_t answer = shown.find("<answer ");
  const std::string said = shown.substr(answer, shown.find("</answer ") - answer);
  const bool is_right = contains(said, (name + " is 64 KB").c_str()) && !contains(said, "not");
  return is_right ? 9 : 2;
}

TEST(Audit, PassesAJudgeThatKnows) {
  const AuditReport report = audit(good_judge);
  EXPECT_EQ(report.rows, 20);
  EXPECT_EQ(report.repeats.same, 20);
  EXPECT_EQ(report.repeats.of, 20);
  EXPECT_EQ(report.orders.of, 20);
  EXPECT_EQ(report.padded, 20);
  EXPECT_DOUBLE_EQ(report.slope, 0);
  for (const auto& decoys : report.decoys) {
    EXPECT_EQ(decoys.of, 20);
    EXPECT_EQ(decoys.right, 20);
  }
  EXPECT_EQ(report.easy.right, 20);
  EXPECT_THAT(report.faults(), IsEmpty());
}

TEST(Audit, NamesWhatAJudgeCannotDo) {
  struct Bad {
    const char* says;
    Judging judging;
  };
  int calls = 0;
  for (const Bad& bad : std::vector<Bad>{
           {"20 answers of other rows were refused", [](const std::string&, int) { return 8; }},
           {"easy rows passed", [](const std::string&, int) { return 3; }},
           {"repeats got the same verdict",
            [](const std::string& shown, int sample) {
              return sample == 1 ? 3 : good_judge(shown, sample);
            }},
           {"rows got the same verdict in both orders",
            [&](const std::string& shown, int sample) {
              if (!contains(shown, "Pair ")) return good_judge(shown, sample);
              return calls++ / 2 % 2 == 0 ? 9 : 3;  // of two pairs, in one order and the other
            }},
           {"an answer said twice gains 1.00 points", [](const std::string& shown, int sample) {
              return good_judge(shown, sample) + (contains(shown, "once more") ? 1 : 0);
            }}}) {
    const auto faults = audit(bad.judging).faults();
    EXPECT_THAT(text::join(faults, "; "), HasSubstr(bad.says));
  }
}

TEST(Audit, ConcludesNothingFromAFewRows) {
  EXPECT_THAT(audit([](const std::string&, int) { return 8; }, 9).faults(), IsEmpty());
  EXPECT_THAT(audit([](const std::string&, int) { return 8; }, 10).faults(), SizeIs(3));
}

TEST(Audit, CountsADecoyOnlyWhereTheRowItselfPasses) {
  const AuditReport report = audit([](const std::string&, int) { return 2; });
  for (const auto& decoys : report.decoys) EXPECT_EQ(decoys.of, 0);
}

TEST(Probes, AreWhatTheySay) {
  const SourcedExample row = row_of(1), other = row_of(2);
  EXPECT_EQ(with_changed_fact(row)->example.pair().answer,
            "A chunk of dataset 1 is 521 large by default.");
  EXPECT_EQ(with_denial(row)->example.pair().answer,
            "A chunk of dataset 1 is not 64 KB large by default.");
  EXPECT_EQ(with_denial(*with_denial(row))->example.pair().answer, row.example.pair().answer);
  EXPECT_EQ(with_answer_of(row, other)->example.pair().answer, other.example.pair().answer);
  EXPECT_FALSE(with_answer_of(row, row));
  EXPECT_EQ(easy_row(row)->example.pair().question, "What is a chunk?");
  EXPECT_EQ(easy_row(row)->example.pair().answer,
            "A chunk is a block of a dataset that is read and written as one piece.");
  EXPECT_THAT(padded(row).example.pair().answer, HasSubstr("once more: A chunk of dataset 1"));
}

TEST(Probes, AreLeftOutWhereATextOffersNothing) {
  SourcedExample row = row_of(1);
  row.example.pair().question = "How?";
  row.example.pair().answer = "Whatever it takes.";
  EXPECT_FALSE(with_changed_fact(row));
  EXPECT_FALSE(with_denial(row));
  row.chunk->text = "Nothing here.";
  EXPECT_FALSE(easy_row(row));
  row.chunk.reset();
  EXPECT_FALSE(easy_row(row));
  EXPECT_FALSE(with_changed_fact(row));
}

TEST(AuditDialogue, PutsAgainOnlyWhatCannotBeRead) {
  const Judge judge = *Judge::create(judge_prompt(), {});
  AuditDialogue dialogue(judge, row_of(1), row_of(2));
  const auto asks = std::get<std::vector<Ask>>(dialogue.open());
  Completion good;
  good.message.content = "{" + marks(8);
  std::vector<Outcome> outcomes(asks.size(), good);
  outcomes[1] = Failure{Failure::Kind::kRefused, "no"};
  const auto heard = dialogue.hear(outcomes);
  ASSERT_FALSE(heard) << "two pairs were shown, and one rating came";
  EXPECT_EQ(dialogue.unusable(), (std::vector<std::size_t>{2, 3}));
  outcomes[2] = outcomes[3] = Failure{Failure::Kind::kAttemptsUsedUp, "no ratings"};
  const auto ended = std::get<Finished>(*dialogue.hear(outcomes));
  EXPECT_THAT(ended.examples, SizeIs(asks.size() - 3));
  EXPECT_EQ(probe_of(ended.examples[0]), Probe::kBase);
}

}  // namespace
}  // namespace generator::judge
