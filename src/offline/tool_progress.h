// How far a conversation has come along its sketch.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "data/tool_use.h"
#include "tool/sketch.h"

namespace generator::offline {

/// A step of the sketch that was carried out.
struct CarriedOut {
  std::size_t turn = 0;
  const tool::SketchStep* meant = nullptr;
  const ToolStep* done = nullptr;
};

struct Progress {
  std::size_t next = 0;  // step of the sketch that follows, over all turns
  int failures = 0;      // of that step, which should not fail
  std::vector<CarriedOut> steps;
  /// Contents of the results by step of the sketch and call; none of a step that is only spoken of.
  std::vector<std::vector<std::string>> results;
};

/// `sketch` and `done`, all steps over all turns, must outlive the result.
Progress progress_of(const tool::Sketch& sketch, const std::vector<ToolStep>& done);

/// What was opened last, before `step` or, of nullptr, so far; with its value.
std::optional<tool::SketchArgument> opened_before(const Progress& progress, const CarriedOut* step);

/// Whether the turn is answered without carrying anything out.
bool is_talk(const tool::Sketch& sketch, std::size_t turn);

/// The call with what results tell in the place of their arguments.
tool::SketchCall filled(tool::SketchCall call,
                        const std::vector<std::vector<std::string>>& results);

}  // namespace generator::offline
