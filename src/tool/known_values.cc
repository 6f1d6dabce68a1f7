#include "tool/known_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "base/text.h"
#include "tool/words.h"

namespace generator::tool {
namespace {

constexpr int kMostLevels = 64;
constexpr std::size_t kShortestWord = 3;

constexpr std::array<std::string_view, 21> kNumberWords = {
    "zero",     "one",     "two",     "three",     "four",     "five",     "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
struct Word {
  std::string_view word;
  double value;
};
constexpr std::array<Word, 16> kMoreWords = {{{"thirty", 30},
                                              {"forty", 40},
                                              {"fifty", 50},
                                              {"sixty", 60},
                                              {"hundred", 100},
                                              {"thousand", 1000},
                                              {"million", 1e6},
                                              {"dozen", 12},
                                              {"half", 0.5},
                                              {"single", 1},
                                              {"twice", 2},
                                              {"first", 1},
                                              {"second", 2},
                                              {"third", 3},
                                              {"once", 1},
                                              {"both", 2}}};
// What a number may be multiplied by, where a unit follows it.
struct Unit {
  std::string_view name;
  double factor;
};
constexpr std::array<Unit, 17> kUnits = {{{"%", 0.01},
                                          {"percent", 0.01},
                                          {"k", 1e3},
                                          {"kb", 1024},
                                          {"kib", 1024},
                                          {"m", 1e6},
                                          {"mb", 1024.0 * 1024},
                                          {"mib", 1024.0 * 1024},
                                          {"gb", 1024.0 * 1024 * 1024},
                                          {"gib", 1024.0 * 1024 * 1024},
                                          {"ms", 0.001},
                                          {"s", 1000},
                                          {"seconds", 1000},
                                          {"minutes", 60},
                                          {"min", 60},
                                          {"hours", 3600},
                                          {"days", 86400}}};

// Lower case, one blank for whatever is no part of words, paths and numbers.
std::string folded(std::string_view said) {
  std::string out = " ";
  for (const char c : said) {
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
    if (!ends) plain += out[i];
  }
  return text::to_lower(plain) + " ";
}

}  // namespace

void KnownValues::add_text(std::string_view said) {
  texts_ += folded(said) + "\n";
  phrases_ += " " + text::join(words_of(said), " ") + " \n";
  add_words(said);
}

void KnownValues::add_result(std::string_view content) {
  const auto document = json::Document::parse(content);
  if (document)
    add_value(document->root(), 0);
  else
    add_text(content);
}

void KnownValues::add_value(json::Value value, int level) {
  if (value.is_string()) return add_text(value.text());
  if (const auto number = value.number()) numbers_.insert(*number);
  if (level >= kMostLevels) return;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value.is_object()) add_text(value.key(i));
    add_value(value.at(i), level + 1);
  }
}

void KnownValues::add_words(std::string_view said) {
  const std::string plain = folded(said);
  std::string before;
  for (const std::string_view word : text::words(plain)) {
    words_.emplace(word);
    for (const std::string& part : words_of(word)) words_.insert(part);
    const std::string token(word);
    char* end = nullptr;
    const double number = std::strtod(token.c_str(), &end);
    const std::string_view unit =
        std::string_view(token).substr(static_cast<std::size_t>(end - token.c_str()));
    if (end != token.c_str() && std::isfinite(number)) {
      numbers_.insert(number);
      for (const auto& [name, factor] : kUnits)
        if (unit == name) numbers_.insert(number * factor);
    } else if (!before.empty()) {
      for (const auto& [name, factor] : kUnits)
        if (word == name) numbers_.insert(std::strtod(before.c_str(), nullptr) * factor);
    }
    for (std::size_t i = 0; i < kNumberWords.size(); ++i)
      if (word == kNumberWords[i]) numbers_.insert(static_cast<double>(i));
    for (const auto& [name, value] : kMoreWords)
      if (word == name) numbers_.insert(value);
    before = end != token.c_str() ? token : "";
  }
  // "[0, 100]", "0:100", "3x4": numbers that stand inside of words.
  for (std::size_t i = 0; i < plain.size();) {
    if (!text::is_digit(plain[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < plain.size() && text::is_digit(plain[end])) ++end;
    numbers_.insert(std::strtod(plain.substr(i, end - i).c_str(), nullptr));
    i = end;
  }
}

bool KnownValues::has_text(std::string_view value) const {
  const std::string plain = folded(value);
  if (text::trim(plain).empty()) return true;
  if (texts_.find(plain) != std::string::npos) return true;
  const std::string phrase = text::join(words_of(value), " ");
  if (!phrase.empty() && phrases_.find(" " + phrase + " ") != std::string::npos) return true;
  // A path that was joined from a folder and a name, an address with its scheme left out.
  if (value.find('/') == std::string_view::npos) return false;
  const auto parts = text::split(value, '/');
  return std::ranges::all_of(parts, [&](std::string_view part) {
    return part.empty() || texts_.find(text::to_lower(part)) != std::string::npos;
  });
}

bool KnownValues::has_number(double value) const {
  const auto near = numbers_.lower_bound(value - std::abs(value) * 1e-9);
  return near != numbers_.end() && std::abs(*near - value) <= std::abs(value) * 1e-9 + 1e-12;
}

double KnownValues::share_of_words(std::string_view value) const {
  int all = 0, known = 0;
  for (const std::string& word : words_of(value)) {
    if (word.size() < kShortestWord) continue;
    ++all;
    const bool is_known = words_.contains(word) || words_.contains(singular(word)) ||
                          texts_.find(word) != std::string::npos;
    known += is_known ? 1 : 0;
  }
  return all == 0 ? 1 : static_cast<double>(known) / all;
}

}  // namespace generator::tool
