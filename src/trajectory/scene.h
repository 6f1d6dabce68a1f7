// Arguments for one call after the other, so that they speak of the same things.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "data/tool_runner.h"
#include "tool/sketch.h"
#include "trajectory/toolbox.h"
#include "world/world.h"

namespace generator::trajectory {

/// What a row speaks of: which things its calls are about, what they made and what came back.
class Scene {
 public:
  /// `runner` carries the calls out as they are sketched, from its first state on, so that what
  /// results say can be used; nullptr: what they will say is not known. All must outlive this.
  Scene(const Toolbox& box, const world::World& world, ToolRunner* runner, Random& random)
      : box_(box), world_(world), runner_(runner), random_(random) {}

  /// A call of `tool` whose arguments come from what is there: where `from` names an earlier call
  /// (step, call) whose result the graph lets one of its arguments come from, from that result.
  /// Nothing where a required argument has no value. The call is not done yet.
  struct Origin {
    std::size_t step = 0, call = 0;
  };
  std::optional<tool::SketchCall> sketch(std::size_t tool, std::optional<Origin> from = {});

  /// A further call of the same tool about another thing; nothing where there is none.
  std::optional<tool::SketchCall> another(const tool::SketchCall& call, std::size_t tool);

  /// Carries a step out. False where a call was answered with an error, or its arguments lack
  /// something that a result should have had.
  bool carry_out(const tool::SketchStep& step, const std::vector<std::size_t>& tools);

  /// Steps so far.
  std::size_t steps() const { return results_.size(); }
  const std::vector<std::vector<std::string>>& results() const { return results_; }
  /// The thing of that kind and key in the world; nullptr where there is none.
  const world::Thing* thing(const std::string& noun, const std::string& key) const;

 private:
  struct Done {
    std::size_t tool, step, call;
    tool::SketchCall sketch;
  };
  using Value = std::optional<tool::SketchArgument>;

  Value argument(std::size_t tool, const world::PlannedParameter& parameter,
                 const std::optional<Origin>& from);
  Value from_result(std::size_t tool, const world::PlannedParameter& parameter,
                    const std::optional<Origin>& from) const;
  Value reference(std::size_t tool, const world::PlannedParameter& parameter);
  Value several(const world::PlannedParameter& parameter);
  Value known(const std::string& noun) const;
  bool is_wanted(const world::PlannedParameter& parameter, std::string_view type,
                 bool has_default);
  std::string listed_kind(std::size_t tool, const std::string& field) const;
  const world::Thing* choose(std::size_t tool, const world::PlannedParameter& parameter);
  bool lies_here(const world::Thing& thing) const;
  void keep(const tool::SketchArgument& argument);
  const world::Thing* subject_of(const std::vector<tool::SketchArgument>& arguments) const;

  const Toolbox& box_;
  const world::World& world_;
  ToolRunner* runner_;
  Random& random_;
  std::vector<Done> done_;
  std::vector<std::vector<std::string>> results_;
  std::map<std::string, tool::SketchArgument> spoken_of_;  // kind → how it was named last
  std::vector<std::string> keys_;                          // of things that were named
};

}  // namespace generator::trajectory
