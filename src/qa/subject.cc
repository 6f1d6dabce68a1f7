// What a document is about, by name: the first word of title or headings that is a name by its
// spelling ("HDF5", "LanceDB"), or that the passage writes with a capital inside sentences and
// never without ("Tidemark").
#include <algorithm>

#include "base/text.h"
#include "qa/stand_alone.h"

namespace generator::qa {
namespace {

constexpr std::string_view kNoSubject[] = {
    "README",  "FAQ",     "API",       "APIs",  "TODO",  "URL",          "URLs",    "HTTP", "HTTPS",
    "JSON",    "YAML",    "XML",       "CSV",   "HTML",  "PDF",          "CLI",     "GUI",  "UI",
    "ID",      "IDs",     "OS",        "IO",    "I/O",   "SQL",          "CPU",     "GPU",  "RAM",
    "LICENSE", "LICENCE", "CHANGELOG", "NEWS",  "II",    "III",          "IV",      "VI",   "VII",
    "VIII",    "RFC",     "RFCs",      "UTF-8", "ASCII", "CONTRIBUTING", "INSTALL", "NOTE", "NULL"};

std::string_view bare(std::string_view word) {
  while (!word.empty() && !text::is_word(word.front())) word.remove_prefix(1);
  while (!word.empty() && !text::is_word(word.back())) word.remove_suffix(1);
  if (word.ends_with("'s")) word.remove_suffix(2);
  return word;
}

bool is_spelt_as_name(std::string_view word) {
  if (word.size() < 2 || !text::is_alpha(word[0])) return false;
  const auto uppers = std::count_if(word.begin(), word.end(), text::is_upper);
  const bool has_digit = std::any_of(word.begin(), word.end(), text::is_digit);
  // "TM-121" is a code of something, "Promise<Boolean" a piece of source.
  const std::size_t hyphen = word.rfind('-');
  if (hyphen != std::string_view::npos && hyphen + 1 < word.size() &&
      std::all_of(word.begin() + static_cast<std::ptrdiff_t>(hyphen) + 1, word.end(),
                  text::is_digit))
    return false;
  if (!std::all_of(word.begin(), word.end(),
                   [](char c) { return text::is_word(c) || c == '+' || c == '-' || c == '.'; }))
    return false;
  const bool is_code =
      text::contains(word, "_") || text::contains(word, ".") || text::contains(word, "/");
  return !is_code && (uppers >= 2 || (uppers == 1 && has_digit && word.size() > 2));
}

// Every time with its capital, and at least twice inside a sentence (after a small letter).
bool is_used_as_name(std::string_view word, std::string_view passage) {
  if (word.size() < 4 || !text::is_upper(word[0])) return false;
  const std::string small = text::to_lower(word);
  int inside = 0;
  for (std::size_t at = 0; at < passage.size(); ++at) {
    if (passage[at] != word[0] && passage[at] != small[0]) continue;
    const bool starts = at == 0 || !text::is_word(passage[at - 1]);
    if (!starts || !text::starts_with_ignoring_case(passage.substr(at, small.size()), small))
      continue;
    const std::size_t end = at + small.size();
    if (end < passage.size() && text::is_word(passage[end])) continue;
    if (passage[at] == small[0]) return false;
    if (at >= 2 && passage[at - 1] == ' ' && passage[at - 2] >= 'a' && passage[at - 2] <= 'z')
      ++inside;
  }
  return inside >= 2;
}

}  // namespace

std::string subject_of(const QuestionPlace& place) {
  if (place.is_code) return "";  // its headings are names of definitions, not of a product
  for (const auto& heading : place.headings) {
    for (const std::string_view raw : text::words(heading)) {
      const std::string_view word = bare(raw);
      if (std::find(std::begin(kNoSubject), std::end(kNoSubject), word) != std::end(kNoSubject))
        continue;
      if (!place.is_code && is_spelt_as_name(word) && text::contains(place.passage, word))
        return std::string(word);
      if (is_used_as_name(word, place.passage)) return std::string(word);
    }
  }
  return {};
}

}  // namespace generator::qa
