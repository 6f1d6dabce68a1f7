#include "offline/tool_telling.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/json.h"
#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_deed.h"
#include "offline/tool_nouns.h"
#include "offline/tool_questions.h"
#include "offline/tool_results.h"
#include "offline/tool_sentence.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using tool::DeedKind;
using tool::SketchArgument;
using tool::SketchCall;

constexpr std::size_t kSentenceFields = 3;  // more become a list
constexpr std::size_t kLongestText = 400;   // bytes of a text that is the answer

/// A result as JSON; also where JSON stands in a string.
std::optional<json::Document> document_of(const std::string& content) {
  auto document = json::Document::parse(content);
  if (!document) return std::nullopt;
  if (document->root().is_string())
    if (auto inner = json::Document::parse(document->root().text()))
      if (inner->root().is_object() || inner->root().is_array())
        if (inner->root().size() > 0) return std::move(*inner);
  return std::move(*document);
}

/// What a call is about: "the shape of the dataset /a".
std::string object_of(const SketchCall& call, const Spoken& spoken) {
  const std::string out = phrase_of(call, spoken).object;
  return out.empty() ? "the result" : out;
}

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

bool is_known(const SketchCall& call, const ResultField& field) {
  return std::ranges::any_of(call.arguments, [&](const SketchArgument& argument) {
    return said(argument.value) == field.value;
  });
}

std::string_view be(const ResultField& field) {
  const std::vector<std::string> words = tokens_of(field.name);
  const bool is_several = !words.empty() && (is_plural(words.back()) || is_plural(words[0]));
  return is_several ? "are" : "is";
}

std::string own(const std::string& thing, const ResultField& field) {
  if (thing == "it") return "its " + field.name;
  if (thing == "them") return "their " + field.name;
  return fmt::format("the {} of {}", field.name, thing);
}

/// "The shape of the dataset /a is [90], its data type is float64 and its …"
std::string in_sentence(const std::string& thing, const std::vector<ResultField>& fields,
                        bool is_person) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string name = i == 0 ? own(thing, fields[i])
                                    : (is_person ? "their " : "its ") + fields[i].name;
    if (fields[i].is_cut)
      parts.push_back(fmt::format("{} {} with {}", name, be(fields[i]) == "are" ? "begin" : "begins",
                                  fields[i].value.substr(0, fields[i].value.rfind(','))));
    else
      parts.push_back(fmt::format("{} {} {}", name, be(fields[i]), fields[i].value));
  }
  return capitalized(enumerated(parts)) + ".";
}

std::string in_lines(const std::string& thing, const std::vector<ResultField>& fields) {
  std::string out = fmt::format("Here is what I found about {}:\n", thing);
  for (const ResultField& field : fields) out += fmt::format("\n- {}: {}", field.name, field.value);
  return out;
}

/// What the call names by a noun with " of ": "the configuration of …", not "the information about".
bool is_attribute(const std::string& object) {
  return object.starts_with("its ") || (object.starts_with("the ") && object.find(" of ") != std::string::npos);
}

std::string told_fields(const SketchCall& call, std::vector<ResultField> fields,
                        const Spoken& spoken, bool is_unwrapped) {
  std::erase_if(fields, [&](const ResultField& field) { return is_known(call, field); });
  const std::string object = object_of(call, spoken);
  if (fields.empty()) return fmt::format("Nothing was found for {}.", object);
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
  if (thing.empty()) thing = object;
  const bool is_of_person = subject_of(call) != nullptr && is_person(subject_of(call)->noun);
  std::string listed;  // sentences
  for (const ResultField& field : fields) {
    if (field.sentences.empty() || !listed.empty()) continue;
    listed = fmt::format("{} {}:\n", capitalized(own(thing, field)), be(field));
    for (const std::string& sentence : field.sentences) listed += "\n- " + sentence;
  }
  std::erase_if(fields, [](const ResultField& field) { return !field.sentences.empty(); });
  if (fields.empty()) return listed;
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
    out += fmt::format("\n- {}: {}", map.key(i), text::join(parts, ", "));
  }
  return out;
}

bool is_map(json::Value value) {
  if (!value.is_object() || value.size() == 0) return false;
  for (std::size_t i = 0; i < value.size(); ++i)
    if (!value.at(i).is_object()) return false;
  return true;
}

/// "similar datasets", as the deed has them.
std::string nouns_of(const SketchCall& call) {
  const std::string verb = verb_of(call);
  if (verb == "suggest" || verb == "recommend") return "suggestions";
  tool::Words words = call.deed.nouns;
  std::erase_if(words, [](const std::string& word) { return word.size() < 3; });
  if (words.empty()) return "entries";
  for (std::string& word : words) word = spelt_out(word);
  words.back() = plural(words.back());
  return text::join(words, " ");
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
    else if (!is_formal(object.key(i)))
      ++others;
  }
  if (!out) return std::nullopt;
  const bool is_list = call.deed.kind == DeedKind::kList || verb_of(call) == "list";
  const bool has_things = out->second.size() > 0 && out->second.at(0).is_object();
  if (others == 0 || (is_list && has_things) || (has_things && others < 2)) return out;
  return std::nullopt;
}

std::string_view intro_of(const SketchCall& call) {
  const std::string verb = verb_of(call);
  if (is_one_of(verb, {"find", "search", "identify", "detect", "scan"})) return "I found";
  if (verb == "suggest" || verb == "recommend") return "I have";
  return verb == "list" ? "There are" : "Here are the";
}

std::string told_object(const SketchCall& call, json::Value object, const Spoken& spoken) {
  if (const auto list = list_in(call, object)) {
    const std::string object_words = object_of(call, spoken);
    const bool is_of_thing = object_words.find(" of ") != std::string::npos;
    std::string nouns = list->first;
    if (const std::string thing = thing_of(call, spoken); !thing.empty() && !is_of_thing)
      nouns += " of " + thing;
    return told_list(intro_of(call), nouns, list->second);
  }
  json::Value inner = object;
  std::size_t count = 0;
  for (std::size_t i = 0; i < object.size(); ++i)
    if (!is_formal(object.key(i))) {
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

/// "The pipeline x has been updated; its …"
std::string told_deed(const SketchCall& call, std::vector<ResultField> fields,
                      const Spoken& spoken) {
  std::erase_if(fields, [&](const ResultField& field) {
    return is_known(call, field) || field.is_truth || field.is_nested || field.value == "none";
  });
  std::vector<std::string> counts, news;
  for (const ResultField& field : fields) {
    if (counts.size() + news.size() == 3) break;
    if (field.is_number && be(field) == "are")
      counts.push_back(fmt::format("{} {}", field.value, field.name));
    else
      news.push_back(fmt::format("its {} {} {}", field.name, be(field), field.value));
  }
  std::string out = done_text(call, spoken);
  if (!counts.empty()) out += fmt::format(" ({})", enumerated(counts));
  if (!news.empty()) out += "; " + enumerated(news);
  return out + ".";
}

/// "There are 281250 elements in the dataset /a."
std::optional<std::string> counted(const std::string& object, const std::string& value) {
  for (const std::string_view start :
       {"the total number of ", "the number of ", "its total number of ", "its number of "}) {
    if (!object.starts_with(start)) continue;
    const std::string rest = object.substr(start.size());
    if (start.starts_with("its")) return fmt::format("It has {} {}.", value, rest);
    return fmt::format("There are {} {}.", value, rest);
  }
  return std::nullopt;
}

std::string told_scalar(const SketchCall& call, json::Value value, const Spoken& spoken) {
  if (value.is_string()) {
    const std::string text(text::trim(value.text()));
    if (std::ranges::count(text, ' ') > 3 || text.find('\n') != std::string::npos)
      return ended(shortened(text, kLongestText));
  }
  const std::string shown = short_value(value);
  const std::string object = object_of(call, spoken);
  if (auto out = counted(object, shown)) return *out;
  if (is_one_of(verb_of(call), {"get", "show", "list", "read", "compute", "calculate", "find"}))
    return fmt::format("{} {} {}.", capitalized(object),
                       object.starts_with("all ") ? "are" : "is", shown);
  return fmt::format("The result is {}.", shown);
}

/// Where what the deed is done to ends: before " to ", " from " …, outside of quotes.
std::size_t end_of_thing(const std::string& object) {
  std::size_t out = object.size();
  bool is_quoted = false;
  for (std::size_t i = 1; i < object.size() && out == object.size(); ++i) {
    is_quoted = is_quoted != (object[i] == '"');
    if (is_quoted) continue;
    for (const std::string_view end : {" to ", " from ", " in ", " for ", " based on ", " with ", " without ",
                                       " by ", " into "})
      if (object.compare(i, end.size(), end) == 0) out = i;
  }
  return out;
}

}  // namespace

std::string done_text(const SketchCall& call, const Spoken& spoken) {
  const Phrase phrase = phrase_of(call, spoken);
  std::string object = phrase.object.empty() ? "it" : phrase.object;
  if (object == "they") object = "they";
  const std::size_t end = end_of_thing(object);
  const std::string rest = object.substr(end);
  object.resize(end);
  const bool has_list = std::ranges::any_of(call.arguments, [&](const SketchArgument& argument) {
    return !argument.noun.empty() && argument.value.starts_with('[') &&
           object.find(said_things(argument.value)) != std::string::npos;
  });
  const std::string last = object.substr(object.rfind(' ') + 1);
  const bool is_several = has_list || object.find(" and ") != std::string::npos ||
                          object == "them" || (object.find('/') == std::string::npos &&
                           object.starts_with("the ") == false && is_plural(text::to_lower(last)));
  if (phrase.verb == "open")
    return capitalized(fmt::format("{} {} open now{}", object, is_several ? "are" : "is", rest));
  return capitalized(fmt::format("{} {} been {}{}", object, is_several ? "have" : "has",
                                 participle(phrase.verb), rest));
}

std::string told(const SketchCall& call, const CallResult& result, const Spoken& spoken) {
  if (result.is_error) return ended("That failed: " + error_text(result.content));
  const auto document = document_of(result.content);
  if (!document) {
    if (!is_asking(call)) return done_text(call, spoken) + ".";
    return ended(shortened(result.content, kLongestText));
  }
  const json::Value root = document->root();
  if (!is_asking(call))
    return told_deed(call, root.is_object() ? fields_of(root, false) : std::vector<ResultField>(),
                     spoken);
  if (root.is_object()) return told_object(call, root, spoken);
  const bool is_numbers = root.is_array() && root.size() > 0 && root.at(0).is_number();
  if (root.is_array() && !is_numbers) return told_list(intro_of(call), nouns_of(call), root);
  return told_scalar(call, root, spoken);
}

namespace {

/// Where the calls differ: "/a" and "/b".
std::vector<std::string> differing(const std::vector<SketchCall>& calls, std::size_t& place) {
  for (std::size_t i = 0; i < calls[0].arguments.size(); ++i) {
    std::vector<std::string> values;
    for (const SketchCall& call : calls)
      if (i < call.arguments.size()) values.push_back(said(call.arguments[i].value));
    place = i;
    if (!calls[0].arguments[i].noun.empty() && values.size() == calls.size() &&
        values[0] != values[1])
      return values;
  }
  return {};
}

SketchCall merged(const std::vector<SketchCall>& calls, std::size_t place) {
  SketchCall out = calls[0];
  std::vector<std::string> values;
  for (const SketchCall& call : calls) values.push_back(call.arguments[place].value);
  out.arguments[place].value = "[" + text::join(values, ",") + "]";
  return out;
}

/// "The shapes are (36,) for /a and (36, 6) for /b."
std::optional<std::string> told_values(const std::vector<SketchCall>& calls,
                                       const std::vector<CallResult>& results,
                                       const std::vector<std::string>& names,
                                       const Spoken& spoken) {
  const std::string object = object_of(calls[0], spoken);
  const std::size_t of = object.find(" of ");
  if (!object.starts_with("the ") || of == std::string::npos || object.find("number of ") != std::string::npos)
    return std::nullopt;
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto document = document_of(results[i].content);
    if (!document || document->root().is_object() || results[i].is_error) return std::nullopt;
    const std::string value = short_value(document->root());
    if (value.size() > 40) return std::nullopt;
    parts.push_back(fmt::format("{} for {}", value, names[i]));
  }
  return fmt::format("The {} are {}.", plural(object.substr(4, of - 4)), enumerated(parts));
}

}  // namespace

std::string told_together(const std::vector<SketchCall>& calls,
                          const std::vector<CallResult>& results, const Spoken& spoken) {
  std::size_t place = 0;
  const std::vector<std::string> names = differing(calls, place);
  const bool has_failed = std::ranges::any_of(results, &CallResult::is_error);
  if (!names.empty() && !has_failed && names.size() == results.size()) {
    if (is_asking(calls[0])) {
      if (auto out = told_values(calls, results, names, spoken)) return *out;
    } else {
      const bool is_plain = std::ranges::all_of(results, [&](const CallResult& result) {
        const auto document = document_of(result.content);
        if (!document || !document->root().is_object()) return true;
        return std::ranges::all_of(fields_of(document->root(), false), [&](const ResultField& field) {
          return field.is_truth || std::ranges::any_of(calls, [&](const SketchCall& call) {
                   return is_known(call, field);
                 });
        });
      });
      if (is_plain) return done_text(merged(calls, place), spoken) + ".";
    }
  }
  std::string out;
  for (std::size_t i = 0; i < calls.size() && i < results.size(); ++i) {
    std::string one = told(calls[i], results[i], spoken);
    if (names.size() == results.size() && one.find(names[i]) == std::string::npos) {
      const std::string_view first = std::string_view(one).substr(0, one.find(' '));
      if (is_one_of(first, {"No", "There", "The", "Here"})) one[0] = static_cast<char>(one[0] + 32);
      one = fmt::format("For {}, {}", names[i], one);
    }
    const bool has_list = one.find('\n') != std::string::npos || out.find('\n') != std::string::npos;
    out += (out.empty() ? "" : has_list ? "\n\n" : " ") + one;
  }
  return out;
}

}  // namespace generator::offline
