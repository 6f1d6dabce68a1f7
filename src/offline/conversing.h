// Task "generate" by rule, of conversations: questions on one section that go on from each other.
//
// Nothing new is asked: the proposals of the families (offline/question.h) about one section are put
// in an order in which each takes up words of what was said, and worded as people who talk word them
// (offline/follow_up.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "offline/question.h"

namespace generator::offline {

struct ConversationTurn {
  std::string question;
  std::string_view kind;
  Evidence evidence;
};

struct Turns {
  std::size_t least = 2;
  std::size_t most = 5;
};

/// At most `count` conversations of `turns`, the best first; no unit answers two turns, in all of
/// them. None opens with a question of `asked`.
std::vector<std::vector<ConversationTurn>> converse(const Page& page, AnswerLength length,
                                                    Turns turns, std::size_t count,
                                                    const std::vector<std::string_view>& asked);

}  // namespace generator::offline
