#include "world/act.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "tool/schema.h"
#include "tool/words.h"
#include "world/array_reply.h"
#include "world/fields.h"
#include "world/new_key.h"
#include "world/values.h"

namespace generator::world {
namespace {

using enum tool::DeedKind;
using Refused = std::optional<Refusal>;

class Actor {
 public:
  Actor(Moment& moment, World& world, Session& session)
      : moment_(moment), plan_(moment.plan), world_(world), session_(session) {}

  Refused act() {
    switch (plan_.deed.kind) {
      case kCreate:
        return create();
      case kOpen:
        open();
        break;
      case kClose:
        close();
        break;
      case kDestroy:
        destroy();
        break;
      case kChange:
        if (plan_.makes_what_is_missing && !moment_.subject) return create();
        change();
        break;
      case kRead:
        if (plan_.deed.verb == "load" && moment_.subject) choose(*moment_.subject);
        break;
      default:
        break;
    }
    clear_what_it_says();
    return check_slice();
  }

 private:
  void choose(const Thing& thing) {
    session_.current[plan_.kind.empty() ? thing.kind : plan_.kind] = thing.key();
  }

  Thing* find(const Thing& wanted) {
    for (Thing& thing : world_.things)
      if (thing.kind == wanted.kind && thing.key() == wanted.key() && same_place(thing, wanted))
        return &thing;
    return nullptr;
  }

  // "config" for arguments that hold settings, else the argument's own name.
  static std::string field_name(const PlannedParameter& parameter, json::Value value) {
    const bool is_settings =
        value.is_object() &&
        text::contains(text::to_lower(parameter.description + parameter.name), "config");
    return is_settings ? "config" : parameter.name;
  }

  void take_arguments(Thing& thing) {
    for (const PlannedParameter& parameter : plan_.parameters) {
      const auto value = moment_.argument(parameter.name);
      const bool is_plain = parameter.role == Role::kPlain || parameter.role == Role::kNew;
      if (!value || value->is_null() || !is_plain) continue;
      const std::string name = field_name(parameter, *value);
      const Field* before = thing.find(name);
      if (before != nullptr && value->is_object() && name == "config")
        thing.set(name, merged(before->json, *value));
      else if (!(value->kind() == json::Kind::kBool &&
                 plain_name(parameter.name).starts_with("do ")))
        thing.set(name, value->raw());
    }
    take_body(thing);
  }

  // A whole body that is an object: its fields.
  void take_body(Thing& thing) {
    const auto body = moment_.argument("body");
    if (!body || !body->is_object()) return;
    for (std::size_t i = 0; i < body->size(); ++i) thing.set(body->key(i), body->at(i).raw());
  }

  bool is_forced() const {
    for (const std::string_view name : {"force", "overwrite", "exist ok", "replace"})
      if (const auto argument = moment_.argument_like(name);
          argument && argument->boolean().value_or(false))
        return true;
    return false;
  }

  // "entities": [{"name": …}, …]: one thing each.
  bool create_listed(const Kind& kind) {
    bool is_any = false;
    for (std::size_t i = 0; i < moment_.arguments.size(); ++i) {
      const json::Value list = moment_.arguments.at(i);
      if (!list.is_array() ||
          !tool::same_noun(tool::singular(plain_name(moment_.arguments.key(i))), kind.noun))
        continue;
      for (std::size_t j = 0; j < list.size(); ++j) {
        const json::Value item = list.at(j);
        if (!item.is_object() || item.size() == 0) continue;
        Thing thing{kind.noun, {}, {}, true};
        thing.fields.emplace_back(kind.key_name,
                                  item.find(kind.key_name).value_or(item.at(0)).raw());
        for (std::size_t k = 0; k < item.size(); ++k) thing.set(item.key(k), item.at(k).raw());
        if (Thing* before = find(thing))
          *before = thing;
        else
          world_.things.push_back(thing);
        moment_.subject = moment_.named.emplace_back(std::move(thing));
        is_any = true;
      }
    }
    return is_any;
  }

  Refused create() {
    if (plan_.kind.empty()) return std::nullopt;
    const Kind* kind = moment_.known.kind(plan_.kind);
    if (kind != nullptr && create_listed(*kind)) return std::nullopt;
    Thing thing{plan_.kind, {}, {}, false};
    if (kind != nullptr && !kind->container.empty())
      if (const Thing* holder = moment_.at_hand(kind->container))
        thing.inside.push_back({holder->kind, holder->key()});
    const std::string key_name = kind != nullptr ? kind->key_name : "id";
    const std::string given = given_key(moment_, key_name);
    thing.fields.emplace_back(key_name, given.empty() ? new_key(moment_, kind, thing) : given);
    if (Thing* before = find(thing)) {
      const bool is_many = kind == nullptr || kind->is_many;
      if (is_many && !is_forced())
        return Refusal{Fault::kExists,
                       fmt::format("{} '{}' exists already", plan_.kind, thing.key())};
      take_arguments(*before);
      moment_.subject = *before;
    } else {
      thing.is_made = true;
      take_arguments(thing);
      world_.things.push_back(thing);
      if (!thing.inside.empty() && thing.key().starts_with('/')) world_.complete_paths();
      moment_.subject = std::move(thing);
    }
    moment_.named.push_back(*moment_.subject);
    choose(*moment_.subject);
    return std::nullopt;
  }

  void open() {
    if (!moment_.subject) {
      const auto path = given_key(moment_, moment_.known.kind(plan_.kind) != nullptr
                                               ? moment_.known.kind(plan_.kind)->key_name
                                               : "path");
      if (path.empty() || plan_.kind.empty()) return;
      Thing made{plan_.kind, {}, {}, true};
      made.fields.emplace_back(moment_.known.kind(plan_.kind)->key_name, path);
      world_.things.push_back(made);
      moment_.subject = std::move(made);
    }
    Thing opened = *moment_.subject;
    const auto properties = plan_.input ? plan_.input->root().find("properties") : std::nullopt;
    for (const PlannedParameter& parameter : plan_.parameters) {
      if (parameter.role != Role::kPlain) continue;
      const auto schema = properties ? properties->find(parameter.name) : std::nullopt;
      const auto value = moment_.argument(parameter.name) ? moment_.argument(parameter.name)
                         : schema                         ? schema->find("default")
                                                          : std::nullopt;
      if (value && !value->is_null()) opened.set(parameter.name, value->raw());
    }
    session_.open.insert_or_assign(plan_.kind.empty() ? opened.kind : plan_.kind,
                                   std::move(opened));
  }

  void close() {
    if (plan_.kind.empty())
      session_.open.clear();
    else
      session_.open.erase(plan_.kind);
    for (std::size_t i = 0; i < moment_.known.plans.size(); ++i)
      if (moment_.known.plans[i].deed.kind == kOpen && moment_.known.plans[i].kind == plan_.kind)
        session_.called.erase(i);
  }

  void destroy() {
    if (moment_.part) return remove_part();
    if (!moment_.subject) {
      if (plan_.deed.is_of_many) remove_all(plan_.kind);
      return;
    }
    if (!plan_.kind.empty() && !tool::same_noun(moment_.subject->kind, plan_.kind)) return;
    world_.remove(*moment_.subject);
    const auto open = session_.open.find(moment_.subject->kind);
    if (open != session_.open.end() && open->second.key() == moment_.subject->key())
      session_.open.erase(open);
    std::erase_if(session_.current,
                  [&](const auto& entry) { return entry.second == moment_.subject->key(); });
  }

  void remove_part() {
    if (Thing* thing = moment_.subject ? find(*moment_.subject) : nullptr)
      for (Field& field : thing->fields)
        if (tool::singular(field.plain) == plan_.kind)
          field.json = without(field.json, *moment_.part);
  }

  void remove_all(std::string_view kind) {
    std::vector<Thing> gone;
    for (const Thing& thing : world_.things)
      if (tool::same_noun(thing.kind, kind)) gone.push_back(thing);
    for (const Thing& thing : gone) world_.remove(thing);
    session_.current.erase(std::string(kind));
  }

  // The last plain argument goes where the others say.
  void fill_cell() {
    const std::string cell = moment_.cell();
    std::optional<json::Value> value;
    for (const PlannedParameter& parameter : plan_.parameters)
      if (std::ranges::find(plan_.coordinates, parameter.name) == plan_.coordinates.end())
        if (const auto argument = moment_.argument(parameter.name)) value = argument;
    if (cell.empty() || !value) return;
    Thing made{std::string(kCell), {}, {}, true};
    made.fields.emplace_back("place", json::quote(cell));
    std::erase_if(world_.things,
                  [&](const Thing& thing) { return thing.kind == kCell && thing.key() == cell; });
    made.fields.emplace_back("value", value->raw());
    world_.things.push_back(std::move(made));
  }

  void change() {
    if (!plan_.coordinates.empty()) fill_cell();
    if (!moment_.subject) return;
    const std::string& verb = plan_.deed.verb;
    if (verb == "cd" || verb == "switch" || verb == "select" ||
        text::contains(plan_.tool->description, "current"))
      choose(*moment_.subject);
    Thing* thing = find(*moment_.subject);
    if (thing == nullptr) return;
    take_arguments(*thing);
    for (const PlannedParameter& parameter : plan_.parameters)
      if (const auto value = moment_.argument(parameter.name);
          value && plain_name(parameter.name) == "new name" && value->is_string())
        thing->fields[0].json = value->raw();
    moment_.subject = *thing;
  }

  // "Reset to a clean state by destroying all pipelines and config".
  void clear_what_it_says() {
    if (plan_.deed.kind != kChange && plan_.deed.kind != kDestroy && plan_.deed.kind != kOther)
      return;
    const std::string said = text::to_lower(plan_.tool->description);
    for (const std::string_view sign : {"destroying all ", "deleting all ", "removing all ",
                                        "deletes all ", "removes all ", "clears all "}) {
      const std::size_t at = said.find(sign);
      if (at == std::string::npos) continue;
      for (const std::string& word : tool::words_of(said.substr(at + sign.size(), 80)))
        if (const Kind* kind = moment_.known.kind(tool::singular(word))) remove_all(kind->noun);
    }
  }

  // Parts of arrays that are not there.
  Refused check_slice() {
    for (const Thing& thing : moment_.named)
      if (const auto array = Array::of(thing, moment_.seed))
        if (const auto slice = slice_of(moment_, *array); !slice)
          return Refusal{Fault::kBadArguments, slice.error().message};
    return std::nullopt;
  }

  Moment& moment_;
  const Plan& plan_;
  World& world_;
  Session& session_;
};

}  // namespace

std::optional<Refusal> act(Moment& moment, World& world, Session& session) {
  return Actor(moment, world, session).act();
}

}  // namespace generator::world
