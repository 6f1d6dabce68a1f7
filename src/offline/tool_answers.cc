#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/json.h"
#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_phrase.h"
#include "offline/tool_progress.h"
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

bool is_unit(std::string_view word) {
  for (const std::string_view unit : {"kb", "mb", "gb", "tb", "ms", "seconds", "bytes", "percent"})
    if (word == unit) return true;
  return false;
}

bool is_deed(const SketchCall& call) {
  const DeedKind kind = call.deed.kind;
  return kind != DeedKind::kRead && kind != DeedKind::kList && kind != DeedKind::kOther;
}

/// "chunk size" of chunk_size; a path or a version is no name of a field and stays.
std::string words_of_key(std::string_view key) {
  const bool is_name = std::ranges::all_of(key, [](char c) {
    return text::is_word(c) || c == '_' || c == '-';
  });
  if (!is_name || key.empty()) return std::string(key);
  tool::Words words = tool::words_of(key);
  if (words.size() > 1 && is_unit(words.back())) words.pop_back();
  return text::join(words, " ");
}

/// "kb" of chunk_size_kb.
std::string unit_of_key(std::string_view key) {
  const tool::Words words = tool::words_of(key);
  if (words.size() < 2 || !is_unit(words.back())) return {};
  std::string out = words.back();
  if (out == "kb" || out == "mb" || out == "gb" || out == "tb")
    out = {static_cast<char>(out[0] - 32), 'B'};
  return " " + out;
}

/// Fields that say that a call went well, or nothing.
bool is_formal(std::string_view key) {
  for (const std::string_view other :
       {"status", "success", "ok", "message", "error", "code", "result", "isError", "note"})
    if (key == other) return true;
  return false;
}

bool is_nested(json::Value list) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list.at(i).is_object() || list.at(i).is_array()) return true;
  return false;
}

std::string short_value(json::Value value) {
  if (value.is_array()) {
    const bool numbers = value.size() > 0 && value.at(0).is_number();
    if (numbers && value.size() <= kShownElements)
      return text::replace_all(text::replace_all(value.raw(), " ", ""), ",", ", ");
    std::vector<std::string> parts;
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
  bool is_truth = false;   // true or false
  bool is_nested = false;  // an object's fields
};

std::vector<Field> fields_of(json::Value object, bool with_formal) {
  std::vector<Field> out;
  for (std::size_t i = 0; i < object.size() && out.size() < kShownFields; ++i) {
    const json::Value value = object.at(i);
    if (!with_formal && is_formal(object.key(i))) continue;
    if (value.is_null() || (value.is_string() && value.text().empty())) continue;
    if (value.is_array() && is_nested(value)) continue;
    const std::string name = words_of_key(object.key(i));
    if (value.is_object()) {
      std::vector<std::string> parts;
      for (const Field& field : fields_of(value, true))
        parts.push_back(field.name + " " + field.value);
      if (!parts.empty()) out.push_back({name, text::join(parts, ", "), false, true});
      continue;
    }
    out.push_back({name, short_value(value) + unit_of_key(object.key(i)),
                   value.boolean().has_value(), false});
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
  return plural(call.deed.nouns.empty() ? "entry" : call.deed.nouns.back());
}

std::string told_list(const std::string& nouns, json::Value list) {
  if (list.size() == 0) return fmt::format("There are no {}.", nouns);
  if (!list.at(0).is_object()) {
    if (list.size() == 1) return fmt::format("There is one: {}.", short_value(list));
    if (list.size() <= kShownElements) return fmt::format("The {} are {}.", nouns, short_value(list));
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
  if (at != std::string::npos && at > 0) {
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

/// "The pipeline x is updated (updated packages: 2)."
std::string told_deed(const SketchCall& call, const std::vector<Field>& fields) {
  std::vector<std::string> news;  // what the caller did not know before
  for (const Field& field : fields) {
    const bool is_known = std::ranges::any_of(call.arguments, [&](const SketchArgument& argument) {
      return said(argument.value) == field.value;
    });
    if (!is_known && !field.is_truth && news.size() < 3)
      news.push_back(fmt::format("{}: {}", field.name, field.value));
  }
  return done_text(call) + (news.empty() ? "." : " (" + text::join(news, "; ") + ").");
}

std::string told_object(const SketchCall& call, json::Value object) {
  std::vector<Field> fields = fields_of(object, false);
  const bool says_little = std::ranges::all_of(fields, &Field::is_truth);
  if (is_deed(call) || (says_little && call.deed.kind != DeedKind::kList))
    return told_deed(call, fields);
  // One list among them is what was asked for.
  for (std::size_t i = 0; i < object.size(); ++i)
    if (object.at(i).is_array() && object.at(i).size() > 0 && object.at(i).at(0).is_object())
      return told_list(plural(words_of_key(object.key(i))), object.at(i));
  const std::string thing = thing_of(call);
  std::erase_if(fields, [&](const Field& field) {
    return !thing.empty() && thing.ends_with(" " + field.value);
  });
  if (fields.size() == 1 && call.deed.kind == DeedKind::kList && object.size() <= 2)
    for (std::size_t i = 0; i < object.size(); ++i)
      if (object.at(i).is_array())
        return told_list(plural(words_of_key(object.key(i))), object.at(i));
  if (fields.empty()) return capitalized(object_of(call)) + ": nothing more is told.";
  const std::string about = thing.empty() ? object_of(call) : thing;
  if (fields.size() == 1 && fields[0].is_nested)
    return fmt::format("The {} of {}: {}.", fields[0].name, about, fields[0].value);
  if (fields.size() == 1)
    return fmt::format("The {} of {} {} {}.", fields[0].name, about,
                       is_plural(fields[0].name) ? "are" : "is", fields[0].value);
  if (fields.size() == 2 && !fields[0].is_nested && !fields[1].is_nested)
    return fmt::format("The {} of {} {} {}, and the {} {} {}.", fields[0].name, about,
                       is_plural(fields[0].name) ? "are" : "is", fields[0].value, fields[1].name,
                       is_plural(fields[1].name) ? "are" : "is", fields[1].value);
  std::string out = fmt::format("This is what is known of {}:\n", about);
  for (const Field& field : fields) out += fmt::format("\n- {}: {}", field.name, field.value);
  return out;
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
    if (argument.origin == Origin::kChosen)
      return fmt::format("What should the new {} be called?", noun);
    switch (sketch.seed % 3) {
      case 0:
        return fmt::format("Which {}? Tell me and I will do it.", noun);
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
    return told_list(noun_of_list(call), root);
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

namespace {

std::string given_up(const std::vector<ToolStep>& done) {
  for (auto step = done.rbegin(); step != done.rend(); ++step)
    for (const CallResult& result : step->results)
      if (result.is_error) return ended("That could not be done: " + error_text(result.content));
  return "That could not be done.";
}

}  // namespace

std::string answer_of(const Sketch& sketch, std::size_t turn, const std::vector<ToolStep>& done) {
  if (turn >= sketch.turns.size() || sketch.turns[turn].steps.empty() ||
      sketch.turns[turn].steps[0].calls.empty())
    return given_up(done);
  const SketchCall& first = sketch.turns[turn].steps[0].calls[0];
  if (sketch.case_kind == cases::kAbstention) return no_tool(first);
  if (is_talk(sketch, turn)) return asked_back(sketch, first);
  const Progress progress = progress_of(sketch, done);
  std::vector<std::string> parts;
  const SketchCall* mistaken = nullptr;
  for (const CarriedOut& step : progress.steps) {
    if (step.turn != turn) continue;
    const bool is_last = &step == &progress.steps.back();
    if (step.meant->fails) {
      mistaken = &step.meant->calls[0];
      continue;
    }
    if (mistaken != nullptr && !is_last) continue;  // the look-up
    for (std::size_t i = 0; i < step.meant->calls.size() && i < step.done->results.size(); ++i) {
      const SketchCall call = filled(step.meant->calls[i], progress.results);
      if (!call.prepares.empty() && !is_last) continue;  // only a way to what was asked
      if (mistaken != nullptr)
        for (const SketchArgument& argument : step.meant->calls[i].arguments)
          if (argument.origin == Origin::kResult)
            parts.push_back(fmt::format("There is no {}; I took {}, which has nearly that name.",
                                        mistaken->subject, said(argument.value)));
      parts.push_back(told(call, step.done->results[i]));
    }
  }
  if (parts.empty()) return given_up(done);
  std::string out = parts[0];
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const bool has_list = parts[i - 1].find('\n') != std::string::npos ||
                          parts[i].find('\n') != std::string::npos;
    out += (has_list ? "\n\n" : " ") + parts[i];
  }
  return out;
}

}  // namespace generator::offline
