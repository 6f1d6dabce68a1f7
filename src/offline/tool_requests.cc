#include "offline/tool_requests.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_nouns.h"

namespace generator::offline {
namespace {

/// "the first one", "that user": what is looked up, not got together with something else.
bool is_bare_thing(const Phrase& phrase) {
  return phrase.verb == "get" && phrase.object.find(" of ") == std::string::npos &&
         (phrase.object.starts_with("the first ") || phrase.object.starts_with("that ") ||
          phrase.object.starts_with("the new "));
}

}  // namespace

std::string joined(const std::vector<Phrase>& phrases, const std::string& verb, Chooser& choose) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    const Phrase& phrase = phrases[i];
    const bool same = i > 0 && phrases[i - 1].verb == phrase.verb && phrase.verb != "read" &&
                      phrases[i - 1].rest.empty() && phrases[i - 1].limit.empty() &&
                      phrase.limit.empty() && !phrase.object.empty() &&
                      parts.back().find(" and ") == std::string::npos && !is_bare_thing(phrase) &&
                      phrase.object.find(" and ") == std::string::npos;
    if (same) {
      parts.back() += " and " + phrase.thing();
      continue;
    }
    const std::string_view other = i == 0 && !verb.empty() ? std::string_view(verb)
                                   : is_bare_thing(phrase) ? "look up"
                                                           : std::string_view(phrase.verb);
    parts.push_back(phrase.text_with(other));
  }
  if (parts.size() == 1) return parts[0];
  std::string out = parts[0];
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const bool is_last = i + 1 == parts.size();
    const bool has_mark = parts.size() > 2 || parts[i - 1].find(" and ") != std::string::npos ||
                          parts[i - 1].find(", ") != std::string::npos;
    if (!is_last) out += ", " + parts[i];
    else
      out += fmt::format("{} and {}{}", has_mark ? "," : "",
                         choose.below(3) == 0 || parts.size() > 2 ? "then " : "", parts[i]);
  }
  return out;
}

std::string asking_verb(const std::vector<Phrase>& phrases, Chooser& choose) {
  const Phrase& first = phrases[0];
  if (first.verb == "show") return "show me";
  const std::string word = first.object.substr(0, first.object.find(' '));
  const bool is_bare = first.verb == "list" && !is_article(text::to_lower(word)) &&
                       !is_one_of(word, {"at", "its", "their"});
  if (is_bare) return {};
  if (first.verb == "list") return std::string(choose.one({"list", "list", "show me", "give me"}));
  if (first.verb != "get") return {};
  const std::string attribute = first.object.substr(0, first.object.find(" of "));
  const bool is_named = std::ranges::any_of(attribute, [](char c) {
    return !(c == ' ' || (c >= 'a' && c <= 'z'));
  });
  const bool is_attribute = (first.object.starts_with("its ") || attribute != first.object) &&
                            !is_named && !is_plural(attribute.substr(attribute.rfind(' ') + 1));
  if (is_attribute) return std::string(choose.one({"get", "tell me", "give me", "look up", "get"}));
  const bool is_list = first.object.starts_with("all ") || first.object.starts_with("at most ");
  if (is_list) return std::string(choose.one({"get", "show me", "give me"}));
  return std::string(choose.one({"get", "show me", "look up", "get"}));
}

std::string request(const std::vector<Phrase>& phrases, Chooser& choose, bool is_first) {
  const std::string deed = joined(phrases, asking_verb(phrases, choose), choose);
  if (!is_first) {
    switch (choose.below(6)) {
      case 0:
        return fmt::format("Good. Please {}.", deed);
      case 1:
        return fmt::format("Next, {}.", deed);
      case 2:
        return fmt::format("Then {}, please.", deed);
      case 3:
        return fmt::format("Thanks. Can you also {}?", deed);
      default:
        return fmt::format("Now {}.", deed);
    }
  }
  const std::size_t form = choose.below(8);
  if (form == 3 && phrases[0].verb == "get" && phrases[0].limit.empty() && phrases.size() == 1)
    return fmt::format("I need {}.", phrases[0].thing());
  switch (form) {
    case 0:
      return fmt::format("Please {}.", deed);
    case 1:
      return fmt::format("Can you {}?", deed);
    case 2:
      return fmt::format("I'd like you to {}.", deed);
    case 3:
    case 4:
      return fmt::format("Could you {}?", deed);
    default:
      return capitalized(deed) + ".";
  }
}

std::string uncapitalized(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] + 32);
  return text;
}

}  // namespace generator::offline
