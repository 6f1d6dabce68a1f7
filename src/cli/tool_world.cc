#include "cli/tool_world.h"

#include <string>
#include <utility>

#include "base/files.h"
#include "cli/session.h"
#include "world/world_file.h"

namespace generator::cli {

std::unique_ptr<world::Simulator> make_simulator(const Settings& settings,
                                                 std::vector<Tool> tools) {
  const world::SimulatorOptions options{
      .seed = static_cast<std::uint64_t>(settings.integer("--seed", 0, INT64_MAX)),
      .error_rate = settings.number("--error-rate", 0, 1),
      .latency_ms = settings.integer("--latency", 0, 3'600'000)};
  std::unique_ptr<world::Simulator> out;
  if (const std::string file = settings.text("--world"); !file.empty()) {
    world::World own =
        must(world::parse_world(must(read_file(file)), file, world::understand(tools)));
    out = std::make_unique<world::Simulator>(std::move(tools), std::move(own), options);
  } else {
    out = std::make_unique<world::Simulator>(std::move(tools), options);
  }
  if (const std::string file = settings.text("--record"); !file.empty())
    out->add(must(world::Recording::parse(must(read_file(file)), file)));
  return out;
}

}  // namespace generator::cli
