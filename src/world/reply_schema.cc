// Replies in the form of a JSON Schema.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "tool/field_query.h"
#include "tool/schema.h"
#include "tool/words.h"
#include "world/reply.h"
#include "world/reply_place.h"
#include "world/schema_check.h"
#include "world/values.h"

namespace generator::world {
namespace {

constexpr int kDeepest = 7;       // levels that optional fields may have
constexpr int kDeepestEver = 24;  // and required ones, in schemas without end
constexpr std::int64_t kMostItems = 50;
constexpr std::size_t kMostBytes = 200'000;

bool tells_of_failure(std::string_view plain) {
  for (const std::string_view name : {"error", "errors", "error message", "error code", "warning",
                                      "warnings", "next page token", "failure reason"})
    if (plain == name) return true;
  return false;
}

bool counts_items(std::string_view plain) {
  for (const std::string_view name : {"total", "count", "total count", "num found", "total results",
                                      "total items", "result count"})
    if (plain == name) return true;
  return false;
}

class Filler {
 public:
  explicit Filler(const Moment& moment) : moment_(moment), root_(moment.plan.output->root()) {}

  std::string fill() {
    const Thing* subject = moment_.subject ? &*moment_.subject : nullptr;
    std::string out;
    value(out, {root_, "", "", subject, 0,
                std::string(subject != nullptr ? subject->key() : moment_.arguments.raw())});
    return out;
  }

 private:
  bool is_required(json::Value schema, std::string_view name) const {
    const auto required = schema.find("required");
    for (std::size_t i = 0; required && i < required->size(); ++i)
      if (required->at(i).text() == name) return true;
    return false;
  }

  void value(std::string& out, Place place) {
    place.schema = tool::resolve(place.schema, root_);
    if (place.depth > kDeepestEver || out.size() > kMostBytes) {
      out += "null";
      return;
    }
    if (take_argument(moment_, out, place)) return;
    if (place.schema.find("const") || place.schema.find("enum"))
      return fill_leaf(moment_, out, place);
    for (const std::string_view key : {"oneOf", "anyOf"})
      if (const auto branches = place.schema.find(key);
          branches && branches->size() > 0 && !place.schema.find("properties")) {
        json::Value chosen = branches->at(0);
        for (std::size_t i = branches->size(); i-- > 0;)
          if (tool::type_of(tool::resolve(branches->at(i), root_)) != "null")
            chosen = branches->at(i);
        place.schema = chosen;
        ++place.depth;
        return value(out, std::move(place));
      }
    const std::string_view type = tool::type_of(place.schema);
    if (type == "array" || (type.empty() && place.schema.find("items"))) return array(out, place);
    if (type == "object" || place.schema.find("properties") || place.schema.find("allOf") ||
        place.schema.find("additionalProperties"))
      return object(out, place);
    fill_leaf(moment_, out, place);
  }

  // Which thing an object at this place tells of.
  const Thing* thing_at(const Place& place) {
    const auto kind = moment_.plan.kind_at.find(place.path);
    if (kind == moment_.plan.kind_at.end()) return place.path.empty() ? place.thing : nullptr;
    if (place.thing != nullptr && tool::same_noun(place.thing->kind, kind->second))
      return place.thing;
    const std::string* holder =
        place.thing != nullptr ? place.thing->container(kind->second) : nullptr;
    if (holder == nullptr)
      if (const Thing* near = moment_.at_hand(kind->second)) return near;
    const Thing* some = nullptr;
    std::size_t count = 0;
    for (const Thing* thing : of_kind(kind->second)) {
      const std::string key = thing->key();
      if (holder != nullptr && key == *holder) return thing;
      ++count;
      if (seed_of(moment_.seed, place.scope, place.path, key) % count == 0) some = thing;
    }
    return some;
  }

  const std::vector<const Thing*>& of_kind(const std::string& kind) {
    const auto [known, is_new] = of_kind_.try_emplace(kind);
    if (is_new)
      for (const Thing& thing : moment_.world.things)
        if (tool::same_noun(thing.kind, kind)) known->second.push_back(&thing);
    return known->second;
  }

  void object(std::string& out, Place place) {
    const Thing* around = place.thing;
    if (const Thing* own = thing_at(place); own != nullptr || !place.path.empty())
      place.thing = own;
    if (place.thing == nullptr && place.path.empty()) place.thing = around;
    if (place.thing != nullptr) place.scope = place.thing->kind + place.thing->key();
    std::vector<std::string> done;
    out += '{';
    properties(out, place, place.schema, done);
    if (done.empty()) free_form(out, place);
    out += '}';
  }

  void properties(std::string& out, const Place& place, json::Value schema,
                  std::vector<std::string>& done) {
    if (place.depth > kDeepestEver) return;
    if (const auto all = schema.find("allOf")) {
      Place deeper = place;
      ++deeper.depth;
      for (std::size_t i = 0; i < all->size(); ++i)
        properties(out, deeper, tool::resolve(all->at(i), root_), done);
    }
    const auto known = schema.find("properties");
    std::vector<std::string> plains;
    for (std::size_t i = 0; known && i < known->size(); ++i)
      plains.push_back(plain_name(known->key(i)));
    for (std::size_t i = 0; known && i < known->size(); ++i) {
      const std::string name(known->key(i));
      const std::string& plain = plains[i];
      const bool must = is_required(schema, name);
      if (std::ranges::find(done, name) != done.end()) continue;
      if (!must &&
          (place.depth >= kDeepest || tells_of_failure(plain) || is_unsaid(moment_, place, name)))
        continue;
      if (out.back() != '{') out += ',';
      out += json::quote(name) + ':';
      done.push_back(name);
      const std::string path = place.path + (place.path.empty() ? "" : ".") + name;
      if (counts_items(plain) && total(out, place, *known)) continue;
      if (range_text(out, place, *known, plains, plain)) continue;
      value(out, {known->at(i), path, name, place.thing, place.depth + 1, place.scope});
    }
  }

  // "total" beside a list.
  bool total(std::string& out, const Place& place, json::Value known) {
    for (std::size_t i = 0; i < known.size(); ++i) {
      const std::string path =
          place.path + (place.path.empty() ? "" : ".") + std::string(known.key(i)) + "[]";
      const auto kind = moment_.plan.kind_at.find(path);
      if (kind == moment_.plan.kind_at.end()) continue;
      std::size_t count = 0;
      moment_.listed(kind->second, &count);
      out += fmt::format("{}", count);
      return true;
    }
    return false;
  }

  // "estimate" as text beside `low_estimate` and `high_estimate`.
  bool range_text(std::string& out, const Place& place, json::Value known,
                  const std::vector<std::string>& plains, const std::string& plain) {
    std::string ends[2];
    const std::string wanted[2] = {"low " + plain, "high " + plain};
    for (std::size_t i = 0; i < known.size(); ++i)
      for (int j = 0; j < 2; ++j)
        if (plains[i] == wanted[j])
          value(ends[j], {known.at(i), place.path + "." + std::string(known.key(i)),
                          std::string(known.key(i)), place.thing, place.depth + 1, place.scope});
    if (ends[0].empty() || ends[1].empty()) return false;
    out += json::quote(fmt::format("{}-{}", ends[0], ends[1]));
    return true;
  }

  // The field that a query wants, as all that was found has it: of "status:pending".
  std::string searched_field() const {
    for (const PlannedParameter& parameter : moment_.plan.parameters) {
      const auto query = moment_.argument(parameter.name);
      if (!query || !tool::takes_field_query(parameter.description)) continue;
      if (const auto wanted = tool::split_field_query(query->text()))
        return fmt::format(",{}:{}", json::quote(wanted->field), json::quote(wanted->value));
    }
    return {};
  }

  // An object of which the schema names no field.
  void free_form(std::string& out, const Place& place) {
    const auto more = place.schema.find("additionalProperties");
    if (place.thing != nullptr && (!more || !more->is_object())) {
      const std::string shown = shown_thing(*place.thing);
      out += shown.substr(1, shown.size() - 2);
    } else if (more && more->is_object() && place.depth < kDeepest) {
      const std::string name(place.name.empty() ? "record"
                                                : tool::singular(plain_name(place.name)));
      out += json::quote(name) + ':';
      value(out, {*more, place.path + ".*", name, nullptr, place.depth + 1, place.scope});
    } else if (place.depth > 0 && place.depth < kDeepest && (!more || more->boolean() != false)) {
      std::string where = place.scope;  // what is found in one dataset is not in the other
      for (const Thing& thing : moment_.named) where += thing.key();
      const std::uint64_t own = seed_of(moment_.seed, where, place.path);
      out += fmt::format(R"("id":{},"title":{}{},"updated":{})", 1'000 + own % 9'000,
                         json::quote(text_value({"title", place.name}, own)), searched_field(),
                         json::quote(date_value(own)));
    }
  }

  void array(std::string& out, const Place& place) {
    const auto items = place.schema.find("items");
    const auto least = place.schema.find("minItems");
    const auto most = place.schema.find("maxItems");
    const std::int64_t fewest =
        std::clamp<std::int64_t>(least ? least->integer().value_or(0) : 0, 0, kMostItems);
    const std::int64_t limit = std::clamp<std::int64_t>(
        most ? most->integer().value_or(kMostItems) : kMostItems, 0, 1'000);
    if (place.thing != nullptr && !place.name.empty())
      if (const Field* own = place.thing->find(place.name);
          own != nullptr && own->json.front() == '[') {
        out += own->json;
        return;
      }
    out += '[';
    std::int64_t count = 0;
    const Place item{items ? *items : json::Value(),
                     place.path + "[]",
                     std::string(tool::singular(place.name)),
                     nullptr,
                     place.depth + 1,
                     place.scope};
    if (const std::string kind = kind_of_items(place); !kind.empty()) {
      for (const Thing& thing : things_of(place, kind)) {
        if (count >= limit) break;
        if (count++ > 0) out += ',';
        one(out, item, thing);
      }
    } else if (items && place.depth < kDeepest) {
      const auto wanted =
          static_cast<std::int64_t>(seed_of(moment_.seed, place.scope, place.path) % 3 + 1);
      count = add_seeded(out, item, count, std::min(limit, std::max(fewest, wanted)));
    }
    add_seeded(out, item, count, std::min(fewest, limit));
    out += ']';
  }

  std::int64_t add_seeded(std::string& out, const Place& item, std::int64_t from, std::int64_t to) {
    for (; from < to; ++from) {
      if (from > 0) out += ',';
      Place next = item;
      next.scope += fmt::format("#{}", from);
      value(out, std::move(next));
    }
    return from;
  }

  std::string kind_of_items(const Place& place) const {
    if (const auto kind = moment_.plan.kind_at.find(place.path + "[]");
        kind != moment_.plan.kind_at.end())
      return kind->second;
    return place.path.empty() ? moment_.plan.kind : std::string();
  }

  std::vector<Thing> things_of(const Place& place, const std::string& kind) const {
    const bool tells_of_one = moment_.subject && tool::same_noun(moment_.subject->kind, kind) &&
                              moment_.plan.deed.kind != tool::DeedKind::kList;
    if (tells_of_one ||
        (moment_.subject && place.path.empty() && place.thing == &*moment_.subject &&
         tool::same_noun(place.thing->kind, kind)))
      return {*moment_.subject};
    return moment_.listed(kind);
  }

  // A thing as one of a list: its key where the schema wants a scalar.
  void one(std::string& out, const Place& item, const Thing& thing) {
    const json::Value schema = tool::resolve(item.schema, root_);
    const std::string_view type = tool::type_of(schema);
    const auto key = json::Document::parse(thing.fields[0].json);
    if (type == "string")
      out += json::quote(thing.key());
    else if ((type == "integer" || type == "number") && key && fits_leaf(schema, key->root()))
      out += thing.fields[0].json;
    else if (item.schema.is_null())
      out += json::quote(thing.key());
    else
      value(out, {item.schema, item.path, item.name, &thing, item.depth, thing.kind + thing.key()});
  }

  const Moment& moment_;
  json::Value root_;
  std::map<std::string, std::vector<const Thing*>> of_kind_;  // those that were asked for
};

}  // namespace

std::string reply_by_schema(const Moment& moment) { return Filler(moment).fill(); }

}  // namespace generator::world
