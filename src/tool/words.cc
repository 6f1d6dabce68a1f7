#include "tool/words.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace generator::tool {
namespace {

// What is often written together with the word before it.
constexpr std::array<std::string_view, 4> kTails = {"name", "path", "url", "uri"};
// What makes another thing of the word before it.
constexpr std::array<std::string_view, 14> kCompounds = {"base", "set",   "name", "system", "stamp",
                                                         "list", "group", "time", "size",   "count",
                                                         "type", "path",  "key",  "mode"};
constexpr std::array<std::string_view, 12> kNoPlural = {"status", "address", "access", "process",
                                                        "bus",    "gas",     "series", "news",
                                                        "alias",  "canvas",  "corpus", "basis"};

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// "filename" → "file" "name"; "rename" stays.
void add_word(Words& out, std::string word) {
  for (const std::string_view tail : kTails) {
    const std::size_t end = tail.size() + (word.back() == 's' ? 1 : 0);
    if (word.size() < end + 3 || word.compare(word.size() - end, tail.size(), tail) != 0) continue;
    out.push_back(word.substr(0, word.size() - end));
    out.push_back(word.substr(word.size() - end));
    return;
  }
  out.push_back(std::move(word));
}

// A new word begins: "fullData", "HTTPServer".
bool begins_word(std::string_view name, std::size_t i) {
  if (i == 0 || !text::is_upper(name[i])) return false;
  const char before = name[i - 1];
  if (is_lower(before) || text::is_digit(before)) return true;
  return text::is_upper(before) && i + 1 < name.size() && is_lower(name[i + 1]) &&
         !(name[i + 1] == 's' && (i + 2 == name.size() || !is_lower(name[i + 2])));  // "userIDs"
}

bool is_vowel(char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; }

// "repo" of "repository"; not "data" of "database".
bool is_beginning(std::string_view brief, std::string_view whole) {
  if (brief.size() < 3 || brief.size() > 5 || whole.size() < brief.size() + 3) return false;
  if (!whole.starts_with(brief)) return false;
  return std::ranges::find(kCompounds, whole.substr(brief.size())) == kCompounds.end();
}

// "pkg" of "package": no vowels, the letters in their order, the first one in front.
bool is_skeleton(std::string_view brief, std::string_view whole) {
  if (brief.size() < 3 || brief.size() > 4 || whole.size() < 5 || whole.front() != brief.front())
    return false;
  if (std::ranges::any_of(brief, is_vowel)) return false;
  std::size_t at = 0;
  for (const char c : brief) {
    at = whole.find(c, at);
    if (at == std::string_view::npos) return false;
    ++at;
  }
  return true;
}

}  // namespace

Words words_of(std::string_view name) {
  Words out;
  std::string word;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool is_part =
        text::is_alpha(name[i]) || text::is_digit(name[i]) || (name[i] & 0x80) != 0;
    if (!word.empty() && (!is_part || begins_word(name, i))) {
      add_word(out, std::move(word));
      word.clear();
    }
    if (is_part) word += text::is_upper(name[i]) ? static_cast<char>(name[i] + ('a' - 'A')) : name[i];
  }
  if (!word.empty()) add_word(out, std::move(word));
  return out;
}

bool is_plural(std::string_view lower) {
  if (lower.size() < 3 || lower.back() != 's') return false;
  if (lower.ends_with("ss") || lower.ends_with("us") || lower.ends_with("is")) return false;
  return std::ranges::find(kNoPlural, lower) == kNoPlural.end();
}

std::string singular(std::string_view lower) {
  if (lower == "children") return "child";
  if (lower == "people") return "person";
  if (lower == "indices") return "index";
  return is_plural(lower) ? without_plural_ending(lower) : std::string(lower);
}

std::string without_plural_ending(std::string_view lower) {
  const auto cut = [&](std::size_t n) { return std::string(lower.substr(0, lower.size() - n)); };
  if (lower.ends_with("ies") && lower.size() > 4) return cut(3) + "y";
  if (lower.size() > 4 && lower.ends_with("ches") && is_vowel(lower[lower.size() - 5]))
    return cut(1);  // "caches"
  for (const std::string_view end : {"sses", "xes", "ches", "shes", "zzes"})
    if (lower.ends_with(end)) return cut(2);
  return cut(1);
}

std::string noun_of(std::string_view name) {
  const Words words = words_of(name);
  std::string number;
  for (auto word = words.rbegin(); word != words.rend(); ++word) {
    if (!std::ranges::all_of(*word, text::is_digit)) return singular(*word) + number;
    number = *word + number;
  }
  return {};
}

bool same_noun(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const auto [brief, whole] = a.size() < b.size() ? std::pair(a, b) : std::pair(b, a);
  return is_beginning(brief, whole) || is_skeleton(brief, whole);
}

bool has_noun(const Words& nouns, std::string_view noun) {
  return std::ranges::any_of(nouns, [&](const auto& other) { return same_noun(other, noun); });
}

}  // namespace generator::tool
