// The example is made anew, so that no field of a row can pass for a verdict.
#include "judge/pairwise_dialogue.h"

#include <fmt/format.h>

#include <utility>

#include "base/json.h"
#include "data/reasons.h"

namespace generator::judge {
namespace {

constexpr std::array<std::string_view, 2> kOrders = {"in the order A, B", "in the order B, A"};

Example carrying(const PairwiseVerdict& verdict) {
  std::string fields;
  json::Writer out(fields);
  out.begin_object().field("a", verdict.a).field("b", verdict.b).field("model", verdict.model);
  out.key("choices").begin_array();
  for (const Choice choice : verdict.choices) out.string(to_text(choice));
  out.end_array().key("reasons").begin_array();
  for (const std::string& reasons : verdict.reasons) out.string(reasons);
  out.end_array().end_object();
  Example example;
  example.id = verdict.a;
  example.extra = "\"pairwise\":" + fields;
  return example;
}

std::optional<Choice> choice_of(std::string_view text) {
  for (const Choice choice : {Choice::kFirst, Choice::kSecond, Choice::kTie})
    if (text == to_text(choice)) return choice;
  return std::nullopt;
}

}  // namespace

Winner PairwiseVerdict::winner() const {
  if (choices[0] == Choice::kFirst && choices[1] == Choice::kSecond) return Winner::kA;
  if (choices[0] == Choice::kSecond && choices[1] == Choice::kFirst) return Winner::kB;
  return Winner::kTie;
}

bool PairwiseVerdict::is_consistent() const {
  return winner() != Winner::kTie || (choices[0] == Choice::kTie && choices[1] == Choice::kTie);
}

PairwiseDialogue::PairwiseDialogue(const PairwiseJudge& judge, MatchedRows rows)
    : judge_(judge), rows_(std::move(rows)) {}

Turn PairwiseDialogue::open() {
  return std::vector<Ask>{{judge_.ask(rows_.a, rows_.b), 0}, {judge_.ask(rows_.b, rows_.a), 0}};
}

Result<Turn> PairwiseDialogue::hear(std::span<const Outcome> outcomes) {
  unusable_.clear();
  std::optional<Error> problem;
  std::optional<Reject> lost;
  PairwiseVerdict verdict;
  verdict.a = rows_.a_name;
  verdict.b = rows_.b_name;
  for (std::size_t order = 0; order < kOrders.size(); ++order) {
    if (const auto* failure = std::get_if<Failure>(&outcomes[order])) {
      if (!lost)
        lost = reject(reason_of(failure->kind),
                      fmt::format("not compared {}: {}", kOrders[order], failure->message),
                      failure->reply);
      continue;
    }
    const auto& completion = std::get<Completion>(outcomes[order]);
    auto mark = PairwiseJudge::read(completion);
    if (!mark) {
      unusable_.push_back(order);
      problem = mark.error();
      continue;
    }
    if (!lost && PairwiseJudge::obeys(*mark, rows_.a, rows_.b))
      lost = reject(reasons::kVoidRating,
                    "the judge began its reasons with a word that a line of ours among the data "
                    "asks for; take another judge (--judge-model)",
                    completion.message.content);
    verdict.choices[order] = mark->choice;
    verdict.reasons[order] = std::move(mark->reasons);
    verdict.model = completion.model;
  }
  if (problem) return fail(problem->kind, problem->message);
  if (lost) return Turn(Finished{{}, {std::move(*lost)}});
  return Turn(Finished{{carrying(verdict)}, {}});
}

Reject PairwiseDialogue::reject(std::string_view code, std::string detail,
                                std::string reply) const {
  Reject out;
  out.code = code;
  out.detail = std::move(detail);
  out.item = rows_.a_name + " / " + rows_.b_name;
  out.reply = std::move(reply);
  return out;
}

std::optional<PairwiseVerdict> verdict_of(const Example& example) {
  const auto fields = json::Document::parse("{" + example.extra + "}");
  if (!fields) return std::nullopt;
  const auto found = fields->root().find("pairwise");
  if (!found) return std::nullopt;
  const auto choices = found->find("choices"), reasons = found->find("reasons");
  if (!choices || choices->size() != 2 || !reasons || reasons->size() != 2) return std::nullopt;
  PairwiseVerdict out;
  out.a = found->text_of("a");
  out.b = found->text_of("b");
  out.model = found->text_of("model");
  for (std::size_t order = 0; order < 2; ++order) {
    const auto choice = choice_of(choices->at(order).text());
    if (!choice) return std::nullopt;
    out.choices[order] = *choice;
    out.reasons[order] = reasons->at(order).text();
  }
  return out;
}

}  // namespace generator::judge
