// DFSDT: a depth-first search over thought, calls and results (ToolLLM, arXiv 2307.16789).
//
// A node is a state of the tools with the steps that led to it. Its first child is what the model
// does next; where that leads nowhere (calls that cannot stand are not even carried out, a branch is
// given up), the model is asked at the same node again and shown what was tried, up to `width`
// times; then the node itself is given up. `nodes` bounds all of it. The steps of the path that
// reached an answer are the row.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "data/reasons.h"
#include "trajectory/generation.h"
#include "trajectory/replies.h"

namespace generator::trajectory {
namespace {

using Tried = Generation::Tried;

bool is_same(const ToolStep& a, const ToolStep& b) {
  return std::ranges::equal(a.calls, b.calls, [](const ToolCall& x, const ToolCall& y) {
    return x.name == y.name && x.arguments == y.arguments;
  });
}

class SearchDialogue final : public Dialogue {
 public:
  SearchDialogue(const Generation& generation, GenerationItem item)
      : generation_(generation), item_(std::move(item)) {}

  Turn open() override { return std::vector<Ask>{{generation_.ask_instructions(item_), 0}}; }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    if (const auto* failure = std::get_if<Failure>(&outcomes[0]))
      return Turn(ended(generation_.reject(item_, *failure)));
    const Completion& completion = std::get<Completion>(outcomes[0]);
    if (instructions_.empty()) {
      TRY(instructions_, read_instructions(completion.message.content,
                                           item_.plan.sketch.turns.size()));
      return begin_turn();
    }
    TRY(Action action, read_action(completion.message.content));
    last_ = completion;
    last_.message = {};  // who answered and when is all that is needed of it
    if (action.kind == Action::Kind::kAnswer) return answered(std::move(action.answer));
    if (action.kind == Action::Kind::kGiveUp) return give_up(action.step.thought);
    return call(std::move(action.step));
  }

  Turn see(std::span<const CallResult> results) override {
    wanted_.results.assign(results.begin(), results.end());
    state_.turns.back().steps.push_back(std::move(wanted_));
    tried_.emplace_back();
    return next();
  }

 private:
  static Finished ended(Reject reject) {
    Finished out;
    out.rejects.push_back(std::move(reject));
    return out;
  }

  Turn begin_turn() {
    state_.turns.push_back(
        {.instruction = instructions_[state_.turns.size()], .steps = {}, .answer = ""});
    tried_.assign(1, {});
    nodes_ = 0;
    return next();
  }

  Turn next() {
    const bool may_call = state_.turns.back().steps.size() < generation_.options().depth &&
                          nodes_ < generation_.options().nodes;
    return std::vector<Ask>{{generation_.ask_action(item_, state_, tried_.back(), may_call),
                             static_cast<int>(tried_.back().size())}};
  }

  Turn answered(std::string answer) {
    state_.turns.back().answer = std::move(answer);
    if (state_.turns.size() < instructions_.size()) return begin_turn();
    return generation_.finish(item_, std::move(state_), std::move(dead_ends_), last_);
  }

  Turn call(ToolStep step) {
    const GenerationOptions& options = generation_.options();
    if (++nodes_ > options.nodes || state_.turns.back().steps.size() >= options.depth)
      return lost("no answer after {} calls", nodes_ - 1);
    std::string why = generation_.refuse(item_, state_, step);
    const auto is_known = [&](const Tried& one) { return is_same(one.step, step); };
    if (why.empty() && std::ranges::any_of(tried_.back(), is_known)) why = "it was tried before";
    if (!why.empty()) return tried(std::move(step), std::move(why));
    wanted_ = std::move(step);
    return Act{state_.calls(), wanted_.calls};
  }

  /// From the node at the end of the path one way more leads nowhere.
  Turn tried(ToolStep step, std::string why) {
    dead_ends_.push_back({state_.turn(), state_.turns.back().steps.size(), step, why});
    tried_.back().push_back({std::move(step), std::move(why)});
    if (tried_.back().size() >= generation_.options().width)
      return give_up("every way that was tried from here leads nowhere");
    return next();
  }

  /// Back to the node before, whose step this was.
  Turn give_up(const std::string& why) {
    auto& steps = state_.turns.back().steps;
    if (steps.empty()) return lost("given up: {}", dead_ends_.empty() ? why : dead_ends_.back().why);
    ToolStep step = std::move(steps.back());
    steps.pop_back();
    tried_.pop_back();
    return tried(std::move(step), why.empty() ? "given up" : why);
  }

  template <class Value>
  Turn lost(fmt::format_string<const Value&> how, const Value& value) {
    return ended(
        generation_.reject(item_, reasons::kNoPath, fmt::format(how, value), &state_));
  }

  const Generation& generation_;
  GenerationItem item_;
  std::vector<std::string> instructions_;
  Generation::State state_;
  std::vector<std::vector<Tried>> tried_;  // by node of the path
  std::vector<DeadEnd> dead_ends_;
  ToolStep wanted_;  // that is being carried out
  std::size_t nodes_ = 0;
  Completion last_;
};

}  // namespace

std::unique_ptr<Dialogue> search_dialogue(const Generation& generation, GenerationItem item) {
  return std::make_unique<SearchDialogue>(generation, std::move(item));
}

}  // namespace generator::trajectory
