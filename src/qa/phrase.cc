#include "qa/phrase.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "base/text.h"

namespace generator::qa {
namespace {

struct Named {
  std::string_view name;
  std::string_view words;
};

constexpr Named kLists[] = {
    {"{shown}",
     "shown|described|discussed|illustrated|explained|mentioned|noted|stated|listed|given|depicted|"
     "demonstrated|seen|indicated|defined|outlined|summarized|summarised|specified|presented|"
     "introduced|detailed|covered|documented|displayed|provided|found|said"},
    {"{place}", "above|below|earlier|previously|later|before|here|elsewhere|next"},
    {"{look}", "see|consult|refer"},
    // Pieces of a document that an answer may have.
    {"{piece}",
     "table|tables|example|examples|listing|listings|code|program|programs|snippet|snippets|list|"
     "sample|samples|excerpt|excerpts"},
    {"{next}",
     "following|next|previous|preceding|above|below|accompanying|last|subsequent|earlier|later"},
    // Pieces that it cannot have.
    {"{part}",
     "figure|figures|fig|figs|diagram|diagrams|image|images|picture|pictures|screenshot|"
     "screenshots|illustration|illustrations|graphic|graph|chart|section|sections|subsection|"
     "subsections|chapter|chapters|appendix|paragraph|paragraphs|page|pages|tutorial|discussion|"
     "sec|video|slide|slides|link|links"},
};

std::string expanded(std::string_view slot) {
  std::string out(slot);
  for (const auto& [name, words] : kLists) out = text::replace_all(out, name, words);
  return out;
}

bool is_joiner(std::string_view s, std::size_t at) {
  const char c = s[at];
  const bool joins = c == '-' || c == '\'' || c == '.' || c == '/' || c == ':';
  return joins && at + 1 < s.size() && text::is_word(s[at + 1]);
}

// Most phrases are told not to fit by one bit of a word's hash.
std::uint64_t mark_of(std::uint64_t hash) { return std::uint64_t{1} << (hash & 63); }

bool is_number(const Word& word) {
  if (word.lower.empty()) return false;
  if (word.end - word.begin == 1 && text::is_alpha(word.lower[0]))
    return word.lower != "a" && word.lower != "i";
  if (!text::is_digit(word.lower[0])) return false;
  std::size_t letters = 0;
  for (const char c : word.lower) letters += text::is_alpha(c) ? 1 : 0;
  return letters <= 1;
}

}  // namespace

std::vector<Word> words_of(std::string_view s) {
  std::vector<Word> out;
  out.reserve(s.size() / 5 + 1);
  bool follows_gap = true;
  for (std::size_t at = 0; at < s.size();) {
    std::size_t end = at;
    bool is_code = false;
    if (s[at] == '`') {
      const std::size_t close = s.find('`', at + 1);
      if (close != std::string_view::npos && close > at + 1) {
        end = close + 1;
        is_code = true;
      }
    } else {
      while (end < s.size() && (text::is_word(s[end]) || (end > at && is_joiner(s, end)))) ++end;
    }
    if (end == at) {
      if (!text::is_space(s[at]) && s[at] != '*') follows_gap = false;
      ++at;
      continue;
    }
    std::string lower = text::to_lower(s.substr(at, end - at));
    const std::uint64_t hash = checksum(lower);
    out.push_back({std::move(lower), at, end, hash, is_code, follows_gap});
    follows_gap = true;
    at = end;
  }
  return out;
}

Phrase::Phrase(std::string_view pattern) {
  for (const std::string_view part : text::words(pattern)) {
    Slot slot;
    std::string body = expanded(part);
    if (body.ends_with('?')) {
      slot.optional = true;
      body.pop_back();
    }
    for (const auto word : text::split(body, '|')) {
      if (word == "*")
        slot.any = true;
      else if (word == "#")
        slot.number = true;
      else
        slot.words.push_back(checksum(word));
    }
    std::sort(slot.words.begin(), slot.words.end());
    for (const std::uint64_t word : slot.words) slot.marks |= mark_of(word);
    slots_.push_back(std::move(slot));
  }
  for (const Slot& slot : slots_) {
    if (slot.any || slot.number) first_marks_ = UINT64_MAX;
    first_marks_ |= slot.marks;
    if (!slot.optional) break;
  }
}

bool Phrase::Slot::takes(const Word& word) const {
  if (any) return true;
  if (word.is_code) return false;
  if (number && is_number(word)) return true;
  return (mark_of(word.hash) & marks) != 0 &&
         std::binary_search(words.begin(), words.end(), word.hash);
}

std::size_t Phrase::match_from(const std::vector<Word>& words, std::size_t at, std::size_t slot,
                               bool first) const {
  if (slot == slots_.size()) return at;
  if (at < words.size() && (first || words[at].follows_gap) && slots_[slot].takes(words[at])) {
    const std::size_t end = match_from(words, at + 1, slot + 1, false);
    if (end > 0) return end;
  }
  return slots_[slot].optional ? match_from(words, at, slot + 1, first) : 0;
}

std::size_t Phrase::match(const std::vector<Word>& words, std::size_t at) const {
  if (at >= words.size() || (mark_of(words[at].hash) & first_marks_) == 0) return 0;
  const std::size_t end = match_from(words, at, 0, true);
  return end > at ? end - at : 0;
}

std::size_t longest_match(const std::vector<Phrase>& all, const std::vector<Word>& words,
                          std::size_t at) {
  std::size_t best = 0;
  for (const auto& phrase : all) best = std::max(best, phrase.match(words, at));
  return best;
}

std::vector<Phrase> phrases(std::initializer_list<std::string_view> patterns) {
  std::vector<Phrase> out;
  for (const auto pattern : patterns) out.emplace_back(pattern);
  return out;
}

bool is_same_word(std::string_view a, std::string_view b) {
  constexpr std::size_t kStem = 5, kEnding = 3;
  if (a.size() > b.size()) std::swap(a, b);
  if (a.size() < kStem) return b.starts_with(a) && b.size() - a.size() <= 2;
  return b.starts_with(a.substr(0, std::max(kStem, a.size() - kEnding)));
}

}  // namespace generator::qa
