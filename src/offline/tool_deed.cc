#include "offline/tool_deed.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_nouns.h"
#include "offline/tool_plain_deed.h"
#include "tool/deed.h"
#include "tool/entity_words.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using tool::SketchArgument;
using tool::SketchCall;
using Tokens = std::vector<std::string>;

constexpr std::size_t kLongestTitle = 8;  // words of a description without a verb
constexpr std::size_t kLongestDeed = 24;  // words of a description that is a deed
constexpr std::size_t kLongestAsked = 13;  // words that a person says

/// Whether what comes back is what it is for.
bool asks(const std::string& verb, const SketchCall& call) {
  if (is_one_of(verb, {"get", "list", "show", "read", "find", "search", "describe", "check",
                       "compute", "calculate", "count", "identify", "suggest", "analyze", "compare",
                       "scan", "visit", "look", "inspect", "query", "stream", "recommend", "detect",
                       "estimate", "convert", "translate", "echo", "explore", "view"}))
    return true;
  const tool::DeedKind kind = call.deed.kind;
  return call.deed.verb == verb && verb != "load" &&
         (kind == tool::DeedKind::kRead || kind == tool::DeedKind::kList);
}

/// What people say in place of what manuals say.
std::string spoken_verb(const std::string& verb) {
  if (is_one_of(verb, {"return", "retrieve", "fetch", "obtain", "receive", "provide", "read"}))
    return verb == "read" ? verb : "get";
  if (is_one_of(verb, {"print", "display"})) return "show";
  if (verb == "re-apply" || verb == "reapply") return "update";
  return verb;
}

/// Words by which the arguments that are passed are called.
Tokens argument_words(const SketchCall& call) {
  Tokens out;
  for (const SketchArgument& argument : call.arguments)
    for (const std::string& name : {argument.noun, noun_of(argument), argument.name})
      for (const std::string& word : tool::words_of(name))
        if (word.size() > 2 && tool::handle_of(word) == tool::kNoHandle)
          out.push_back(singular(word));
  return out;
}

bool has_word(const Tokens& words, std::size_t begin, std::size_t end, const std::string& word) {
  for (std::size_t i = begin; i < end; ++i)
    if (tool::same_noun(singular(bare(words[i])), word)) return true;
  return false;
}

/// Whether what follows names an argument that has not been named before.
bool names_argument(const Tokens& words, std::size_t at, const Tokens& arguments) {
  return std::ranges::any_of(arguments, [&](const std::string& word) {
    return has_word(words, at, words.size(), word) && !has_word(words, 0, at, word);
  });
}

bool begins_manner(const Tokens& words, std::size_t i, bool is_asking) {
  const std::string lower = bare(words[i]);
  const std::string next = i + 1 < words.size() ? bare(words[i + 1]) : "";
  if (lower == "in" && is_one_of(next, {"one", "parallel", "a", "bulk"})) 
    return next != "a" || (i + 2 < words.size() && is_one_of(bare(words[i + 2]), {"single"}));
  if (lower == "to" && i + 2 < words.size())
    return is_one_of(bare(words[i + 2]), {"console", "screen", "terminal", "stdout"});
  // A purpose: "for data-centric workflows", "for deployments"
  if (lower == "for") return !is_asking && !is_article(next) && !next.empty();
  return is_one_of(lower, {"with", "without", "using", "by", "based", "useful", "if", "via", "when",
                           "so", "which", "starting", "optionally", "through", "that",
                           "available", "offered", "including", "plus", "where", "along"});
}

/// A verb in the imperative that is no noun: "persist".
bool is_verb_alone(const std::string& word) {
  const Entry entry = look_up(word);
  return (entry.classes & kVerbBase) != 0 && (entry.classes & kNounToo) == 0 &&
         entry.verb != nullptr && entry.verb->base == word;
}

/// Where talk of how it is done begins, or a second deed.
std::size_t end_of_deed(const Tokens& words, const Tokens& arguments, bool is_asking) {
  for (std::size_t i = 2; i < words.size(); ++i) {
    const std::string lower = bare(words[i]);
    if (begins_manner(words, i, is_asking) && !names_argument(words, i, arguments) &&
        !(lower == "available" && i + 1 < words.size()) && !(lower == "without"))
      return i;
    const bool is_second = lower == "and" && i + 1 < words.size() &&
                           tool::is_verb(bare(words[i + 1])) && i + 2 < words.size() &&
                           !is_joint(bare(words[i + 2]));
    const bool is_third = lower == "and" && i + 2 < words.size() &&
                          !imperative(words[i + 1]).empty() &&
                          (is_article(bare(words[i + 2])) ||
                           is_one_of(bare(words[i + 2]), {"up", "out", "off"}));
    const bool is_last = lower == "and" && i + 2 < words.size() && is_verb_alone(bare(words[i + 1])) &&
                         !is_joint(bare(words[i + 2]));
    if (is_last) return i;
    if ((is_second || is_third) && !names_argument(words, i, arguments)) return i;
    const bool is_adjective = (look_up(bare(words[i - 1])).classes & kParticiple) != 0 &&
                              i == 2 && words.size() > i + 1;  // "simulated, random-leveled logging"
    if (words[i - 1].ends_with(',') && !is_one_of(lower, {"and", "or"}) && !is_joint(lower) &&
        !is_adjective)
      return i;
  }
  return words.size();
}

/// "Scan …" of "Directory to scan for HDF5 files", with the argument in the place of "Directory".
std::optional<Tokens> deed_of_argument(const SketchArgument& argument) {
  const Tokens words = tokens_of(first_sentence(argument.description));
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    if (bare(words[i]) != "to" || !tool::is_verb(bare(words[i + 1]))) continue;
    Tokens out = {spoken_verb(bare(words[i + 1])), "the"};
    for (std::size_t j = 0; j < i; ++j) {
      const std::string lower = bare(words[j]);
      if (!is_one_of(lower, {"list", "of", "to", "the", "for", "a"}) &&
          tool::handle_of(singular(lower)) == tool::kNoHandle)
        out.push_back(lower);
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

/// "get the pull requests" of getPullRequestsByRepository.
Tokens plain_deed(const SketchCall& call) {
  std::string verb = call.deed.verb;
  if (verb.empty()) verb = call.deed.kind == tool::DeedKind::kList ? "list" : "use";
  if (verb == "find") verb = call.deed.is_of_many ? "list" : "get";
  Tokens out = {spoken_verb(verb)};
  const bool is_self = call.deed.nouns.size() == 1 && call.deed.nouns[0].size() <= 2;  // "me"
  if (is_self) return {out[0], "my", "profile"};
  const bool is_all = call.deed.is_of_many && call.arguments.empty();
  if (is_all && out[0] == "get") out[0] = "list";
  if (!call.deed.nouns.empty())
    out.emplace_back(is_all                                          ? "all"
                     : call.deed.kind == tool::DeedKind::kCreate ? "a"
                                                                     : "the");
  if (out.back() == "a") out.emplace_back("new");
  for (const std::string& noun : call.deed.nouns) out.push_back(spelt_out(noun));
  if (call.deed.is_of_many && out.size() > 1) out.back() = plural(out.back());
  return out;
}

/// "Time Estimates": a title whose first word could be a verb, too.
bool is_title(const Tokens& words, const SketchCall& call) {
  const std::string first = bare(words[0]);
  const bool is_read = call.deed.kind == tool::DeedKind::kRead || call.deed.kind == tool::DeedKind::kList;
  return is_read && words.size() > 1 && words.size() <= 4 && !tool::is_verb(first) &&
         first != call.deed.verb && (look_up(first).classes & kNounToo) != 0 &&
         std::ranges::all_of(words, [](const std::string& word) { return word[0] >= 'A' && word[0] <= 'Z'; });
}

/// How a tool is shown off, or told of at length: its name says shorter what it is for.
bool is_told_about(const Tokens& words, const SketchCall& call) {
  if (call.deed.verb.empty() || call.deed.nouns.empty()) return false;
  return is_one_of(words[0], {"demonstrate", "illustrate", "showcase"}) || words.size() > kLongestAsked;
}

/// "GET /users/{id}" is no description.
bool is_route(const std::string& text) {
  return text.find('{') != std::string::npos || text.find(" /") != std::string::npos ||
         text.starts_with('/');
}

/// The sentence as a deed; empty where it is none.
Tokens described(const SketchCall& call) {
  const std::string text = first_sentence(call.description);
  if (is_route(text)) return {};
  Tokens words = tokens_of(text);
  // "The history endpoint returns …"
  for (std::size_t i = 1; i + 1 < words.size() && i < 8; ++i)
    if (is_one_of(bare(words[i]), {"returns", "retrieves", "provides", "gives", "lists"}) &&
        is_one_of(bare(words[0]), {"the", "this", "it"})) {
      words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i));
      break;
    }
  if (words.size() < 2 || words.size() > kLongestDeed) return {};
  const bool is_titled = is_title(words, call);
  const std::string verb = is_titled ? "" : imperative(words[0]);
  lower_title(words);
  // "Info for a specific pet"
  const bool is_told = (call.deed.kind == tool::DeedKind::kRead && words.size() <= kLongestTitle &&
                        look_up(bare(words[0])).verb == nullptr) ||
                       is_titled;
  if (verb.empty() && is_told) {
    words[0] = spelt_out(bare(words[0]));
    words.insert(words.begin(), "get");
    words.resize(end_of_deed(words, argument_words(call), true));
    plainer(words);
    return words;
  }
  if (verb.empty()) return {};
  words[0] = spoken_verb(verb);
  // "Construct or rebuild the graph", "Set and save the path"
  if (words.size() > 3 && is_one_of(bare(words[1]), {"or", "and"}) && !imperative(words[2]).empty())
    words.erase(words.begin() + 1, words.begin() + 3);
  for (std::size_t i = words.size(); i-- > 1;)
    if (const std::string lower = bare(words[i]);
        lower.ends_with("ly") && lower.size() > 5 && (look_up(lower).classes & kAdverb) != 0 &&
        lower != "currently")
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
  words.resize(end_of_deed(words, argument_words(call), asks(words[0], call)));
  if (words.size() > 2 && bare(words[1]) == "back") words.erase(words.begin() + 1);
  leave_out(words);
  plainer(words);
  while (!words.empty() && !words.back().empty() &&
         std::string_view(",:").find(words.back().back()) != std::string_view::npos)
    words.back().pop_back();
  return words.size() > 1 && !is_told_about(words, call) ? words : Tokens();
}

/// Whether the words speak of the one thing that the call is about: a description that was copied
/// from another tool does not.
bool fits(const Tokens& words, const SketchCall& call) {
  const SketchArgument* thing = nullptr;
  for (const SketchArgument& argument : call.arguments)
    if (!argument.noun.empty()) {
      if (thing != nullptr) return true;
      thing = &argument;
    }
  if (thing == nullptr || call.deed.nouns.empty()) return true;
  if (!tool::same_noun(call.deed.nouns.back(), thing->noun)) return true;
  return std::ranges::any_of(words, [&](const std::string& word) {
    const std::string one = singular(bare(word));
    return tool::same_noun(one, thing->noun) || tool::is_generic(one);
  });
}

}  // namespace

std::vector<std::string> deed_words(const SketchCall& call) {
  Tokens words = described(call);
  if (!words.empty() && fits(words, call)) return words;
  if (words.empty() && !is_route(first_sentence(call.description)))
    for (const SketchArgument& argument : call.arguments)
      if (argument.is_required)
        if (auto told = deed_of_argument(argument)) return std::move(*told);
  return plain_deed(call);
}

std::string verb_of(const SketchCall& call) { return deed_words(call)[0]; }

bool is_asking(const SketchCall& call) { return asks(verb_of(call), call); }

}  // namespace generator::offline
