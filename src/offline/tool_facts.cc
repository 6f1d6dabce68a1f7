#include "offline/tool_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/text.h"
#include "offline/tool_nouns.h"
#include "tool/numbers.h"
#include "tool/spacing.h"

namespace generator::offline {
namespace {

/// "publishedDate": no word of a sentence.
bool is_camel(std::string_view word) {
  for (std::size_t i = 1; i + 1 < word.size(); ++i)
    if (word[i] >= 'A' && word[i] <= 'Z' && word[i - 1] >= 'a' && word[i - 1] <= 'z' &&
        word[0] >= 'a' && word[0] <= 'z')
      return true;
  return false;
}

constexpr double kSixty = 60;   // seconds, told as minutes
constexpr double kLarge = 100;  // a whole number that may have been rounded

bool is_rounding(const tool::Reading& reading, const tool::KnownValues& known) {
  return (reading.decimals > 0 || std::abs(reading.value) >= kLarge) && known.has_rounded(reading);
}

/// "6th": a place in a row, which nobody has to have said.
bool is_ordinal(std::string_view word) {
  const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  return digits > 0 && is_one_of(word.substr(digits), {"st", "nd", "rd", "th"});
}

/// "2014-12-10" of "20141210" or of its parts.
bool is_date_said(const tool::KnownValues& known, std::string_view fact) {
  const auto parts = text::split(fact, '-');
  if (parts.size() != 3 || parts[0].size() != 4 || parts[1].size() != 2 || parts[2].size() != 2)
    return false;
  std::string all;
  bool is_known = true;
  for (const std::string_view part : parts) {
    all += part;
    is_known = is_known && known.has_number(std::atof(std::string(part).c_str()));
  }
  return is_known || known.has_text(all);
}

}  // namespace

std::vector<std::string> facts_of(std::string_view text) {
  std::vector<std::string> out;
  const std::string apart = tool::spaced(text);
  const auto words = text::words(apart);
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    if (i + 1 < words.size() && words[i + 1].starts_with("more")) continue;  // "and 2 more"
    while (!word.empty() && std::string_view(".,:;!?()[]'\"`*").find(word.back()) !=
                                std::string_view::npos)
      word.remove_suffix(1);
    while (!word.empty() && std::string_view("([{'\"`*").find(word.front()) !=
                                std::string_view::npos)
      word.remove_prefix(1);
    if (is_ordinal(word)) continue;
    const bool has_digit = std::ranges::any_of(word, text::is_digit);
    const bool is_name = word.find_first_of("/_@#") != std::string_view::npos || is_camel(word);
    if (word.size() > 1 ? has_digit || is_name : has_digit) out.emplace_back(word);
  }
  return out;
}

bool is_said(const tool::KnownValues& known, const std::string& fact) {
  char* end = nullptr;
  const double number = std::strtod(fact.c_str(), &end);  // "9e-04"
  if (end == fact.c_str() + fact.size() && known.has_number(number)) return true;
  for (const tool::Reading& reading : tool::readings_of(fact))
    if (known.has_number(reading.value) || known.follows(reading.value) ||
        known.has_number(reading.value * kSixty) || is_rounding(reading, known))
      return true;
  if (known.has_text(fact) || is_date_said(known, fact)) return true;
  const std::size_t comma = fact.find(',');  // "37.7955,-122.3937"
  return comma != std::string::npos && comma > 0 && comma + 1 < fact.size() &&
         is_said(known, fact.substr(0, comma)) && is_said(known, fact.substr(comma + 1));
}

bool is_value(std::string_view fact) {
  const bool is_number = std::ranges::all_of(fact, [](char c) {
    return text::is_digit(c) || c == '.' || c == '-';
  });
  const bool is_joined = fact.find_first_of("_@") != std::string_view::npos;
  return is_number || is_joined || fact.starts_with('/') || fact.size() > 12;
}

namespace {

/// Whether a number of an instruction is passed as what it comes to: the end of "200 to 249" as 50,
/// 16 as 32 where twice as many are wanted, 90 percent as 0.9.
bool is_used(const std::string& fact, const std::vector<std::string>& facts,
             const tool::Changes& changes, const tool::KnownValues& passed,
             std::string_view instruction) {
  const bool is_share = instruction.find('%') != std::string_view::npos ||
                        instruction.find("percent") != std::string_view::npos;
  const std::string old = fmt::format("from {} to ", fact);  // and what it was before
  if (instruction.find(old) != std::string_view::npos) return true;
  for (const tool::Reading& end : tool::readings_of(fact)) {
    if (is_share && passed.has_number(end.value / 100)) return true;
    if ((changes.doubles && passed.has_number(end.value * 2)) ||
        (changes.triples && passed.has_number(end.value * 3)) ||
        (changes.halves && passed.has_number(end.value / 2)))
      return true;
    for (const std::string& other : facts)
      for (const tool::Reading& first : tool::readings_of(other)) {
        const double count = end.value - first.value;
        if (count > 0 && passed.has_number(first.value) &&
            (passed.has_number(count) || passed.has_number(count + 1)))
          return true;
      }
  }
  return false;
}

}  // namespace

std::string wrong_count(std::string_view answer, const std::set<double>& counts) {
  for (const std::string_view line : text::lines(answer))
    for (const std::string_view opening : {"There are ", "Here are the ", "I found ", "I have "}) {
      const std::size_t at = line.find(opening);
      if (at == std::string_view::npos) continue;
      const auto words = text::words(line.substr(at + opening.size()));
      if (words.size() < 2) continue;
      const auto readings = tool::readings_of(words[0]);
      const bool is_count = !readings.empty() && std::ranges::all_of(words[0], text::is_digit);
      if (is_count && !counts.contains(readings[0].value)) return std::string(words[0]);
    }
  return {};
}

std::string unused_value(const ToolUse& row) {
  tool::KnownValues passed;
  bool calls = false;
  for (const ToolTurn& turn : row.turns)
    for (const ToolStep& step : turn.steps)
      for (const ToolCall& call : step.calls) {
        passed.add_result(call.arguments);
        passed.add_text(call.arguments);
        calls = true;
      }
  if (!calls) return {};
  for (const ToolTurn& turn : row.turns) {
    const std::vector<std::string> facts = facts_of(turn.instruction);
    const tool::Changes changes = tool::changes_in(turn.instruction);
    for (const std::string& fact : facts)
      if (is_value(fact) && !is_said(passed, fact) && !is_used(fact, facts, changes, passed, turn.instruction))
        return fact;
  }
  return {};
}

}  // namespace generator::offline
