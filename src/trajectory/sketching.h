// From a chain of tools to a sketch of a style and a case.
#pragma once

#include <optional>

#include "base/random.h"
#include "tool/sketch.h"
#include "trajectory/chain.h"
#include "trajectory/scene.h"

namespace generator::trajectory {

/// Makes one sketch: one of its functions is called, once. It gives nothing where a call has no
/// arguments, or does not do what it should; `wrong` then tells the tool.
class Sketching {
 public:
  Sketching(const Toolbox& box, const world::World& world, ToolRunner* runner, Random& random)
      : box_(box), world_(world), runner_(runner), random_(random), scene_(fresh()) {}

  /// One turn, a step a tool.
  std::optional<tool::Sketch> steps(const Chain& chain);
  /// The last step calls its tool for several things.
  std::optional<tool::Sketch> parallel(const Chain& chain);
  /// The last two tools are called in one step.
  std::optional<tool::Sketch> parallel_multiple(const Chain& chain);
  /// Several turns, one tool and what goes before it each.
  std::optional<tool::Sketch> turns(const Chain& chain);
  /// What no offered tool does: a sketch of one call that is not carried out.
  std::optional<tool::Sketch> abstention(const Chain& chain);
  /// The first call lacks an argument in the first turn.
  std::optional<tool::Sketch> missing_argument(const Chain& chain);
  /// The last tool is called with a wrong name, then what lists such things, then it again.
  std::optional<tool::Sketch> recovery(const Chain& chain);

  std::optional<std::size_t> wrong() const { return wrong_; }
  /// The data edge that the wrong call was to show, and why it could not.
  std::optional<std::size_t> wrong_edge() const { return wrong_edge_; }
  const std::string& problem() const { return scene_.problem(); }
  /// Of the trial, by step and call.
  const std::vector<std::vector<std::string>>& results() const { return scene_.results(); }

 private:
  Scene fresh();
  std::optional<tool::SketchCall> call(const Chain& chain, std::size_t link,
                                       const std::vector<std::size_t>& step_of);
  void blame(std::size_t tool);
  bool add(tool::SketchTurn& turn, tool::SketchStep step, const std::vector<std::size_t>& tools);
  std::optional<tool::Sketch> until(const Chain& chain, std::size_t end);

  const Toolbox& box_;
  const world::World& world_;
  ToolRunner* runner_;
  Random& random_;
  Scene scene_;
  std::optional<std::size_t> wrong_;
  std::optional<std::size_t> edge_, wrong_edge_;  // of the call that was sketched last
};

}  // namespace generator::trajectory
