// From a proposed conversation to an example, or the reason why it is none.
#pragma once

#include <cstddef>
#include <optional>

#include "data/example.h"
#include "measure/passage.h"
#include "qa/conversation_reply.h"
#include "qa/fault.h"
#include "qa/generate.h"

namespace generator::qa {

/// So much of what was proposed as may stand.
struct CheckedConversation {
  std::optional<Example> example;  // turns up to the first fault, where they are enough
  std::size_t turns = 0;           // that may stand
  std::optional<Fault> fault;      // of the turn behind them, which its detail names
};

/// Turn by turn, all rules of `make_example`. The first question has to stand alone; a later one
/// may lean on what was said (qa/follow_up.h), asks nothing anew, is answered under the same
/// headings as the first (or below, or above), and with other words of the passage than those
/// before. What follows a fault may lean on it, so the conversation ends before its first; where
/// fewer turns are left than `options.style.min_turns` there is no example. Turns beyond
/// `max_turns` are left away. `passage` is what was shown; `completion` gives model and time.
CheckedConversation check_conversation(const GenerateOptions& options, const Chunk& chunk,
                                       const measure::Passage& passage,
                                       const ProposedConversation& proposed,
                                       const Completion& completion);

}  // namespace generator::qa
