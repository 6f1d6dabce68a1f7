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
#include "offline/tool_telling_objects.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using tool::DeedKind;
using tool::SketchArgument;
using tool::SketchCall;

constexpr std::size_t kShortReply = 120;  // bytes that are told whole

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

/// "The pipeline x has been updated; its …"
std::string told_deed(const SketchCall& call, std::vector<ResultField> fields,
                      const Spoken& spoken) {
  std::erase_if(fields, [&](const ResultField& field) {
    return is_known(call, field) || field.is_truth || field.is_nested || field.value == "none";
  });
  explain(call, fields);
  const std::string_view whose = subject_of(call) == nullptr ? "the" : "its";
  std::vector<std::string> counts, news;
  for (const ResultField& field : fields) {
    if (counts.size() + news.size() == 3) break;
    if (field.is_number && be(field) == "are")
      counts.push_back(fmt::format("{} {}", field.value, field.name));
    else if (!field.clause.empty())
      news.push_back(field.clause);
    else
      news.push_back(fmt::format("{} {} {} {}", whose, field.name, be(field), field.value));
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

/// "all pets", "the searchable fields of the dataset a".
bool are_several(const SketchCall& call, const std::string& object) {
  const std::vector<std::string> words = tokens_of(object);
  std::size_t end = 0;
  while (end < words.size() && !is_joint(bare(words[end]))) ++end;
  if (object.starts_with("all ")) return true;
  const std::string last = end == 0 ? "" : bare(words[end - 1]);
  const bool is_value = std::ranges::any_of(call.arguments, [&](const SketchArgument& argument) {
    return said(argument.value) == last;  // "the attribute units"
  });
  return is_plural(last) && last != "data" && !is_value;
}

/// What a tool says of a deed, where it says more than that it is done: "Started …" of a toggle.
std::string told_reply(const SketchCall& call, std::string_view reply, const Spoken& spoken) {
  const bool is_short = text::trim(reply).size() <= kShortReply;
  const std::string text = shortened(is_short ? std::string(reply) : first_sentence(reply), kLongestText);
  const std::string first = bare(text.substr(0, text.find(' ')));
  const bool is_new = std::ranges::count(text, ' ') > 3 && first != participle(verb_of(call));
  std::string out = done_text(call, spoken);
  return is_new ? fmt::format("{}; the tool replied: \"{}\"", out, ended(text)) : out + ".";
}

/// "title, author, publishedDate, status": names, and no sentence.
bool counts_up(std::string_view text) {
  std::size_t parts = 0;
  for (const std::string_view part : text::split(text, ',')) {
    const std::string_view name = text::trim(part);
    if (name.empty() || name.find(' ') != std::string_view::npos) return false;
    ++parts;
  }
  return parts > 2;
}

/// "empty" of "empty square", where a square is spoken of.
std::string without_head(const std::string& meaning, const std::string& object) {
  const std::size_t space = meaning.rfind(' ');
  const bool is_spoken_of = space != std::string::npos &&
                            (object + " ").find(" " + meaning.substr(space + 1) + " ") != std::string::npos;
  return is_spoken_of ? meaning.substr(0, space) : meaning;
}

std::string told_scalar(const SketchCall& call, json::Value value, const Spoken& spoken) {
  if (value.is_string()) {
    const std::string text(text::trim(value.text()));
    const bool is_long = std::ranges::count(text, ' ') > 3 && !counts_up(text);
    if (is_long || text.find('\n') != std::string::npos)
      return ended(shortened(text, kLongestText));
  }
  const bool is_said = value.is_string() && value.text().find(' ') != std::string_view::npos &&
                       value.text().find(", ") == std::string_view::npos;
  const std::string shown = is_said ? fmt::format("\"{}\"", short_value(value)) : short_value(value);
  const std::string object = object_of(call, spoken);
  if (const std::string meaning = meaning_of(call, "", said(value.raw())); !meaning.empty()) {
    if (is_clause(meaning)) return capitalized(meaning) + ".";
    return fmt::format("{} is {}.", capitalized(object), without_head(meaning, object));
  }
  if (auto out = counted(object, shown)) return *out;
  if (object.find(shown) != std::string::npos && spoken.opened != nullptr) {
    Spoken plain;
    plain.by_name = true;
    return fmt::format("{} is {}.", capitalized(object_of(call, plain)), shown);
  }
  if (is_one_of(verb_of(call), {"get", "show", "list", "read", "compute", "calculate", "find"}))
    return fmt::format("{} {} {}.", capitalized(object), are_several(call, object) ? "are" : "is", shown);
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
  const std::size_t end = end_of_thing(object);
  std::string rest = object.substr(end);
  object.resize(end);
  if (!phrase.place.empty()) object += " " + phrase.place;
  if (phrase.rest.starts_with("to ")) rest += " " + phrase.rest;  // what it is set to
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
    if (!is_asking(call)) return told_reply(call, result.content, spoken);
    return ended(shortened(result.content, kLongestText));
  }
  const json::Value root = document->root();
  if (!is_asking(call) && root.is_string()) return told_reply(call, root.text(), spoken);
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


/// A line for each of several things.
std::optional<std::string> told_lines(const std::vector<SketchCall>& calls,
                                      const std::vector<CallResult>& results,
                                      const std::vector<std::string>& names) {
  std::string out = "Here is what I found:\n";
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto document = document_of(results[i].content);
    if (!document || !document->root().is_object()) return std::nullopt;
    std::vector<std::string> parts;
    for (const ResultField& field : fields_of(document->root(), false)) {
      if (!field.sentences.empty()) return std::nullopt;  // a list of its own
      if (!is_known(calls[i], field))
        parts.push_back(field.is_nested ? field.value : field.name + " " + field.value);
    }
    if (parts.empty()) return std::nullopt;
    out += fmt::format("\n- {}: {}", names[i], text::join(parts, ", "));
  }
  return out;
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
      if (auto out = told_lines(calls, results, names)) return *out;
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
