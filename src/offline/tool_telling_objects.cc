#include "offline/tool_telling_objects.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_deed.h"
#include "offline/tool_nouns.h"
#include "offline/tool_sentence.h"
#include "offline/tool_telling.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using tool::DeedKind;
using tool::SketchArgument;
using tool::SketchCall;

constexpr std::size_t kSentenceFields = 3;  // more become a list

}  // namespace

std::string object_of(const SketchCall& call, const Spoken& spoken) {
  const Phrase phrase = phrase_of(call, spoken);
  if (phrase.object.empty()) return "the result";
  return phrase.place.empty() ? phrase.object : phrase.object + " " + phrase.place;
}

namespace {

/// "the dataset /a", "it"; "" of a call without a thing.
std::string thing_of(const SketchCall& call, const Spoken& spoken) {
  const SketchArgument* subject = subject_of(call);
  if (subject == nullptr || subject->value.starts_with('[')) return {};
  return named(*subject, spoken, kind_of(*subject));
}

std::string in_full(const SketchArgument& argument) {
  Spoken spoken;
  spoken.by_name = true;
  return named(argument, spoken, kind_of(argument));
}

}  // namespace

bool is_known(const SketchCall& call, const ResultField& field) {
  return std::ranges::any_of(call.arguments, [&](const SketchArgument& argument) {
    return said(argument.value) == field.value;
  });
}

std::string meaning_of(const SketchCall& call, std::string_view field, std::string_view said_value) {
  for (const tool::ValueMeaning& meaning : call.meanings)
    if (words_of_key(meaning.field) == field && said(meaning.value) == said_value)
      return meaning.text;
  return {};
}

bool is_clause(std::string_view words) {
  const std::string padded = fmt::format(" {} ", words);
  return std::ranges::any_of(std::initializer_list<std::string_view>{" has ", " have ", " is ", " are ",
                                                                     " was ", " were ", " did "},
                             [&](std::string_view verb) { return padded.find(verb, 1) != std::string::npos; });
}

void explain(const SketchCall& call, std::vector<ResultField>& fields) {
  for (ResultField& field : fields) {
    const std::string_view bare_value = text::trim(field.value);
    const bool is_quoted = bare_value.size() > 2 && bare_value.front() == '"' && bare_value.back() == '"';
    const std::string meaning = meaning_of(
        call, field.name, is_quoted ? bare_value.substr(1, bare_value.size() - 2) : bare_value);
    if (meaning.empty()) continue;
    if (is_clause(meaning)) field.clause = meaning;
    else field.value = fmt::format("{} ({})", field.value, meaning);
  }
  std::ranges::stable_partition(fields, [](const ResultField& field) { return field.clause.empty(); });
}

std::string_view be(const ResultField& field) {
  const std::vector<std::string> words = tokens_of(field.name);
  const bool is_several = !words.empty() && (is_plural(words.back()) || (is_plural(words[0]) && words[0] != "data"));
  return is_several ? "are" : "is";
}

namespace {

std::string own(const std::string& thing, const ResultField& field) {
  if (thing.empty()) return "the " + field.name;
  if (thing == "it") return "its " + field.name;
  if (thing == "them") return "their " + field.name;
  if (thing.starts_with(fmt::format("the {} of ", field.name))) return thing;
  return fmt::format("the {} of {}", field.name, thing);
}

/// "The shape of the dataset /a is [90], its data type is float64 and its …"; "The shape is [90]" of
/// no thing.
std::string in_sentence(const std::string& thing, const std::vector<ResultField>& fields,
                        bool is_person) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string name = i == 0 || thing.empty()
                                 ? own(thing, fields[i])
                                 : (is_person ? "their " : "its ") + fields[i].name;
    if (!fields[i].clause.empty())
      parts.push_back(fields[i].clause);
    else if (fields[i].is_cut)
      parts.push_back(fmt::format("{} {} with {}", name, be(fields[i]) == "are" ? "begin" : "begins",
                                  fields[i].value.substr(0, fields[i].value.rfind(','))));
    else
      parts.push_back(fmt::format("{} {} {}", name, be(fields[i]), fields[i].value));
  }
  return capitalized(enumerated(parts)) + ".";
}

std::string in_lines(const std::string& thing, const std::vector<ResultField>& fields) {
  std::string out = thing.empty() ? "Here is what I found:\n"
                                  : fmt::format("Here is what I found about {}:\n", thing);
  for (const ResultField& field : fields)
    out += fmt::format("\n- {}: {}", field.name, field.clause.empty() ? field.value : field.clause);
  return out;
}

/// What the call names by a noun with " of ": "the configuration of …", not "the information about".
bool is_attribute(const std::string& object) {
  return object.starts_with("its ") || (object.starts_with("the ") && object.find(" of ") != std::string::npos);
}

/// Of a call about no thing in particular whose fields are: "the whole board" has a field `board`,
/// which comes first; "the structured content" is nothing that a temperature could be of.
std::string owner_of(const std::string& object, std::vector<ResultField>& fields) {
  const std::size_t end = std::min({object.find(" in "), object.find(" at "), object.find(" from "),
                                    object.find(" for "), object.size()});
  const std::string head = object.substr(0, end);
  const std::string last = head.substr(head.rfind(' ') + 1);
  const auto self = std::ranges::find(fields, last, &ResultField::name);
  if (self != fields.end()) {
    if (head.starts_with("the ")) self->name = head.substr(4);
    if (!self->is_nested && self->value.find(' ') != std::string::npos && self->value[0] != '"')
      self->value = fmt::format("\"{}\"", self->value);
    std::rotate(fields.begin(), self, self + 1);
    return {};
  }
  const bool is_nothing = is_one_of(last, {"content", "contents", "information", "data", "details",
                                           "result", "results", "response"});
  return is_nothing ? std::string() : object;
}

/// What is there but says no more than was asked with.
std::string told_known(const SketchCall& call, const std::vector<ResultField>& known,
                       const std::string& object) {
  const SketchArgument* subject = subject_of(call);
  if (known.empty() || subject == nullptr || subject->value.starts_with('['))
    return fmt::format("Nothing was found for {}.", object);
  return fmt::format("{} is there, and nothing else is known about {}.", capitalized(in_full(*subject)),
                     is_person(subject->noun) ? "them" : "it");
}

std::string told_fields(const SketchCall& call, std::vector<ResultField> fields,
                        const Spoken& spoken, bool is_unwrapped) {
  explain(call, fields);
  const std::vector<ResultField> all = fields;
  std::erase_if(fields, [&](const ResultField& field) { return is_known(call, field); });
  const std::string object = object_of(call, spoken);
  if (fields.empty()) return told_known(call, all, object);
  if (verb_of(call) == "list" && !is_unwrapped) {
    std::vector<std::string> parts;
    for (const ResultField& field : fields)
      parts.push_back(fmt::format("{} ({})", field.name, field.value));
    std::string things = object.starts_with("all ") ? "the " + object.substr(4) : object;
    return fmt::format("{} {} {}.", capitalized(things), parts.size() == 1 ? "are just" : "are",
                       enumerated(parts));
  }
  std::string thing = thing_of(call, spoken);
  if (is_unwrapped && is_attribute(object) && fields.size() <= kSentenceFields) {
    std::vector<std::string> parts;
    for (const ResultField& field : fields) parts.push_back(field.name + " " + field.value);
    return fmt::format("{} has {}.", capitalized(object), enumerated(parts));
  }
  if (thing.empty()) thing = owner_of(object, fields);
  const bool is_of_person = subject_of(call) != nullptr && is_person(subject_of(call)->noun);
  std::string listed;  // sentences
  for (const ResultField& field : fields) {
    if (field.sentences.empty() || !listed.empty()) continue;
    const std::string about = thing == "it" ? "its " + field.name
                                            : fmt::format("the {} for {}", field.name, thing);
    listed = fmt::format("{} {}:\n", capitalized(about), be(field));
    for (const std::string& sentence : field.sentences) listed += "\n- " + sentence;
  }
  std::erase_if(fields, [](const ResultField& field) { return !field.sentences.empty(); });
  if (fields.empty()) return listed;
  if (fields.size() == 1 && thing.empty() && fields[0].value.starts_with('"') &&
      fields[0].value.find(' ') != std::string::npos && !fields[0].is_cut)
    return fmt::format("The result says: {}.", fields[0].value);
  const bool is_short = fields.size() <= kSentenceFields &&
                        std::ranges::none_of(fields, [](const ResultField& field) {
                          const bool is_bare_verb =
                              (look_up(field.name).classes & (kParticiple | kVerbPast)) != 0 &&
                              (look_up(field.name).classes & kNounToo) == 0;
                          return field.is_nested || field.is_truth || is_bare_verb ||
                                 (field.is_number && be(field) == "are");
                        });
  if (!is_short && (thing == "it" || thing == "them")) thing = in_full(*subject_of(call));
  const std::string out = is_short ? in_sentence(thing, fields, is_of_person) : in_lines(thing, fields);
  return listed.empty() ? out : out + "\n\n" + listed;
}

/// "/a: mean 1, std 2" a line, of an object of objects.
std::string told_map(json::Value map) {
  std::string out = "Here are the values:\n";
  for (std::size_t i = 0; i < std::min<std::size_t>(map.size(), 5); ++i) {
    std::vector<std::string> parts;
    for (const ResultField& field : fields_of(map.at(i), true))
      parts.push_back(field.name + " " + field.value);
    out += fmt::format("\n- {}: {}", map.key(i),
                       parts.empty() ? "nothing" : text::join(parts, ", "));
  }
  return out;
}

bool is_map(json::Value value) {
  if (!value.is_object() || value.size() == 0) return false;
  for (std::size_t i = 0; i < value.size(); ++i)
    if (!value.at(i).is_object()) return false;
  return true;
}

}  // namespace

namespace {

bool is_listing(const SketchCall& call) {
  return call.deed.kind == DeedKind::kList || verb_of(call) == "list";
}

/// "history entries" of history, "repositories" of repos.
std::string nouns_of_key(std::string_view key) {
  const std::string name = spelt_name(key);
  const std::string last = name.substr(name.rfind(' ') + 1);
  return is_plural(text::to_lower(last)) ? name : name + " entries";
}

/// Of a key that holds the list that was asked for; "" where it is only a detail.
std::optional<std::pair<std::string, json::Value>> list_in(const SketchCall& call,
                                                           json::Value object) {
  std::optional<std::pair<std::string, json::Value>> out;
  std::size_t others = 0;
  for (std::size_t i = 0; i < object.size(); ++i) {
    const json::Value value = object.at(i);
    const bool is_told = tool::has_noun(call.deed.nouns, tool::singular(object.key(i)));
    if (value.is_array() && (value.size() == 0 || !value.at(0).is_number()) &&
        (!out || is_told))
      out.emplace(nouns_of_key(object.key(i)), value);
    else if (!is_formal(object.key(i), object.at(i)))
      ++others;
  }
  if (!out) return std::nullopt;
  const bool is_list = is_listing(call);
  const bool has_things = out->second.size() > 0 && out->second.at(0).is_object();
  if (others == 0 || (is_list && has_things) || (has_things && others < 2)) return out;
  return std::nullopt;
}

}  // namespace

std::string told_object(const SketchCall& call, json::Value object, const Spoken& spoken) {
  if (const auto list = list_in(call, object)) {
    const std::string object_words = object_of(call, spoken);
    const bool is_of_thing = object_words.find(" of ") != std::string::npos;
    const std::string listed = is_listing(call) ? listed_nouns(call) : std::string();
    std::string nouns = listed.empty() ? list->first : listed;
    if (const std::string thing = thing_of(call, spoken); !thing.empty() && !is_of_thing)
      nouns += " of " + thing;
    return told_list(intro_of(call), nouns, list->second);
  }
  json::Value inner = object;
  std::size_t count = 0;
  for (std::size_t i = 0; i < object.size(); ++i)
    if (!is_formal(object.key(i), object.at(i))) {
      ++count;
      inner = object.at(i);
    }
  if (count == 1 && inner.is_object())
    return is_map(inner) ? told_map(inner)
                         : told_fields(call, fields_of(inner, true), spoken, true);
  for (std::size_t i = 0; i < object.size(); ++i)
    if (object.at(i).size() > 1 && is_map(object.at(i))) return told_map(object.at(i));
  std::vector<ResultField> fields = fields_of(object, false);
  const std::string message(object.text_of("message"));
  if (fields.empty() && !message.empty())
    return fmt::format("The result says: \"{}\".", shortened(message, kLongestText));
  if (!fields.empty() && std::ranges::all_of(fields, &ResultField::is_truth) &&
      call.deed.kind != DeedKind::kRead)
    return done_text(call, spoken) + ".";
  return told_fields(call, std::move(fields), spoken, false);
}

}  // namespace generator::offline
