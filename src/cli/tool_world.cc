#include "cli/tool_world.h"

#include <string>
#include <utility>

#include "base/files.h"
#include "cli/session.h"
#include "world/observed.h"
#include "world/world_file.h"

namespace generator::cli {

std::unique_ptr<world::Simulator> make_simulator(const Settings& settings, const Record& record,
                                                 world::Simulator::Known known) {
  const world::SimulatorOptions options{
      .seed = static_cast<std::uint64_t>(settings.integer("--seed", 0, INT64_MAX)),
      .error_rate = settings.number("--error-rate", 0, 1),
      .latency_ms = settings.integer("--latency", 0, 3'600'000)};
  std::unique_ptr<world::Simulator> out;
  if (const std::string file = settings.text("--world"); !file.empty()) {
    world::World own = must(world::parse_world(must(read_file(file)), file, *known));
    out = std::make_unique<world::Simulator>(std::move(known), std::move(own), options);
  } else if (!record.file.empty()) {
    world::World seen = world::recorded_world(*known, record.text, options.seed);
    out = std::make_unique<world::Simulator>(std::move(known), std::move(seen), options);
  } else {
    out = std::make_unique<world::Simulator>(std::move(known), options);
  }
  if (!record.file.empty()) out->add(must(world::Recording::parse(record.text, record.file)));
  return out;
}

}  // namespace generator::cli
