#include "offline/tool_phrase.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/json.h"
#include "base/text.h"
#include "offline/lexicon.h"
#include "tool/entity_words.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using tool::Origin;
using tool::SketchArgument;
using tool::SketchCall;
using Tokens = std::vector<std::string>;

bool is_any_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool is_article(std::string_view lower) {
  return is_any_of(lower, {"a", "an", "the", "this", "that", "its", "all", "any", "each", "every",
                           "one", "multiple", "several", "many", "some"});
}

/// What says nothing once the thing is named.
bool is_vague(std::string_view lower) {
  return is_article(lower) ||
         is_any_of(lower, {"existing", "specific", "given", "single", "certain", "particular",
                           "specified", "named", "available", "large", "current", "currently",
                           "selected", "new", "registered", "desired", "requested", "target"});
}

bool is_joint(std::string_view lower) {
  return is_any_of(lower, {"of", "in", "from", "to", "for", "on", "into", "within", "inside",
                           "about", "at", "by", "with", "across", "against", "and", "or", "under",
                           "through", "via", "between"});
}

/// "(for groups)" and the like are remarks.
std::string without_brackets(std::string_view text) {
  std::string out;
  int depth = 0;
  for (const char c : text) {
    if (c == '(' || c == '[') {
      ++depth;
      if (!out.empty() && out.back() == ' ') out.pop_back();
    }
    if (depth == 0) out += c;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  return out;
}

std::string_view first_sentence(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i)
    if ((text[i] == '.' || text[i] == '!' || text[i] == ';') && (text[i + 1] == ' ' || text[i + 1] == '\n'))
      return text.substr(0, i);
  while (!text.empty() && (text.back() == '.' || text.back() == '\n' || text.back() == ' '))
    text.remove_suffix(1);
  return text.substr(0, text.find('\n'));
}

Tokens tokens_of(std::string_view text) {
  Tokens out;
  for (const std::string_view word : text::words(text)) out.emplace_back(word);
  return out;
}

std::string bare(std::string_view token) {
  while (!token.empty() && (token.back() == ',' || token.back() == '.' || token.back() == ':'))
    token.remove_suffix(1);
  return text::to_lower(token);
}

/// "Returns" → "return"; "" where the word is no verb at the beginning of a description.
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

/// What people say in place of what manuals say.
std::string spoken_verb(const std::string& verb) {
  if (is_any_of(verb, {"return", "retrieve", "fetch", "obtain", "receive", "gets"})) return "get";
  if (is_any_of(verb, {"print", "display"})) return "show";
  return verb;
}

/// Words by which arguments are called, of those that are passed.
Tokens argument_words(const SketchCall& call) {
  Tokens out;
  for (const SketchArgument& argument : call.arguments)
    for (const std::string& name : {noun_of(argument), argument.name})
      for (const std::string& word : tool::words_of(name))
        if (word.size() > 2 && tool::handle_of(word) == tool::kNoHandle) out.push_back(word);
  return out;
}

bool has_word(const Tokens& words, std::size_t begin, std::size_t end, const std::string& word) {
  for (std::size_t i = begin; i < end; ++i)
    if (singular(bare(words[i])) == word) return true;
  return false;
}

/// Whether what follows names an argument that has not been named before.
bool names_argument(const Tokens& words, std::size_t at, const Tokens& arguments) {
  return std::ranges::any_of(arguments, [&](const std::string& word) {
    return has_word(words, at, words.size(), word) && !has_word(words, 0, at, word);
  });
}

/// Where talk of how it is done begins, or a second deed.
std::size_t end_of_deed(const Tokens& words, const Tokens& arguments) {
  for (std::size_t i = 2; i < words.size(); ++i) {
    const std::string lower = bare(words[i]);
    const bool is_manner =
        is_any_of(lower, {"with", "using", "by", "based", "useful", "if", "via", "when", "so",
                          "which", "starting", "running", "optionally", "through", "that"});
    if (is_manner && !names_argument(words, i, arguments)) return i;
    if (lower == "in" && i + 2 < words.size() && is_any_of(bare(words[i + 1]), {"one", "parallel"}))
      return i;
    if (lower == "and" && i + 1 < words.size() && !imperative(words[i + 1]).empty() &&
        !names_argument(words, i, arguments)) {
      const Entry entry = look_up(bare(words[i + 1]));
      if ((entry.classes & kNounToo) == 0) return i;
    }
    if (words[i - 1].ends_with(',') && !is_any_of(lower, {"and", "or"}) && !is_joint(lower)) return i;
  }
  return words.size();
}

std::string lower_noun(const SketchArgument& argument) {
  return argument.noun.empty() ? noun_of(argument) : argument.noun;
}

/// Another call was given the same thing, or takes it from the same result.
bool is_same_thing(const SketchArgument& a, const SketchArgument& b) {
  if (a.noun.empty() || a.noun != b.noun) return false;
  if (a.origin == Origin::kResult && b.origin == Origin::kResult)
    return a.step == b.step && a.call == b.call && a.field == b.field && a.value == b.value;
  return !a.value.empty() && a.value == b.value;
}

bool was_named(const SketchArgument& argument, const Spoken& spoken) {
  for (const SketchCall* call : spoken.before)
    for (const SketchArgument& other : call->arguments)
      if (is_same_thing(argument, other)) return true;
  return false;
}

/// "the dataset /a", "a new pipeline called x", "the first dataset listed", "it".
std::string named(const SketchArgument& argument, const Spoken& spoken,
                  const std::string& adjectives) {
  const std::string noun = lower_noun(argument);
  const std::string head = adjectives.empty() ? noun : adjectives + " " + noun;
  if (argument.origin == Origin::kResult && argument.value.empty()) {
    if (was_named(argument, spoken) && !spoken.by_name) return "it";
    if (argument.takes_list) return fmt::format("the first three {} that are listed", plural(noun));
    if (argument.is_of_list) return fmt::format("the first {} that is listed", noun);
    return fmt::format("the {} that comes back", noun);
  }
  if (!spoken.by_name && was_named(argument, spoken)) return "it";
  const std::string value = said(argument.value);
  if (argument.value.starts_with('['))
    return fmt::format("the {}{} {}", adjectives.empty() ? "" : adjectives + " ",
                       plural(noun), value);
  if (argument.origin == Origin::kChosen && !argument.value.starts_with("\"/")) {
    const std::string kind = "new " + noun;
    return spoken.by_name ? fmt::format("the {} {}", noun, value)
                          : fmt::format("a {} called {}", kind, value);
  }
  return fmt::format("the {} {}", head, value);
}

/// What a phrase is put together from.
class Sentence {
 public:
  Sentence(Tokens words, const Spoken& spoken) : words_(std::move(words)), spoken_(spoken) {}

  /// The general words for `argument` become its own: true where there were any.
  bool put(const SketchArgument& argument) {
    const std::string noun = lower_noun(argument);
    const tool::Words nouns = tool::words_of(noun);
    const std::string head = nouns.empty() ? noun : nouns.back();
    std::optional<std::size_t> at = find(head, Fit::kHead);
    if (!at) at = find(head, Fit::kCompound);
    if (!at && !argument.noun.empty()) at = find(head, Fit::kGeneric);
    if (!at) return false;
    const std::size_t begin = beginning(*at);
    const std::size_t last = ending(*at);
    std::string tail;  // of a compound, but for what only says how the thing is named
    for (std::size_t i = *at + 1; i <= last; ++i)
      if (tool::handle_of(bare(words_[i])) == tool::kNoHandle) tail += " " + bare(words_[i]);
    std::string adjectives;
    for (std::size_t i = begin; i < *at; ++i)
      if (const std::string lower = bare(words_[i]); !is_vague(lower) && !used(i))
        adjectives += (adjectives.empty() ? "" : " ") + words_[i];
    if (nouns.size() > 1) adjectives.clear();
    std::size_t end = last + 1;
    // "a dataset or group"
    if (end + 1 < words_.size() && bare(words_[end]) == "or") end += 2;
    SketchArgument whole = argument;
    if (!tail.empty() && argument.origin != Origin::kResult && !argument.value.starts_with('['))
      whole.noun = lower_noun(argument) + tail;
    std::string name = named(argument, spoken_, adjectives);
    if (name != "it" && whole.noun != argument.noun) name = named(whole, spoken_, adjectives);
    const bool goes = name == "it" && begin > 0 && is_joint(bare(words_[begin - 1]));
    if (goes && bare(words_[begin - 1]) == "of" && begin > 1) {  // "the shape of it" → "its shape"
      const std::size_t head_begin = beginning(begin - 2);
      if (head_begin <= begin - 2 && is_article(bare(words_[head_begin]))) {
        words_[head_begin] = "its";
        erase(begin - 1, end);
        return true;
      }
    }
    if (goes) {
      if (is_any_of(bare(words_[begin - 1]), {"in", "from", "within", "on", "to", "for", "into"}) &&
          begin > 1) {
        erase(begin - 1, end);
        return true;
      }
    }
    words_[begin] = std::move(name);
    const bool has_mark = last > begin && words_[last].ends_with(',') && last + 1 < words_.size();
    if (has_mark) words_[begin] += ',';
    done_.resize(words_.size());
    done_[begin] = true;
    erase(begin + 1, end);
    return true;
  }

  std::string text() const { return text::join(words_, " "); }

 private:
  bool used(std::size_t i) const { return i < done_.size() && done_[i]; }

  void erase(std::size_t begin, std::size_t end) {
    done_.resize(words_.size());
    words_.erase(words_.begin() + static_cast<std::ptrdiff_t>(begin),
                 words_.begin() + static_cast<std::ptrdiff_t>(std::min(end, words_.size())));
    done_.erase(done_.begin() + static_cast<std::ptrdiff_t>(begin),
                done_.begin() + static_cast<std::ptrdiff_t>(std::min(end, done_.size())));
  }

  /// Where a phrase ends whose last noun stands at `i`: "repository path", "pipeline environment".
  std::size_t ending(std::size_t i) const {
    while (i + 1 < words_.size() && !words_[i].ends_with(',') && !used(i + 1) &&
           !is_joint(bare(words_[i + 1])))
      ++i;
    return i;
  }

  enum class Fit { kHead, kCompound, kGeneric };
  /// The noun of a phrase, at its end or, of a compound, inside; kGeneric: "object", "item" stand for
  /// any kind.
  std::optional<std::size_t> find(const std::string& noun, Fit fit) const {
    for (std::size_t i = 1; i < words_.size(); ++i) {
      if (used(i)) continue;
      const std::string lower = bare(words_[i]);
      const std::string one = singular(lower);
      const bool is_one = fit == Fit::kGeneric ? tool::is_generic(one)
                                               : tool::same_noun(one, noun) || one == noun;
      if (!is_one || is_joint(lower)) continue;
      if (fit == Fit::kCompound || ending(i) == i) return i;
    }
    return std::nullopt;
  }

  std::size_t beginning(std::size_t at) const {
    std::size_t begin = at;
    while (begin > 1 && !used(begin - 1)) {
      const std::string before = bare(words_[begin - 1]);
      if (is_joint(before) || words_[begin - 1].ends_with(',')) break;
      --begin;
      if (is_article(before)) break;
    }
    return begin;
  }

  Tokens words_;
  std::vector<bool> done_;
  const Spoken& spoken_;
};

/// "Scan …" of "Directory to scan for HDF5 files", with the argument in the place of "Directory".
std::optional<Tokens> deed_of_argument(const SketchArgument& argument) {
  const Tokens words = tokens_of(first_sentence(without_brackets(argument.description)));
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    if (bare(words[i]) != "to" || !tool::is_verb(bare(words[i + 1]))) continue;
    Tokens out = {bare(words[i + 1]), "the"};
    for (std::size_t j = 0; j < i; ++j) {
      if (j == 0 && is_any_of(bare(words[0]), {"list", "path", "name", "id", "the"})) continue;
      if (is_any_of(bare(words[j]), {"of", "to", "the", "paths", "path", "names", "ids"})) continue;
      out.push_back(text::to_lower(words[j]));
    }
    if (out.size() < 3) return std::nullopt;
    // "… dataset paths to compute statistics for"
    if (i + 2 < words.size() && bare(words.back()) == "for") {
      Tokens turned = {out[0]};
      for (std::size_t j = i + 2; j < words.size(); ++j) turned.push_back(words[j]);
      turned.insert(turned.end(), out.begin() + 1, out.end());
      return turned;
    }
    for (std::size_t j = i + 2; j < words.size(); ++j) out.push_back(words[j]);
    return out;
  }
  return std::nullopt;
}

Tokens plain_deed(const SketchCall& call) {
  Tokens out = {call.deed.verb.empty() ? "use" : spoken_verb(call.deed.verb)};
  if (!call.deed.nouns.empty()) out.push_back("the");
  for (const std::string& noun : call.deed.nouns) out.push_back(noun);
  if (call.deed.is_of_many && out.size() > 1) out.back() = plural(out.back());
  return out;
}

Tokens deed_words(const SketchCall& call) {
  const std::string text = without_brackets(first_sentence(call.description));
  Tokens words = tokens_of(text);
  if (!words.empty() && bare(words[0]) == "this" && words.size() > 3) words.erase(words.begin(), words.begin() + 2);
  const std::string verb = words.empty() ? std::string() : imperative(words[0]);
  if (!verb.empty() && words.size() > 1 && words.size() < 24) {
    words[0] = spoken_verb(verb);
    // "Construct or rebuild the graph", "Set and save the path"
    if (words.size() > 3 && is_any_of(bare(words[1]), {"or", "and"}) &&
        !imperative(words[2]).empty())
      words.erase(words.begin() + 1, words.begin() + 3);
    std::erase_if(words, [&](const std::string& word) {
      return &word != &words[0] && (word.ends_with("ly") && word.size() > 5 &&
                                    bare(word) != "family" && bare(word) != "currently");
    });
    words.resize(end_of_deed(words, argument_words(call)));
    if (words.size() > 2 && bare(words[1]) == "back") words.erase(words.begin() + 1);
    while (!words.empty() && words.back().ends_with(',')) words.back().pop_back();
    if (words.size() > 1) return words;
  }
  for (const SketchArgument& argument : call.arguments)
    if (argument.is_required)
      if (auto told = deed_of_argument(argument)) return std::move(*told);
  return plain_deed(call);
}

bool is_count(const SketchArgument& argument) {
  return is_any_of(text::to_lower(argument.name), {"limit", "max_results", "page_size", "per_page",
                                                   "top_k", "count", "rows"}) &&
         !argument.value.starts_with('[');
}

std::string setting(const SketchArgument& argument) {
  const std::string value = said(argument.value);
  const std::string noun = noun_of(argument);
  if (is_count(argument)) return "at most " + value;
  const tool::Words name = tool::words_of(argument.name);
  if (name.size() == 2 && name[0] == "max" && !argument.value.starts_with('"'))
    return fmt::format("at most {} {}", value, plural(singular(name[1])));
  if (argument.value == "true") return "with " + noun;
  if (argument.value == "false") return "without " + noun;
  if (argument.value.starts_with('{')) return "with " + value;
  if (argument.value.starts_with('['))
    return fmt::format("with {} {}", plural(noun), value);
  const bool is_number = !argument.value.starts_with('"');
  if (is_number)
    return fmt::format("with {} {} of {}", indefinite_article(noun), noun, value);
  return fmt::format("with {} {}", noun, value);
}

/// "manager configuration" → "the manager configuration"
std::string with_article(std::string object) {
  const Tokens words = tokens_of(object);
  if (words.empty()) return object;
  std::size_t head = 0;
  while (head + 1 < words.size() && !is_joint(bare(words[head + 1])) &&
         !words[head].ends_with(','))
    ++head;
  const std::string first = bare(words[0]), noun = bare(words[head]);
  const bool is_word = std::ranges::all_of(first, [](char c) { return c >= 'a' && c <= 'z'; });
  const Entry entry = look_up(first);
  const bool is_determined = is_article(first) || is_any_of(first, {"it", "two", "three", "them"}) ||
                             (entry.classes & (kDeterminer | kPronoun | kPossessive | kPreposition |
                                               kAdverb)) != 0;
  const bool is_plain_name = head + 1 < words.size() && words[head + 1] == "called";
  if (!is_word || is_determined || is_joint(first) || is_plural(noun) || is_plain_name) return object;
  return "the " + object;
}

bool can_be_asked(const std::string& verb, const std::string& object) {
  if (!is_any_of(verb, {"get", "show", "list", "find"})) return false;
  if (verb == "list" || verb == "show")
    return object.starts_with("all ") || object.find("available") != std::string::npos;
  return verb != "find" && (object.starts_with("the ") || object.starts_with("its "));
}

}  // namespace

std::string Phrase::text() const {
  std::string out = verb;
  if (!object.empty()) out += " " + object;
  if (!rest.empty()) out += (rest.starts_with("at most") ? ", " : " ") + rest;
  return out;
}

std::string said(std::string_view json) {
  const auto document = json::Document::parse(json);
  if (!document) return std::string(json);
  const json::Value value = document->root();
  if (value.is_string()) return std::string(value.text());
  std::vector<std::string> parts;
  if (value.is_array()) {
    bool nested = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
      nested = nested || value.at(i).is_object();
      parts.push_back(said(value.at(i).raw()));
    }
    return text::join(parts, nested ? "; " : ", ").empty() ? "none"
           : nested                                        ? text::join(parts, "; ")
                                                           : enumerated(parts);
  }
  if (value.is_object()) {
    for (std::size_t i = 0; i < value.size(); ++i)
      parts.push_back(fmt::format("{} {}", text::replace_all(value.key(i), "_", " "),
                                  said(value.at(i).raw())));
    return enumerated(parts);
  }
  if (value.boolean()) return *value.boolean() ? "yes" : "no";
  if (value.is_null()) return "nothing";
  return std::string(value.raw());
}

std::string enumerated(const std::vector<std::string>& parts, std::string_view last) {
  if (parts.empty()) return {};
  if (parts.size() == 1) return parts[0];
  std::string out = parts[0];
  for (std::size_t i = 1; i + 1 < parts.size(); ++i) out += ", " + parts[i];
  return fmt::format("{} {} {}", out, last, parts.back());
}

std::string noun_of(const SketchArgument& argument) {
  std::string own = text::join(tool::words_of(argument.name), " ");
  Tokens words = tokens_of(first_sentence(without_brackets(argument.description)));
  for (std::string& word : words) word = bare(word);
  // "Name of the attribute to read", "Path to the dataset"
  if (words.size() > 2 && is_any_of(words[0], {"name", "path", "id", "list", "type", "number"}) &&
      is_any_of(words[1], {"of", "to", "for"})) {
    const bool is_number = words[0] == "number";
    words.erase(words.begin(), words.begin() + 2);
    while (!words.empty() && is_vague(words[0])) words.erase(words.begin());
    if (is_number && !words.empty()) return own;
  }
  while (!words.empty() && is_vague(words[0])) words.erase(words.begin());
  Tokens head;
  for (const std::string& word : words) {
    if (is_joint(word) || word == "-" || is_any_of(word, {"is", "are", "that", "which", "if"})) break;
    head.push_back(word);
    if (head.size() > 3) return own;
  }
  const std::string last = head.empty() ? std::string() : head.back();
  if (head.size() > 1 && is_any_of(last, {"name", "path", "id"})) head.pop_back();
  const bool is_noun = !head.empty() && !tool::is_verb(head[0]) && head[0].size() > 2 &&
                       imperative(head[0]).empty();
  return is_noun ? text::join(head, " ") : own;
}

std::string plural(const std::string& noun) {
  if (noun.ends_with('s')) return noun;
  const bool ends_y = noun.size() > 2 && noun.ends_with('y') &&
                      std::string_view("aeiou").find(noun[noun.size() - 2]) == std::string_view::npos;
  return ends_y ? noun.substr(0, noun.size() - 1) + "ies" : noun + "s";
}

std::string participle(std::string_view verb) {
  const Entry entry = look_up(text::to_lower(verb));
  if (entry.verb != nullptr) return entry.verb->participle;
  const bool ends_y = verb.size() > 2 && verb.ends_with('y') &&
                      std::string_view("aeiou").find(verb[verb.size() - 2]) == std::string_view::npos;
  if (ends_y) return std::string(verb.substr(0, verb.size() - 1)) + "ied";
  return std::string(verb) + (verb.ends_with('e') ? "d" : "ed");
}

std::string capitalized(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

std::string verb_of(const SketchCall& call) { return deed_words(call)[0]; }

Phrase phrase_of(const SketchCall& call, const Spoken& spoken) {
  Tokens words = deed_words(call);
  Phrase out;
  out.verb = words[0];
  Sentence sentence(words, spoken);
  std::vector<const SketchArgument*> rest;
  for (const SketchArgument& argument : call.arguments) {
    if (argument.name == spoken.left_out) continue;
    const bool is_reference = !argument.noun.empty();
    const bool is_text = argument.value.starts_with('"');
    if ((is_reference || is_text) && sentence.put(argument)) continue;
    rest.push_back(&argument);
  }
  std::string text = sentence.text();
  out.object = with_article(text.size() > out.verb.size() ? text.substr(out.verb.size() + 1) : "");
  std::vector<std::string> settings;
  for (const SketchArgument* argument : rest) {
    if (argument->noun.empty()) {
      settings.push_back(setting(*argument));
      continue;
    }
    const std::string name = named(*argument, spoken, "");
    if (name == "it") continue;
    if (argument->origin == Origin::kChosen)
      out.object += fmt::format("{} called {}", out.object.empty() ? " one" : "",
                                said(argument->value));
    else
      out.object += fmt::format("{} {}", out.object.empty() ? "" : " for", name);
  }
  std::ranges::stable_partition(settings, [](const std::string& one) {
    return !one.starts_with("at most");
  });
  for (std::size_t i = 0; i < settings.size(); ++i) {
    if (i > 0 && settings[i].starts_with("with ") && settings[i - 1].starts_with("with "))
      out.rest += " and " + settings[i].substr(5);
    else
      out.rest += (out.rest.empty() ? "" : ", ") + settings[i];
  }
  out.is_question = can_be_asked(out.verb, out.object);
  return out;
}

}  // namespace generator::offline
