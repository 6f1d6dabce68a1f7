// Whether a chain of thought may stand: what can be told without a model.
//
// Distilling Step-by-Step (arXiv 2305.02301) trains on rationales as they come; a rationale that
// invents a fact, runs in a circle or leads elsewhere teaches exactly that. So each step is held
// against the passage and the steps before it, and all of them against question and answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cot/steps.h"
#include "data/chunk.h"
#include "data/example.h"
#include "qa/fault.h"

namespace generator::cot {

/// What a reasoning is about. `chunk` may be null: then the answer stands in for the passage.
struct Reasoned {
  std::string_view question;
  std::string_view answer;
  const Chunk* chunk = nullptr;
};

/// The first fault, in this order:
/// no_reasoning: there is no step. step_count: fewer or more than the limits.
/// repeated_step: a step that says what an earlier one says.
/// circular_step: a step that is the answer (its words, and nothing found by an earlier step), or
/// the question in other words.
/// unsupported_step: numbers, identifiers and the like that neither passage, question nor earlier
/// steps have (a number may also be the sum, difference, product or quotient of two that they
/// have), a denial turned round, or words of which less than a third stand there.
/// leads_elsewhere: none of what the answer says beyond the question stands in the steps, or a step
/// names code that question, answer and the other steps do not.
std::optional<qa::Fault> reasoning_fault(const Reasoned& about,
                                         const std::vector<std::string>& steps, StepLimits limits);

/// unsupported_step's test of the answer itself, after all steps; its code is low_support.
std::optional<qa::Fault> answer_fault(const Reasoned& about, const std::vector<std::string>& steps);

/// Whether `derived`, the answer that was found from the steps alone, says what `answer` says: no
/// other yes or no, no other numbers, and at least half of the words that it has beyond the
/// question.
bool agrees(std::string_view question, std::string_view answer, std::string_view derived);

/// The bytes of the passage that the steps rest on, ascending, none twice.
std::vector<Span> evidence_of(const Chunk& chunk, std::string_view question,
                              const std::vector<std::string>& steps);

}  // namespace generator::cot
