// Tools to rows of tool use.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/session.h"
#include "cli/settings.h"
#include "cli/stages.h"
#include "cli/tool_executor.h"
#include "cli/tool_input.h"
#include "run/executor.h"
#include "store/rejects.h"
#include "trajectory/toolbox.h"
#include "world/simulator.h"

namespace generator::cli {

/// Where calls are carried out while rows are planned and made.
struct ToolPlace {
  Executor& executor;
  ToolRunner* trial = nullptr;   // where plans are tried first; nullptr: nowhere
  const world::World& world;     // what there is before the first call; empty where it is not known
  std::string source_file;       // of the tools
};

/// A simulated place, with all that it stands on but the toolbox, which must outlive it.
struct SimulatedPlace {
  SimulatedPlace(const Settings& settings, const Record& record, const trajectory::Toolbox& box);
  ToolPlace place(std::string source_file);

  std::unique_ptr<world::Simulator> runner, trial;
  world::World world;
  ImmediateExecutor executor;
};

/// --target-pairs, or 100.
std::int64_t tool_rows_wanted(const Settings& settings);

/// `wanted` rows to `out_path`, in rounds; a row that repeats another one's instructions is refused.
/// With more that are wanted the first ones are the same. `chain_first`: every row is made so. A
/// `sample`, where not null, says of how many plans rows are made, in one round; its names are those
/// of trajectory::item_name.
StageResult tool_generate_stage(Session& session, const Settings& settings,
                                const trajectory::Toolbox& box, const ToolPlace& place,
                                std::int64_t wanted, bool chain_first,
                                const std::string& out_path, RejectWriter& rejects,
                                Sample* sample = nullptr);

}  // namespace generator::cli
