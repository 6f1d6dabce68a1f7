// Task "generate" by rule, of two passages: questions that take both.
//
// Nothing is read between the lines: two questions that the families (offline/question.h) ask of
// one passage each become one where a term joins them: "What is chunking, and why ...?"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "offline/question.h"

namespace generator::offline {

struct JoinedCandidate {
  std::string question;
  std::string_view kind;
  // "two-definitions", "definition-and-use", "named-and-explained", "two-calls" or "two-sides"
  std::string_view pattern;
  Evidence first, second;  // units of the one passage and of the other
  bool second_is_asked_first = false;
  double worth = 0;
};

/// At most `count`, the best first, none about what another one asks. Both pages' evidence together
/// keeps to `length`, and neither has much less than the other.
std::vector<JoinedCandidate> ask_both(const Page& first, const Page& second, AnswerLength length,
                                      std::size_t count);

}  // namespace generator::offline
