// Several dialogues as one: their asks are put together, and what comes back is handed to each.
#include "qa/enrich_conversation.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace generator::qa {

SourcedExample turn_of(const SourcedExample& item, std::size_t turn) {
  SourcedExample out = item;
  out.example.body = item.example.turns()[turn];
  std::erase_if(out.example.evidence,
                [&](const Evidence& evidence) { return evidence.turn != turn; });
  for (Evidence& evidence : out.example.evidence) evidence.turn = 0;
  out.example.original_answer.clear();
  out.shares_chunk = true;  // with the other turns
  return out;
}

namespace {

class RewrittenConversation final : public Dialogue {
 public:
  RewrittenConversation(Example example, std::vector<std::unique_ptr<Dialogue>> turns)
      : example_(std::move(example)), turns_(std::move(turns)), ended_(turns_.size()) {}

  Turn open() override {
    std::vector<Turn> next;
    for (std::size_t turn = 0; turn < turns_.size(); ++turn) {
      waiting_.push_back(turn);
      next.push_back(turns_[turn]->open());
    }
    return put(std::move(next));
  }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    unusable_.clear();
    std::optional<Error> problem;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const auto* completion = std::get_if<Completion>(&outcomes[i]);
      if (completion == nullptr) continue;
      const auto read = Enrichment::read(*completion);
      if (read) continue;
      unusable_.push_back(i);
      problem = read.error();
    }
    if (problem) return fail(problem->kind, problem->message);  // no turn has heard anything
    std::vector<Turn> next;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      TRY(Turn turn, turns_[waiting_[i]]->hear(outcomes.subspan(i, 1)));
      next.push_back(std::move(turn));
    }
    return put(std::move(next));
  }

  std::vector<std::size_t> unusable() const override { return unusable_; }

 private:
  // Every turn asks one thing at a time.
  Turn put(std::vector<Turn> next) {
    std::vector<Ask> asks;
    std::vector<std::size_t> waiting;
    for (std::size_t i = 0; i < next.size(); ++i) {
      if (auto* finished = std::get_if<Finished>(&next[i])) {
        ended_[waiting_[i]] = std::move(*finished);
        continue;
      }
      asks.push_back(std::move(std::get<std::vector<Ask>>(next[i]).front()));
      waiting.push_back(waiting_[i]);
    }
    waiting_ = std::move(waiting);
    if (asks.empty()) return joined();
    return asks;
  }

  Finished joined() {
    Finished out;
    Example row = example_;
    row.evidence.clear();
    for (std::size_t turn = 0; turn < turns_.size(); ++turn) {
      for (Reject& reject : ended_[turn].rejects) {
        reject.detail = fmt::format("turn {}: {}", turn + 1, reject.detail);
        out.rejects.push_back(std::move(reject));
      }
      if (ended_[turn].examples.empty())
        is_dropped_ = true;
      else
        take(ended_[turn].examples[0], turn, row);
    }
    if (is_dropped_) return dropped(std::move(out.rejects));
    if (all_answers(row) != all_answers(example_) && row.original_answer.empty())
      row.original_answer = all_answers(example_);
    out.examples.push_back(std::move(row));
    return out;
  }

  // The row goes once, for its first turn that could not be rewritten.
  Finished dropped(std::vector<Reject> rejects) const {
    const auto first = std::ranges::find_if(rejects, &Reject::dropped);
    first->row = example_text(example_);
    return {{}, {std::move(*first)}};
  }

  static void take(const Example& rewritten, std::size_t turn, Example& row) {
    row.turns()[turn].answer = rewritten.pair().answer;
    for (Evidence evidence : rewritten.evidence) {
      evidence.turn = turn;
      row.evidence.push_back(std::move(evidence));
    }
    if (turn == 0 || rewritten.answer_form == "rewritten") row.answer_form = rewritten.answer_form;
    if (rewritten.support)
      row.support = turn == 0 || !row.support ? *rewritten.support
                                              : std::min(*row.support, *rewritten.support);
    if (!rewritten.rating) row.rating.reset();
  }

  Example example_;
  std::vector<std::unique_ptr<Dialogue>> turns_;
  std::vector<Finished> ended_;
  std::vector<std::size_t> waiting_;  // turns whose asks were put
  std::vector<std::size_t> unusable_;
  bool is_dropped_ = false;
};

}  // namespace

Result<std::unique_ptr<Dialogue>> conversation_rewriting(const Enrichment& stage,
                                                         SourcedExample item) {
  std::vector<std::unique_ptr<Dialogue>> turns;
  for (std::size_t turn = 0; turn < item.example.turns().size(); ++turn) {
    TRY(auto dialogue, stage.begin(turn_of(item, turn)));
    turns.push_back(std::move(dialogue));
  }
  return std::make_unique<RewrittenConversation>(std::move(item.example), std::move(turns));
}

}  // namespace generator::qa
