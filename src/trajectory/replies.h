// What models reply to the asks of a generation, read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/tool_use.h"

namespace generator::trajectory {

struct Action {
  enum class Kind : std::uint8_t { kCall, kAnswer, kGiveUp };
  Kind kind = Kind::kCall;
  ToolStep step;       // thought and calls
  std::string answer;  // of kAnswer
};

struct Choice {
  std::size_t number = 0;  // from 1; 0: none
  std::string reason;
};

struct Words {
  std::string instruction;
  std::vector<std::string> thoughts;
  std::string answer;
};

// Errors of all: kInvalidInput, in words for the model.
Result<std::vector<std::string>> read_instructions(std::string_view reply, std::size_t turns);
Result<Action> read_action(std::string_view reply);
/// A step a candidate, with one call each.
Result<std::vector<ToolStep>> read_candidates(std::string_view reply, std::size_t most);
Result<Choice> read_choice(std::string_view reply, std::size_t candidates);
Result<Words> read_words(std::string_view reply, std::size_t steps);

}  // namespace generator::trajectory
