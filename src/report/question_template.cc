// The words that carry the form of an English question are few and closed: question words,
// auxiliaries, pronouns, articles, prepositions, conjunctions. In other languages nothing is known
// to carry form, so whole questions would become one "_"; there the first two words stand for the
// form instead.
#include "report/question_template.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace generator {
namespace {

constexpr std::array<std::string_view, 96> kFormWords = {
    "a",    "about", "after",  "all",     "am",      "an",    "and",   "any",  "are",   "as",
    "at",   "be",    "been",   "before",  "between", "both",  "but",   "by",   "can",   "could",
    "did",  "do",    "does",   "during",  "each",    "for",   "from",  "give", "given", "had",
    "has",  "have",  "how",    "i",       "if",      "in",    "into",  "is",   "it",    "its",
    "long", "many",  "may",    "me",      "might",   "more",  "much",  "must", "my",    "no",
    "not",  "of",    "often",  "on",      "one",     "or",    "other", "our",  "over",  "should",
    "so",   "some",  "than",   "that",    "the",     "their", "them",  "then", "there", "these",
    "they", "this",  "those",  "through", "to",      "under", "up",    "was",  "we",    "were",
    "what", "when",  "where",  "whether", "which",   "while", "who",   "whom", "whose", "why",
    "will", "with",  "within", "without", "would",   "you"};

bool is_form_word(std::string_view word) {
  return std::find(kFormWords.begin(), kFormWords.end(), word) != kFormWords.end();
}

bool is_word_byte(char c) { return text::is_word(c) || c == '\''; }

}  // namespace

std::string question_template(std::string_view question) {
  std::string out;
  std::vector<std::string> first_words;
  bool knows_form = false;
  const auto put = [&](std::string_view word) {
    const bool is_gap = word == "_";
    if (is_gap && (out == "_" || out.ends_with(" _"))) return;
    if (!out.empty()) out += ' ';
    out += word;
  };
  std::size_t at = 0;
  while (at < question.size()) {
    const char c = question[at];
    if (c == '`') {  // a code span is subject, whatever stands in it
      const std::size_t end = question.find('`', at + 1);
      at = end == std::string_view::npos ? question.size() : end + 1;
      put("_");
      continue;
    }
    if (!is_word_byte(c)) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < question.size() && is_word_byte(question[at])) ++at;
    const std::string word = text::to_lower(question.substr(begin, at - begin));
    if (first_words.size() < 2) first_words.push_back(word);
    knows_form = knows_form || is_form_word(word);
    put(is_form_word(word) ? std::string_view(word) : "_");
  }
  return knows_form ? out : text::join(first_words, " ") + " _";
}

}  // namespace generator
