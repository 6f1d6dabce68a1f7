// Tools that are not there: their calls are answered out of a world that follows from their
// specification and a seed.
//
// The same calls since reset() get the same answers, byte for byte. What a value is depends on the
// seed, the thing and the field, never on which other calls there were, but for those that change
// it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "data/tool.h"
#include "data/tool_runner.h"
#include "world/kinds.h"
#include "world/moment.h"
#include "world/recording.h"
#include "world/world.h"

namespace generator::world {

struct SimulatorOptions {
  std::uint64_t seed = 0;
  double error_rate = 0;        // the share of calls that fail for a while
  std::int64_t latency_ms = 0;  // that a call takes about; told, never waited for
};

class Simulator final : public ToolRunner {
 public:
  /// With the default world of the tools.
  Simulator(std::vector<Tool> tools, SimulatorOptions options);
  /// With a world of one's own; kinds are named as the tools name them.
  Simulator(std::vector<Tool> tools, World world, SimulatorOptions options);
  ~Simulator() override;

  /// Never an Error.
  Result<CallResult> call(const ToolCall& call) override;
  Status reset() override;

  /// Calls with exactly these arguments are answered so; what they do to the world they do all the
  /// same.
  void add(Recording recording);

  const std::vector<Tool>& tools() const { return tools_; }
  /// As it is now: what there is to speak of.
  const World& world() const { return world_; }

 private:
  CallResult answer(const Plan& plan, std::size_t index, const json::Document& arguments);
  CallResult unknown_tool(const std::string& name) const;
  bool fails_now(const std::string& key);

  std::vector<Tool> tools_;
  SimulatorOptions options_;
  Understanding known_;
  World first_, world_;
  Session session_;
  std::unordered_map<std::string, std::size_t> index_;  // of tools by name
  std::unordered_map<std::string, int> repeats_;        // of calls since reset, with error_rate
  Recording recording_;
};

}  // namespace generator::world
