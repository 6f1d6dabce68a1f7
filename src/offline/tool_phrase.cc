#include "offline/tool_phrase.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_deed.h"
#include "offline/tool_nouns.h"
#include "offline/tool_sentence.h"
#include "offline/tool_settings.h"
#include "tool/entity_words.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using tool::Origin;
using tool::SketchArgument;
using tool::SketchCall;
using Tokens = std::vector<std::string>;

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
      // "add the package ior to it": what is called so does not stand last
      const bool is_last = out.object.find(" to ") == std::string::npos;
      if (has_called || !is_last) out.rest += (out.rest.empty() ? "" : " and ") + setting(argument, "");
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
    const SketchArgument* focus = focus_of(spoken);  // "for that hotel", after a list
    const bool is_named = !spoken.by_name && focus != nullptr && is_same_thing(argument, *focus);
    if (is_plain_it || (!is_it && !is_named && is_understood(argument, spoken))) {
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

/// "data set" of a thing that is called a dataset.
void join_compounds(Tokens& words, const SketchCall& call) {
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    const std::string both = bare(words[i]) + bare(words[i + 1]);
    const bool is_thing = std::ranges::any_of(call.arguments, [&](const SketchArgument& argument) {
      return !argument.noun.empty() && (both == argument.noun || singular(both) == argument.noun);
    });
    if (!is_thing) continue;
    words[i] = bare(words[i]) + words[i + 1];
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
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
  if (!place.empty()) out += (out.empty() ? "" : " ") + place;
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
  const bool is_general = !spoken.left_out.empty() && words.size() == 3 && !is_plural(words[2]);
  if (is_general && words[1] == "the") words[1] = "a";
  for (std::size_t i = 1; i + 1 < words.size(); ++i)
    if (words[i] == "a" || words[i] == "an") words[i] = indefinite_article(words[i + 1]);
  join_compounds(words, call);
  Phrase out;
  out.verb = words[0];
  std::vector<const SketchArgument*> arguments = in_order(call, spoken);
  if (spoken.left_out.empty()) put_operands(words, arguments);
  ToolSentence sentence(words, spoken);
  sentence.put_open();
  std::vector<const SketchArgument*> rest;
  for (const SketchArgument* argument : arguments)
    if (!sentence.put(*argument)) rest.push_back(argument);
  const std::string text = sentence.text();
  out.object = text.size() > out.verb.size() ? text.substr(out.verb.size() + 1) : "";
  out.is_bare = out.verb == "get" && (sentence.is_thing() || (is_general && rest.empty()));
  out.object = with_article(std::move(out.object));
  if (out.object == "my profile" && (spoken.by_name || spoken.is_done)) out.object = "your profile";
  add_references(out, rest, call, spoken);
  if (!sentence.target().empty()) out.rest = "to " + sentence.target();
  add_settings(out, rest);
  // "a single square in row 1, column 2": there is but one
  for (const std::string_view general : {"a single ", "a ", "an "})
    if (!out.place.empty() && out.place.starts_with("in ") && out.object.starts_with(general))
      out.object.replace(0, general.size(), "the ");
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
