#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "offline/tool_phrase.h"
#include "offline/tool_wording.h"

namespace generator::offline {
namespace {

using tool::Origin;
using tool::Sketch;
using tool::SketchArgument;
using tool::SketchCall;
using tool::SketchStep;

/// The results of the sketch's steps so far.
std::vector<std::vector<std::string>> results_of(const Sketch& sketch,
                                                 const std::vector<ToolStep>& done) {
  const auto steps = tool::steps_of(sketch);
  std::vector<std::vector<std::string>> out;
  if (sketch.case_kind == cases::kMissingArgument) out.emplace_back();
  for (const ToolStep& step : done) {
    if (out.size() == steps.size()) break;
    const bool failed = std::ranges::any_of(step.results, &CallResult::is_error);
    if (failed && !steps[out.size()]->fails) continue;
    std::vector<std::string>& contents = out.emplace_back();
    for (const CallResult& result : step.results) contents.push_back(result.content);
  }
  return out;
}

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

/// With what a result tells in its place.
SketchCall filled(SketchCall call, const std::vector<std::vector<std::string>>& results) {
  for (SketchArgument& argument : call.arguments) {
    if (argument.origin != Origin::kResult) continue;
    if (const auto value = tool::value_of(argument, results)) argument.value = *value;
    argument.origin = Origin::kGiven;
  }
  return call;
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
  const auto results = results_of(sketch, done);
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
    std::vector<std::string> parts;
    for (const SketchCall& one : meant.calls) parts.push_back(one.subject);
    const bool same = std::ranges::all_of(meant.calls, [&](const SketchCall& one) {
      return one.tool == meant.calls[0].tool;
    });
    if (same && std::ranges::none_of(parts, &std::string::empty))
      return fmt::format("The same is wanted for {}; the calls do not depend on each other, so I "
                         "make them at once.",
                         enumerated(parts));
    return "These do not depend on each other, so I make the calls at once.";
  }
  const bool is_last = step + 1 == sketch.turns[turn].steps.size();
  if (step == 0 && is_last) {
    switch (sketch.seed % 3) {
      case 0:
        return fmt::format("One call is enough to {}.", deed(call, true));
      case 1:
        return fmt::format("I {}.", deed(call, true));
      default:
        return fmt::format("All that is needed to {} is known.", deed(call, true));
    }
  }
  if (step == 0) return fmt::format("First, I {}.", deed(call, true));
  return fmt::format("{} I {}.", is_last ? "Last," : "Next,", deed(call, true));
}

}  // namespace generator::offline
