// A place to plan and make rows in, and a dialogue played by hand.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "offline/rules.h"
#include "trajectory/generation.h"
#include "trajectory/planner.h"
#include "world/support.h"

namespace generator::trajectory {

/// Tools with their simulated world.
struct Workshop {
  explicit Workshop(std::vector<Tool> tools, std::uint64_t seed = 1)
      : box(std::move(tools)),
        runner(box.tools, world::SimulatorOptions{.seed = seed}),
        trial(box.tools, world::SimulatorOptions{.seed = seed}),
        world(runner.world()) {}

  Planner planner(PlanOptions options) { return Planner(box, world, &trial, std::move(options)); }

  Toolbox box;
  world::Simulator runner, trial;
  world::World world;
};

inline std::unique_ptr<Generation> make_generation(const Toolbox& box, GenerationOptions options,
                                                   const prompt::Library& library) {
  auto made = Generation::make(box, library, prompt::Set::kFull, {}, std::move(options));
  EXPECT_TRUE(made) << (made ? "" : made.error().message);
  return std::move(*made);
}

/// Plays a dialogue to its end: asks are answered by `reply`, calls carried out by `runner`.
inline Finished play(Dialogue& dialogue, ToolRunner& runner,
                     const std::function<Result<Completion>(const ChatRequest&)>& reply) {
  Turn turn = dialogue.open();
  for (int i = 0; i < 200; ++i) {
    if (auto* finished = std::get_if<Finished>(&turn)) return std::move(*finished);
    if (auto* act = std::get_if<Act>(&turn)) {
      EXPECT_TRUE(runner.reset());
      for (const ToolCall& call : act->before) EXPECT_TRUE(runner.call(call));
      std::vector<CallResult> results;
      for (const ToolCall& call : act->calls) results.push_back(*runner.call(call));
      turn = dialogue.see(results);
      continue;
    }
    const Ask ask = std::get<std::vector<Ask>>(turn)[0];
    const auto completion = reply(ask.request);
    EXPECT_TRUE(completion) << (completion ? "" : completion.error().message);
    const Outcome outcome = *completion;
    Result<Turn> next = dialogue.hear({&outcome, 1});
    EXPECT_TRUE(next) << (next ? "" : next.error().message);
    if (!next) return {};
    turn = std::move(*next);
  }
  ADD_FAILURE() << "the dialogue does not end";
  return {};
}

/// Replies in their order.
inline std::function<Result<Completion>(const ChatRequest&)> in_order(
    std::deque<std::string> replies) {
  return [replies = std::move(replies)](const ChatRequest&) mutable -> Result<Completion> {
    if (replies.empty()) return fail(ErrorKind::kInternal, "no reply is left");
    Completion out;
    out.message.content = std::move(replies.front());
    out.model = "scripted";
    replies.pop_front();
    return out;
  };
}

}  // namespace generator::trajectory
