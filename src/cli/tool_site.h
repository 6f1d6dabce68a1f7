// Where the tools of a command are, and who carries their calls out.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/session.h"
#include "cli/settings.h"
#include "cli/tool_generate_stage.h"
#include "data/tool.h"

namespace generator::cli {

/// The tools that SPEC describes: with `mcp:...` and --server those that --allow names, which are
/// called for real; else all, in a simulated world.
class ToolSite {
 public:
  /// Throws Fatal.
  explicit ToolSite(const Settings& settings);
  ~ToolSite();

  const std::vector<Tool>& tools() const { return tools_; }
  const Record& record() const { return record_; }
  /// Lives as long as this, the session and `box`, which is of these tools.
  ToolPlace place(Session& session, const trajectory::Toolbox& box);
  /// A line for the report, where calls were real; "" else.
  std::string note() const;

 private:
  const Settings& settings_;
  Record record_;
  std::vector<Tool> tools_;
  std::string identity_;  // of whoever carries out real calls; "" of a simulation
  bool only_reads_ = false;
  std::unique_ptr<SimulatedPlace> simulated_;
  std::unique_ptr<LiveExecutor> live_;
  world::World seen_;  // at a real place
};

}  // namespace generator::cli
