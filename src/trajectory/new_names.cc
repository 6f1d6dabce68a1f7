#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "tool/schema.h"
#include "tool/words.h"
#include "trajectory/settings.h"
#include "world/values.h"
#include "world/words.h"

namespace generator::trajectory {
namespace {

constexpr int kOwnNames = 24;  // tries before a name that fits anything

bool is_taken(const world::World& world, const std::string& noun, const std::string& key) {
  return std::ranges::any_of(world.things, [&](const world::Thing& thing) {
    return tool::same_noun(thing.kind, noun) && thing.is_called(key);
  });
}

std::string two_words(char joint, Random& random) {
  constexpr std::string_view kFirst[] = {"nightly", "weekly",  "coastal", "sensor",   "summer",
                                         "archive", "trial",   "ocean",   "baseline", "field",
                                         "winter",  "routing", "storm",   "survey",   "harbor"};
  constexpr std::string_view kSecond[] = {"run",   "batch",  "report", "analysis", "check",
                                          "study", "export", "sweep",  "import",   "review"};
  return fmt::format("{}{}{}", world::pick(kFirst, random.next()), joint,
                     world::pick(kSecond, random.next()));
}

/// Of what people name and nothing else tells how.
std::string proper_name(Random& random) {
  constexpr std::string_view kNames[] = {"Riverside", "Oakwood",  "Northgate", "Lakeside",
                                         "Summit",    "Meadow",   "Sunrise",   "Willow",
                                         "Harbor",    "Maple",    "Hillcrest", "Seaside",
                                         "Juniper",   "Parkview", "Granite",   "Bluebell"};
  return std::string(world::pick(kNames, random.next()));
}

bool is_title(std::string_view argument) {
  const tool::Words words = tool::words_of(argument);
  return !words.empty() && (words.back() == "name" || words.back() == "title");
}

}  // namespace

std::string new_name(const Toolbox& box, std::size_t tool, const std::string& argument,
                     const std::string& noun, const world::World& world, Random& random) {
  const std::string text = box.schema_of(tool, argument);
  const auto schema = json::Document::parse(text.empty() ? "{}" : text);
  const std::string_view type = schema ? tool::type_of(schema->root()) : "";
  std::string like;  // how the others are called
  std::int64_t greatest = 100;
  for (const world::Thing& thing : world.things)
    if (tool::same_noun(thing.kind, noun) && !thing.fields.empty()) {
      like = thing.key();
      if (!thing.fields[0].json.starts_with('"'))
        greatest = std::max<std::int64_t>(greatest, std::atoll(like.c_str()));
    }
  if (type == "integer" || type == "number")
    return std::to_string(greatest + 1 + static_cast<std::int64_t>(random.below(40)));
  const char joint = like.find('-') != std::string::npos ? '-' : '_';
  const bool is_path = like.starts_with('/') || tool::words_of(argument).back() == "path";
  const world::Pool own = world::names_for(noun);
  for (int i = 0;; ++i) {
    const bool is_proper = own.empty() && is_title(argument) && !is_path && joint == '-';
    std::string name = is_proper && i < kOwnNames ? proper_name(random)
                       : own.empty() || is_path || i > kOwnNames
                           ? two_words(joint, random)
                           : std::string(world::pick(own, random.next()));
    if (is_path) {
      const std::size_t slash = like.rfind('/');
      const std::size_t dot = like.rfind('.');
      name = (slash == std::string::npos ? "/data/" : like.substr(0, slash + 1)) + name;
      if (dot != std::string::npos && (slash == std::string::npos || dot > slash))
        name += like.substr(dot);
    }
    if (!is_taken(world, noun, name)) return json::quote(name);
  }
}

}  // namespace generator::trajectory
