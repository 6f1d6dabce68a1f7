#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_nouns.h"
#include "offline/tool_results.h"

namespace generator::offline {
namespace {

using Elements = std::vector<json::Value>;

constexpr std::size_t kShownElements = 8;   // of a list in a sentence
constexpr std::size_t kShownLines = 5;      // of a list of things
constexpr std::size_t kLineFields = 3;      // of a thing in a list
constexpr std::size_t kLongestInLine = 60;  // bytes

/// What {"type": "resource", "resource": {…}} or {"record": {…}} holds, else the element itself.
json::Value unwrapped(json::Value element) {
  if (element.size() == 1 && element.at(0).is_object()) return element.at(0);
  const auto type = element.find("type");
  if (!type || !type->is_string() || element.size() > 3) return element;
  const auto inner = element.find(type->text());
  return inner && inner->is_object() ? *inner : element;
}

/// The things of a list; texts among them only speak of these.
Elements elements_of(json::Value list) {
  Elements all, things;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const json::Value element = list.at(i);
    all.push_back(element.is_object() ? unwrapped(element) : element);
    if (element.is_object()) things.push_back(all.back());
  }
  return things.empty() ? all : things;
}

/// Fields that are the same all over a list say nothing of its elements.
std::vector<std::string> same_in_all(const Elements& list) {
  std::vector<std::string> out;
  if (list.size() < 2 || !list[0].is_object()) return out;
  for (std::size_t i = 0; i < list[0].size(); ++i) {
    bool is_same = true;
    for (std::size_t j = 1; j < list.size() && is_same; ++j) {
      const auto other = list[j].find(list[0].key(i));
      is_same = other && other->raw() == list[0].at(i).raw();
    }
    if (is_same) out.push_back(words_of_key(list[0].key(i)));
  }
  return out;
}

std::vector<std::string> details_of(json::Value object,
                                    const std::vector<std::string>& without) {
  std::vector<std::string> out;
  const auto name = name_in(object);
  for (const ResultField& field : fields_of(object, false)) {
    if (std::ranges::find(without, field.name) != without.end()) continue;
    std::string value = field.value.substr(0, field.is_thing ? field.value.find(" (")
                                                             : std::string::npos);
    if (value.ends_with('.') && value.find(' ') != std::string::npos) value.pop_back();
    const bool is_short = !value.starts_with("http") && !value.empty() && !field.is_nested &&
                          value.size() <= kLongestInLine;
    if (is_short && (!name || value != *name) && out.size() < kLineFields)
      out.push_back(fmt::format("{} {}", field.name, value));
  }
  return out;
}

/// "Pepper: tag calm, ID 101"
std::string line_of(json::Value object, const std::vector<std::string>& without) {
  const std::string name = name_in(object).value_or("one");
  const std::vector<std::string> parts = details_of(object, without);
  return parts.empty() ? name : fmt::format("{}: {}", name, text::join(parts, ", "));
}

/// "a, b and c", of texts; or how many there are and the first ones.
std::string told_names(const std::string& nouns, const std::vector<std::string>& names) {
  const std::size_t space = nouns.rfind(' ');
  const std::string last = nouns.substr(space == std::string::npos ? 0 : space + 1);
  const std::string one = nouns.substr(0, nouns.size() - last.size()) + singular(last);
  if (names.size() == 1)
    return fmt::format("There is one {}{}{}.", one, names[0].starts_with("(") ? " " : ": ", names[0]);
  if (names.size() <= kShownElements) return fmt::format("The {} are {}.", nouns, enumerated(names));
  const std::vector<std::string> first(names.begin(), names.begin() + kShownElements);
  return fmt::format("There are {} {}, among them {}.", names.size(), nouns, enumerated(first));
}

}  // namespace

std::string told_list(std::string_view intro, const std::string& nouns, json::Value found) {
  const Elements list = elements_of(found);
  if (list.size() == 0) return fmt::format("No {} were found.", nouns);
  std::vector<std::string> names;
  const std::vector<std::string> same = same_in_all(list);
  bool has_details = false;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const json::Value element = list[i];
    has_details = has_details || (element.is_object() && !details_of(element, same).empty());
    names.push_back(element.is_object() ? name_in(element).value_or("one") : short_value(element));
  }
  if (!has_details) return told_names(nouns, names);
  if (list.size() == 1) {
    const auto parts = details_of(list[0], same);
    const auto type = list[0].find("type");  // no name, where nothing else is
    const bool has_name = !type || !type->is_string() || names[0] != type->text();
    return told_names(nouns, {fmt::format("{}({})", has_name ? names[0] + " " : "",
                                          text::join(parts, ", "))});
  }
  std::string out = fmt::format("{} {} {}:\n", intro, list.size(), nouns);
  if (list.size() > kShownLines)
    out = fmt::format("There are {} {}; the first {} are:\n", list.size(), nouns, kShownLines);
  for (std::size_t i = 0; i < std::min(list.size(), kShownLines); ++i)
    out += fmt::format("\n- {}", list[i].is_object() ? line_of(list[i], same) : names[i]);
  return out;
}

}  // namespace generator::offline
