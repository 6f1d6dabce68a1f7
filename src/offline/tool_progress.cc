#include "offline/tool_progress.h"

#include <algorithm>

#include "offline/tool_phrase.h"

namespace generator::offline {

bool is_talk(const tool::Sketch& sketch, std::size_t turn) {
  return sketch.case_kind == cases::kAbstention ||
         (sketch.case_kind == cases::kMissingArgument && turn == 0);
}

Progress progress_of(const tool::Sketch& sketch, const std::vector<ToolStep>& done) {
  std::vector<CarriedOut> meant;
  for (std::size_t turn = 0; turn < sketch.turns.size(); ++turn)
    for (const tool::SketchStep& step : sketch.turns[turn].steps)
      meant.push_back({turn, &step, nullptr});
  Progress out;
  const auto skip_talk = [&] {
    while (out.next < meant.size() && is_talk(sketch, meant[out.next].turn)) {
      out.results.emplace_back();
      ++out.next;
    }
  };
  skip_talk();
  for (const ToolStep& step : done) {
    if (out.next == meant.size()) break;
    CarriedOut& at = meant[out.next];
    if (std::ranges::any_of(step.results, &CallResult::is_error) && !at.meant->fails) {
      ++out.failures;
      continue;
    }
    out.failures = 0;
    at.done = &step;
    out.steps.push_back(at);
    std::vector<std::string>& contents = out.results.emplace_back();
    for (const CallResult& result : step.results) contents.push_back(result.content);
    ++out.next;
    skip_talk();
  }
  return out;
}

tool::SketchCall filled(tool::SketchCall call,
                        const std::vector<std::vector<std::string>>& results) {
  for (tool::SketchArgument& argument : call.arguments) {
    if (argument.origin != tool::Origin::kResult) continue;
    if (const auto value = tool::value_of(argument, results)) argument.value = *value;
    argument.origin = tool::Origin::kGiven;
  }
  return call;
}

std::optional<tool::SketchArgument> opened_before(const Progress& progress,
                                                  const CarriedOut* step) {
  std::optional<tool::SketchArgument> out;
  for (const CarriedOut& one : progress.steps) {
    if (&one == step) break;
    for (const tool::SketchCall& call : one.meant->calls) {
      if (call.deed.kind != tool::DeedKind::kOpen) continue;
      const tool::SketchCall known = filled(call, progress.results);
      if (const tool::SketchArgument* subject = subject_of(known)) out = *subject;
    }
  }
  return out;
}

}  // namespace generator::offline
