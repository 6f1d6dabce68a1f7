#include "offline/tool_nouns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/text.h"
#include "offline/lexicon.h"
#include "tool/deed.h"
#include "tool/entity_words.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using Tokens = std::vector<std::string>;

struct Abbreviation {
  std::string_view brief, full;
};

constexpr std::array kAbbreviations = {
    Abbreviation{"pkg", "package"},       Abbreviation{"repo", "repository"},
    Abbreviation{"repos", "repositories"}, Abbreviation{"pkgs", "packages"},
    Abbreviation{"config", "configuration"}, Abbreviation{"dir", "directory"},
    Abbreviation{"env", "environment"},   Abbreviation{"dtype", "data type"},
    Abbreviation{"info", "information"},  Abbreviation{"id", "ID"},
    Abbreviation{"uuid", "UUID"},         Abbreviation{"url", "URL"},
    Abbreviation{"api", "API"},           Abbreviation{"apis", "APIs"},
    Abbreviation{"spec", "specification"}, Abbreviation{"args", "arguments"},
    Abbreviation{"std", "standard deviation"}, Abbreviation{"num", "number"},
    Abbreviation{"msg", "message"},       Abbreviation{"desc", "description"},
    Abbreviation{"fn", "function"},       Abbreviation{"addr", "address"},
    Abbreviation{"pullrequest", "pull request"}, Abbreviation{"pullrequests", "pull requests"},
};

bool ends_in_consonant_y(std::string_view word) {
  return word.size() > 2 && word.ends_with('y') &&
         std::string_view("aeiou").find(word[word.size() - 2]) == std::string_view::npos;
}

std::string said_list(json::Value list) {
  std::vector<std::string> parts;
  bool is_numbers = list.size() > 0;
  bool is_nested = false;
  for (std::size_t i = 0; i < list.size(); ++i) {
    is_numbers = is_numbers && list.at(i).is_number();
    is_nested = is_nested || list.at(i).is_object() || list.at(i).is_array();
    const bool is_truth = list.at(i).boolean().has_value();
    parts.push_back(is_truth ? std::string(list.at(i).raw()) : said(list.at(i).raw()));
  }
  if (parts.empty()) return "none";
  if (is_numbers) return fmt::format("[{}]", text::join(parts, ", "));
  return is_nested ? text::join(parts, "; ") : enumerated(parts);
}

/// "ID of the pipeline to load" → {"pipeline", "to", "load"}; empty where the text begins otherwise.
Tokens after_handle(Tokens words) {
  // "Choose city"
  if (words.size() > 1 && is_one_of(words[0], {"choose", "select", "enter", "specify", "provide"}))
    words.erase(words.begin());
  const bool is_handle =
      words.size() > 2 && (is_one_of(words[0], {"list", "type"}) ||
                           tool::handle_of(words[0]) != tool::kNoHandle) &&
      is_one_of(words[1], {"of", "to", "for"}) && words[0] != "number";
  if (is_handle) words.erase(words.begin(), words.begin() + 2);
  while (!words.empty() && is_vague(words[0])) words.erase(words.begin());
  return words;
}

}  // namespace

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, word) != list.end();
}

bool is_article(std::string_view lower) {
  return is_one_of(lower, {"a", "an", "the", "this", "that", "its", "all", "any", "each", "every",
                           "one", "multiple", "several", "many", "some"});
}

bool is_vague(std::string_view lower) {
  return is_article(lower) ||
         is_one_of(lower, {"existing", "specific", "given", "single", "certain", "particular",
                           "specified", "named", "available", "large", "current", "currently",
                           "selected", "new", "registered", "desired", "requested", "target",
                           "entire", "predefined"});
}

bool is_joint(std::string_view lower) {
  return is_one_of(lower, {"of", "in", "from", "to", "for", "on", "into", "within", "inside",
                           "about", "at", "by", "with", "without", "across", "against", "and", "or",
                           "under", "through", "via", "between", "based", "using", "as", "that",
                           "per", "than"});
}

std::string bare(std::string_view token) {
  while (!token.empty() && std::string_view(",.:;").find(token.back()) != std::string_view::npos)
    token.remove_suffix(1);
  return text::to_lower(token);
}

Tokens tokens_of(std::string_view text) {
  Tokens out;
  for (const std::string_view word : text::words(text)) out.emplace_back(word);
  return out;
}

std::string first_sentence(std::string_view text) {
  std::string out;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool ends = (c == '.' || c == '!' || c == ';') &&
                      (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n');
    if (depth == 0 && (ends || (c == '\n' && !out.empty()))) break;
    if (c == '(' || c == '[') {
      ++depth;
      while (!out.empty() && out.back() == ' ') out.pop_back();
    }
    if (depth == 0 && c != '*' && c != '`') out += c;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  return out;
}

std::string imperative(std::string_view word) {
  const std::string lower = bare(word);
  const Entry entry = look_up(lower);
  if (entry.verb != nullptr && (entry.classes & (kVerbBase | kVerbThird)) != 0)
    return entry.verb->base;
  if (tool::is_verb(lower)) return lower;
  for (const std::string_view end : {"es", "s"})
    if (lower.ends_with(end))
      if (const std::string base = lower.substr(0, lower.size() - end.size()); tool::is_verb(base))
        return base;
  return {};
}

std::string said(std::string_view json) {
  const auto document = json::Document::parse(json);
  if (!document) return std::string(json);
  const json::Value value = document->root();
  if (value.is_string()) return std::string(value.text());
  if (value.is_array()) return said_list(value);
  if (value.is_object()) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < value.size(); ++i)
      parts.push_back(fmt::format("{} {}", text::replace_all(value.key(i), "_", " "),
                                  said(value.at(i).raw())));
    return enumerated(parts);
  }
  if (value.boolean()) return *value.boolean() ? "yes" : "no";
  if (value.is_null()) return "nothing";
  return std::string(value.raw());
}

std::string quoted(std::string_view json) {
  const std::string out = said(json);
  const bool is_text = json.starts_with('"');
  if (is_text && (out.empty() || out.find(' ') != std::string::npos))
    return fmt::format("\"{}\"", out);
  return out;
}

std::string said_things(std::string_view json) {
  const auto document = json::Document::parse(json);
  if (!document || !document->root().is_array()) return quoted(json);
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < document->root().size(); ++i)
    parts.push_back(said(document->root().at(i).raw()));
  return parts.empty() ? "none" : enumerated(parts);
}

std::string enumerated(const std::vector<std::string>& parts, std::string_view last) {
  if (parts.empty()) return {};
  std::string out = parts[0];
  for (std::size_t i = 1; i + 1 < parts.size(); ++i) out += ", " + parts[i];
  return parts.size() == 1 ? out : fmt::format("{} {} {}", out, last, parts.back());
}

std::string spelt_out(std::string_view word) {
  for (const Abbreviation& one : kAbbreviations)
    if (one.brief == word) return std::string(one.full);
  return std::string(word);
}

std::string spelt_name(std::string_view name) {
  std::vector<std::string> words;
  for (const std::string& word : tool::words_of(name)) words.push_back(spelt_out(word));
  return text::join(words, " ");
}

std::string noun_of(const tool::SketchArgument& argument) {
  const std::string own = spelt_name(argument.name);
  Tokens words = tokens_of(first_sentence(argument.description));
  for (std::string& word : words) {
    const bool ends = word.ends_with(':') || word.ends_with(',');
    word = bare(word);
    if (ends) {
      words.resize(static_cast<std::size_t>(&word - words.data()) + 1);
      break;
    }
  }
  words = after_handle(std::move(words));
  Tokens head;
  for (const std::string& word : words) {
    if (is_joint(word) || is_one_of(word, {"-", "is", "are", "which", "if", "name/id"})) break;
    head.push_back(spelt_out(word));
    if (head.size() > 3) return own;
  }
  const auto is_bare_ordinal = [](const Tokens& words) {  // "First number"
    return words.size() == 2 && is_one_of(words[0], {"first", "second", "third", "other"});
  };
  while (head.size() > 1 && tool::handle_of(text::to_lower(head.back())) != tool::kNoHandle &&
         !is_bare_ordinal(head))
    head.pop_back();
  if (head.size() > 1 && is_one_of(head.back(), {"type", "kind"}) &&
      own.find(head.back()) == std::string::npos)
    head.pop_back();
  const bool is_word = head.size() == 1 && !imperative(head[0]).empty() &&
                       (look_up(head[0]).classes & kNounToo) == 0;
  const bool is_clause = head.size() > 1 && (is_article(head[1]) || is_one_of(head[1], {"to"}));
  const bool is_noun = !head.empty() && !is_word && !is_clause && head[0].size() > 2 &&
                       !is_one_of(head[0], {"number", "whether", "how", "maximum", "minimum", "only",
                                               "filter", "restrict"});
  // "Latitude component of the start", "Unique customer identifier": the name itself says more.
  const bool is_vague = std::ranges::any_of(head, [](const std::string& word) {
    return is_one_of(word, {"component", "possible", "unique", "optional", "values"});
  });
  return is_noun && !is_vague ? text::join(head, " ") : own;
}

std::string kind_of(const tool::SketchArgument& argument) {
  return argument.noun.empty() ? noun_of(argument) : spelt_out(argument.noun);
}

bool is_person(std::string_view noun) {
  return is_one_of(noun, {"user", "person", "customer", "member", "author", "owner", "employee",
                          "patient", "student", "player", "client", "contact", "driver", "guest",
                          "passenger", "teacher", "assignee", "reviewer", "friend"});
}

std::string plural(const std::string& noun) {
  if (is_plural(noun.substr(noun.rfind(' ') + 1))) return noun;
  if (noun.ends_with("ics")) return noun;
  if (ends_in_consonant_y(noun)) return noun.substr(0, noun.size() - 1) + "ies";
  for (const std::string_view end : {"s", "x", "ch", "sh"})
    if (noun.ends_with(end)) return noun + "es";
  return noun + "s";
}

std::string participle(std::string_view verb) {
  const Entry entry = look_up(text::to_lower(verb));
  if (entry.verb != nullptr) return entry.verb->participle;
  if (ends_in_consonant_y(verb)) return std::string(verb.substr(0, verb.size() - 1)) + "ied";
  return std::string(verb) + (verb.ends_with('e') ? "d" : "ed");
}

std::string capitalized(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

}  // namespace generator::offline
