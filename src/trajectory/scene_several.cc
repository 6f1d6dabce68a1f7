// Several things at once: as one list, or one call for each.
#include <algorithm>

#include "tool/words.h"
#include "trajectory/scene.h"
#include "trajectory/settings.h"

namespace generator::trajectory {

using tool::SketchArgument;
using tool::SketchCall;
using world::Role;
using world::Thing;

namespace {
constexpr std::size_t kSeveral = 3;
}  // namespace

Scene::Value Scene::several(const world::PlannedParameter& parameter) {
  std::vector<const Thing*> fitting;
  for (const Thing& thing : world_.things) {
    const bool is_kind = parameter.role == Role::kAnything
                             ? thing.key().starts_with('/') && !thing.inside.empty() &&
                                   thing.key() != "/"
                             : tool::same_noun(thing.kind, parameter.kind);
    if (is_kind && !thing.fields.empty() && lies_here(thing)) fitting.push_back(&thing);
  }
  random_.shuffle(fitting);
  if (!fitting.empty()) {
    const std::string kind = fitting[0]->kind;
    std::erase_if(fitting, [&](const Thing* thing) { return thing->kind != kind; });
  }
  const std::size_t count = std::min(fitting.size(), 2 + random_.below(kSeveral - 1));
  if (count < 2) return std::nullopt;
  SketchArgument out;
  out.noun = parameter.kind.empty() ? fitting[0]->kind : parameter.kind;
  out.value = "[";
  for (std::size_t i = 0; i < count; ++i)
    out.value += (i == 0 ? "" : ",") + fitting[i]->fields[0].json;
  out.value += ']';
  return out;
}

/// Of a call that names no thing: the same of other coordinates, "row 1, column 3".
std::optional<SketchCall> Scene::elsewhere(const SketchCall& call, std::size_t tool) {
  const std::vector<std::string>& coordinates = box_.known.plans[tool].coordinates;
  SketchCall out = call;
  bool is_other = false;
  for (SketchArgument& argument : out.arguments) {
    if (std::ranges::find(coordinates, argument.name) == coordinates.end()) continue;
    const auto value = setting(box_, tool, argument.name, nullptr, random_);
    if (!value) return std::nullopt;
    is_other = is_other || *value != argument.value;
    argument.value = *value;
  }
  return is_other ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace generator::trajectory
