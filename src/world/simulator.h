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
  /// The same of tools that were understood before, which live as long as `known`.
  using Known = std::shared_ptr<const Understanding>;
  Simulator(Known known, SimulatorOptions options);
  Simulator(Known known, World world, SimulatorOptions options);
  ~Simulator() override;

  /// One that begins in the same world, and goes its own way; `add` before this.
  std::unique_ptr<Simulator> another() const;

  /// Never an Error.
  Result<CallResult> call(const ToolCall& call) override;
  Status reset() override;

  /// Calls with exactly these arguments are answered so; what they do to the world they do all the
  /// same.
  void add(Recording recording);

  /// As it is now: what there is to speak of.
  const World& world() const { return world_; }

 private:
  struct Setting;  // what several can share: nothing of it changes by calls
  explicit Simulator(std::shared_ptr<const Setting> setting);
  CallResult answer(const Plan& plan, std::size_t index, const json::Document& arguments);
  CallResult unknown_tool(const std::string& name) const;
  bool fails_now(const std::string& key);

  std::shared_ptr<const Setting> setting_;
  std::shared_ptr<const Recording> recording_;
  World world_;
  Session session_;
  std::unordered_map<std::string, int> repeats_;  // of calls since reset, with error_rate
};

}  // namespace generator::world
