#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/json.h"
#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_phrase.h"
#include "offline/tool_wording.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using tool::DeedKind;
using tool::Origin;
using tool::Sketch;
using tool::SketchArgument;
using tool::SketchCall;

constexpr std::size_t kShownElements = 8;  // of a list in a sentence
constexpr std::size_t kShownLines = 5;     // of a list of things
constexpr std::size_t kShownFields = 6;
constexpr std::size_t kLongest = 160;  // bytes of a text

bool is_deed(const SketchCall& call) {
  const DeedKind kind = call.deed.kind;
  return kind != DeedKind::kRead && kind != DeedKind::kList && kind != DeedKind::kOther;
}

std::string words_of_key(std::string_view key) {
  return text::join(tool::words_of(key), " ");
}

/// Fields that say that a call went well, or nothing.
bool is_formal(std::string_view key) {
  for (const std::string_view other :
       {"status", "success", "ok", "message", "error", "code", "result", "isError"})
    if (key == other) return true;
  return false;
}

std::string short_value(json::Value value) {
  if (value.is_array()) {
    std::vector<std::string> parts;
    bool plain = true;
    for (std::size_t i = 0; i < value.size(); ++i)
      plain = plain && !value.at(i).is_object() && !value.at(i).is_array();
    if (!plain) return text::counted(static_cast<std::int64_t>(value.size()), "entry", "entries");
    bool numbers = value.size() > 0;
    for (std::size_t i = 0; i < value.size(); ++i) numbers = numbers && value.at(i).is_number();
    if (numbers && value.size() <= kShownElements)
      return text::replace_all(std::string(value.raw()), ",", ", ").substr(0) ;
    for (std::size_t i = 0; i < std::min(value.size(), kShownElements); ++i)
      parts.push_back(said(value.at(i).raw()));
    if (value.size() > kShownElements)
      return fmt::format("{} and {} more", text::join(parts, ", "), value.size() - kShownElements);
    return parts.empty() ? "none" : enumerated(parts);
  }
  std::string out = said(value.raw());
  if (out.size() > kLongest) out = std::string(text::prefix(out, kLongest)) + "…";
  return out;
}

/// What names a thing in a list.
std::optional<std::string> name_in(json::Value object) {
  for (const std::string_view key : {"path", "name", "title", "id", "key", "url"})
    if (const auto value = object.find(key); value && !value->is_object())
      return said(value->raw());
  for (std::size_t i = 0; i < object.size(); ++i)
    if (object.at(i).is_string() || object.at(i).is_number()) return said(object.at(i).raw());
  return std::nullopt;
}

struct Field {
  std::string name, value;
};

std::vector<Field> fields_of(json::Value object, bool with_formal) {
  std::vector<Field> out;
  for (std::size_t i = 0; i < object.size() && out.size() < kShownFields; ++i) {
    const json::Value value = object.at(i);
    if (!with_formal && is_formal(object.key(i))) continue;
    if (value.is_null() || (value.is_string() && value.text().empty())) continue;
    if (value.is_object()) {
      const auto inner = fields_of(value, true);
      std::vector<std::string> parts;
      for (const Field& field : inner) parts.push_back(field.name + " " + field.value);
      if (!parts.empty())
        out.push_back({words_of_key(object.key(i)), "(" + text::join(parts, ", ") + ")"});
      continue;
    }
    out.push_back({words_of_key(object.key(i)), short_value(value)});
  }
  return out;
}

std::string line_of(json::Value object) {
  const auto name = name_in(object);
  std::vector<std::string> parts;
  for (const Field& field : fields_of(object, true))
    if (!name || field.value != *name) parts.push_back(fmt::format("{} {}", field.name, field.value));
  parts.resize(std::min<std::size_t>(parts.size(), 4));
  return parts.empty() ? name.value_or("") : fmt::format("{}: {}", name.value_or("one"),
                                                         text::join(parts, ", "));
}

/// What a call is about, in full: "the shape of the dataset /a".
std::string object_of(const SketchCall& call) {
  Spoken spoken;
  spoken.by_name = true;
  std::string out = phrase_of(call, spoken).object;
  return out.empty() ? "the result" : out;
}

std::string thing_of(const SketchCall& call) {
  for (const SketchArgument& argument : call.arguments)
    if (!argument.noun.empty() && !argument.value.empty() && !argument.value.starts_with('['))
      return fmt::format("the {} {}", argument.noun, said(argument.value));
  return {};
}

std::string noun_of_list(const SketchCall& call) {
  std::string noun = call.deed.nouns.empty() ? "entry" : call.deed.nouns.back();
  if (noun.ends_with('y') && noun.size() > 2) return noun.substr(0, noun.size() - 1) + "ies";
  return is_plural(noun) || noun.ends_with('s') ? noun : noun + "s";
}

std::string told_list(const SketchCall& call, json::Value list) {
  const std::string nouns = noun_of_list(call);
  if (list.size() == 0) return fmt::format("There are no {}.", nouns);
  if (!list.at(0).is_object()) {
    const std::string count = list.size() > 1 ? "The " + nouns + " are " : "There is one: ";
    if (list.size() <= kShownElements) return count + short_value(list) + ".";
    return fmt::format("There are {} {}, among them {}.", list.size(), nouns, short_value(list));
  }
  if (list.size() == 1) return fmt::format("There is one: {}.", line_of(list.at(0)));
  std::string out = fmt::format("There are {} {}:\n", list.size(), nouns);
  if (list.size() > kShownLines)
    out = fmt::format("There are {} {}; the first {} are:\n", list.size(), nouns, kShownLines);
  for (std::size_t i = 0; i < std::min(list.size(), kShownLines); ++i)
    out += fmt::format("\n- {}", line_of(list.at(i)));
  return out;
}

/// "The pipeline nightly_io is created."
std::string done_text(const SketchCall& call) {
  Spoken spoken;
  spoken.by_name = true;
  const Phrase phrase = phrase_of(call, spoken);
  const std::string verb = call.deed.verb.empty() ? phrase.verb : verb_of(call);
  std::string object = phrase.object;
  // "a package skeleton" → "A package skeleton is generated."
  const std::size_t at = std::min(object.find(" to "), object.find(" from "));
  std::string rest;
  if (at != std::string::npos && object.starts_with("the ")) {
    rest = object.substr(at);
    object.resize(at);
  }
  if (object.empty()) object = "it";
  const std::string head = object.substr(object.rfind(' ') + 1);
  const bool several = object.find(" and ") != std::string::npos ||
                       object.starts_with("all ") ||
                       (object.find(' ') != std::string::npos && object.starts_with("the ") == false &&
                        is_plural(text::to_lower(head)));
  return capitalized(fmt::format("{} {} {}{}", object, several ? "are" : "is", participle(verb),
                                 rest));
}

std::string told_object(const SketchCall& call, json::Value object) {
  std::vector<Field> fields = fields_of(object, false);
  if (is_deed(call)) {
    std::string out = done_text(call);
    // What the caller did not know before.
    std::vector<std::string> news;
    for (const Field& field : fields) {
      const bool is_known = std::ranges::any_of(call.arguments, [&](const SketchArgument& argument) {
        return said(argument.value) == field.value;
      });
      if (!is_known && field.value != "yes" && news.size() < 3)
        news.push_back(fmt::format("its {} is {}", field.name, field.value));
    }
    return out + (news.empty() ? "." : "; " + enumerated(news) + ".");
  }
  // One list among them is what was asked for.
  for (std::size_t i = 0; i < object.size(); ++i)
    if (object.at(i).is_array() && object.at(i).size() > 0 && object.at(i).at(0).is_object())
      return told_list(call, object.at(i));
  if (fields.empty()) return capitalized(object_of(call)) + ": nothing more is told.";
  if (fields.size() == 1)
    return fmt::format("{} {} {}.", capitalized("the " + fields[0].name),
                       is_plural(fields[0].name) ? "are" : "is", fields[0].value);
  std::vector<std::string> parts;
  const std::string thing = thing_of(call);
  for (const Field& field : fields)
    if (thing.empty() || !thing.ends_with(" " + field.value))
      parts.push_back(fmt::format("{} {}", field.name, field.value));
  return fmt::format("{}: {}.", capitalized(thing.empty() ? object_of(call) : thing),
                     enumerated(parts));
}

std::string error_text(std::string_view content) {
  const auto document = json::Document::parse(content);
  if (!document) return std::string(text::prefix(content, kLongest));
  const json::Value root = document->root();
  if (root.is_string()) return std::string(text::prefix(root.text(), kLongest));
  for (const std::string_view key : {"message", "error", "detail", "reason"})
    if (const auto found = root.find(key)) {
      if (found->is_string()) return std::string(text::prefix(found->text(), kLongest));
      if (const auto inner = found->find("message"))
        return std::string(text::prefix(inner->text(), kLongest));
    }
  return std::string(text::prefix(content, kLongest));
}

std::string ended(std::string text) {
  if (!text.empty() && std::string_view(".!?").find(text.back()) == std::string_view::npos)
    text += '.';
  return text;
}

/// The steps of one turn that went as they should, with the sketch's.
struct Pair {
  const tool::SketchStep* meant;
  const ToolStep* done;
};

std::vector<Pair> pairs_of(const Sketch& sketch, std::size_t turn,
                           const std::vector<ToolStep>& done) {
  std::vector<std::pair<std::size_t, const tool::SketchStep*>> meant;
  for (std::size_t i = 0; i < sketch.turns.size(); ++i) {
    if (sketch.case_kind == cases::kMissingArgument && i == 0) continue;
    for (const tool::SketchStep& step : sketch.turns[i].steps) meant.emplace_back(i, &step);
  }
  std::vector<Pair> out;
  std::size_t next = 0;
  for (const ToolStep& step : done) {
    if (next == meant.size()) break;
    const bool failed = std::ranges::any_of(step.results, &CallResult::is_error);
    if (failed && !meant[next].second->fails) continue;
    if (meant[next].first == turn) out.push_back({meant[next].second, &step});
    ++next;
  }
  return out;
}

std::string no_tool(const SketchCall& call) {
  Spoken spoken;
  spoken.by_name = true;
  const Phrase phrase = phrase_of(call, spoken);
  return fmt::format("I cannot {}: none of the tools that I have does that.", phrase.text());
}

std::string asked_back(const Sketch& sketch, const SketchCall& call) {
  for (const SketchArgument& argument : call.arguments) {
    if (argument.name != sketch.missing) continue;
    const std::string noun = argument.noun.empty() ? noun_of(argument) : argument.noun;
    const std::string what = noun_of(argument);
    switch (sketch.seed % 3) {
      case 0:
        return fmt::format("Which {}? Please tell me and I will {}.", noun, verb_of(call));
      case 1:
        return fmt::format("I can do that. Which {} do you mean?", noun);
      default:
        return fmt::format("For that I need to know the {}. Which one is it?",
                           argument.noun.empty() ? what : noun);
    }
  }
  return "Please tell me more.";
}

}  // namespace

std::string told(const SketchCall& call, const CallResult& result) {
  if (result.is_error) return ended("That failed: " + error_text(result.content));
  const auto document = json::Document::parse(result.content);
  if (!document) return ended(std::string(text::prefix(result.content, kLongest)));
  const json::Value root = document->root();
  if (root.is_object()) return told_object(call, root);
  if (root.is_array()) {
    const bool is_numbers = root.size() > 0 && root.at(0).is_number();
    if (is_numbers)
      return fmt::format("{} is {}.", capitalized(object_of(call)), short_value(root));
    return told_list(call, root);
  }
  if (is_deed(call)) return done_text(call) + ".";
  if (root.is_string()) {
    const std::string said_there(text::trim(root.text()));
    const bool is_sentence = said_there.find(' ') != std::string::npos && said_there.size() > 24;
    if (is_sentence) return ended(std::string(text::prefix(said_there, 400)));
  }
  const std::string object = object_of(call);
  return fmt::format("{} is {}.", capitalized(object), short_value(root));
}

std::string answer_of(const Sketch& sketch, std::size_t turn, const std::vector<ToolStep>& done) {
  const SketchCall* first = nullptr;
  for (const tool::SketchStep& step : sketch.turns[turn].steps)
    if (first == nullptr && !step.calls.empty()) first = &step.calls[0];
  if (first == nullptr) return "There is nothing to do.";
  if (sketch.case_kind == cases::kAbstention) return no_tool(*first);
  if (sketch.case_kind == cases::kMissingArgument && turn == 0) return asked_back(sketch, *first);
  std::vector<std::string> parts;
  const std::vector<Pair> pairs = pairs_of(sketch, turn, done);
  std::string correction;
  for (const Pair& pair : pairs) {
    const bool is_last = &pair == &pairs.back();
    if (pair.meant->fails) {
      const SketchCall& call = pair.meant->calls[0];
      correction = fmt::format("There is no {} {}; ",
                               call.arguments.empty() ? "such thing" : call.noun, call.subject);
      continue;
    }
    for (std::size_t i = 0; i < pair.meant->calls.size() && i < pair.done->results.size(); ++i) {
      const SketchCall& call = pair.meant->calls[i];
      if (!call.prepares.empty() && !is_last) continue;  // only a way to what was asked
      if (!correction.empty() && !is_last) continue;     // the look-up
      parts.push_back(told(call, pair.done->results[i]));
    }
  }
  if (parts.empty()) {  // it was given up: what the last call said
    for (auto step = done.rbegin(); step != done.rend(); ++step)
      for (const CallResult& result : step->results)
        if (result.is_error) return ended("That could not be done: " + error_text(result.content));
    return "That could not be done.";
  }
  if (!correction.empty()) {
    std::string right;
    for (const SketchArgument& argument : pairs.back().meant->calls[0].arguments)
      if (argument.origin == Origin::kResult && !argument.value.empty()) right = said(argument.value);
    correction += fmt::format("I took {}, which has nearly that name.", right);
    parts.insert(parts.begin(), correction);
  }
  return text::join(parts, parts.size() > 1 && parts[0].find('\n') != std::string::npos ? "\n\n"
                                                                                         : " ");
}

}  // namespace generator::offline
