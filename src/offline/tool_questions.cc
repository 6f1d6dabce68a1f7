#include "offline/tool_questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_nouns.h"

namespace generator::offline {
namespace {

std::string last_word(std::string_view text) {
  return text::to_lower(text.substr(text.rfind(' ') + 1));
}

bool is_mass(std::string_view noun) {
  return is_one_of(noun, {"information", "data", "details", "detail", "content", "contents",
                          "profile", "metadata", "history"});
}

/// Where the attribute ends: "the shape" | " of the dataset".
std::size_t end_of_attribute(const std::string& object) {
  return std::min({object.find(" of "), object.find(" in "), object.find(" for "),
                   object.find(" from "), object.size()});
}

/// "How many elements are in the dataset /a?"
std::optional<std::string> how_many(const std::string& object) {
  for (const std::string_view start : {"the total number of ", "the number of "}) {
    if (!object.starts_with(start)) continue;
    const std::string after = object.substr(start.size());
    const std::size_t in = after.find(" in ");
    if (in == std::string::npos) return std::nullopt;
    return fmt::format("How many {} are{}?", after.substr(0, in), after.substr(in));
  }
  for (const std::string_view start : {"its total number of ", "its number of "})
    if (object.starts_with(start))
      return fmt::format("How many {} does it have?", object.substr(start.size()));
  return std::nullopt;
}

/// "Which attributes does the dataset /a have?", "Which pets are there?"
std::optional<std::string> which(const Phrase& phrase) {
  const bool is_all = phrase.object.starts_with("all ");
  std::string things = is_all ? phrase.object.substr(4) : phrase.object;
  const std::string first = text::to_lower(things.substr(0, things.find(' ')));
  const bool is_bare = is_all || first == "available" || is_plural(first);
  if (!is_bare) return std::nullopt;
  for (const std::string_view vague : {"registered ", "available ", "current "})
    if (things.starts_with(vague)) {
      things.erase(0, vague.size());
      if (vague != "current " && things.find(' ') == std::string::npos)
        return fmt::format("Which {} are {}?", things, text::trim(vague));
    }
  const std::string rest = phrase.rest.empty() ? "" : " " + phrase.rest;
  if (things.ends_with(" available")) return fmt::format("Which {} are available{}?",
                                                         things.substr(0, things.size() - 10), rest);
  const std::size_t of = things.find(" of ");
  if (of != std::string::npos && things.substr(0, of).find(' ') == std::string::npos)
    return fmt::format("Which {} does {}{} have?", things.substr(0, of), things.substr(of + 4), rest);
  for (const std::string_view place : {" in ", " under ", " within ", " on "})
    if (const std::size_t at = things.find(place); at != std::string::npos)
      return fmt::format("Which {} are{}{}?", things.substr(0, at), things.substr(at), rest);
  if (const std::size_t at = things.find(" from the "); at != std::string::npos)
    return fmt::format("Which {} are in {}{}?", things.substr(0, at), things.substr(at + 6), rest);
  const std::size_t words = static_cast<std::size_t>(std::ranges::count(things, ' ')) + 1;
  if (words > 3 || !is_plural(last_word(things))) return std::nullopt;
  return fmt::format("Which {} are there{}?", things, rest);
}

}  // namespace

std::optional<std::string> question_of(const Phrase& asked) {
  Phrase phrase = asked;
  if (!phrase.place.empty()) phrase.rest = phrase.place + (phrase.rest.empty() ? "" : " ") + phrase.rest;
  const std::string& object = phrase.object;
  if (!phrase.limit.empty() || object.empty()) return std::nullopt;
  if (!is_one_of(phrase.verb, {"get", "list", "show"})) return std::nullopt;
  if (phrase.rest.empty())
    if (auto counted = how_many(object)) return counted;
  if (phrase.verb == "list" || object.starts_with("all ")) return which(phrase);
  const bool is_own = object.starts_with("its ") || object.starts_with("their ");
  const std::size_t end = end_of_attribute(object);
  const bool has_owner = object.compare(end, 4, " of ") == 0;
  const bool has_article = object.starts_with("the ");
  const std::string attribute = object.substr(0, end);
  const bool is_attribute = is_own || (has_article && has_owner);
  const bool is_named = std::ranges::any_of(attribute, [](char c) {
    return !(c == ' ' || (c >= 'a' && c <= 'z'));
  });
  if (!is_attribute || is_named || is_mass(last_word(attribute))) return std::nullopt;
  if (attribute.find(" and ") != std::string::npos) return std::nullopt;
  const std::string rest = phrase.rest.empty() ? "" : " " + phrase.rest;
  const std::string noun = last_word(attribute);
  const bool are_things = has_article && is_plural(noun) && !noun.ends_with("ics");
  const bool is_one_owner = has_owner && object.find(" of ", end + 4) == std::string::npos &&
                            object.find(" and ", end + 4) == std::string::npos;
  if (are_things && is_one_owner)
    return fmt::format("Which {} does {} have{}?", attribute.substr(4), object.substr(end + 4), rest);
  return fmt::format("What {} {}{}?", is_plural(last_word(attribute)) ? "are" : "is", object, rest);
}

std::string of_several(std::string object) {
  if (!object.starts_with("the ")) return object;
  const std::size_t end = end_of_attribute(object);
  const bool has_owners = object.compare(end, 4, " of ") == 0 || object.compare(end, 5, " for ") == 0;
  if (!has_owners) return object;
  const std::string attribute = object.substr(0, end);
  const std::string noun = last_word(attribute);
  if (is_mass(noun) || is_plural(noun) || noun == "number" ||
      attribute.find(" and ") != std::string::npos)
    return object;
  return plural(attribute) + object.substr(end);
}

}  // namespace generator::offline
