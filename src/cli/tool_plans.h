// What rows of tool use are planned, and the stage that makes a dialogue of each plan.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/schema_problems.h"
#include "cli/session.h"
#include "cli/settings.h"
#include "trajectory/coverage.h"
#include "trajectory/generation.h"
#include "trajectory/model_replies.h"
#include "trajectory/planner.h"

namespace generator::cli {

/// Whose model makes rows of tool use.
inline constexpr std::string_view kToolStage = "tool_generate";

/// What --single-step, --multi-step, --chain-ratio, --style-mix, --case-mix, --steps, --offer and
/// --seed ask for. Throws Fatal(2).
trajectory::PlanOptions plan_options(const Settings& settings, const trajectory::Toolbox& box);
/// What it asks with; `from_inputs` and the tools' file are the caller's.
trajectory::GenerationOptions generation_options(const Session& session, const Settings& settings);

/// Where rows are planned.
struct PlanningPlace {
  ToolRunner* trial = nullptr;  // where plans are tried first; nullptr: nowhere
  const world::World& world;    // what there is before the first call
  std::string source_file;      // of the tools
};

class ToolPlans {
 public:
  /// `chain_first`: every row is made so. `from_inputs`: no prompt is written. What is referred to
  /// must outlive this. Throws Fatal.
  ToolPlans(const Session& session, const Settings& settings, const trajectory::Toolbox& box,
            PlanningPlace place, bool chain_first, bool from_inputs);
  ToolPlans(const ToolPlans&) = delete;
  ToolPlans& operator=(const ToolPlans&) = delete;

  /// The next row's plan; nothing where no more are found.
  std::optional<trajectory::GenerationItem> next();
  /// What the rows that came really show, instead of what was expected of their plans.
  void see(const trajectory::Coverage& shown) { expected_.emplace(shown); }
  /// The dialogue that makes the row, around which a model writes replies with --model-replies.
  std::unique_ptr<Dialogue> begin(trajectory::GenerationItem item) const;
  const trajectory::PlanOptions& options() const { return options_; }
  const trajectory::Planner& planner() const { return planner_; }
  /// --cover-edges.
  std::optional<double> wanted_edges() const { return wanted_edges_; }

 private:
  SchemaProblems schemas_;
  trajectory::PlanOptions options_;
  std::optional<double> wanted_edges_;
  bool from_inputs_;
  const world::World& world_;
  std::unique_ptr<trajectory::Generation> generation_;
  std::optional<trajectory::ModelReplies> replies_;
  trajectory::Planner planner_;
  std::optional<trajectory::Coverage> expected_;
  std::uint64_t index_ = 0;
};

}  // namespace generator::cli
