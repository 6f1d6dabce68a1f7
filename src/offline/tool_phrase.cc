#include "offline/tool_phrase.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_deed.h"
#include "offline/tool_nouns.h"
#include "offline/tool_sentence.h"
#include "tool/entity_words.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using tool::Origin;
using tool::SketchArgument;
using tool::SketchCall;
using Tokens = std::vector<std::string>;

bool is_count(const SketchArgument& argument) {
  const bool is_number = !argument.value.starts_with('[') && !argument.value.starts_with('"');
  return is_number && is_one_of(text::to_lower(argument.name),
                                {"limit", "max_results", "page_size", "per_page", "top_k", "count",
                                 "rows", "maxresults", "pagesize", "perpage", "size", "first"});
}

/// "elements per chunk" of "Number of elements per chunk".
std::string counted(const SketchArgument& argument) {
  Tokens words = tokens_of(first_sentence(argument.description));
  const bool is_number = words.size() > 2 && bare(words[0]) == "number" && words[1] == "of" &&
                         is_plural(bare(words[2]));
  if (!is_number) return {};
  Tokens out;
  for (std::size_t i = 2; i < words.size() && out.size() < 4; ++i) {
    if (bare(words[i]) == "to" && i + 1 < words.size()) {  // "to read"
      ++i;
      continue;
    }
    out.push_back(words[i]);
  }
  return text::join(out, " ");
}

/// "read/write" of "Access mode: 'r' (read-only), 'r+' (read/write)" for r+.
std::string gloss(const SketchArgument& argument) {
  if (!argument.value.starts_with('"')) return {};
  const std::string mark = fmt::format("'{}' (", said(argument.value));
  const std::size_t at = argument.description.find(mark);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + mark.size();
  const std::size_t end = argument.description.find(')', begin);
  return end == std::string::npos ? std::string() : argument.description.substr(begin, end - begin);
}

std::string setting(const SketchArgument& argument) {
  const std::string value = quoted(argument.value);
  const std::string noun = noun_of(argument);
  const tool::Words name = tool::words_of(argument.name);
  const bool is_number = std::string_view("-0123456789").find(argument.value.empty() ? 'x' : argument.value[0]) !=
                         std::string_view::npos;
  if (argument.origin == Origin::kChosen) {
    const std::string handle = spelt_out(name.back());
    return fmt::format("with the {} {}", handle, value);
  }
  if (name.size() == 2 && name[0] == "max" && is_number)
    return fmt::format("with at most {} {}", value, plural(singular(name[1])));
  if (const std::string unit = counted(argument); !unit.empty())
    return fmt::format("with {} {}", value, unit);
  if (argument.value == "true") return "with " + noun;
  if (argument.value == "false") return "without " + noun;
  if (argument.value.starts_with('{')) return "with " + value;
  if (argument.value.starts_with('[')) {
    const bool is_one = argument.value.starts_with("[\"") &&
                        argument.value.find(',') == std::string::npos;
    const std::size_t space = noun.rfind(' ') == std::string::npos ? 0 : noun.rfind(' ') + 1;
    return fmt::format("with the {} {}", is_one ? noun.substr(0, space) + singular(noun.substr(space))
                                                : plural(noun), value);
  }
  if (is_number) return fmt::format("with {} {} of {}", indefinite_article(noun), noun, value);
  if (const std::string told = gloss(argument); !told.empty())
    return fmt::format("with {} {} ({})", noun, value, told);
  return fmt::format("with the {} {}", noun, value);
}

/// "manager configuration" → "the manager configuration"
std::string with_article(std::string object) {
  const Tokens words = tokens_of(object);
  if (words.empty()) return object;
  std::size_t head = 0;
  while (head + 1 < words.size() && !is_joint(bare(words[head + 1])) && !words[head].ends_with(','))
    ++head;
  const std::string first = bare(words[0]), noun = bare(words[head]);
  const bool is_word = std::ranges::all_of(first, [](char c) { return c >= 'a' && c <= 'z'; });
  const std::uint32_t classes = look_up(first).classes;
  const bool is_determined =
      is_article(first) || is_one_of(first, {"it", "two", "three", "them", "my"}) ||
      (classes & (kDeterminer | kPronoun | kPossessive | kPreposition | kAdverb)) != 0;
  const bool is_mass = is_one_of(noun, {"data", "information", "text", "echo", "input", "access"});
  if (!is_word || is_determined || is_mass || is_joint(first) || is_plural(noun)) return object;
  return "the " + object;
}

/// What joins a thing to a deed that does not speak of it.
std::string joint_for(const std::string& verb, const std::string& object, bool is_plain) {
  const Tokens words = tokens_of(object);
  const std::string last = words.empty() ? "" : bare(words.back());
  if (last == "access") return "to";
  if (is_one_of(last, {"issues", "problems", "bottlenecks", "errors"})) return "in";
  if (verb == "analyze" || verb == "describe") return "of";
  if (!is_plain || object.empty()) return "for";
  if (is_one_of(verb, {"get", "list", "show", "read"})) return "of";
  return object.find(" in the ") == std::string::npos ? "in" : "of";
}

/// Before "based on …" or at the end.
void append(std::string& object, const std::string& more) {
  const std::size_t based = object.find(" based on ");
  if (based != std::string::npos) object.insert(based, " " + more);
  else object += (object.empty() ? "" : " ") + more;
}

void add_references(Phrase& out, const std::vector<const SketchArgument*>& rest,
                    const SketchCall& call, const Spoken& spoken) {
  const bool is_plain = call.description.find('{') != std::string::npos || call.description.empty();
  for (auto it = rest.rbegin(); it != rest.rend(); ++it) {
    const SketchArgument& argument = **it;
    if (argument.noun.empty()) continue;
    if (argument.origin == Origin::kChosen) {
      const bool has_called = out.object.find(" called ") != std::string::npos ||
                              out.object.find(" with the ID ") != std::string::npos || spoken.by_name ||
                              spoken.is_done;
      if (has_called) out.rest += (out.rest.empty() ? "" : " and ") + setting(argument);
      else append(out.object, "called " + quoted(argument.value));
      continue;
    }
    const std::string name = named(argument, spoken, kind_of(argument));
    const bool is_it = name == "it" || name == "them";
    const bool is_alone = std::ranges::count_if(call.arguments, [](const SketchArgument& other) {
                            return !other.noun.empty();
                          }) == 1;
    const bool can_own = out.object.starts_with("the ") && !out.object.starts_with("the first ") &&
                         out.object.find(" of ") == std::string::npos;
    if (is_it && is_plain && can_own) {
      out.object = (name == "it" ? "its " : "their ") + out.object.substr(4);
      continue;
    }
    const bool is_plain_it = is_it && is_plain;
    if (is_plain_it || (!is_it && is_understood(argument, spoken))) {
      if (is_alone)
        append(out.object, joint_for(out.verb, out.object, is_plain) + " that " + kind_of(argument));
      continue;
    }
    const std::string joint = joint_for(out.verb, out.object, is_plain);
    const bool is_own = is_it && joint == "of" && out.object.starts_with("the ");
    if (is_own) out.object = (name == "it" ? "its " : "their ") + out.object.substr(4);
    else append(out.object, joint + " " + name);
  }
}

void add_settings(Phrase& out, const std::vector<const SketchArgument*>& rest) {
  for (const SketchArgument* argument : rest) {
    if (!argument->noun.empty()) continue;
    if (is_count(*argument)) {
      out.limit = "at most " + said(argument->value);
      continue;
    }
    std::string text = setting(*argument);
    if (!out.rest.empty() && text.starts_with("with ")) text = "and " + text.substr(5);
    out.rest += (out.rest.empty() ? "" : " ") + text;
  }
  // "list all pets, at most 5" → "list at most 5 pets"
  if (!out.limit.empty() && out.object.starts_with("all ")) {
    out.object = out.limit + out.object.substr(3);
    out.limit.clear();
  }
}

/// Names before numbers: "a new pet called Nala with the ID 104".
std::vector<const SketchArgument*> in_order(const SketchCall& call, const Spoken& spoken) {
  std::vector<const SketchArgument*> out;
  for (const SketchArgument& argument : call.arguments)
    if (argument.name != spoken.left_out) out.push_back(&argument);
  std::ranges::stable_sort(out, {}, [](const SketchArgument* argument) {
    const bool is_number = argument->origin == Origin::kChosen && !argument->value.starts_with('"');
    return is_number ? 1 : 0;
  });
  return out;
}

}  // namespace

std::string Phrase::thing() const {
  std::string out = object;
  if (rest.empty()) return out;
  const std::size_t with = out.rfind(" with the ID ");
  const bool has_with = with != std::string::npos && out.find(' ', with + 13) == std::string::npos;
  if (has_with && rest.starts_with("with ")) return out + " and " + rest.substr(5);
  return out + (out.empty() ? "" : " ") + rest;
}

std::string Phrase::text_with(std::string_view other_verb) const {
  std::string out(other_verb);
  if (const std::string after = thing(); !after.empty()) out += " " + after;
  if (!limit.empty()) out += ", " + limit;
  return out;
}

Phrase phrase_of(const SketchCall& call, const Spoken& spoken) {
  Tokens words = deed_words(call);
  if (!spoken.left_out.empty())  // "a specific package": the one who asks does not say so
    std::erase_if(words, [](const std::string& word) {
      return is_one_of(word, {"specific", "given", "existing", "particular", "certain",
                              "predefined", "single"});
    });
  if (!spoken.left_out.empty() && words.size() == 3 && words[1] == "the") words[1] = "a";
  for (std::size_t i = 1; i + 1 < words.size(); ++i)
    if (words[i] == "a" || words[i] == "an") words[i] = indefinite_article(words[i + 1]);
  Phrase out;
  out.verb = words[0];
  ToolSentence sentence(words, spoken);
  sentence.put_open();
  std::vector<const SketchArgument*> rest;
  for (const SketchArgument* argument : in_order(call, spoken)) {
    const bool is_text = argument->value.starts_with('"') || argument->value.starts_with("[\"");
    const bool can_stand = !argument->noun.empty() || is_text;
    if (!can_stand || !sentence.put(*argument)) rest.push_back(argument);
  }
  const std::string text = sentence.text();
  out.object = text.size() > out.verb.size() ? text.substr(out.verb.size() + 1) : "";
  out.object = with_article(std::move(out.object));
  if (out.object == "my profile" && (spoken.by_name || spoken.is_done)) out.object = "your profile";
  add_references(out, rest, call, spoken);
  add_settings(out, rest);
  const bool has_several = std::ranges::any_of(call.arguments, [](const SketchArgument& argument) {
    return !argument.noun.empty() && argument.value.starts_with('[');
  });
  if (has_several) out.object = text::replace_all(out.object, " its ", " their ");
  return out;
}

bool is_same_thing(const SketchArgument& a, const SketchArgument& b) {
  if (a.noun.empty() || a.noun != b.noun || a.takes_list != b.takes_list) return false;
  if (a.origin == Origin::kResult && b.origin == Origin::kResult && a.value.empty())
    return a.step == b.step && a.call == b.call && a.field == b.field && a.value == b.value;
  return !a.value.empty() && a.value == b.value;
}

const SketchArgument* subject_of(const SketchCall& call) {
  const SketchArgument* out = nullptr;
  for (const SketchArgument& argument : call.arguments)
    if (!argument.noun.empty() && (out == nullptr || argument.origin != Origin::kChosen ||
                                   argument.value.starts_with('"')))
      out = &argument;
  return out;
}

const SketchArgument* focus_of(const Spoken& spoken) {
  for (auto call = spoken.before.rbegin(); call != spoken.before.rend(); ++call)
    if (const SketchArgument* out = subject_of(**call)) return out;
  return nullptr;
}

}  // namespace generator::offline
