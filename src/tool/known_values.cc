#include "tool/known_values.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "tool/numbers.h"
#include "tool/spacing.h"
#include "tool/words.h"

namespace generator::tool {
namespace {

constexpr int kMostLevels = 64;
constexpr std::size_t kShortestWord = 3;
constexpr std::size_t kWordsOfProse = 6;

// Of text that is spaced: lower case, one blank for whatever is no part of words, paths and numbers.
std::string folded(std::string_view apart) {
  std::string out = " ";
  for (const char c : apart) {
    const bool is_part =
        text::is_word(c) || std::string_view("./-:@#+*%").find(c) != std::string_view::npos;
    if (is_part)
      out += c;
    else if (out.back() != ' ')
      out += ' ';
  }
  // A full stop ends a sentence, not a value.
  std::string plain;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const bool ends = std::string_view(".:-").find(out[i]) != std::string_view::npos &&
                      (i + 1 == out.size() || out[i + 1] == ' ');
    if (!ends && (out[i] != ' ' || !plain.ends_with(' '))) plain += out[i];
  }
  return text::to_lower(plain) + " ";
}

// "2026-03-05", "2026-03-05T10:00:00Z": it is often said in other words.
bool is_date(std::string_view value) {
  constexpr std::string_view kForm = "0000-00";
  if (value.size() < kForm.size()) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i)
    if (kForm[i] == '0' ? !text::is_digit(value[i]) : value[i] != kForm[i]) return false;
  return std::ranges::all_of(value.substr(kForm.size()), [](char c) {
    return text::is_digit(c) || std::string_view("-:.+TZ ").find(c) != std::string_view::npos;
  });
}

constexpr std::size_t kFewLetters = 4;

bool is_plain_word(std::string_view value) {
  return value.size() >= kFewLetters && std::ranges::all_of(value, text::is_alpha);
}

/// Neither a letter nor a digit goes on before it or behind it; but a word may begin with it:
/// "config" of "the configuration directory".
bool stands_alone(std::string_view part, std::string_view text) {
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    const std::size_t end = at + part.size();
    if (at > 0 && text::is_word(text[at - 1])) continue;
    const bool begins_word = part.size() >= kFewLetters && at > 0 && text[at - 1] == ' ';
    if (end == text.size() || !text::is_word(text[end]) || begins_word) return true;
  }
  return false;
}

}  // namespace

void KnownValues::add_text(std::string_view said) {
  add_said(said);
  const Changes changes = changes_in(said);
  changes_.doubles |= changes.doubles;
  changes_.triples |= changes.triples;
  changes_.halves |= changes.halves;
  changes_.last.insert(changes_.last.end(), changes.last.begin(), changes.last.end());
}

void KnownValues::add_said(std::string_view said) {
  const std::string apart = spaced(said), plain = folded(apart);
  texts_ += plain + "\n";
  phrases_ += " " + text::join(words_of(apart), " ") + " \n";
  for (const std::string_view word : text::words(plain)) {
    if (!words_.emplace(word).second) continue;
    for (const std::string& part : words_of(word)) {
      words_.insert(part);
      words_.emplace(singular(part));
    }
  }
  numbers_.merge(numbers_in(apart));
}

void KnownValues::add_result(std::string_view content) {
  const auto document = json::Document::parse(content);
  if (document)
    add_value(document->root(), 0);
  else
    add_said(content);
}

void KnownValues::add_value(json::Value value, int level) {
  if (value.is_string()) return add_said(value.text());
  if (const auto number = value.number()) numbers_.insert(*number);
  if (level >= kMostLevels) return;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value.is_object()) add_said(value.key(i));
    add_value(value.at(i), level + 1);
  }
}

bool KnownValues::has_text(std::string_view value) const {
  const std::string plain = folded(spaced(value));
  if (text::trim(plain).empty()) return true;
  if (texts_.find(plain) != std::string::npos) return true;
  // An ID that the result has as a number, and the argument as a text; "unit" for `units`.
  for (const Reading& reading : readings_of(value))
    if (has_number(reading.value)) return true;
  if (is_plain_word(value) && words_.contains(std::string(singular(text::to_lower(value))))) return true;
  const std::string phrase = text::join(words_of(spaced(value)), " ");
  if (!phrase.empty() && phrases_.find(" " + phrase + " ") != std::string::npos) return true;
  // A path that was joined from a folder and a name, an address with its scheme left out.
  if (value.find('/') == std::string_view::npos) return false;
  const auto parts = text::split(value, '/');
  return std::ranges::all_of(parts, [&](std::string_view part) {
    return part.empty() || stands_alone(text::to_lower(part), texts_);
  });
}

bool KnownValues::has_number(double value) const {
  const auto near = numbers_.lower_bound(value - std::abs(value) * 1e-9);
  return near != numbers_.end() && std::abs(*near - value) <= std::abs(value) * 1e-9 + 1e-12;
}

bool KnownValues::has_rounded(const Reading& said) const {
  const double half = 0.5 * std::pow(10.0, -said.decimals) * (1 + 1e-9);
  const auto near = numbers_.lower_bound(said.value - half);
  return near != numbers_.end() && *near <= said.value + half;
}

bool KnownValues::follows(double value) const {
  if (changes_.doubles && has_number(value / 2)) return true;
  if (changes_.triples && has_number(value / 3)) return true;
  if (changes_.halves && has_number(value * 2)) return true;
  return std::ranges::any_of(changes_.last, [&](double last) { return has_number(value + last); });
}

double KnownValues::share_of_words(std::string_view value) const {
  int all = 0, known = 0;
  for (const std::string& word : words_of(spaced(value))) {
    if (word.size() < kShortestWord) continue;
    ++all;
    const bool is_known = words_.contains(word) || words_.contains(singular(word)) ||
                          texts_.find(word) != std::string::npos;
    known += is_known ? 1 : 0;
  }
  return all == 0 ? 1 : static_cast<double>(known) / all;
}

std::string KnownValues::unsaid_number(std::string_view value) const {
  value = text::trim(value);
  if (is_date(value) || text::words(value).size() >= kWordsOfProse) return {};
  // "mp4" of "sales.mp4"; a point between digits is none of a file.
  const std::size_t point = value.rfind('.');
  if (point != std::string_view::npos && point + 1 < value.size() &&
      text::is_alpha(value[point + 1]))
    value = value.substr(0, point);
  for (const std::string& word : words_of(value)) {
    if (words_.contains(word)) continue;
    for (std::size_t i = 0; i < word.size();) {
      std::size_t end = i;
      while (end < word.size() && text::is_digit(word[end])) ++end;
      const std::string digits = word.substr(i, end - i);
      const double number = std::strtod(digits.c_str(), nullptr);
      if (end > i && number > 1 && !has_number(number)) return digits;
      i = std::max(end, i + 1);
    }
  }
  return {};
}

}  // namespace generator::tool
