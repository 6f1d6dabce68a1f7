#include "cli/played_dialogue.h"

#include <utility>
#include <variant>
#include <vector>

#include "offline/rules.h"

namespace generator::cli {
namespace {

std::vector<Outcome> answers(const std::vector<Ask>& asks, const OnPlayed& on_played) {
  std::vector<Outcome> out;
  for (const Ask& ask : asks) {
    Result<Completion> reply = offline::answer(ask.request);
    on_played(ask, reply ? reply->message.content : "");
    if (reply)
      out.emplace_back(std::move(*reply));
    else
      out.emplace_back(Failure{Failure::Kind::kCallFailed, reply.error().message, ""});
  }
  return out;
}

std::vector<Outcome> given_up(std::size_t asks, const std::string& why) {
  return std::vector<Outcome>(asks, Failure{Failure::Kind::kAttemptsUsedUp, why, ""});
}

std::vector<CallResult> results(Executor* executor, Act act) {
  std::vector<CallResult> out;
  const std::size_t wanted = act.calls.size();
  if (executor != nullptr)
    executor->carry_out(std::move(act), [&](Result<std::vector<CallResult>> seen) {
      if (seen) out = std::move(*seen);
    });
  out.resize(wanted, {R"({"error":"it was not carried out"})", true});
  return out;
}

}  // namespace

Finished play(Dialogue& dialogue, Executor* executor, const OnPlayed& on_played) {
  Turn turn = dialogue.open();
  for (;;) {
    if (auto* finished = std::get_if<Finished>(&turn)) return std::move(*finished);
    if (auto* act = std::get_if<Act>(&turn)) {
      turn = dialogue.see(results(executor, std::move(*act)));
      continue;
    }
    const auto asks = std::move(std::get<std::vector<Ask>>(turn));
    Result<Turn> next = dialogue.hear(answers(asks, on_played));
    if (!next) next = dialogue.hear(given_up(asks.size(), next.error().message));
    if (!next) return {};  // it cannot even be given up
    turn = std::move(*next);
  }
}

}  // namespace generator::cli
