#include "world/default_world.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "tool/schema.h"
#include "tool/words.h"
#include "world/moment.h"
#include "world/values.h"
#include "world/words.h"

namespace generator::world {
namespace {

constexpr std::size_t kFewest = 3;  // things of a kind
constexpr std::size_t kMost = 12;
constexpr std::size_t kInEach = 2;  // things in each container, at least

bool is_status(std::string_view name) {
  for (const std::string_view other : {"status", "message", "success", "ok", "error", "result"})
    if (name == other) return true;
  return false;
}

class Maker {
 public:
  Maker(const Understanding& understanding, std::uint64_t seed)
      : known_(understanding), seed_(seed) {}

  World make() {
    for (const Plan& plan : known_.plans) note_made(plan);
    for (const Plan& plan : known_.plans) harvest(plan);
    for (const Plan& plan : known_.plans) harvest_results(plan);
    for (const Kind& kind : in_order()) pad(kind);
    fill_grid();
    return std::move(out_);
  }

 private:
  // What a call of an example makes is not there before.
  void note_made(const Plan& plan) {
    for (const PlannedParameter& parameter : plan.parameters)
      if (parameter.role == Role::kNew)
        for_each_input(plan, [&](json::Value input) {
          if (const auto value = input.find(parameter.name))
            made_.emplace(plan.kind, text_of_json(value->raw()));
        });
  }

  template <class Take>
  static void for_each_input(const Plan& plan, const Take& take) {
    for (const ToolExample& example : plan.tool->examples)
      if (!example.input.empty())
        if (const auto document = json::Document::parse(example.input)) take(document->root());
  }

  // Things that arguments of examples name, with what holds them.
  void harvest(const Plan& plan) {
    for_each_input(plan, [&](json::Value input) {
      for (const PlannedParameter& parameter : plan.parameters) {
        if (parameter.role != Role::kReference || parameter.is_list) continue;
        const auto value = input.find(parameter.name);
        if (value && !value->is_null()) add(parameter.kind, value->raw(), input, plan);
      }
    });
    if (!plan.input) return;
    const auto properties = plan.input->root().find("properties");
    for (const PlannedParameter& parameter : plan.parameters) {
      const auto schema = properties ? properties->find(parameter.name) : std::nullopt;
      const auto examples = schema ? schema->find("examples") : std::nullopt;
      if (parameter.role != Role::kReference || !examples || examples->size() == 0) continue;
      add(parameter.kind, examples->at(0).raw(), json::Value(), plan, true);
    }
  }

  Thing* add(const std::string& noun, std::string_view key, json::Value input, const Plan& plan,
             bool is_alone = false) {
    const Kind* kind = known_.kind(noun);
    const std::string text = text_of_json(key);
    if (kind == nullptr || text.empty() || made_.contains({noun, text})) return nullptr;
    if (!kind->key_schema.empty())
      if (const auto schema = json::Document::parse(kind->key_schema))
        if (tool::type_of(schema->root()) != "string" && key.starts_with('"')) return nullptr;
    Thing thing{noun, {}, {}, false};
    thing.set(kind->key_name, key);
    if (!kind->container.empty()) {
      for (const PlannedParameter& other : plan.parameters)
        if (!is_alone && other.kind == kind->container)
          if (const auto value = input.find(other.name))
            thing.inside.push_back({kind->container, text_of_json(value->raw())});
      if (thing.inside.empty()) return nullptr;
      if (made_.contains({kind->container, thing.inside[0].key})) return nullptr;
    }
    for (Thing& other : out_.things)
      if (other.kind == noun && other.key() == text &&
          (thing.inside.empty() || other.inside.empty() ||
           other.inside[0].key == thing.inside[0].key))
        return &other;
    if (std::ranges::count(out_.things, noun, &Thing::kind) >= static_cast<std::ptrdiff_t>(kMost))
      return nullptr;
    out_.things.push_back(std::move(thing));
    return &out_.things.back();
  }

  // Things that results of examples list or tell of.
  void harvest_results(const Plan& plan) {
    if (!plan.sample || !plan.sample->root().is_object()) return;
    const json::Value root = plan.sample->root();
    const json::Value input = plan.sample_input ? plan.sample_input->root() : json::Value();
    const std::string subject = plan.kind;
    for (std::size_t i = 0; i < root.size(); ++i) {
      const std::string name(root.key(i));
      const json::Value value = root.at(i);
      if (const auto kind = plan.kind_at.find(name + "[]");
          kind != plan.kind_at.end() && value.is_array())
        harvest_list(kind->second, value, input, plan);
      else if (value.is_object() && plan.deed.kind == tool::DeedKind::kRead)
        describe(subject_of(plan, input), name, value, plan.kind_at.contains(name));
    }
  }

  void harvest_list(const std::string& noun, json::Value list, json::Value input,
                    const Plan& plan) {
    const Kind* kind = known_.kind(noun);
    for (std::size_t i = 0; kind != nullptr && i < list.size(); ++i) {
      const json::Value item = list.at(i);
      if (!item.is_object()) {
        add(noun, item.raw(), input, plan);
      } else if (const auto key = item.find(kind->key_name)) {
        Thing* thing = add(noun, key->raw(), input, plan);
        for (std::size_t j = 0; thing != nullptr && j < item.size(); ++j)
          thing->set(item.key(j), item.at(j).raw());
      }
    }
  }

  Thing* subject_of(const Plan& plan, json::Value input) {
    for (const PlannedParameter& parameter : plan.parameters)
      if (parameter.role == Role::kReference && parameter.kind == plan.kind)
        if (const auto value = input.find(parameter.name))
          for (Thing& thing : out_.things)
            if (thing.kind == plan.kind && thing.is_called(text_of_json(value->raw())))
              return &thing;
    return nullptr;
  }

  static void describe(Thing* thing, const std::string& name, json::Value value,
                       bool is_the_thing) {
    if (thing == nullptr || is_status(name)) return;
    if (!is_the_thing) return thing->set(name, value.raw());
    for (std::size_t i = 0; i < value.size(); ++i)
      if (thing->find(value.key(i)) != &thing->fields[0])
        thing->set(value.key(i), value.at(i).raw());
  }

  // Of a grid that calls put something into, a few cells are taken: one by each of the choices, so
  // that nobody has won anything yet.
  void fill_grid() {
    for (const Plan& plan : known_.plans) {
      if (plan.coordinates.empty() || plan.deed.kind != tool::DeedKind::kChange || !plan.input)
        continue;
      const auto properties = plan.input->root().find("properties");
      std::vector<std::string> choices;
      for (const PlannedParameter& parameter : plan.parameters)
        if (std::ranges::find(plan.coordinates, parameter.name) == plan.coordinates.end())
          if (const auto schema = properties ? properties->find(parameter.name) : std::nullopt)
            choices = full_choices(tool::resolve(*schema, plan.input->root()));
      for (std::size_t i = 0; i < choices.size(); ++i) add_cell(plan, *properties, choices[i], i);
      if (!choices.empty()) return;
    }
  }

  void add_cell(const Plan& plan, json::Value properties, const std::string& value, std::size_t i) {
    std::string place;
    for (const std::string& name : plan.coordinates) {
      const auto schema = properties.find(name);
      const auto most = schema ? schema->find("maximum") : std::nullopt;
      const std::int64_t last = most ? most->integer().value_or(0) : 0;
      const std::int64_t cells = last - plan.first_coordinate + 1;
      if (cells < 1) return;  // without an end
      const std::uint64_t own = seed_of(seed_, kCell, name, std::to_string(i));
      place += fmt::format("{}{}", place.empty() ? "" : ",",
                           plan.first_coordinate + static_cast<std::int64_t>(
                                                       own % static_cast<std::uint64_t>(cells)));
    }
    Thing cell{std::string(kCell), {}, {}, false};
    cell.fields.emplace_back("place", json::quote(place));
    cell.fields.emplace_back("value", value);
    if (!taken(cell)) out_.things.push_back(std::move(cell));
  }

  // What holds others comes first.
  std::vector<Kind> in_order() const {
    std::vector<Kind> out;
    for (std::size_t round = 0; round < known_.kinds.size() && out.size() < known_.kinds.size();
         ++round)
      for (const Kind& kind : known_.kinds) {
        const auto has = [&](std::string_view noun) {
          return std::ranges::find(out, noun, &Kind::noun) != out.end();
        };
        if (!has(kind.noun) && (kind.container.empty() || has(kind.container))) out.push_back(kind);
      }
    return out;
  }

  void pad(const Kind& kind) {
    if (kind.container.empty()) {
      std::size_t count =
          static_cast<std::size_t>(std::ranges::count(out_.things, kind.noun, &Thing::kind));
      const std::size_t wanted = count >= 2 ? count : kind.is_many ? kFewest : 1;
      for (std::size_t i = 0; count < wanted; ++i, ++count) add_new(kind, i, nullptr);
      return;
    }
    std::vector<std::string> holders;
    for (const Thing& thing : out_.things)
      if (thing.kind == kind.container) holders.push_back(thing.key());
    std::size_t made = 0;
    for (const std::string& holder : holders) {
      std::size_t count = 0;
      for (const Thing& thing : out_.things)
        if (thing.kind == kind.noun && thing.container(kind.container) != nullptr)
          count += *thing.container(kind.container) == holder;
      for (; count < kInEach; ++count) add_new(kind, made++, &holder);
    }
  }

  void add_new(const Kind& kind, std::size_t index, const std::string* holder) {
    Thing thing{kind.noun, {}, {}, false};
    const Pool names = names_for(kind.noun);
    const std::uint64_t own = seed_of(seed_, kind.noun, "names") + index;
    const std::string name = names.empty()
                                 ? fmt::format("{}-{}", pick(adjectives(), own), kind.noun)
                                 : std::string(pick(names, own));
    thing.set(kind.key_name, key_of(kind, index, name));
    const tool::Words words = tool::words_of(kind.key_name);
    const bool by_name = words.empty() || words.back() == "name" || words.back() == "slug";
    const bool is_titled = name.find(' ') != std::string::npos;
    if (!by_name && !names.empty() && thing.key() != name)
      thing.set(is_titled ? "title" : "name", json::quote(name));
    if (holder != nullptr) thing.inside.push_back({kind.container, *holder});
    if (taken(thing) && index > 0)
      thing.fields[0].json = json::quote(fmt::format("{}-{}", thing.key(), index + 1));
    if (!taken(thing)) out_.things.push_back(std::move(thing));
  }

  bool taken(const Thing& thing) const {
    return std::ranges::any_of(out_.things, [&](const Thing& other) {
      return other.kind == thing.kind && other.key() == thing.key() &&
             (thing.inside.empty() ||
              (!other.inside.empty() && other.inside[0].key == thing.inside[0].key));
    });
  }

  std::string key_of(const Kind& kind, std::size_t index, const std::string& name) const {
    const auto schema = json::Document::parse(kind.key_schema.empty() ? "{}" : kind.key_schema);
    const json::Value root = schema ? schema->root() : json::Value();
    const std::string_view type = tool::type_of(root);
    const std::uint64_t own = seed_of(seed_, kind.noun, "key") + index;
    if (type == "integer" || type == "number")
      return fmt::format("{}", 101 + seed_ % 7 * 10 + index);
    const tool::Words words = tool::words_of(kind.key_name);
    const bool is_http = std::ranges::any_of(
        known_.plans, [](const Plan& p) { return !p.tool->source.method.empty(); });
    const std::string_view last =
        words.empty() ? std::string_view("name") : std::string_view(words.back());
    if (root.text_of("format") == "uuid" || last == "uuid" || last == "guid" ||
        (is_http && last == "id"))
      return json::quote(uuid_value(own));
    if (last == "path") return json::quote(fmt::format("/data/{}", name));
    if (!root.text_of("format").empty() || root.find("enum") || root.find("const"))
      return leaf_value(root, {kind.key_name, kind.noun}, own);
    const bool is_titled = name.find(' ') != std::string::npos;
    if (last == "id" && (is_titled || names_for(kind.noun).empty()))  // a title is no ID
      return json::quote(fmt::format("{}-{:02}", kind.noun,
                                     1 + std::ranges::count(out_.things, kind.noun, &Thing::kind)));
    return json::quote(name);
  }

  const Understanding& known_;
  std::uint64_t seed_;
  World out_;
  std::set<std::pair<std::string, std::string>> made_;
};

}  // namespace

bool is_of_arrays(const Understanding& understanding) {
  bool has_path = false, has_shape = false;
  for (const Plan& plan : understanding.plans) {
    for (const PlannedParameter& parameter : plan.parameters)
      has_path = has_path || (parameter.kind == "dataset" && !plan.opened.empty());
    for (const std::string_view word : {"shape", "dtype", "HDF5", "NetCDF", "Zarr"})
      has_shape = has_shape || text::contains(plan.tool->description, word);
  }
  return has_path && has_shape;
}

World default_world(const Understanding& understanding, std::uint64_t seed) {
  World out = Maker(understanding, seed).make();
  if (!is_of_arrays(understanding)) return out;
  std::vector<std::string> files;
  for (const Thing& thing : out.things)
    if (thing.kind == "file" && text::contains(thing.key(), ".")) files.push_back(thing.key());
  return array_world(files, seed);
}

}  // namespace generator::world
