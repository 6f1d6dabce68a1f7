#include "offline/side.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"

namespace generator::offline {
namespace {

// "HDF5" and "API" are written like names of code, and are none that a question could be about.
bool is_acronym(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return text::is_upper(c) || text::is_digit(c); });
}

bool says_nothing(const Word& word) {
  return word.is(kArticle | kDeterminer | kPreposition | kConjunction | kSubordinator | kBe |
                 kModal | kDo | kHave | kNot | kAdverb | kPronoun);
}

std::string without_product(const Page& page, std::string text) {
  while (!text.empty() && text.back() == '?') text.pop_back();
  const std::string product = page.topic.product_in_text();
  if (!product.empty()) {
    const std::string front = "In " + product + ", ", back = " in " + product;
    if (text.starts_with(front)) text.erase(0, front.size());
    if (text.ends_with(back)) text.resize(text.size() - back.size());
  }
  if (!text.empty() && text::is_upper(text[0])) text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

// "what is an HDF5 dataspace" → dataspace; "what are hard links" → hard, link.
std::vector<std::string> term_of(const Page& page, const Side& side) {
  std::vector<std::string> out;
  const std::string_view pattern = side.candidate->pattern;
  if (pattern != "what-is" && pattern != "what-does-refer") return out;
  for (std::size_t i = 2; i < side.words.size(); ++i) {
    const Word& word = side.words[i];
    if (word.is(kArticle) || word.text == page.topic.product()) continue;
    if (word.is(kPreposition | kVerbThird) && out.empty()) return {};
    if (pattern == "what-does-refer" && word.lower == "refer") break;
    out.push_back(key(word));
  }
  return out;
}

// What is called, where the question is what it does.
void find_call(Side& side) {
  const std::vector<Word>& words = side.words;
  if (words.size() < 4 || words[0].lower != "what" || words[1].lower != "does" ||
      words.back().lower != "do")
    return;
  std::size_t at = 2;
  if (words[at].lower == "the" && at + 2 < words.size()) {  // "the function `f`", "the `f` call"
    const bool is_behind = words[at + 1].code && at + 4 == words.size();
    side.noun = words[is_behind ? at + 2 : at + 1].lower;
    if (is_behind) {
      side.call = words[at + 1].text;
      return;
    }
    at += 2;
  }
  const bool has_place =
      at + 4 == words.size() && words[at + 1].lower == "in" && words[at + 2].code;
  if (!words[at].code || !(at + 2 == words.size() || has_place)) return;
  side.call = words[at].text;
  if (has_place) side.place = " in " + words[at + 2].text;
}

std::set<std::string> words_of_answer(const Side& side) {
  std::set<std::string> out;
  const Range units = side.candidate->evidence.units;
  for (std::size_t i = units.begin; i < units.end; ++i)
    for (const auto word : text::words(side.page->passage.text_of(side.page->unit(i))))
      out.insert(text::to_lower(word));
  return out;
}

std::set<std::string> content_of(const Side& side) {
  std::set<std::string> out;
  for (const Word& word : side.words)
    if (!says_nothing(word)) out.insert(key(word));
  return out;
}

std::ptrdiff_t in_both(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::ranges::count_if(a, [&](const std::string& word) { return b.contains(word); });
}

}  // namespace

std::string key(const Word& word) {
  if (word.code && word.text.front() == '`') return word.text.substr(1, word.text.size() - 2);
  if (word.code) return word.text;
  return word.verb != nullptr && !word.is(kNounToo) ? word.verb->base : singular(word.lower);
}

std::vector<Side> sides_of(const Page& page, const Candidates& candidates) {
  std::vector<Side> out;
  for (const Candidate& candidate : candidates) {
    // A row of a table, with its header, reads badly beside another one.
    if (page.unit(candidate.evidence.units.begin).kind == measure::UnitKind::kTableRow) continue;
    Side side{&page, &candidate, without_product(page, candidate.question), {}, {}, "", "", ""};
    // What is two questions already takes no third.
    if (text::contains(side.text, ", and ") || text::contains(side.text, " and what") ||
        text::contains(side.text, " and when") || text::contains(side.text, " and how") ||
        text::contains(side.text, " sometimes "))
      continue;
    side.words = read_sentence(side.text).words;
    if (side.words.size() < 3) continue;
    side.term = term_of(page, side);
    find_call(side);
    out.push_back(std::move(side));
  }
  return out;
}

std::string_view key_of_call(const Side& side) {
  std::string_view out = side.call;
  while (!out.empty() && out.front() == '`') out.remove_prefix(1);
  while (!out.empty() && text::contains("`()", out.substr(out.size() - 1))) out.remove_suffix(1);
  return out;
}

bool mentions(const Side& side, const std::vector<std::string>& term) {
  if (term.empty() || side.words.size() < term.size()) return false;
  for (std::size_t at = 0; at + term.size() <= side.words.size(); ++at) {
    bool is_it = true;
    for (std::size_t i = 0; i < term.size() && is_it; ++i)
      is_it = key(side.words[at + i]) == term[i];
    // "the size of a dataset creation property list" is not about datasets.
    const std::size_t end = at + term.size();
    const bool goes_on = end < side.words.size() && side.words[end - 1].after == 0 &&
                         !says_nothing(side.words[end]) && side.words[end].verb == nullptr &&
                         !side.words[end].code;
    if (is_it && !goes_on) return true;
  }
  return false;
}

bool names(const Side& side, std::string_view call) {
  const Range units = side.candidate->evidence.units;
  for (std::size_t i = units.begin; i < units.end; ++i) {
    const std::string_view said = side.page->passage.text_of(side.page->unit(i));
    for (std::size_t at = said.find(call); at != std::string_view::npos;
         at = said.find(call, at + 1)) {
      const std::size_t end = at + call.size();
      const bool begins = at == 0 || !text::is_word(said[at - 1]);
      if (begins && (end == said.size() || !text::is_word(said[end]))) return true;
    }
  }
  return false;
}

bool ask_the_same(const Side& a, const Side& b) {
  const auto one = content_of(a), other = content_of(b);
  const std::ptrdiff_t both = in_both(one, other);
  return 5 * both >= 3 * std::ssize(other) && 5 * both >= 3 * std::ssize(one);
}

bool say_the_same(const Side& a, const Side& b) {
  const auto one = words_of_answer(a), other = words_of_answer(b);
  const std::ptrdiff_t both = in_both(one, other);
  return 2 * both >= std::ssize(one) + std::ssize(other) - both;
}

bool share_identifier(const Side& a, const Side& b) {
  return std::ranges::any_of(a.words, [&](const Word& word) {
    return word.code && !is_acronym(word.text) &&
           std::ranges::any_of(b.words, [&](const Word& other) { return key(other) == key(word); });
  });
}

double shared_term(const Side& a, const Side& b, const std::string& product) {
  double best = 0;
  for (std::size_t i = 0; i < a.words.size(); ++i)
    for (std::size_t j = 0; j < b.words.size(); ++j) {
      double told = 0;
      for (std::size_t n = 0; i + n < a.words.size() && j + n < b.words.size(); ++n) {
        const Word& word = a.words[i + n];
        if (key(word) != key(b.words[j + n]) || says_nothing(word) || word.text == product ||
            word.lower == "be" || word.lower == "what" || word.lower == "how" ||
            (word.verb != nullptr && !word.is(kNounToo)))
          break;
        told += word.code && !is_acronym(word.text) ? 3 : 1;
      }
      best = std::max(best, told);
    }
  return best;
}

}  // namespace generator::offline
