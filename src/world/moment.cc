#include "world/moment.h"

#include <algorithm>

#include "base/text.h"
#include "tool/field_query.h"
#include "tool/schema.h"
#include "tool/words.h"
#include "world/schema_check.h"
#include "world/values.h"

namespace generator::world {
namespace {

bool is_search(std::string_view plain) {
  for (const std::string_view name :
       {"q", "query", "search", "keyword", "search term", "criteria", "term"})
    if (plain == name) return true;
  return false;
}

bool mentions(const Thing& thing, std::string_view wanted) {
  const std::string lower = text::to_lower(wanted);
  if (lower.empty() || lower.find('*') != std::string::npos) return true;
  return std::ranges::any_of(thing.fields, [&](const Field& field) {
    return text::contains(text::to_lower(field.json), lower);
  });
}

// The schema of an argument; an empty one where it has none.
json::Value schema_of_argument(const Plan& plan, std::string_view name) {
  if (!plan.input) return {};
  const auto properties = plan.input->root().find("properties");
  const auto schema = properties ? properties->find(name) : std::nullopt;
  return schema ? tool::resolve(*schema, plan.input->root()) : json::Value();
}

// The schema of the things that are listed.
json::Value schema_of_items(const Plan& plan) {
  if (!plan.output) return {};
  json::Value schema = tool::resolve(plan.output->root(), plan.output->root());
  if (const auto items = schema.find("items")) return tool::resolve(*items, plan.output->root());
  const auto properties = schema.find("properties");
  for (std::size_t i = 0; properties && i < properties->size(); ++i) {
    const json::Value property = tool::resolve(properties->at(i), plan.output->root());
    if (const auto items = property.find("items"))
      return tool::resolve(*items, plan.output->root());
  }
  return {};
}

bool is_wanted(std::string_view text, const std::string& value) {
  return text_of_json(value) == text;
}

bool is_wanted(json::Value argument, const std::string& value) {
  const std::string text = text_of_json(value);
  if (!argument.is_array()) return text_of_json(argument.raw()) == text;
  if (argument.size() == 0) return true;
  for (std::size_t i = 0; i < argument.size(); ++i)
    if (text_of_json(argument.at(i).raw()) == text) return true;
  return false;
}

// Whether an argument such as `status` or `tags` lets the thing through.
bool passes(const Moment& moment, const Thing& thing, const PlannedParameter& parameter) {
  if (parameter.role != Role::kPlain) return true;
  const auto argument = moment.argument(parameter.name);
  if (!argument || argument->is_null() || argument->is_object()) return true;
  const std::string plain = plain_name(parameter.name);
  if (tool::takes_field_query(parameter.description))
    if (const auto query = tool::split_field_query(argument->text())) {
      if (const Field* own = thing.find(query->field)) return is_wanted(query->value, own->json);
      return seed_of(moment.seed, thing.key(), argument->text()) % 3 != 0;
    }
  if (is_search(plain)) return mentions(thing, argument->text());
  const std::string field = argument->is_array() ? tool::singular(plain) : plain;
  if (const Field* own = thing.find(field)) return is_wanted(*argument, own->json);
  const json::Value items = schema_of_items(moment.plan);
  const auto properties = items.find("properties");
  for (std::size_t i = 0; properties && i < properties->size(); ++i)
    if (plain_name(properties->key(i)) == field)
      return is_wanted(*argument,
                       field_value(moment, thing, properties->key(i), properties->at(i)));
  const json::Value schema = schema_of_argument(moment.plan, parameter.name);
  const auto elements = schema.find("items");
  const json::Value choice =
      elements ? tool::resolve(*elements, moment.plan.input->root()) : schema;
  return !choice.find("enum") || is_wanted(*argument, field_value(moment, thing, field, choice));
}

std::size_t amount(const Moment& moment, Role role, std::size_t otherwise) {
  for (const PlannedParameter& parameter : moment.plan.parameters) {
    const auto argument = parameter.role == role ? moment.argument(parameter.name) : std::nullopt;
    const auto number = argument ? argument->integer() : std::nullopt;
    if (number && *number >= 0) return static_cast<std::size_t>(*number);
  }
  return otherwise;
}

}  // namespace

std::optional<json::Value> Moment::argument(std::string_view name) const {
  return arguments.find(name);
}

std::optional<json::Value> Moment::argument_like(std::string_view plain) const {
  for (std::size_t i = 0; i < arguments.size(); ++i)
    if (!arguments.at(i).is_null() && plain_name(arguments.key(i)) == plain) return arguments.at(i);
  return std::nullopt;
}

const Thing* Moment::at_hand(std::string_view kind) const {
  for (const Thing& thing : named)
    if (tool::same_noun(thing.kind, kind)) return &thing;
  if (plan.opened.empty()) return nullptr;  // it works with nothing that is open
  for (const auto& [noun, thing] : session.open)
    if (tool::same_noun(noun, kind)) return &thing;
  return nullptr;
}

std::string Moment::cell() const {
  std::string out;
  for (const std::string& name : plan.coordinates)
    if (const auto number = argument(name))
      out += (out.empty() ? "" : ",") + std::string(number->raw());
  return out;
}

const std::string* Moment::in_cell(const std::string& cell) const {
  for (const Thing& thing : world.things)
    if (thing.kind == kCell && thing.key() == cell && thing.fields.size() > 1)
      return &thing.fields[1].json;
  return nullptr;
}

bool Moment::is_in_reach(const Thing& thing) const {
  bool is_near = true;
  for (const Container& container : thing.inside)
    if (const Thing* held = at_hand(container.kind); held != nullptr)
      is_near = is_near && held->key() == container.key;
  return is_near && (plan.opened.empty() || !thing.inside.empty());
}

std::vector<Thing> Moment::in_reach() const {
  std::vector<Thing> out;
  for (const Thing& thing : world.things)
    if (is_in_reach(thing)) out.push_back(thing);
  return out;
}

std::vector<Thing> Moment::listed(std::string_view kind, std::size_t* total) const {
  std::vector<Thing> out;
  for (const Thing& thing : world.things) {
    if (!kind.empty() && !tool::same_noun(thing.kind, kind)) continue;
    if (!is_in_reach(thing)) continue;
    bool is_inside = true;
    for (const Thing& holder : named)
      if (const std::string* key = thing.container(holder.kind))
        is_inside = is_inside && *key == holder.key();
    if (subject)
      if (const std::string* key = thing.container(subject->kind))
        is_inside = is_inside && *key == subject->key();
    if (is_inside && std::ranges::all_of(plan.parameters, [&](const PlannedParameter& parameter) {
          return passes(*this, thing, parameter);
        }))
      out.push_back(thing);
  }
  if (total != nullptr) *total = out.size();
  const std::size_t skipped = std::min(amount(*this, Role::kOffset, 0), out.size());
  out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(skipped));
  if (const std::size_t limit = amount(*this, Role::kLimit, out.size()); limit < out.size())
    out.erase(out.begin() + static_cast<std::ptrdiff_t>(limit), out.end());
  return out;
}

namespace {

/// The key of what `hotel_id` of a booking names: of all hotels the one that the booking's own seed
/// puts first, so that it stays the same when others come and go. "" where there is no such kind.
std::string other_key(const Moment& moment, const Thing& thing, std::string_view name,
                      json::Value schema) {
  const tool::Words words = tool::words_of(name);
  if (words.size() < 2 || words.back() != "id") return {};
  const std::string& kind = words[words.size() - 2];
  if (tool::same_noun(kind, thing.kind)) return {};
  std::string out;
  std::uint64_t first = 0;
  for (const Thing& other : moment.world.things) {
    if (!tool::same_noun(other.kind, kind) || other.is_made || other.fields.empty()) continue;
    const auto key = json::Document::parse(other.fields[0].json);
    const std::uint64_t own = seed_of(moment.seed, thing.kind + thing.key(), name, other.key());
    if (!key || !fits_leaf(schema, key->root()) || (!out.empty() && own < first)) continue;
    out = other.fields[0].json;
    first = own;
  }
  return out;
}

}  // namespace

std::string field_value(const Moment& moment, const Thing& thing, std::string_view name,
                        json::Value schema) {
  const std::string plain = plain_name(name);
  const Field* own = thing.find(name);
  if (own == nullptr && plain == "display name") own = thing.find("name");
  const bool is_text = tool::type_of(schema) == "string";
  if (own != nullptr) {
    if (const auto value = json::Document::parse(own->json);
        value && fits_leaf(schema, value->root()))
      return own->json;
    if (is_text && own->json.front() != '"') return json::quote(own->json);
  }
  // What was just made is in the first of its states: open, pending.
  const auto states = schema.find("enum");
  if (thing.is_made && states && states->size() > 0 && (plain == "status" || plain == "state"))
    return std::string(states->at(0).raw());
  if (std::string key = other_key(moment, thing, name, schema); !key.empty()) return key;
  return leaf_value(schema, {name, thing.kind},
                    field_seed(moment.seed, thing.kind + thing.key(), plain));
}

}  // namespace generator::world
