// English only, by tables of phrases. In other languages nothing is found, so nothing is cut.
#include "qa/pointer.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "data/reasons.h"
#include "qa/phrase.h"

namespace generator::qa {
namespace {

// Phrases that may be taken out of a sentence, with everything they match.
const std::vector<Phrase>& cuttable() {
  static const std::vector<Phrase> list = phrases({
      "as {shown} {place}",
      "{shown} {place}",
      "as {shown} in|on|by|under {next} {piece}|{part} #? {place}?",
      "as? {shown} in|on|by|under|with the|this|our? {next}? {part} #? {place}? of|in? this|the? "
      "chapter|guide|section|manual|document?",
      "as? {shown} in|on|by|under the|this|our? {next}? {piece} # {place}?",
      "as? {shown} in|on|by|under the|this|our? {next} {piece}",
      "as? {shown} in|on|by|under the|this|our? {piece} {place}",
      "in the|this? {next}? {part} # {place}?",
      "in the {next} {part} #?",
      "in the {part} {place}",
      "in the? {piece} # {place}?",
      "in the {piece} {place}",
      "later|earlier|elsewhere in this|the "
      "chapter|section|document|guide|manual|page|article|book|tutorial|text",
      "in this chapter|section|guide|manual|article|book|tutorial",
  });
  return list;
}

// What points wherever it stands. Asked last, of what is left.
const std::vector<Phrase>& pointing() {
  static const std::vector<Phrase> list = phrases({
      "{part}|{piece} {place}",
      "figure|figures|fig|figs|table|tables|example|examples|listing|section|sections|chapter|"
      "chapters|appendix|sec #",
      "the|this|these|our? {next} {part}|{piece}",
      "{shown} {place}",
      "in this chapter|section|document|guide|manual|page|article|book|tutorial|text|passage",
      "later|earlier|elsewhere in this|the "
      "chapter|section|document|guide|manual|page|article|book|tutorial|text",
      "see above|below|also|figure|section|the",
      "the above|aforementioned *",
      "refer|refers to the? {next}? {part}|{piece}",
      "click here",
      "the following",
      "as follows",
  });
  return list;
}

const std::vector<Phrase>& only_looking() {
  static const std::vector<Phrase> list = phrases({
      "please? see|consult",
      "please? refer to",
      "also|and|or see",
      "for more|further|additional|detailed|complete|full|a|an|other|specific * *? *? "
      "see|consult|refer",
      "for * *? *? *? *? see|consult|refer",
      "more|further|additional|detailed|complete information|details|examples on|about|of|for? * "
      "*? *? is|are|can",
      "more|further|additional|detailed|complete information|details|examples is|are|can",
      "click here|on",
  });
  return list;
}

constexpr std::string_view kShows =
    "shows|show|illustrates|illustrate|depicts|depict|describes|describe|presents|present|lists|"
    "list|gives|give|summarizes|summarize|demonstrates|demonstrate|provides|provide|contains|"
    "contain|explains|explain|discusses|discuss|displays|display|is|are|compares|covers|cover";

const std::vector<Phrase>& part_as_subject() {
  static const std::vector<Phrase> list = phrases({
      "the|this|these|each? {next}? {part} #? {place}? in|of? this|the? chapter|section|guide? " +
          std::string(kShows),
  });
  return list;
}

const std::vector<Phrase>& piece_as_subject() {
  static const std::vector<Phrase> list = phrases({
      "the {next} code|c|c++|python|simple|short|complete|small? {piece} #? {place}? " +
          std::string(kShows),
      "{piece} # {place}? " + std::string(kShows),
      "the {piece} {place} " + std::string(kShows),
  });
  return list;
}

// "… is described in the next section.": taken out, nothing would be left of the statement.
const std::vector<Phrase>& shown_elsewhere() {
  static const std::vector<Phrase> list = phrases({
      "is|are|was|were|be|been also|further|fully|briefly? {shown} in|on|by|under *? *? *? "
      "{part}|{piece} #? {place}?",
      "is|are|was|were|be|been also|further|fully|briefly? {shown} {place} in|of? this|the? *? *?",
      "is|are|was|were|be|been {shown} in more? detail {place}? in? *? *? *?",
  });
  return list;
}

bool is_code_noun(std::string_view word) {
  return word == "code" || word == "program" || word == "listing" || word == "snippet" ||
         word == "example" || word == "examples" || word == "sample" || word == "excerpt";
}

// Whether what the words speak of stands in the answer.
bool is_present(const std::vector<Word>& words, std::size_t at, std::size_t count,
                Present present) {
  for (std::size_t i = at; i < at + count; ++i) {
    const std::string& word = words[i].lower;
    if (word == "table" || word == "tables") return present.table;
    if (is_code_noun(word)) return present.code;
    if (word == "list") return present.list;
  }
  static const Phrase part("{part}");
  for (std::size_t i = at; i < at + count; ++i)
    if (part.match(words, i) > 0) return false;
  return present.any();
}

bool ends_sentence(std::string_view s, std::size_t at) {
  return std::all_of(s.begin() + static_cast<std::ptrdiff_t>(at), s.end(), [](char c) {
    return text::is_space(c) || c == '.' || c == '!' || c == ')' || c == '*' || c == ':';
  });
}

bool only_points(std::string_view s, const std::vector<Word>& words, Present present) {
  if (words.empty()) return false;
  if (const std::size_t n = longest_match(only_looking(), words, 0); n > 0) {
    const bool is_clause =
        n < words.size() &&
        (words[n].lower == "that" || words[n].lower == "if" || words[n].lower == "whether");
    return !is_clause;
  }
  static const Phrase look("please? {look}");
  const auto clause =
      std::find_if(words.begin() + 1, words.end(), [](const Word& w) { return !w.follows_gap; });
  if (words[0].lower == "for" && clause != words.end() &&
      look.match(words, static_cast<std::size_t>(clause - words.begin())) > 0)
    return true;  // "For more information, see …"
  if (longest_match(part_as_subject(), words, 0) > 0) return true;
  if (const std::size_t n = longest_match(piece_as_subject(), words, 0); n > 0)
    return !is_present(words, 0, n, present);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t n = longest_match(shown_elsewhere(), words, i);
    if (n == 0 || is_present(words, i, n, present)) continue;
    if (ends_sentence(s, words[i + n - 1].end)) return true;
  }
  return false;
}

void erase(std::string& s, std::size_t begin, std::size_t end) { s.erase(begin, end - begin); }

std::size_t before_spaces(std::string_view s, std::size_t at) {
  while (at > 0 && text::is_space(s[at - 1])) --at;
  return at;
}

// "(see Figure 3)", "(as described below)", "(Section 2.1)".
bool parenthesis_points(std::string_view inside, Present present) {
  static const std::vector<Phrase> starts = phrases(
      {"see|cf|consult", "refer to",
       "as? {shown} in|on|by|below|above|later|earlier|previously|here|elsewhere",
       "{part}|{piece} #", "{part}|{piece} {place}", "the|in? the|this? {next} {part}|{piece}",
       "above|below", "more|details on|in|about|below|above", "not shown"});
  const auto words = words_of(inside);
  if (words.empty()) return false;
  const std::size_t n = longest_match(starts, words, 0);
  return n > 0 && !(is_present(words, 0, words.size(), present) && words[0].lower != "see");
}

void cut_parentheses(std::string& s, Present present) {
  for (std::size_t open = s.find('('); open != std::string::npos; open = s.find('(', open)) {
    std::size_t close = open + 1;
    for (int depth = 1; close < s.size(); ++close) {
      if (s[close] == '(') ++depth;
      if (s[close] == ')' && --depth == 0) break;
    }
    if (close >= s.size()) return;
    const std::size_t from = before_spaces(s, open);
    const bool is_call =
        from == open && open > 0 && (text::is_word(s[open - 1]) || s[open - 1] == ']');
    if (is_call ||
        !parenthesis_points(std::string_view(s).substr(open + 1, close - open - 1), present)) {
      ++open;
      continue;
    }
    erase(s, from, close + 1);
    open = from;
  }
}

bool is_be(std::string_view word) {
  static constexpr std::array<std::string_view, 8> kForms = {"is", "are",  "was",   "were",
                                                             "be", "been", "being", "and"};
  return std::find(kForms.begin(), kForms.end(), word) != kForms.end();
}

// A phrase between the start, commas or the end of the sentence goes with its comma.
bool cut_one_phrase(std::string& s, const std::vector<Word>& words, Present present) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t n = longest_match(cuttable(), words, i);
    if (n == 0 || is_present(words, i, n, present)) continue;
    const bool needed =
        i > 0 && words[i].follows_gap &&
        (is_be(words[i - 1].lower) || words[i - 1].lower == "the" || words[i - 1].lower == "as");
    static const Phrase participle("{shown}");
    const bool hollow = i > 0 && words[i].lower == "in" && participle.match(words, i - 1) > 0;
    if (needed || hollow) continue;
    std::size_t begin = before_spaces(s, words[i].begin);
    std::size_t end = words[i + n - 1].end;
    const bool is_first = i == 0;
    const bool comma_before = begin > 0 && s[begin - 1] == ',';
    const bool comma_after = end < s.size() && s[end] == ',';
    if (is_first && !comma_after) continue;
    if (comma_before && (comma_after || ends_sentence(s, end))) --begin;
    if (comma_after && (is_first || comma_before)) ++end;
    erase(s, begin, end);
    if (is_first) {
      s.erase(0, s.find_first_not_of(' '));
      if (!s.empty() && s[0] >= 'a' && s[0] <= 'z') s[0] = static_cast<char>(s[0] - 'a' + 'A');
    }
    return true;
  }
  return false;
}

// "…; see also H5Dopen.", "…, see below."
bool cut_look_at_the_end(std::string& s, const std::vector<Word>& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i].lower != "see" || words[i].follows_gap) continue;
    const std::size_t mark = before_spaces(s, words[i].begin);
    const bool joins = mark > 0 && (s[mark - 1] == ';' || s[mark - 1] == ',');
    const bool is_clause =
        i + 1 < words.size() && (words[i + 1].lower == "that" || words[i + 1].lower == "if" ||
                                 words[i + 1].lower == "whether");
    if (!joins || is_clause) continue;
    s.erase(mark - 1);
    s += '.';
    return true;
  }
  return false;
}

std::string dangling_words(std::string_view s, const std::vector<Word>& words, Present present) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::size_t n = longest_match(pointing(), words, i);
    if (n == 0 || is_present(words, i, n, present)) continue;
    if (words[i].lower == "the" && n == 2 && i + 2 < words.size() &&
        words[i + 1].lower == "following")
      ++n;
    return std::string(s.substr(words[i].begin, words[i + n - 1].end - words[i].begin));
  }
  return {};
}

}  // namespace

Checked<std::string> without_pointers(std::string_view sentence, Present present) {
  auto words = words_of(sentence);  // of `out`, read again only where that has changed
  if (only_points(sentence, words, present)) return std::string();
  std::string out(sentence);
  cut_parentheses(out, present);
  if (out != sentence) words = words_of(out);
  if (cut_look_at_the_end(out, words)) words = words_of(out);
  while (cut_one_phrase(out, words, present)) words = words_of(out);
  const std::string left = dangling_words(out, words, present);
  if (!left.empty()) return refuse(reasons::kDanglingReference, "the answer says \"" + left + "\"");
  return out;
}

}  // namespace generator::qa
