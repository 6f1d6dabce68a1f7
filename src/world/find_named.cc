#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "tool/schema.h"
#include "tool/words.h"
#include "world/act.h"

namespace generator::world {
namespace {

using enum tool::DeedKind;
using Refused = std::optional<Refusal>;

constexpr std::size_t kMostNamed = 64;  // in one list

std::string shown(std::string_view text) { return std::string(text::prefix(text, 80)); }

bool is_person(std::string_view kind) {
  return kind == "user" || kind == "owner" || kind == "account" || kind == "member" ||
         kind == "customer";
}

class Finder {
 public:
  explicit Finder(Moment& moment) : moment_(moment), plan_(moment.plan) {}

  Refused find() {
    if (Refused refused = check_before()) return refused;
    for (const PlannedParameter& parameter : plan_.parameters)
      if (Refused refused = find(parameter)) return refused;
    return choose_subject();
  }

 private:
  Refused check_before() {
    if (!plan_.opened.empty() && !moment_.session.open.contains(plan_.opened)) {
      const bool says_so =
          plan_.output && text::contains(plan_.output->root().text_of("description"), " or '");
      if (!says_so || has_references())
        return Refusal{Fault::kNotReady, fmt::format("no {} is open{}", plan_.opened, opener())};
      moment_.is_empty_handed = true;
    }
    for (const std::size_t tool : plan_.before)
      if (!moment_.session.called.contains(tool))
        return Refusal{Fault::kNotReady, fmt::format("`{}` has to be called first",
                                                     moment_.known.plans[tool].tool->name)};
    return std::nullopt;
  }

  bool has_references() const {
    return std::ranges::any_of(plan_.parameters, [](const PlannedParameter& p) {
      return p.role == Role::kReference || p.role == Role::kAnything;
    });
  }

  std::string opener() const {
    for (const Plan& plan : moment_.known.plans)
      if (plan.deed.kind == kOpen && plan.kind == plan_.opened)
        return fmt::format("; call `{}` first", plan.tool->name);
    return {};
  }

  // What the call gives, else what the schema says that it means.
  std::optional<json::Value> given(const PlannedParameter& parameter) const {
    const auto argument = moment_.argument(parameter.name);
    if (argument && !argument->is_null()) return argument;
    const auto properties = plan_.input ? plan_.input->root().find("properties") : std::nullopt;
    const auto schema = properties ? properties->find(parameter.name) : std::nullopt;
    return schema ? schema->find("default") : std::nullopt;
  }

  Refused find(const PlannedParameter& parameter) {
    const auto argument = given(parameter);
    if (!argument) return std::nullopt;
    if (parameter.role == Role::kFolder) return find_folder(argument->text());
    const bool is_reference = parameter.role == Role::kReference ||
                              (parameter.role == Role::kAnything && !plan_.opened.empty());
    if (!is_reference) return std::nullopt;
    if (!argument->is_array()) return find_one(parameter, text_of_json(argument->raw()));
    for (std::size_t i = 0; i < std::min(argument->size(), kMostNamed); ++i)
      if (Refused refused = find_one(parameter, text_of_json(argument->at(i).raw())))
        return refused;
    return std::nullopt;
  }

  Refused find_folder(std::string_view folder) const {
    bool has_paths = false;
    for (const Thing& thing : moment_.world.things) {
      if (!thing.inside.empty() || thing.key().find('/') == std::string::npos) continue;
      has_paths = has_paths || thing.kind == "file";
      if (lies_under(thing.key(), folder)) return std::nullopt;
    }
    if (!has_paths || plan_.deed.kind == kCreate || plan_.deed.kind == kChange) return std::nullopt;
    return Refusal{Fault::kNotFound, fmt::format("there is no directory '{}'", shown(folder))};
  }

  bool is_in_reach(const Thing& thing) const {
    return std::ranges::all_of(thing.inside, [&](const Container& container) {
      const Thing* held = moment_.at_hand(container.kind);
      return held == nullptr || held->key() == container.key;
    });
  }

  Refused find_one(const PlannedParameter& parameter, const std::string& name) {
    const bool is_any = parameter.role == Role::kAnything;
    const Thing* other = nullptr;
    for (const Thing& thing : moment_.world.things) {
      if (is_any && thing.inside.empty()) continue;
      if (!thing.is_called(name) || !is_in_reach(thing)) continue;
      if (is_any || tool::same_noun(thing.kind, parameter.kind)) {
        moment_.named.push_back(thing);
        return std::nullopt;
      }
      if (!thing.inside.empty() && thing.key().starts_with('/')) other = &thing;
    }
    if (is_part(parameter.kind)) return find_part(parameter, name);
    if (may_be_made()) return std::nullopt;
    if (other != nullptr)
      return Refusal{Fault::kBadArguments, fmt::format("'{}' is a {}, not a {}", shown(name),
                                                       other->kind, parameter.kind)};
    return missing(is_any ? "object" : parameter.kind, name);
  }

  // Kinds that are no things of their own but fields of others: attributes.
  bool is_part(const std::string& kind) const {
    return !moment_.named.empty() && !kind.empty() && holder_of(kind) != nullptr &&
           !moment_.world.has_kind(kind);
  }

  const Field* holder_of(const std::string& kind) const {
    for (const Field& field : moment_.named.back().fields)
      if (field.json.starts_with('{') && tool::singular(field.plain) == kind) return &field;
    return nullptr;
  }

  Refused find_part(const PlannedParameter& parameter, const std::string& name) {
    const auto parts = json::Document::parse(holder_of(parameter.kind)->json);
    const auto part = parts ? parts->root().find(name) : std::nullopt;
    if (!part)
      return Refusal{Fault::kNotFound,
                     fmt::format("'{}' has no {} '{}'", moment_.named.back().key(), parameter.kind,
                                 shown(name))};
    moment_.part = part->raw();
    return std::nullopt;
  }

  // Opening a file to write makes it.
  bool may_be_made() const {
    if (plan_.makes_what_is_missing) return true;
    const auto mode = moment_.argument("mode");
    return plan_.deed.kind == kOpen && mode && !mode->text().empty() &&
           std::string_view("wax").find(mode->text().front()) != std::string::npos;
  }

  Refusal missing(const std::string& kind, const std::string& name) const {
    const Thing* holder = nullptr;
    for (const Thing& thing : moment_.world.things)
      if (tool::same_noun(thing.kind, kind) && !thing.inside.empty() && holder == nullptr)
        holder = moment_.at_hand(thing.inside[0].kind);
    std::string message = fmt::format("there is no {} '{}'", kind, shown(name));
    if (holder != nullptr)
      message += fmt::format(" {} {} '{}'", is_person(holder->kind) ? "of" : "in", holder->kind,
                             holder->key());
    return {Fault::kNotFound, message};
  }

  // The thing that the call is about: of what it names the last one that fits; else what is open,
  // what was last made or chosen, or the only one that there is.
  Refused choose_subject() {
    for (const Thing& thing : moment_.named)
      if (plan_.kind.empty() || tool::same_noun(thing.kind, plan_.kind) || !moment_.subject)
        moment_.subject = thing;
    if (moment_.subject || plan_.kind.empty() || plan_.deed.kind == kCreate ||
        plan_.deed.kind == kList || plan_.deed.is_of_many)
      return std::nullopt;
    if (const Thing* open = moment_.at_hand(plan_.kind)) {
      moment_.subject = *open;
      return std::nullopt;
    }
    if (plan_.deed.kind == kOpen || plan_.makes_what_is_missing) return std::nullopt;
    return choose_current();
  }

  Refused choose_current() {
    const auto current = moment_.session.current.find(plan_.kind);
    std::size_t count = 0;
    const Thing* only = nullptr;
    for (const Thing& thing : moment_.world.things) {
      if (!tool::same_noun(thing.kind, plan_.kind) || !is_in_reach(thing)) continue;
      ++count;
      only = &thing;
      if (current != moment_.session.current.end() && thing.key() == current->second) {
        moment_.subject = thing;
        return std::nullopt;
      }
    }
    const Kind* kind = moment_.known.kind(plan_.kind);
    if (count == 1 && kind != nullptr && !kind->is_many) {
      moment_.subject = *only;
      return std::nullopt;
    }
    if (count == 0 && kind != nullptr && !kind->is_many)
      return Refusal{Fault::kNotFound, fmt::format("there is no {}", plan_.kind)};
    for (const PlannedParameter& parameter : plan_.parameters)
      if (parameter.kind == plan_.kind && parameter.role == Role::kReference)
        return Refusal{Fault::kNotReady, fmt::format("there is no current {}; give `{}`",
                                                     plan_.kind, parameter.name)};
    return std::nullopt;
  }

  Moment& moment_;
  const Plan& plan_;
};

}  // namespace

std::optional<Refusal> find_named(Moment& moment) { return Finder(moment).find(); }

}  // namespace generator::world
