#include "offline/tool_plain.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string_view>

#include "base/text.h"
#include "offline/tool_nouns.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using tool::SketchArgument;

void for_each_argument(const tool::Sketch& sketch,
                       const std::function<void(const SketchArgument&)>& see) {
  for (const tool::SketchStep* step : tool::steps_of(sketch))
    for (const tool::SketchCall& call : step->calls)
      for (const SketchArgument& argument : call.arguments) see(argument);
}

bool is_word(const std::string& text, std::size_t at) {
  return at < text.size() && text::is_word(text[at]);
}

/// Between quotation marks stands what is somebody's own.
bool is_quoted(const std::string& text, std::size_t at) {
  return std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '"') % 2 != 0;
}

/// `from` where no word goes on behind it.
std::string exchanged(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) {
    const bool is_whole = !is_word(text, at + from.size()) && (at == 0 || !is_word(text, at - 1));
    if (is_whole) text.replace(at, from.size(), to);
  }
  return text;
}

/// The kind is a part of the name, between marks.
bool text_holds(const std::string& value, const std::string& kind) {
  const auto is_part = [&](std::size_t at) { return at < value.size() && text::is_alpha(value[at]); };
  const std::size_t at = value.find(kind);
  return at != std::string::npos && value.size() > kind.size() && !is_part(at + kind.size()) &&
         (at == 0 || !is_part(at - 1));
}

/// Numbers that results told stand in answers, too: all that follow a kind.
std::string plain_numbers(std::string text, const std::string& kind) {
  for (const std::string& lead : {"the " + kind + " ", "The " + kind + " "})
    for (std::size_t at = text.find(lead); at != std::string::npos; at = text.find(lead, at + 1)) {
      const std::size_t begin = at + lead.size();
      std::size_t end = begin;
      while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
      const bool is_whole = end > begin && !is_word(text, end) && text.compare(end, 1, "-") != 0;
      if (!is_whole || is_quoted(text, at) || (at > 0 && text::is_word(text[at - 1]))) continue;
      text.replace(at, lead.size(), (lead[0] == 'T' ? capitalized(kind) : kind) + " ");
    }
  return text;
}

/// "the booking booking-01"
std::string plain_names(std::string text, const std::string& kind) {
  const std::string lead = "the " + kind + " ";
  for (std::size_t at = text.find(lead); at != std::string::npos; at = text.find(lead, at + 1)) {
    const std::size_t begin = at + lead.size();
    std::size_t end = begin;
    while (is_word(text, end) || (end < text.size() && text[end] == '-')) ++end;
    const bool is_named = text_holds(text::to_lower(text.substr(begin, end - begin)), kind);
    if (is_named && !is_quoted(text, at)) text.erase(at, lead.size());
  }
  return text;
}

}  // namespace

std::string without_articles(std::string text, const tool::Sketch& sketch) {
  for_each_argument(sketch, [&](const SketchArgument& argument) {
    if (argument.noun.empty()) return;
    text = plain_names(plain_numbers(std::move(text), kind_of(argument)), kind_of(argument));
  });
  return text;
}

std::string varied(std::string text, const tool::Sketch& sketch, std::uint64_t seed) {
  bool has_words = false;  // a value with words of its own is not to be changed
  for_each_argument(sketch, [&](const SketchArgument& argument) {
    has_words = has_words || argument.value.find("at most ") != std::string::npos ||
                argument.value.find("the ") != std::string::npos;
  });
  if (has_words) return text;
  constexpr std::string_view kLimits[] = {"at most ", "up to ", "no more than ", "at most "};
  text = text::replace_all(text, "at most ", kLimits[seed / 3 % std::size(kLimits)]);
  if (seed % 3 != 0) return text;
  std::set<std::string> made;  // what is to be made is named with its kind
  for_each_argument(sketch, [&](const SketchArgument& argument) {
    if (argument.origin == tool::Origin::kChosen) made.insert(argument.value);
  });
  for_each_argument(sketch, [&](const SketchArgument& argument) {
    if (argument.noun.empty() || made.contains(argument.value) || !argument.value.starts_with("\"/")) return;
    const std::string value = said(argument.value);
    text = exchanged(std::move(text), fmt::format("the {} {}", kind_of(argument), value), value);
  });
  return text;
}

}  // namespace generator::offline
