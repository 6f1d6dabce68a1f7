#include "world/schema_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "tool/schema.h"
#include "tool/words.h"

namespace generator::world {
namespace {

constexpr std::size_t kMostProblems = 4;
constexpr int kDeepest = 200;
constexpr int kMostSteps = 100'000;
constexpr std::size_t kShownValue = 60;  // characters of a value in a message

std::string_view name_of(json::Value value) {
  switch (value.kind()) {
    case json::Kind::kNull:
      return "null";
    case json::Kind::kBool:
      return "boolean";
    case json::Kind::kNumber:
      return value.integer() ? "integer" : "number";
    case json::Kind::kString:
      return "string";
    case json::Kind::kArray:
      return "array";
    case json::Kind::kObject:
      return "object";
  }
  return {};
}

bool is_of_type(json::Value value, std::string_view type) {
  const std::string_view name = name_of(value);
  return name == type || (type == "number" && name == "integer");
}

// Equal as JSON of scalars; of the rest, where it is written alike.
bool same_value(json::Value a, json::Value b) {
  if (a.kind() != b.kind()) return false;
  if (a.is_number()) return a.number() == b.number();
  if (a.is_string()) return a.text() == b.text();
  return a.raw() == b.raw();
}

std::string shown(json::Value value) {
  const std::string_view raw = value.raw();
  const std::string_view cut = text::prefix(raw, kShownValue);
  return std::string(cut) + (cut.size() < raw.size() ? "…" : "");
}

std::string with_article(std::string_view type) {
  const bool is_vowel = type.starts_with('a') || type.starts_with('i') || type.starts_with('o');
  return fmt::format("{} {}", is_vowel ? "an" : "a", type);
}

class Check {
 public:
  Check(json::Value root, int& steps) : root_(root), steps_(steps) {}

  void check(json::Value own, json::Value value, const std::string& at, int depth) {
    if (depth > kDeepest || out.size() >= kMostProblems || --steps_ < 0) return;
    const json::Value schema = tool::resolve(own, root_);
    if (!check_type(schema, value, at)) return;
    check_choice(schema, value, at);
    check_bounds(schema, value, at);
    if (value.is_object()) check_object(schema, value, at, depth);
    if (value.is_array()) check_array(schema, value, at, depth);
    check_branches(schema, value, at, depth);
  }

  std::vector<std::string> out;

 private:
  void add(const std::string& at, const std::string& message) {
    if (out.size() < kMostProblems)
      out.push_back(at.empty() ? "the arguments " + message : fmt::format("`{}` {}", at, message));
  }

  bool check_type(json::Value schema, json::Value value, const std::string& at) {
    const auto type = schema.find("type");
    if (!type) return true;
    std::vector<std::string> wanted;
    if (type->is_string()) wanted.emplace_back(type->text());
    for (std::size_t i = 0; type->is_array() && i < type->size(); ++i)
      wanted.emplace_back(type->at(i).text());
    if (wanted.empty() ||
        std::ranges::any_of(wanted, [&](const auto& t) { return is_of_type(value, t); }))
      return true;
    std::vector<std::string> names;
    for (const std::string& name : wanted)
      names.push_back(name == "null" ? name : with_article(name));
    const std::string_view is = name_of(value);
    add(at, fmt::format("must be {}, not {}", text::join(names, " or "),
                        is == "null" ? "null" : with_article(is)));
    return false;
  }

  void check_choice(json::Value schema, json::Value value, const std::string& at) {
    if (const auto one = schema.find("const"); one && !same_value(*one, value))
      add(at, fmt::format("must be {}", shown(*one)));
    const auto choices = schema.find("enum");
    if (!choices || !choices->is_array()) return;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < choices->size(); ++i) {
      if (same_value(choices->at(i), value)) return;
      names.push_back(shown(choices->at(i)));
    }
    add(at, fmt::format("must be one of {}; it is {}", text::join(names, ", "), shown(value)));
  }

  void check_bounds(json::Value schema, json::Value value, const std::string& at) {
    const auto bound = [&](std::string_view key, double is, bool is_most, std::string_view unit) {
      const auto limit = schema.find(key);
      const auto number = limit ? limit->number() : std::nullopt;
      if (!number || (is_most ? is <= *number : is >= *number)) return;
      add(at, fmt::format("must {} {} {}{}", unit.empty() ? "be" : "have",
                          is_most ? "at most" : "at least", shown(*limit), unit));
    };
    if (const auto number = value.number()) {
      bound("minimum", *number, false, "");
      bound("maximum", *number, true, "");
      if (const auto limit = schema.find("exclusiveMinimum"); limit && limit->number())
        if (*number <= *limit->number())
          add(at, fmt::format("must be more than {}", shown(*limit)));
      if (const auto limit = schema.find("exclusiveMaximum"); limit && limit->number())
        if (*number >= *limit->number())
          add(at, fmt::format("must be less than {}", shown(*limit)));
    } else if (value.is_string()) {
      const auto length = static_cast<double>(text::length(value.text()));
      bound("minLength", length, false, " characters");
      bound("maxLength", length, true, " characters");
    } else if (value.is_array()) {
      bound("minItems", static_cast<double>(value.size()), false, " items");
      bound("maxItems", static_cast<double>(value.size()), true, " items");
    }
  }

  void check_object(json::Value schema, json::Value value, const std::string& at, int depth) {
    const auto properties = schema.find("properties");
    const auto required = schema.find("required");
    const std::string before = at.empty() ? "" : at + ".";
    for (std::size_t i = 0; required && i < required->size(); ++i)
      if (const std::string_view name = required->at(i).text(); !value.find(name)) {
        if (out.size() < kMostProblems)
          out.push_back(fmt::format("`{}{}` is missing", before, name));
      }
    const auto others = schema.find("additionalProperties");
    for (std::size_t i = 0; i < value.size(); ++i) {
      const std::string_view name = value.key(i);
      const auto known = properties ? properties->find(name) : std::nullopt;
      const std::string place = before + std::string(text::prefix(name, kShownValue));
      if (known)
        check(*known, value.at(i), place, depth + 1);
      else if (others && others->is_object())
        check(*others, value.at(i), place, depth + 1);
      else if ((others && others->boolean() == false) ||
               is_unknown_argument(properties, at, others))
        add_unknown(place, properties);
    }
  }

  // A tool that says which arguments it has takes no others.
  static bool is_unknown_argument(const std::optional<json::Value>& properties,
                                  const std::string& at, const std::optional<json::Value>& others) {
    return at.empty() && properties && !others;
  }

  void add_unknown(const std::string& place, const std::optional<json::Value>& properties) {
    std::vector<std::string> names;
    for (std::size_t i = 0; properties && i < properties->size(); ++i)
      names.emplace_back(properties->key(i));
    const std::string near = text::nearest(place, names);
    add(place, "is no argument" + (near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
  }

  void check_array(json::Value schema, json::Value value, const std::string& at, int depth) {
    const auto items = schema.find("items");
    if (!items || !items->is_object()) return;
    for (std::size_t i = 0; i < value.size() && out.size() < kMostProblems; ++i)
      check(*items, value.at(i), fmt::format("{}[{}]", at, i), depth + 1);
  }

  bool fits(json::Value schema, json::Value value, int depth) {
    Check branch(root_, steps_);
    branch.check(schema, value, "value", depth + 1);
    return branch.out.empty();
  }

  void check_branches(json::Value schema, json::Value value, const std::string& at, int depth) {
    if (const auto all = schema.find("allOf"))
      for (std::size_t i = 0; i < all->size(); ++i)
        check(all->at(i), value, at.empty() ? "value" : at, depth + 1);
    for (const std::string_view key : {"anyOf", "oneOf"}) {
      const auto branches = schema.find(key);
      if (!branches || branches->size() == 0) continue;
      bool is_any = false;
      for (std::size_t i = 0; i < branches->size() && !is_any; ++i)
        is_any = fits(branches->at(i), value, depth + 1);
      if (!is_any)
        add(at, fmt::format("is none of the {} forms that it may have", branches->size()));
    }
  }

  json::Value root_;
  int& steps_;  // left: schemas may branch without end
};

}  // namespace

std::vector<std::string> schema_problems(json::Value schema, json::Value value) {
  int steps = kMostSteps;
  Check check(schema, steps);
  check.check(schema, value, "", 0);
  return std::move(check.out);
}

bool fits_leaf(json::Value schema, json::Value value) {
  int steps = kMostSteps;
  Check check(schema, steps);
  check.check(schema, value, "value", 0);
  return check.out.empty();
}

}  // namespace generator::world
