#include "trajectory/scene.h"

#include <algorithm>

#include "base/json.h"
#include "tool/field_query.h"
#include "tool/schema.h"
#include "tool/words.h"
#include "trajectory/scene_problem.h"
#include "trajectory/settings.h"

namespace generator::trajectory {
namespace {

using tool::SketchArgument;
using tool::SketchCall;
using world::PlannedParameter;
using world::Role;
using world::Thing;

constexpr double kOptionalReference = 0.85;
constexpr double kOptionalSetting = 0.4;

bool is_top(const PlannedParameter& parameter) {
  return parameter.name.find_first_of(".[") == std::string::npos;
}

bool is_reference(Role role) {
  return role == Role::kReference || role == Role::kAnything || role == Role::kFolder;
}

/// Arguments of a tool, those first that say what the others lie in last: a dataset chooses its
/// file.
std::vector<const PlannedParameter*> in_order(const Toolbox& box, std::size_t tool) {
  std::vector<const PlannedParameter*> ranks[3];
  for (const PlannedParameter& parameter : box.known.plans[tool].parameters) {
    if (!is_top(parameter)) continue;
    const world::Kind* kind =
        is_reference(parameter.role) ? box.known.kind(parameter.kind) : nullptr;
    const bool lies_in = kind != nullptr && !kind->container.empty();
    ranks[!is_reference(parameter.role) ? 2 : lies_in ? 0 : 1].push_back(&parameter);
  }
  for (const int later : {1, 2})
    ranks[0].insert(ranks[0].end(), ranks[later].begin(), ranks[later].end());
  return std::move(ranks[0]);
}

std::string key_of(const SketchArgument& argument) { return world::text_of_json(argument.value); }

/// Whether things of its kind are called by what the argument is: `id` of a pet, where tools take a
/// `petId`; its name is not.
bool is_key(const Toolbox& box, const SketchArgument& argument) {
  const world::Kind* kind = box.known.kind(argument.noun);
  if (kind == nullptr) return false;
  const std::string plain = world::plain_name(argument.name), key = world::plain_name(kind->key_name);
  return plain == key || kind->noun + " " + plain == key;
}

}  // namespace

const Thing* Scene::thing(const std::string& noun, const std::string& key) const {
  for (const Thing& thing : world_.things)
    if ((noun.empty() || tool::same_noun(thing.kind, noun)) && thing.is_called(key) &&
        lies_here(thing))
      return &thing;
  return nullptr;
}

/// Whether what it lies in is what the row speaks of.
bool Scene::lies_here(const Thing& thing) const {
  return std::ranges::all_of(thing.inside, [&](const world::Container& container) {
    const auto spoken = spoken_of_.find(container.kind);
    if (spoken == spoken_of_.end() || spoken->second.value.empty()) return true;
    return key_of(spoken->second) == container.key;
  });
}

Scene::Value Scene::known(const std::string& noun) const {
  for (const auto& [kind, spoken] : spoken_of_)
    if (tool::same_noun(kind, noun)) return spoken;
  return std::nullopt;
}

std::optional<SketchCall> Scene::sketch(std::size_t tool, std::optional<Origin> from) {
  return from && from->edge ? along(tool, *from) : assemble(tool, from, nullptr);
}

/// `bound`, where not null, is the argument of its name.
std::optional<SketchCall> Scene::assemble(std::size_t tool, const std::optional<Origin>& from,
                                          const SketchArgument* bound) {
  const world::Plan& plan = box_.known.plans[tool];
  SketchCall out;
  out.tool = box_.tools[tool].name;
  out.description = box_.tools[tool].description;
  out.deed = plan.deed;
  out.noun = plan.kind;
  out.meanings = box_.value_meanings[tool];
  std::vector<SketchArgument> found;
  const auto before = spoken_of_;
  for (const PlannedParameter* parameter : in_order(box_, tool)) {
    const bool is_bound = bound != nullptr && bound->name == parameter->name;
    if (parameter->role == Role::kPlain && !is_bound) continue;  // when the things are known
    Value value = is_bound ? Value(*bound) : argument(tool, *parameter, from);
    if (!value && parameter->is_required) {
      spoken_of_ = before;
      return std::nullopt;
    }
    if (!value) continue;
    if (!value->noun.empty()) keep(*value);
    found.push_back(std::move(*value));
  }
  const Thing* subject = subject_of(found);
  for (const PlannedParameter& parameter : plan.parameters) {
    const auto known = std::ranges::find(found, parameter.name, &SketchArgument::name);
    if (known != found.end()) {
      out.arguments.push_back(*known);
      continue;
    }
    if (!is_top(parameter) || parameter.role != Role::kPlain) continue;
    const auto schema = json::Document::parse(box_.schema_of(tool, parameter.name));
    const bool has_default = schema && schema->root().find("default").has_value();
    const std::string_view type = schema ? tool::type_of(schema->root()) : "";
    const bool is_address = schema && schema->root().text_of("format") == "uri";
    const bool is_url = is_address || tool::words_of(parameter.name).back() == "url";
    if (is_url && !parameter.is_required) continue;  // where a reply is to go: nobody has one
    const bool is_query = tool::takes_field_query(parameter.description) &&
                          random_.unit() < kOptionalReference;  // what one searches with
    if (!is_query && !is_wanted(parameter, type, has_default)) continue;
    auto value = narrowing(box_, tool, parameter.name, world_, random_);
    if (!value) value = setting(box_, tool, parameter.name, subject, random_);
    if (!value && parameter.is_required) return std::nullopt;
    const bool is_default = value && has_default && schema->root().find("default")->raw() == *value;
    if (!value || (is_default && !parameter.is_required)) continue;
    SketchArgument& argument = out.arguments.emplace_back();
    argument.name = parameter.name;
    argument.value = *value;
    argument.description = parameter.description;
    argument.is_required = parameter.is_required;
  }
  for (const SketchArgument& argument : out.arguments)
    if (!argument.noun.empty() && out.subject.empty()) out.subject = key_of(argument);
  return out;
}

/// What is not about the call's own things: an optional setting is passed now and then.
bool Scene::is_wanted(const PlannedParameter& parameter, std::string_view type,
                      bool has_default) {
  if (parameter.is_required) return true;
  if (type == "boolean") return false;  // nobody says "without force"
  return random_.unit() < (has_default ? kOptionalSetting / 2 : kOptionalSetting);
}

/// References, new names and limits; settings follow when these are known.
Scene::Value Scene::argument(std::size_t tool, const PlannedParameter& parameter,
                             const std::optional<Origin>& from) {
  if (parameter.role == Role::kOffset) return std::nullopt;
  Value out;
  if (parameter.role == Role::kLimit) {
    constexpr std::string_view kLimits[] = {"3", "5", "10", "20"};
    if (!parameter.is_required && random_.below(2) == 0) return std::nullopt;
    out = SketchArgument();
    out->value = kLimits[random_.below(std::size(kLimits))];
  } else if (parameter.role == Role::kNew) {
    if (!parameter.is_required && random_.below(2) == 0) return std::nullopt;
    out = SketchArgument();
    out->origin = tool::Origin::kChosen;
    out->noun = parameter.kind.empty() ? box_.known.plans[tool].kind : parameter.kind;
    out->value = new_name(box_, tool, parameter.name, out->noun, world_, random_);
  } else {
    if (from) out = from_result(tool, parameter, from);
    if (!out && !parameter.is_required && random_.unit() > kOptionalReference) return std::nullopt;
    if (!out) out = parameter.is_list ? several(parameter) : reference(tool, parameter);
    if (out && out->noun.empty()) out->noun = parameter.kind;
    if (!out && parameter.is_required) {  // of no kind that there is: what examples pass
      const auto value = setting(box_, tool, parameter.name, nullptr, random_);
      if (value) {
        out = SketchArgument();
        out->value = *value;
      }
    }
  }
  if (!out) return std::nullopt;
  out->name = parameter.name;
  out->description = parameter.description;
  out->is_required = parameter.is_required;
  if (out->origin == tool::Origin::kGiven || out->origin == tool::Origin::kRepeated)
    out->value = fitting(tool, parameter.name, std::move(out->value));
  return out;
}

Scene::Value Scene::from_result(std::size_t tool, const PlannedParameter& parameter,
                                const std::optional<Origin>& from) const {
  for (const Done& done : done_) {
    if (done.step != from->step || done.call != from->call) continue;
    for (const std::size_t place : box_.edges.data_from(done.tool)) {
      const tool::DataEdge& edge = box_.graph.data[place];
      if (edge.to != tool || edge.parameter != parameter.name) continue;
      SketchArgument out;
      out.origin = tool::Origin::kResult;
      out.step = from->step;
      out.call = from->call;
      out.field = edge.field;
      out.is_of_list = edge.is_list;
      out.takes_list = parameter.is_list;
      out.noun = parameter.kind.empty() ? listed_kind(done.tool, edge.field) : parameter.kind;
      const auto value = runner_ == nullptr ? std::optional<std::string>("")
                                            : tool::value_of(out, results_);
      if (!value) continue;
      // What the instruction named itself need not be looked up.
      for (const SketchArgument& own : done.sketch.arguments)
        if (!own.noun.empty() && own.value == *value) {
          SketchArgument again = own;
          again.origin = tool::Origin::kRepeated;
          return again;
        }
      return out;
    }
  }
  return std::nullopt;
}

/// What kind of thing a field of a result names, as far as its tool tells.
std::string Scene::listed_kind(std::size_t tool, const std::string& field) const {
  const world::Plan& plan = box_.known.plans[tool];
  for (const auto& [place, kind] : plan.kind_at)
    if (field.starts_with(place)) return kind;
  const world::Kind* kind = plan.deed.nouns.empty() ? nullptr
                                                    : box_.known.kind(plan.deed.nouns.back());
  return kind == nullptr ? "object" : kind->noun;
}

Scene::Value Scene::reference(std::size_t tool, const PlannedParameter& parameter) {
  if (!parameter.kind.empty())
    if (Value spoken = known(parameter.kind)) {
      // What it was called is not what it is taken by: its ID is in the reply.
      if (spoken->origin == tool::Origin::kChosen && !is_key(box_, *spoken) &&
          box_.known.kind(parameter.kind) != nullptr)
        return std::nullopt;
      if (spoken->name.empty())
        spoken->origin = tool::Origin::kGiven;  // it holds what was named, and was not itself
      else if (spoken->origin != tool::Origin::kResult)
        spoken->origin = tool::Origin::kRepeated;
      return spoken;
    }
  const Thing* thing = choose(tool, parameter);
  if (thing == nullptr) return std::nullopt;
  SketchArgument out;
  out.noun = parameter.kind.empty() || takes_any_kind_ ? thing->kind : parameter.kind;
  out.value = thing->fields[0].json;
  if (parameter.role == Role::kFolder) {
    out.noun.clear();
    const std::string key = thing->key();
    const std::string_view parent = world::parent_path(key);
    if (parent.empty()) return std::nullopt;
    out.value = json::quote(parent);
    out.noun = "directory";
  }
  for (const world::Container& container : thing->inside) {
    if (known(container.kind)) continue;
    const Thing* holder = this->thing(container.kind, container.key);
    if (holder == nullptr) continue;
    SketchArgument spoken;
    spoken.noun = container.kind;
    spoken.value = holder->fields[0].json;
    spoken_of_.emplace(container.kind, std::move(spoken));
  }
  return out;
}

const Thing* Scene::choose(std::size_t tool, const PlannedParameter& parameter) {
  std::vector<const Thing*> fitting;
  const tool::Words said = tool::words_of(parameter.description);
  for (const Thing& thing : world_.things) {
    if (thing.fields.empty() || !lies_here(thing)) continue;
    const bool may_differ =
        takes_any_kind_ && thing.key().starts_with('/') && !thing.inside.empty();
    if (parameter.role == Role::kReference && !may_differ &&
        !tool::same_noun(thing.kind, parameter.kind))
      continue;
    if (parameter.role == Role::kFolder && !thing.key().starts_with('/')) continue;
    if (parameter.role == Role::kFolder && !thing.inside.empty()) continue;
    if (parameter.role == Role::kAnything && !thing.key().starts_with('/')) continue;
    if (parameter.role == Role::kAnything && thing.key() == "/") continue;
    if (std::ranges::find(keys_, thing.key()) != keys_.end()) continue;
    fitting.push_back(&thing);
  }
  if (parameter.role == Role::kAnything && !takes_any_kind_) {  // what the tool speaks of before what it does not
    const auto is_told = [&](const Thing* thing) {
      return std::ranges::find(said, thing->kind) != said.end() ||
             tool::has_noun(box_.known.plans[tool].deed.nouns, thing->kind);
    };
    if (std::ranges::any_of(fitting, is_told)) std::erase_if(fitting, std::not_fn(is_told));
    // A thing inside another one, where one is open: not the file itself.
    if (!box_.known.plans[tool].opened.empty())
      std::erase_if(fitting, [](const Thing* thing) { return thing->inside.empty(); });
  }
  return fitting.empty() ? nullptr : fitting[random_.below(fitting.size())];
}

void Scene::keep(const SketchArgument& argument) {
  if (!argument.value.empty() && argument.value.front() == '[') return;
  const auto spoken = spoken_of_.find(argument.noun);
  const bool has_better = spoken != spoken_of_.end() && is_key(box_, spoken->second) &&
                          spoken->second.origin == tool::Origin::kChosen && !is_key(box_, argument);
  if (has_better) return;
  if (spoken == spoken_of_.end() || spoken->second.name.empty() ||
      argument.origin == tool::Origin::kChosen)
    spoken_of_.insert_or_assign(argument.noun, argument);
  if (!argument.value.empty()) keys_.push_back(key_of(argument));
}

/// The thing that the last reference names: the one inside the others.
const Thing* Scene::subject_of(const std::vector<SketchArgument>& arguments) const {
  const Thing* out = nullptr;
  for (const SketchArgument& argument : arguments) {
    if (argument.noun.empty()) continue;
    const auto value = tool::value_of(argument, results_);
    if (!value || value->empty() || value->front() == '[') continue;
    const Thing* named = thing(argument.noun, world::text_of_json(*value));
    if (named != nullptr && (out == nullptr || named->inside.size() > out->inside.size()))
      out = named;
  }
  return out;
}

std::optional<SketchCall> Scene::another(const SketchCall& call, std::size_t tool) {
  const world::Plan& plan = box_.known.plans[tool];
  for (const PlannedParameter* parameter : in_order(box_, tool)) {
    const auto own = std::ranges::find(call.arguments, parameter->name, &SketchArgument::name);
    if (own == call.arguments.end() || !is_reference(parameter->role)) continue;
    const Thing* thing = choose(tool, *parameter);
    if (thing == nullptr) return std::nullopt;
    SketchCall out = call;
    SketchArgument& changed = out.arguments[static_cast<std::size_t>(own - call.arguments.begin())];
    changed.origin = tool::Origin::kGiven;
    changed.value = parameter->role == Role::kFolder
                        ? json::quote(world::parent_path(thing->key()))
                        : thing->fields[0].json;
    if (changed.value == own->value) return std::nullopt;
    out.subject = thing->key();
    const Thing* subject = thing;
    for (SketchArgument& argument : out.arguments) {
      if (!argument.noun.empty()) continue;
      const auto fit = setting(box_, tool, argument.name, subject, random_);
      if (!fit) return std::nullopt;
      const bool depends = fit->front() == '[' || argument.value.front() == '[' ||
                           plan.parameters.size() == 2;
      if (depends) argument.value = *fit;
    }
    keys_.push_back(thing->key());
    return out;
  }
  return elsewhere(call, tool);
}

bool Scene::carry_out(const tool::SketchStep& step, const std::vector<std::size_t>& tools) {
  const std::size_t index = results_.size();
  std::vector<std::string> contents;
  bool is_good = true;
  problem_.clear();
  for (std::size_t i = 0; i < step.calls.size(); ++i) {
    done_.push_back({tools[i], index, i, step.calls[i]});
    std::string content;
    if (runner_ != nullptr) {
      const auto arguments = tool::arguments_of(step.calls[i], results_);
      if (!arguments) return false;
      const auto result = runner_->call({"", step.calls[i].tool, *arguments});
      if (!result) return false;
      if (result->is_error != step.fails) {
        is_good = false;
        problem_ = said(step.calls[i].tool, *result);
      }
      content = result->content;
    }
    contents.push_back(std::move(content));
  }
  results_.push_back(std::move(contents));
  return is_good;
}

}  // namespace generator::trajectory
