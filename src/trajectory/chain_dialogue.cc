// ToolGrad (arXiv 2508.04086): the chain first, the words last.
//
// A round proposes some calls, carries each of them out from the same state, and keeps the one that
// a model finds most useful beside what the chain has; the others are undone. Arguments can so come
// from what earlier calls really replied, and the instruction asks for nothing that was not done.
#include <fmt/format.h>

#include <utility>

#include "data/reasons.h"
#include "trajectory/generation.h"
#include "trajectory/replies.h"

namespace generator::trajectory {
namespace {

class ChainDialogue final : public Dialogue {
 public:
  ChainDialogue(const Generation& generation, GenerationItem item)
      : generation_(generation), item_(std::move(item)) {
    state_.turns.emplace_back();
  }

  Turn open() override { return propose(); }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    if (const auto* failure = std::get_if<Failure>(&outcomes[0])) {
      Finished out;
      out.rejects.push_back(generation_.reject(item_, *failure));
      return Turn(std::move(out));
    }
    const Completion& completion = std::get<Completion>(outcomes[0]);
    const std::string& reply = completion.message.content;
    if (stage_ == Stage::kPropose) {
      TRY(std::vector<ToolStep> candidates,
          read_candidates(reply, generation_.options().candidates));
      return carry_out(std::move(candidates));
    }
    if (stage_ == Stage::kSelect) {
      TRY(const Choice choice, read_choice(reply, candidates_.size()));
      return select(choice);
    }
    TRY(Words words, read_words(reply, steps().size()));
    ToolTurn& turn = state_.turns[0];
    turn.instruction = std::move(words.instruction);
    turn.answer = std::move(words.answer);
    for (std::size_t i = 0; i < turn.steps.size(); ++i)
      turn.steps[i].thought = std::move(words.thoughts[i]);
    return Turn(generation_.finish(item_, std::move(state_), std::move(dead_ends_), completion));
  }

  Turn see(std::span<const CallResult> results) override {
    candidates_[seen_++].results.assign(results.begin(), results.end());
    if (seen_ < candidates_.size()) return act();
    stage_ = Stage::kSelect;
    return std::vector<Ask>{{generation_.ask_choice(item_, state_, candidates_), 0}};
  }

 private:
  enum class Stage : std::uint8_t { kPropose, kSelect, kWrite };
  std::vector<ToolStep>& steps() { return state_.turns[0].steps; }

  Turn propose() {
    stage_ = Stage::kPropose;
    return std::vector<Ask>{{generation_.ask_candidates(item_, state_), idle_}};
  }

  Turn carry_out(std::vector<ToolStep> candidates) {
    std::string why;
    candidates_.clear();
    for (ToolStep& candidate : candidates) {
      std::string fault = generation_.refuse(item_, state_, candidate);
      if (fault.empty())
        candidates_.push_back(std::move(candidate));
      else
        why = std::move(fault);
    }
    seen_ = 0;
    if (!candidates_.empty()) return act();
    return candidates.empty() ? write() : nothing(why);
  }

  Turn act() { return Act{state_.calls(), candidates_[seen_].calls}; }

  Turn select(const Choice& choice) {
    for (std::size_t i = 0; i < candidates_.size(); ++i)
      if (i + 1 != choice.number)
        dead_ends_.push_back({0, steps().size(), candidates_[i],
                              choice.reason.empty() ? "not chosen" : choice.reason});
    if (choice.number == 0) return nothing(choice.reason);
    idle_ = 0;
    steps().push_back(std::move(candidates_[choice.number - 1]));
    return steps().size() < generation_.options().most ? propose() : write();
  }

  /// A round brought nothing: one more, then the chain is as long as it is.
  Turn nothing(const std::string& why) {
    if (idle_++ == 0) return propose();
    if (!steps().empty()) return write();
    Finished out;
    out.rejects.push_back(generation_.reject(
        item_, reasons::kNoPath, fmt::format("no call was of use: {}", why), nullptr));
    return out;
  }

  Turn write() {
    if (steps().empty()) return nothing("none was proposed");
    stage_ = Stage::kWrite;
    return std::vector<Ask>{{generation_.ask_words(item_, state_), 0}};
  }

  const Generation& generation_;
  GenerationItem item_;
  Generation::State state_;
  Stage stage_ = Stage::kPropose;
  std::vector<ToolStep> candidates_;
  std::size_t seen_ = 0;
  int idle_ = 0;  // rounds that brought nothing, on end
  std::vector<DeadEnd> dead_ends_;
};

}  // namespace

std::unique_ptr<Dialogue> chain_dialogue(const Generation& generation, GenerationItem item) {
  return std::make_unique<ChainDialogue>(generation, std::move(item));
}

}  // namespace generator::trajectory
