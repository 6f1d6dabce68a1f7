#include "prompt/schema_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "base/text.h"
#include "prompt/reply.h"

namespace generator::prompt {
namespace {

using json::Kind;
using json::Value;

constexpr int kDeepest = 64;              // of schemas inside one another
constexpr std::size_t kShown = 60;        // characters of a value in a message
constexpr std::size_t kMostSchemas = 64;  // kept
constexpr std::size_t kMostFaults = 16;   // looked for in a reply
constexpr std::size_t kMostTold = 3;      // to the model

std::string_view named(Value value) {
  switch (value.kind()) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return "true or false";
    case Kind::kNumber:
      return value.integer() ? "a whole number" : "a number";
    case Kind::kString:
      return "text";
    case Kind::kArray:
      return "a list";
    case Kind::kObject:
      break;
  }
  return "an object";
}

std::string_view named(std::string_view type) {
  if (type == "null") return "null";
  if (type == "boolean") return "true or false";
  if (type == "integer") return "a whole number";
  if (type == "number") return "a number";
  if (type == "string") return "text";
  return type == "array" ? "a list" : "an object";
}

bool has_type(Value value, std::string_view type) {
  if (type == "integer") return value.integer().has_value();
  if (type == "number") return value.is_number();
  if (type == "string") return value.is_string();
  if (type == "array") return value.is_array();
  if (type == "object") return value.is_object();
  if (type == "boolean") return value.kind() == Kind::kBool;
  return type == "null" ? value.is_null() : true;
}

bool is_equal(Value a, Value b) {
  if (a.kind() != b.kind()) return false;
  if (a.is_string()) return a.text() == b.text();
  if (a.is_number()) return a.number() == b.number();
  return a.raw() == b.raw();
}

std::string shown(Value value) {
  const std::string_view raw = value.raw();
  const std::string_view front = text::prefix(raw, kShown);
  return std::string(front) + (front.size() < raw.size() ? "…" : "");
}

// "~" and "/" of a name are escaped, as RFC 6901 wants it.
std::string step(std::string_view name) {
  return "/" + text::replace_all(text::replace_all(name, "~", "~0"), "/", "~1");
}

class Check {
 public:
  Check(Value root, std::size_t most) : root_(root), most_(most) {}

  std::vector<SchemaFault> faults;

  void check(Value schema, Value value, const std::string& place, int depth) {
    if (!schema.is_object() || depth > kDeepest || faults.size() >= most_) return;
    if (const auto target = schema.find("$ref")) {
      if (const auto found = resolve(target->text())) check(*found, value, place, depth + 1);
    }
    if (!check_type(schema, value, place)) return;
    check_choice(schema, value, place);
    check_forms(schema, value, place, depth);
    if (value.is_number()) check_number(schema, value, place);
    if (value.is_string()) check_text(schema, value, place);
    if (value.is_array()) check_list(schema, value, place, depth);
    if (value.is_object()) check_object(schema, value, place, depth);
  }

 private:
  void fault(const std::string& place, std::string wanted, bool is_bound) {
    if (faults.size() < most_) faults.push_back({place, std::move(wanted), is_bound});
  }

  // "#" and "#/$defs/name", as schemas refer to themselves.
  std::optional<Value> resolve(std::string_view reference) const {
    if (!reference.starts_with('#')) return std::nullopt;
    Value at = root_;
    for (const std::string_view name : text::split(reference.substr(1), '/')) {
      if (name.empty()) continue;
      const auto next = at.find(text::replace_all(text::replace_all(name, "~1", "/"), "~0", "~"));
      if (!next) return std::nullopt;
      at = *next;
    }
    return at;
  }

  bool check_type(Value schema, Value value, const std::string& place) {
    const auto type = schema.find("type");
    if (!type) return true;
    if (type->is_string()) {
      if (has_type(value, type->text())) return true;
      fault(place, fmt::format("{} is wanted, not {}", named(type->text()), named(value)), false);
      return false;
    }
    std::string names;
    for (std::size_t i = 0; i < type->size(); ++i) {
      if (has_type(value, type->at(i).text())) return true;
      names += (i == 0 ? "" : " or ") + std::string(named(type->at(i).text()));
    }
    if (names.empty()) return true;
    fault(place, fmt::format("{} is wanted, not {}", names, named(value)), false);
    return false;
  }

  void check_choice(Value schema, Value value, const std::string& place) {
    if (const auto only = schema.find("const"); only && !is_equal(*only, value))
      fault(place, fmt::format("{} is wanted, not {}", shown(*only), shown(value)), false);
    const auto choices = schema.find("enum");
    if (!choices || !choices->is_array()) return;
    std::string names;
    for (std::size_t i = 0; i < choices->size(); ++i) {
      if (is_equal(choices->at(i), value)) return;
      names += (i == 0 ? "" : ", ") + shown(choices->at(i));
    }
    fault(place, fmt::format("one of {} is wanted, not {}", names, shown(value)), false);
  }

  // Of several forms that a value may have, the one that it is nearest to tells its faults.
  void check_forms(Value schema, Value value, const std::string& place, int depth) {
    if (const auto all = schema.find("allOf"))
      for (std::size_t i = 0; i < all->size(); ++i) check(all->at(i), value, place, depth + 1);
    for (const char* name : {"anyOf", "oneOf"}) {
      const auto forms = schema.find(name);
      if (!forms || forms->size() == 0) continue;
      std::optional<std::vector<SchemaFault>> nearest;
      for (std::size_t i = 0; i < forms->size(); ++i) {
        Check one(root_, most_);
        one.check(forms->at(i), value, place, depth + 1);
        if (!nearest || badness(one.faults) < badness(*nearest)) nearest = std::move(one.faults);
      }
      for (SchemaFault& each : *nearest) fault(each.pointer, std::move(each.wanted), each.is_bound);
    }
  }

  static std::size_t badness(const std::vector<SchemaFault>& faults) {
    std::size_t out = 0;
    for (const SchemaFault& each : faults) out += each.is_bound ? 1 : 100;
    return out;
  }

  void check_number(Value schema, Value value, const std::string& place) {
    const double number = value.number().value_or(0);
    const auto bound = [&](const char* name, auto is_passed, const char* words) {
      const auto limit = schema.find(name);
      const auto at = limit ? limit->number() : std::nullopt;
      if (at && is_passed(*at))
        fault(place, fmt::format("{} {} is wanted, not {}", words, limit->raw(), shown(value)),
              true);
    };
    bound("minimum", [&](double least) { return number < least; }, "at least");
    bound("maximum", [&](double most) { return number > most; }, "at most");
    bound("exclusiveMinimum", [&](double least) { return number <= least; }, "more than");
    bound("exclusiveMaximum", [&](double most) { return number >= most; }, "less than");
    bound(
        "multipleOf",
        [&](double unit) {
          const double times = unit > 0 ? number / unit : 0;
          return std::abs(times - std::round(times)) > 1e-9;
        },
        "a multiple of");
  }

  void check_count(Value schema, std::size_t count, const char* least, const char* most,
                   std::string_view what, const std::string& place) {
    const auto limit = [&](const char* name) {
      const auto found = schema.find(name);
      return found ? found->integer() : std::nullopt;
    };
    const auto has = static_cast<std::int64_t>(count);
    if (const auto at = limit(least); at && has < *at)
      fault(place,
            fmt::format(
                "at least {} wanted, not {}",
                text::counted(*at, fmt::format("{} is", what), fmt::format("{}s are", what)), has),
            true);
    if (const auto at = limit(most); at && has > *at)
      fault(place,
            fmt::format(
                "at most {} wanted, not {}",
                text::counted(*at, fmt::format("{} is", what), fmt::format("{}s are", what)), has),
            true);
  }

  void check_text(Value schema, Value value, const std::string& place) {
    if (!schema.find("minLength") && !schema.find("maxLength")) return;
    check_count(schema, text::length(value.text()), "minLength", "maxLength", "character", place);
  }

  void check_list(Value schema, Value value, const std::string& place, int depth) {
    check_count(schema, value.size(), "minItems", "maxItems", "element", place);
    if (const auto unique = schema.find("uniqueItems"); unique && unique->boolean() == true) {
      std::set<std::string_view> seen;
      for (std::size_t i = 0; i < value.size(); ++i)
        if (!seen.insert(value.at(i).raw()).second)
          fault(place + step(std::to_string(i)), "it stands in the list already", true);
    }
    const auto first = schema.find("prefixItems"), rest = schema.find("items");
    const std::size_t leading = first ? first->size() : 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
      const std::string at = place + step(std::to_string(i));
      if (i < leading)
        check(first->at(i), value.at(i), at, depth + 1);
      else if (rest)
        check(*rest, value.at(i), at, depth + 1);
    }
  }

  void check_object(Value schema, Value value, const std::string& place, int depth) {
    if (const auto required = schema.find("required"))
      for (std::size_t i = 0; i < required->size(); ++i) {
        const std::string_view name = required->at(i).text();
        if (!value.find(name)) fault(place + step(name), "it is missing", false);
      }
    const auto properties = schema.find("properties");
    for (std::size_t i = 0; properties && i < properties->size(); ++i)
      if (const auto field = value.find(properties->key(i)))
        check(properties->at(i), *field, place + step(properties->key(i)), depth + 1);
  }

  Value root_;
  std::size_t most_;
};

bool names_a_bound(std::string_view schema) {
  for (const std::string_view keyword :
       {"\"minimum\"", "\"maximum\"", "\"exclusiveMinimum\"", "\"exclusiveMaximum\"",
        "\"multipleOf\"", "\"minLength\"", "\"maxLength\"", "\"minItems\"", "\"maxItems\"",
        "\"uniqueItems\""})
    if (text::contains(schema, keyword)) return true;
  return false;
}

std::string in_words(const std::vector<SchemaFault>& faults, bool bounds_only) {
  std::string out;
  std::size_t told = 0;
  for (const SchemaFault& fault : faults)
    if ((fault.is_bound || !bounds_only) && told++ < kMostTold)
      out += fmt::format("{}{}: {}", out.empty() ? "" : "; ",
                         fault.pointer.empty() ? "the whole reply" : fault.pointer, fault.wanted);
  return out;
}

}  // namespace

std::vector<SchemaFault> schema_faults(Value schema, Value value, std::size_t most) {
  Check check(schema, most);
  check.check(schema, value, "", 0);
  return std::move(check.faults);
}

std::string ReplyCheck::operator()(const std::string& schema, std::string_view reply,
                                   bool bounds_only) {
  auto known = schemas_.find(schema);
  if (known == schemas_.end()) {
    auto parsed = json::Document::parse(schema);
    if (!parsed) return {};
    if (schemas_.size() >= kMostSchemas) schemas_.clear();
    known = schemas_.emplace(schema, Known{std::move(*parsed), names_a_bound(schema)}).first;
  }
  if (bounds_only && !known->second.has_bounds) return {};
  const auto read = read_reply(reply);
  if (!read || read->cut) return {};
  return in_words(schema_faults(known->second.document.root(), read->json.root(), kMostFaults),
                  bounds_only);
}

}  // namespace generator::prompt
