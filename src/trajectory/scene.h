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
    /// The data edge of the graph that the call is to show: its argument is what the result has for
    /// it, or something that the result tells of and the instruction names; the first that the call
    /// can be carried out with. Nothing where there is none: `problem` then says why.
    std::optional<std::size_t> edge = {};
  };
  std::optional<tool::SketchCall> sketch(std::size_t tool, std::optional<Origin> from = {});
  /// One whose reply has something at each of `fields`, as DataEdge has them, if any of a few has.
  std::optional<tool::SketchCall> sketch_telling(std::size_t tool, std::optional<Origin> from,
                                                 const std::vector<std::string>& fields);

  /// A further call of the same tool about another thing; nothing where there is none.
  std::optional<tool::SketchCall> another(const tool::SketchCall& call, std::size_t tool);

  /// Carries a step out. False where a call was answered with an error, or its arguments lack
  /// something that a result should have had.
  bool carry_out(const tool::SketchStep& step, const std::vector<std::size_t>& tools);

  /// Steps so far.
  std::size_t steps() const { return results_.size(); }
  const std::vector<std::vector<std::string>>& results() const { return results_; }
  /// Why the last call that was to show an edge, or to be carried out, could not be; "" else.
  const std::string& problem() const { return problem_; }
  /// The thing of that kind and key in the world; nullptr where there is none.
  const world::Thing* thing(const std::string& noun, const std::string& key) const;

 private:
  struct Done {
    std::size_t tool, step, call;
    tool::SketchCall sketch;
  };
  using Value = std::optional<tool::SketchArgument>;

  std::optional<tool::SketchCall> assemble(std::size_t tool, const std::optional<Origin>& from,
                                           const tool::SketchArgument* bound);
  std::optional<tool::SketchCall> along(std::size_t tool, const Origin& from);
  std::vector<tool::SketchArgument> ways(std::size_t tool, const Origin& from) const;
  const world::Thing* told(const std::string& value, const Origin& from) const;
  std::vector<tool::SketchArgument> lists(const tool::SketchArgument& like,
                                          const std::vector<const world::Thing*>& things) const;
  std::string fitting(std::size_t tool, const std::string& parameter, std::string value) const;
  std::optional<std::string> reply_of(std::size_t tool, const tool::SketchCall& call);
  std::optional<tool::SketchCall> elsewhere(const tool::SketchCall& call, std::size_t tool);
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
  std::string problem_;
  bool takes_any_kind_ = false;  // of things: not only those that a description speaks of
};

}  // namespace generator::trajectory
