// The pairs in a reply, before anything is checked about them but their shape.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace generator::qa {

struct ProposedPair {
  std::string question;
  std::string kind;
  std::vector<int> units;
  std::string answer;  // in mode write
};

/// Reads {"pairs":[{"question","kind","units":[...]}]}, also as the bare list, or one bare pair. A
/// pair whose shape is wrong is left out where another is right. Errors: kInvalidInput, worded for
/// the model: no JSON, or no readable pair where there should be one. An empty list is no error:
/// the passage bears no question.
Result<std::vector<ProposedPair>> read_pairs(std::string_view reply, bool wants_answers);

/// Kinds of questions, as prompts and rows name them.
bool is_kind(std::string_view kind);

}  // namespace generator::qa
