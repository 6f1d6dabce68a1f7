// What a pronoun means cannot be told by rule; whether a noun behind "this" or "the" was said before
// can.
#include "qa/follow_up.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "data/reasons.h"
#include "qa/open_reference.h"
#include "qa/phrase.h"
#include "qa/question_form.h"
#include "qa/stand_alone.h"

namespace generator::qa {
namespace {

// "In that case" is what was said before.
bool is_about_earlier(std::string_view said) {
  static const std::vector<Phrase> list = phrases({"in this|that case|situation|scenario"});
  return longest_match(list, words_of(said), 0) > 0;
}

// A call or an identifier is a function, a class and a parameter: which, no word tells.
bool names_code(std::string_view earlier) {
  const auto words = words_of(earlier);
  return std::ranges::any_of(words, [&](const Word& word) {
    return word.is_code || is_identifier(earlier.substr(word.begin, word.end - word.begin));
  });
}

bool says(const std::vector<Word>& earlier, std::string_view noun) {
  return std::ranges::any_of(earlier,
                             [&](const Word& word) { return is_same_word(word.lower, noun); });
}

// "it", "those": whoever follows the conversation knows.
bool is_pronoun(const std::vector<Word>& words) { return words.size() == 1; }

}  // namespace

Checked<std::string> follow_up(std::string_view raw, std::string_view earlier) {
  auto formed = well_formed(raw);
  if (!formed) return formed;
  std::string question = std::move(*formed);
  detach(question);
  const auto words = words_of(question);
  if (words.empty())
    return refuse(reasons::kMalformedQuestion, "nothing is left but the pointer to its source");
  if (const auto said = words_about_source(question, words); said && !is_about_earlier(*said))
    return refuse(reasons::kNotStandAlone, fmt::format("it says \"{}\"", *said));
  const auto open = open_reference(question, words);
  if (!open) return question;
  const std::string said = question.substr(open->begin, open->end - open->begin);
  const auto named = words_of(said);
  const bool is_known = is_pronoun(named) || says(words_of(earlier), named.back().lower) ||
                        (open->is_code_thing && names_code(earlier));
  if (is_known) return question;
  return refuse(reasons::kNotStandAlone,
                fmt::format("which one is \"{}\"? no turn before it says", said));
}

}  // namespace generator::qa
