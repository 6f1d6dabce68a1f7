// A model of a few hundred million parameters asks well about one sentence that says one thing, and
// badly about a paragraph, a table or code. So it is shown the sentence that an answer opens with,
// and of the answers that a chunk has those come first whose sentence says how or what, which it
// asks most, and speaks of what the heading names.
#include "qa/lead.h"

#include <algorithm>

#include "base/text.h"
#include "measure/passage.h"
#include "qa/answer.h"
#include "qa/cohesion.h"
#include "qa/phrase.h"
#include "qa/question_type.h"

namespace generator::qa {
namespace {

constexpr std::int64_t kFewestWords = 7, kMostWords = 40;
constexpr std::size_t kStem = 5;

// Whether any word of content of the innermost heading stands in the sentence.
bool speaks_of(std::string_view heading, const std::vector<Word>& said) {
  for (const Word& named : words_of(heading)) {
    if (text::length(named.lower) < 4) continue;
    const auto stem = text::prefix(named.lower, kStem);
    if (std::any_of(said.begin(), said.end(),
                    [&](const Word& word) { return word.lower.starts_with(stem); }))
      return true;
  }
  return false;
}

// "First, …", "For details …", "In the example …": it continues or points.
bool goes_on(const std::vector<Word>& said) {
  static const std::vector<Phrase> list = phrases({
      "first|firstly|second|secondly|third|next|finally|lastly|after|afterwards|now|here|note|"
      "notice|consider|recall|again|but|and|or|so|yet|still|another|other|others|suppose|let|we|i|you",
      "for example|instance|details|more|information|further|this|that|these|the",
      "in this|that|these|other|addition|particular|fact|the",
      "the following|above|below|example|code|figure|table|next|previous|last|first|second|third|"
      "same|other|former|latter|program|sample|arguments|argument",
      "a|an|the * example|figure|table|program",
      "on the|this",
      "as|if|when|since|because|although|while|unless|once",
  });
  return longest_match(list, said, 0) > 0;
}

// "Example 2, below, shows …": there is nothing to see.
bool points(const std::vector<Word>& said) {
  static const Phrase list("example|examples|figure|fig|table|listing|see|refer|below|above");
  return list.match(said, 0) > 0;
}

// "class Ledger final : public …", "def take(self)"; "" where no keyword says what is defined.
std::string named_by_keyword(std::string_view line, bool has_parenthesis) {
  static constexpr std::string_view kKeywords[] = {"struct", "class",     "enum",     "union",
                                                   "type",   "interface", "trait",    "concept",
                                                   "def",    "fn",        "function", "func",
                                                   "#define"};
  constexpr std::size_t kFunctions = 8;  // from here on a parenthesis follows the name
  const auto words = text::words(line);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const auto keyword = std::find(std::begin(kKeywords), std::end(kKeywords), words[i]);
    if (keyword == std::end(kKeywords) || words[i + 1] == "class") continue;
    const auto at = static_cast<std::size_t>(keyword - std::begin(kKeywords));
    if (has_parenthesis && at < kFunctions) continue;  // "struct spool *spool_open("
    std::size_t end = 0;
    while (end < words[i + 1].size() && text::is_word(words[i + 1][end])) ++end;
    return std::string(words[i + 1].substr(0, end));
  }
  return {};
}

}  // namespace

std::string lead_of(std::string_view answer) {
  answer = text::trim(answer);
  const std::string_view paragraph = text::trim(answer.substr(0, answer.find("\n\n")));
  if (paragraph.empty()) return {};
  const bool opens_with_words =
      text::is_word(paragraph[0]) || text::contains("`\"('", paragraph.substr(0, 1));
  const bool is_block =
      paragraph.starts_with("```") || paragraph.find('\n') != std::string_view::npos;
  if (!opens_with_words || is_block) return {};
  const std::string_view first =
      text::trim(paragraph.substr(0, measure::sentence_ends(paragraph)[0]));
  return std::string(introduces(first) ? answer : first);
}

int askability(std::string_view lead, const HeadingPath& headings) {
  if (lead.empty()) return 0;
  const std::vector<Word> said = words_of(text::lines(lead)[0]);
  if (points(said)) return -1;
  const std::int64_t count = count_words(lead);
  const bool is_sentence = lead.ends_with('.') || lead.find('\n') != std::string_view::npos;
  if (count < kFewestWords || count > kMostWords || !is_sentence) return 1;
  if (goes_on(said) || leans_back(lead)) return 2;
  const bool is_on_topic = !headings.empty() && speaks_of(headings.back(), said);
  return 3 + (answers_how_or_what(text::lines(lead)[0]) ? 2 : 0) + (is_on_topic ? 1 : 0);
}

std::string defined_name(std::string_view answer) {
  const std::size_t fence = answer.find("```");
  if (fence == std::string_view::npos) return {};
  const auto lines = text::lines(answer.substr(fence));
  if (lines.size() < 2) return {};
  const std::string_view line = lines[1];
  const std::size_t open = std::min(line.find('('), line.size());
  if (std::string name = named_by_keyword(line, open < line.size()); !name.empty()) return name;
  // "struct spool *spool_open(": a call stands deeper, alone or behind "=".
  const std::string_view before = line.substr(0, open);
  const bool is_definition = open < line.size() && !text::is_space(line[0]) &&
                             !text::contains(before, "=") && text::words(before).size() > 1;
  if (!is_definition) return {};
  std::size_t begin = open;
  while (begin > 0 && text::is_word(line[begin - 1])) --begin;
  return std::string(line.substr(begin, open - begin));
}

}  // namespace generator::qa
