#include "trajectory/facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace generator::trajectory {
namespace {

constexpr std::size_t kMostThings = 12;

std::string line_of(const world::Thing& thing) {
  std::string out = fmt::format("{} {}", thing.kind, thing.key());
  for (const world::Container& container : thing.inside)
    out += fmt::format(", in the {} {}", container.kind, container.key);
  return out + "\n";
}

}  // namespace

std::string facts_for(const world::World& world, const tool::Sketch& sketch) {
  std::set<std::string> named, kinds;
  for (const tool::SketchStep* step : tool::steps_of(sketch))
    for (const tool::SketchCall& call : step->calls)
      for (const tool::SketchArgument& argument : call.arguments) {
        if (argument.noun.empty()) continue;
        kinds.insert(argument.noun);
        if (!argument.value.empty()) named.insert(world::text_of_json(argument.value));
      }
  std::string out;
  std::size_t shown = 0;
  for (const bool first : {true, false})
    for (const world::Thing& thing : world.things) {
      const bool is_named = named.contains(thing.key());
      if (is_named != first || (!first && !kinds.contains(thing.kind))) continue;
      if (shown++ < kMostThings) out += line_of(thing);
    }
  return out;
}

}  // namespace generator::trajectory
