#include "offline/tool_requests.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_nouns.h"

namespace generator::offline {
namespace {

/// "its shape": what goes on from the thing before.
bool is_own(const Phrase& phrase) {
  return phrase.verb == "get" &&
         (phrase.object.starts_with("its ") || phrase.object.starts_with("their "));
}

/// How somebody asks for a thing itself.
std::string bare_verb(const Phrase& phrase, Chooser& choose, bool is_first) {
  const bool is_plain = phrase.place.empty() && phrase.rest.empty() && phrase.limit.empty();
  if (!is_plain) return std::string(choose.one({"look up", "find"}));
  if (!is_first) return std::string(choose.one({"look up", "show me", "pull up", "get the details of"}));
  return std::string(choose.one({"look up", "show me", "find", "pull up", "tell me about",
                                 "get the details of", "show me the details of", "get me"}));
}

}  // namespace

std::string joined(const std::vector<Phrase>& phrases, const std::string& verb, Chooser& choose) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    const Phrase& phrase = phrases[i];
    const bool same = i > 0 && phrases[i - 1].verb == phrase.verb && phrase.verb != "read" &&
                      phrases[i - 1].rest.empty() && phrases[i - 1].limit.empty() &&
                      phrase.limit.empty() && !phrase.object.empty() &&
                      parts.back().find(" and ") == std::string::npos && !phrase.is_bare &&
                      (!phrases[i - 1].is_bare || is_own(phrase)) &&
                      phrase.object.find(" and ") == std::string::npos;
    if (same) {
      parts.back() += " and " + phrase.thing();
      continue;
    }
    const std::string other = i == 0 && !verb.empty() ? verb
                              : phrase.is_bare        ? bare_verb(phrase, choose, false)
                                                      : phrase.verb;
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
  if (first.is_bare && phrases.size() > 1 && is_own(phrases[1]))
    return std::string(choose.one({"look up", "get", "show me"}));  // its object may follow
  if (first.is_bare) return bare_verb(first, choose, true);
  if (first.verb == "show") return "show me";
  const std::string word = first.object.substr(0, first.object.find(' '));
  const bool is_bare = first.verb == "list" && !is_article(text::to_lower(word)) &&
                       !is_one_of(word, {"at", "its", "their"});
  const bool is_all = first.object.starts_with("all ");
  if (is_bare) return std::string(choose.one({"list", "list", "show me the"}));
  if (first.verb == "list" && is_all)
    return std::string(choose.one({"list", "show me", "give me a list of", "get me a list of"}));
  if (first.verb == "list") return std::string(choose.one({"list", "show me", "get me"}));
  if (first.verb != "get") return {};
  const std::string attribute = first.object.substr(0, first.object.find(" of "));
  const bool is_named = std::ranges::any_of(attribute, [](char c) {
    return !(c == ' ' || (c >= 'a' && c <= 'z'));
  });
  const bool is_attribute = (first.object.starts_with("its ") || attribute != first.object) &&
                            !is_named && !is_plural(attribute.substr(attribute.rfind(' ') + 1));
  if (is_attribute)
    return std::string(choose.one({"get", "tell me", "give me", "look up", "find out"}));
  const bool is_list = is_all || first.object.starts_with("at most ");
  if (is_list) return std::string(choose.one({"get", "show me", "find", "list"}));
  return std::string(choose.one({"get", "show me", "get me"}));
}

namespace {

std::string follow_up(const std::string& deed, Chooser& choose) {
  switch (choose.below(10)) {
    case 0:
      return fmt::format("Good. Please {}.", deed);
    case 1:
      return fmt::format("Next, {}.", deed);
    case 2:
      return fmt::format("Then {}, please.", deed);
    case 3:
      return fmt::format("Thanks. Can you also {}?", deed);
    case 4:
      return fmt::format("Great, now {}.", deed);
    case 5:
      return fmt::format("OK, and now {}.", deed);
    case 6:
      return fmt::format("Could you also {}?", deed);
    case 7:
      return fmt::format("One more thing: {}.", deed);
    default:
      return fmt::format("Now {}.", deed);
  }
}

}  // namespace

std::string request(const std::vector<Phrase>& phrases, Chooser& choose, bool is_first) {
  const std::string deed = joined(phrases, asking_verb(phrases, choose), choose);
  if (!is_first) return follow_up(deed, choose);
  const std::size_t form = choose.below(14);
  const bool is_told = phrases.size() == 1 && phrases[0].verb == "get" && phrases[0].limit.empty();
  if (form == 0 && is_told) return fmt::format("I need {}.", phrases[0].thing());
  if (form == 1 && is_told && !phrases[0].is_bare)
    return fmt::format("{}, please.", capitalized(phrases[0].thing()));
  switch (form) {
    case 0:
    case 2:
      return fmt::format("Please {}.", deed);
    case 1:
    case 3:
      return fmt::format("Can you {}?", deed);
    case 4:
      return fmt::format("I'd like you to {}.", deed);
    case 5:
    case 6:
      return fmt::format("Could you {}?", deed);
    case 7:
      return fmt::format("I need you to {}.", deed);
    case 8:
      return fmt::format("Hi, can you {}?", deed);
    case 9:
      return fmt::format("Would you {}, please?", deed);
    case 10:
      return fmt::format("{}, please.", capitalized(deed));
    default:
      return capitalized(deed) + ".";
  }
}

std::string uncapitalized(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] + 32);
  return text;
}

}  // namespace generator::offline
