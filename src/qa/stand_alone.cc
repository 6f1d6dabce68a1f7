// What a question may lean on is told by tables of phrases (English; questions in other languages
// are looked at for form only). A definite noun is no fault by itself: "the function `f`", "the
// library that …", "a file …, and how is the file …" are named, narrowed or said before. Only what
// stays open is qualified from the headings, where that is safe, or refused.
#include "qa/stand_alone.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "data/reasons.h"
#include "qa/answer.h"
#include "qa/open_reference.h"
#include "qa/phrase.h"
#include "qa/question_form.h"

namespace generator::qa {
namespace {

constexpr std::string_view kSource =
    "text|passage|document|documentation|excerpt|snippet|article|section|chapter|subsection|guide|"
    "tutorial|page|paragraph|readme|context|material|manual|content|chunk|units|unit|sources|"
    "source|extract";
// "The given names of a person" are no such thing.
constexpr std::string_view kGiven =
    "information|data|list|file|files|output|input|configuration|command|commands|option|options|"
    "parameter|parameters|argument|arguments|kwargs|statement|sentence|script|class|function|"
    "method|test|tests|module|package|query|schema|value|values|instructions|details|answer|"
    "answers";
std::string with_lists(std::string_view pattern) {
  return text::replace_all(text::replace_all(pattern, "{source}", kSource), "{given}", kGiven);
}

// "The author of War and Peace", but not "the author recommends".
bool is_author(const std::vector<Word>& words, std::size_t at) {
  static const Phrase author("the author|authors|writer|writers");
  const std::size_t n = author.match(words, at);
  return n > 0 && !(at + n < words.size() && words[at + n].lower == "of");
}

std::vector<Phrase> listed(std::initializer_list<std::string_view> patterns) {
  std::vector<Phrase> out;
  for (const auto pattern : patterns) out.emplace_back(with_lists(pattern));
  return out;
}

// May go from the front (before a comma) or from the end.
const std::vector<Phrase>& detachable() {
  static const std::vector<Phrase> list = listed({
      "according|based to|on the|this|that|these|your? given|provided|above|following|preceding? "
      "*? {source}|code|example|information",
      "as? {shown} in|by|within the|this|that? given|provided|above|following|preceding? *? "
      "{source}|code|example",
      "in|from|within|of the|this|that given|provided|above|following|preceding "
      "{source}|code|example",
      "in|from|within this {source}|code|example|case|context",
      "in|from|within the passage|excerpt|snippet|extract|text|chunk",
      "as? {shown} {place}",
      "per the|this {source}",
  });
  return list;
}

const std::vector<Phrase>& leaning() {
  static const std::vector<Phrase> list = listed({
      "this|that|these|those {source}",
      "both|either|neither of? the? passages|passage|texts|excerpts|excerpt|snippets|sections",
      "the? two|first|second passages|passage|texts|excerpts|excerpt|snippets",
      "the following|above|below|preceding|accompanying *",
      "the {next} {source}|{piece}|{part}",
      "the following|above|aforementioned",
      "the given|provided|shown|displayed|presented|quoted {source}|{piece}|{part}|{given}",
      "{part}|{piece} {place}",
      "figure|figures|fig|table|example|listing|section|chapter #",
      "the excerpt|passage|snippet",
      "the code|text snippet|excerpt|sample|example",
      "{shown} above|below|earlier|previously|elsewhere",
      "mentioned|described|discussed|listed in|here|there",
      "according to|based on the|this {source}",
      "given example|code|text|context",
      "in this|that case|context|scenario|situation",
  });
  return list;
}

std::string piece(std::string_view s, const std::vector<Word>& words, std::size_t at,
                  std::size_t count) {
  return std::string(s.substr(words[at].begin, words[at + count - 1].end - words[at].begin));
}

void capitalise(std::string& s) {
  if (!s.empty() && s[0] >= 'a' && s[0] <= 'z') s[0] = static_cast<char>(s[0] - 'a' + 'A');
}

}  // namespace

// "According to the passage, what …" and "… in this section?".
void detach(std::string& question) {
  for (bool changed = true; changed;) {
    changed = false;
    const auto words = words_of(question);
    for (std::size_t i = 0; i < words.size() && !changed; ++i) {
      const std::size_t n = longest_match(detachable(), words, i);
      if (n == 0 || n == words.size()) continue;
      const std::size_t end = words[i + n - 1].end;
      if (i == 0 && question[end] == ',') {
        question.erase(0, end + 1);
        question.erase(0, question.find_first_not_of(' '));
        capitalise(question);
        changed = true;
      } else if (i + n == words.size() && i >= 3) {
        std::size_t begin = words[i].begin;
        while (begin > 0 && text::contains(" ,", question.substr(begin - 1, 1))) --begin;
        question.erase(begin, end - begin);
        changed = true;
      }
    }
  }
}

std::optional<std::string> words_about_source(std::string_view question,
                                              const std::vector<Word>& words) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (const std::size_t n = is_author(words, i) ? 2 : longest_match(leaning(), words, i); n > 0)
      if (!is_told_after(question, words[i + n - 1].end)) return piece(question, words, i, n);
  return std::nullopt;
}

namespace {

// The one identifier of the innermost heading; "" where it has none or several.
std::string identifier_of(const QuestionPlace& place) {
  if (place.headings.empty()) return {};
  std::string found;
  for (std::string_view word : text::words(place.headings.back())) {
    while (!word.empty() && text::contains(",:.`", word.substr(word.size() - 1)))
      word.remove_suffix(1);
    while (!word.empty() && word.front() == '`') word.remove_prefix(1);
    if (!is_identifier(word)) continue;
    if (!found.empty() && found != word) return {};
    found = word;
  }
  return found;
}

// "this class" is not the method that the heading names.
bool can_be(std::string_view identifier, std::string_view said) {
  return !said.ends_with("class") || text::is_upper(identifier[0]);
}

std::string qualified(std::string question, const std::string& subject) {
  static const Phrase opens("in|on|at|for|by|with|from|of|to|under|through|within|during");
  const auto words = words_of(question);
  if (opens.match(words, 0) > 0 && question.ends_with('?')) {
    question.insert(question.size() - 1, " in " + subject);
    return question;
  }
  return fmt::format("In {}, {}", subject, inside_sentence(std::move(question)));
}

}  // namespace

Checked<std::string> stand_alone(std::string_view raw, const QuestionPlace& place) {
  auto formed = well_formed(raw);
  if (!formed) return formed;
  std::string question = std::move(*formed);
  detach(question);
  if (question.empty() || count_words(question) < 3)
    return refuse(reasons::kMalformedQuestion, "nothing is left but the pointer to its source");
  const std::string identifier = identifier_of(place);
  for (int round = 0; round < 2; ++round) {
    const auto words = words_of(question);
    if (const auto said = words_about_source(question, words))
      return refuse(reasons::kNotStandAlone, fmt::format("it says \"{}\"", *said));
    const auto open = open_reference(question, words);
    if (!open) break;
    const std::string said = question.substr(open->begin, open->end - open->begin);
    if (round == 0 && open->is_code_thing && !identifier.empty() &&
        !text::contains(question, identifier) && can_be(identifier, said)) {
      question.replace(open->begin, open->end - open->begin, fmt::format("`{}`", identifier));
      continue;
    }
    const std::string subject = subject_of(place);
    if (!open->is_definite || open->is_code_thing || subject.empty() ||
        text::contains(question, subject) || text::contains(said, "author") ||
        Phrase(with_lists("the {source}|figure|table|listing|example|examples|code"))
                .match(words_of(said), 0) > 0)
      return refuse(reasons::kNotStandAlone, fmt::format("which one is \"{}\"?", said));
    return qualified(std::move(question), subject);
  }
  const bool is_english_enough = !question.ends_with("？");
  if (is_english_enough && !names_something(question)) {
    const std::string subject = subject_of(place);
    if (!subject.empty() && !text::contains(text::to_lower(question), text::to_lower(subject)))
      return qualified(std::move(question), subject);
  }
  return question;
}

}  // namespace generator::qa
