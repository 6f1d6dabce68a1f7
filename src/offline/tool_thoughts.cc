#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "offline/tool_phrase.h"
#include "offline/tool_progress.h"
#include "offline/tool_wording.h"

namespace generator::offline {
namespace {

using tool::Origin;
using tool::Sketch;
using tool::SketchArgument;
using tool::SketchCall;
using tool::SketchStep;

const SketchArgument* taken(const SketchCall& call) {
  for (const SketchArgument& argument : call.arguments)
    if (argument.origin == Origin::kResult) return &argument;
  return nullptr;
}

std::string deed(const SketchCall& call, bool by_name) {
  Spoken spoken;
  spoken.by_name = by_name;
  return phrase_of(call, spoken).text();
}

/// What the calls of a step differ in: "/a", "/b".
std::vector<std::string> differing(const SketchStep& step) {
  for (std::size_t i = 0; i < step.calls[0].arguments.size(); ++i) {
    std::vector<std::string> values;
    for (const SketchCall& call : step.calls)
      if (i < call.arguments.size()) values.push_back(said(call.arguments[i].value));
    if (!step.calls[0].arguments[i].noun.empty() && values.size() == step.calls.size() &&
        values[0] != values[1])
      return values;
  }
  return {};
}

std::string before_what(const Sketch& sketch, std::size_t turn, std::size_t step) {
  const auto& steps = sketch.turns[turn].steps;
  for (std::size_t i = step + 1; i < steps.size(); ++i)
    if (steps[i].calls[0].prepares.empty()) return deed(steps[i].calls[0], true);
  return {};
}

}  // namespace

std::string thought_of(const Sketch& sketch, std::size_t turn, std::size_t step,
                       const std::vector<ToolStep>& done) {
  if (turn >= sketch.turns.size() || step >= sketch.turns[turn].steps.size()) return {};
  const Progress progress = progress_of(sketch, done);
  const auto& results = progress.results;
  const SketchStep& meant = sketch.turns[turn].steps[step];
  const SketchCall call = filled(meant.calls[0], results);
  const bool has_failed = !done.empty() && std::ranges::any_of(done.back().results,
                                                               &CallResult::is_error);
  const bool was_meant = step > 0 && sketch.turns[turn].steps[step - 1].fails;
  if (has_failed && was_meant)
    return fmt::format("There is no {} {}. I {} to see what the right name is.",
                       sketch.turns[turn].steps[step - 1].calls[0].noun,
                       sketch.turns[turn].steps[step - 1].calls[0].subject, deed(call, true));
  if (has_failed) return "The call failed for the moment, so I try it once more.";
  if (const SketchArgument* argument = taken(meant.calls[0])) {
    const auto value = tool::value_of(*argument, results);
    const std::string shown = value ? said(*value) : "it";
    if (step > 1 && sketch.turns[turn].steps[step - 2].fails)
      return fmt::format("{} is what was meant, so I {}.", shown, deed(call, true));
    switch (sketch.seed % 3) {
      case 0:
        return fmt::format("The result before has {}, so I can {}.", shown, deed(call, true));
      case 1:
        return fmt::format("With {} known, I {}.", shown, deed(call, true));
      default:
        return fmt::format("I take {} from what came back and {}.", shown, deed(call, true));
    }
  }
  if (!call.prepares.empty())
    if (const std::string later = before_what(sketch, turn, step); !later.empty())
      return fmt::format("Before I can {}, I have to {}.", later, deed(call, true));
  if (meant.calls.size() > 1) {
    const std::vector<std::string> parts = differing(meant);
    const bool same = std::ranges::all_of(meant.calls, [&](const SketchCall& one) {
      return one.tool == meant.calls[0].tool;
    });
    if (same && !parts.empty())
      return fmt::format("The same is wanted for {}; the calls do not depend on each other, so I "
                         "make them at once.",
                         enumerated(parts));
    return "These do not depend on each other, so I make the calls at once.";
  }
  const bool is_last = step + 1 == sketch.turns[turn].steps.size();
  if (step == 0 && is_last) {
    switch (sketch.seed % 3) {
      case 0:
        return fmt::format("One call does it: I {}.", deed(call, true));
      case 1:
        return fmt::format("I {}.", deed(call, true));
      default:
        return fmt::format("Everything for it is known, so I {}.", deed(call, true));
    }
  }
  if (step == 0) return fmt::format("First, I {}.", deed(call, true));
  return fmt::format("{} I {}.", is_last ? "Last," : "Next,", deed(call, true));
}

}  // namespace generator::offline
