#include "trajectory/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/text.h"
#include "tool/field_query.h"
#include "tool/schema.h"
#include "tool/words.h"
#include "world/values.h"
#include "world/words.h"

namespace generator::trajectory {
namespace {

using Texts = std::vector<std::string>;

constexpr std::int64_t kShortRange = 20;
constexpr int kLevels = 4;              // of objects in a setting
constexpr std::size_t kOptionalParts = 2;  // of an object

const std::string& pick(const Texts& from, Random& random) {
  return from[random.below(from.size())];
}

/// What examples of the tool pass.
Texts from_examples(const Tool& tool, std::string_view argument) {
  Texts out;
  for (const ToolExample& example : tool.examples) {
    const auto document = json::Document::parse(example.input.empty() ? "{}" : example.input);
    if (!document) continue;
    const auto value = document->root().find(argument);
    if (value && !value->is_null()) out.emplace_back(value->raw());
  }
  return out;
}

/// 'a' and 'b' of "Pattern: 'a', 'b'".
Texts quoted(std::string_view description) {
  Texts out;
  for (std::size_t at = description.find('\''); at != std::string_view::npos;) {
    const std::size_t end = description.find('\'', at + 1);
    if (end == std::string_view::npos) break;
    const bool opens = at == 0 || !std::isalnum(static_cast<unsigned char>(description[at - 1]));
    if (!opens) {  // an apostrophe
      at = end;
      continue;
    }
    out.push_back(json::quote(description.substr(at + 1, end - at - 1)));
    at = description.find('\'', end + 1);
  }
  return out;
}

/// "mean", "std" of "Statistics to compute: mean, std, min".
Texts counted_up(std::string_view description) {
  const std::size_t colon = description.find(": ");
  if (colon == std::string_view::npos) return {};
  Texts out;
  for (std::string_view part : text::split(description.substr(colon + 2), ',')) {
    part = text::trim(part);
    if (part.starts_with("or ") || part.starts_with("and ")) part = text::trim(part.substr(3));
    if (part.ends_with('.')) part.remove_suffix(1);
    if (part.empty() || part.size() > 24 || part.find_first_of(" ()'\"") != std::string_view::npos)
      return {};
    out.push_back(json::quote(part));
  }
  return out.size() < 2 ? Texts{} : out;
}

/// The lengths of what `subject` is, where it has any.
std::vector<std::int64_t> shape_of(const world::Thing* subject) {
  std::vector<std::int64_t> out;
  const world::Field* shape = subject == nullptr ? nullptr : subject->find("shape");
  const auto document = json::Document::parse(shape == nullptr ? "[]" : shape->json);
  for (std::size_t i = 0; document && i < document->root().size(); ++i)
    if (const auto length = document->root().at(i).integer()) out.push_back(*length);
  return out;
}

class Setter {
 public:
  Setter(const Toolbox& box, std::size_t tool, const world::Thing* subject, Random& random)
      : box_(box), tool_(tool), subject_(subject), random_(random) {}

  std::optional<std::string> set(const std::string& argument) {
    const auto& input = box_.known.plans[tool_].input;
    const std::string text = box_.schema_of(tool_, argument);
    const auto schema = json::Document::parse(text.empty() ? "{}" : text);
    if (!schema) return std::nullopt;
    root_ = input ? input->root() : schema->root();
    const std::string_view type = tool::type_of(schema->root());
    const std::string_view description = schema->root().text_of("description");
    if (auto part = part_of_subject(argument, description)) return *part;
    if (type == "string" && tool::takes_field_query(description))
      return json::quote(world::field_query(random_.next()));
    if (type == "array" && is_positions(schema->root())) return positions(argument);
    if (auto value = one_of_few(schema->root(), type)) return *value;
    if (schema->root().find("enum")) return value_of(schema->root(), argument, 0);
    if (const Texts seen = from_examples(box_.tools[tool_], argument); !seen.empty())
      return pick(seen, random_);
    if (const Texts choices = choices_of(description); !choices.empty()) {
      if (type == "string") return pick(choices, random_);
      if (type == "array") return some_of(choices);
    }
    return value_of(schema->root(), argument, 0);
  }

 private:
  static Texts choices_of(std::string_view description) {
    Texts out = quoted(description);
    return out.empty() ? counted_up(description) : out;
  }

  /// "Name of the attribute to read", of a thing with a field `attributes`. Nothing: it is no part;
  /// an empty one: the subject has none.
  std::optional<std::optional<std::string>> part_of_subject(const std::string& argument,
                                                            std::string_view description) {
    if (subject_ == nullptr) return std::nullopt;
    const tool::Words words = tool::words_of(fmt::format("{} {}", argument, description));
    for (const world::Field& field : subject_->fields) {
      const auto document = json::Document::parse(field.json);
      if (!document || !document->root().is_object()) continue;
      const std::string one = tool::singular(field.plain);
      if (std::ranges::find(words, one) == words.end()) continue;
      if (words.back() != "read" && words.back() != one && !is_name(argument)) continue;
      const json::Value parts = document->root();
      if (parts.size() == 0) return std::optional<std::string>();
      return json::quote(parts.key(random_.below(parts.size())));
    }
    return std::nullopt;
  }

  static bool is_name(const std::string& argument) {
    const tool::Words words = tool::words_of(argument);
    return !words.empty() && (words.back() == "name" || words.back() == "key");
  }

  bool is_positions(json::Value schema) const {
    const auto items = schema.find("items");
    const std::string_view of = items ? tool::type_of(tool::resolve(*items, root_)) : "";
    return (of.empty() || of == "integer" || of == "number") && !shape_of(subject_).empty();
  }

  std::string positions(const std::string& argument) {
    const tool::Words words = tool::words_of(argument);
    const bool is_start = !words.empty() && (words.back() == "start" || words.back() == "offset" ||
                                             words.back() == "offsets" || words.back() == "begin");
    std::string out = "[";
    for (const std::int64_t length : shape_of(subject_)) {
      constexpr std::array<std::int64_t, 4> kCounts = {5, 10, 20, 50};
      const std::int64_t count =
          is_start ? 0 : std::min(length, kCounts[random_.below(kCounts.size())]);
      out += fmt::format("{}{}", out.size() > 1 ? "," : "", count);
    }
    return out + "]";
  }

  std::string some_of(Texts choices) {
    random_.shuffle(choices);
    choices.resize(std::min<std::size_t>(choices.size(), 2 + random_.below(2)));
    return "[" + text::join(choices, ",") + "]";
  }

  std::string value_of(json::Value schema, const std::string& name, int level) {
    schema = tool::resolve(schema, root_);
    for (const std::string_view several : {"anyOf", "oneOf", "allOf"})
      if (const auto any = schema.find(several); any && any->size() > 0)
        return value_of(any->at(0), name, level);
    if (level == kLevels) return "null";
    const std::string_view type = tool::type_of(schema);
    if (type == "object") return object_of(schema, level);
    if (type == "array") return array_of(schema, name, level);
    if (auto value = one_of_few(schema, type)) return *value;
    return world::leaf_value(schema, {name, box_.known.plans[tool_].kind, ""}, random_.next());
  }

  /// Of an enum or a short range any, and not always what an example shows.
  std::optional<std::string> one_of_few(json::Value schema, std::string_view type) {
    if (const auto values = schema.find("enum"); values && values->size() > 0) {
      Texts words;
      for (std::size_t i = 0; i < values->size(); ++i)
        if (!values->at(i).is_string() || std::ranges::any_of(values->at(i).text(), text::is_word))
          words.emplace_back(values->at(i).raw());
      if (!words.empty()) return pick(words, random_);
    }
    const auto least = schema.find("minimum"), most = schema.find("maximum");
    if (type != "integer" || !least || !most) return std::nullopt;
    const auto low = least->integer(), high = most->integer();
    if (!low || !high || *high < *low || *high - *low > kShortRange) return std::nullopt;
    return std::to_string(*low + static_cast<std::int64_t>(
                                     random_.below(static_cast<std::uint64_t>(*high - *low + 1))));
  }

  std::string object_of(json::Value schema, int level) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object();
    const auto properties = schema.find("properties");
    const auto required = schema.find("required");
    std::size_t optional = 0;
    for (std::size_t i = 0; properties && i < properties->size(); ++i) {
      const std::string key(properties->key(i));
      bool is_required = false;
      for (std::size_t j = 0; required && j < required->size(); ++j)
        is_required = is_required || required->at(j).text() == key;
      const json::Value property = tool::resolve(properties->at(i), root_);
      const std::string_view type = tool::type_of(property);
      if (!is_required && (type == "object" || type == "array" || type == "boolean" ||
                           ++optional > kOptionalParts))
        continue;
      writer.key(key).raw(value_of(property, key, level + 1));
    }
    writer.end_object();
    return out;
  }

  std::string array_of(json::Value schema, const std::string& name, int level) {
    const auto items = schema.find("items");
    if (!items) return "[]";
    const std::string one = tool::singular(name);
    const std::string first = value_of(*items, one, level + 1);
    if (random_.below(2) == 0) return "[" + first + "]";
    const std::string second = value_of(*items, one, level + 1);
    return first == second ? "[" + first + "]" : "[" + first + "," + second + "]";
  }

  const Toolbox& box_;
  std::size_t tool_;
  const world::Thing* subject_;
  Random& random_;
  json::Value root_;
};

}  // namespace

std::optional<std::string> narrowing(const Toolbox& box, std::size_t tool,
                                     const std::string& argument, const world::World& world,
                                     Random& random) {
  const world::Plan& plan = box.known.plans[tool];
  const std::string text = box.schema_of(tool, argument);
  const auto schema = json::Document::parse(text.empty() ? "{}" : text);
  if (plan.deed.kind != tool::DeedKind::kList || !schema || schema->root().find("enum") ||
      schema->root().find("default") || !from_examples(box.tools[tool], argument).empty())
    return std::nullopt;
  Texts values;
  for (const world::Thing& thing : world.things) {
    const world::Field* field = thing.kind == plan.kind ? thing.find(argument) : nullptr;
    const bool is_text = field != nullptr && field->json.size() > 2 && field->json.front() == '"';
    if (is_text && std::ranges::find(values, field->json) == values.end())
      values.push_back(field->json);
  }
  if (values.empty()) return std::nullopt;
  return pick(values, random);
}

std::optional<std::string> setting(const Toolbox& box, std::size_t tool, const std::string& argument,
                                   const world::Thing* subject, Random& random) {
  return Setter(box, tool, subject, random).set(argument);
}

}  // namespace generator::trajectory
