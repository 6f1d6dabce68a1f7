// Rows of tool use in English, by rule: what a person asks, what is thought before a call, what is
// answered. Forms are chosen by Sketch::seed.
//
// An instruction holds every value that the sketch gives or chooses in its turn, word for word, so
// that each argument has a source (tool/execution_check.h); an answer says nothing that no result
// says.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "data/tool_use.h"
#include "tool/sketch.h"

namespace generator::offline {

/// One a turn.
std::vector<std::string> instructions_of(const tool::Sketch& sketch);

/// Before the calls of step `step` of turn `turn`; `done`: all steps carried out so far, over all
/// turns, failed ones too.
std::string thought_of(const tool::Sketch& sketch, std::size_t turn, std::size_t step,
                       const std::vector<ToolStep>& done);

/// After the last step of turn `turn`.
std::string answer_of(const tool::Sketch& sketch, std::size_t turn,
                      const std::vector<ToolStep>& done);

}  // namespace generator::offline
