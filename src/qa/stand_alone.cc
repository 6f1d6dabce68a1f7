// What a question may not lean on. The tables are of phrases, matched as whole words in lower case.
#include "qa/stand_alone.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "data/reasons.h"

namespace generator::qa {
namespace {

constexpr std::size_t kMostWords = 40;
constexpr std::size_t kLeastWords = 3;

// "phrase" as whole words in `lower`.
bool has_words(std::string_view lower, std::string_view phrase) {
  for (std::size_t at = lower.find(phrase); at != std::string_view::npos;
       at = lower.find(phrase, at + 1)) {
    const std::size_t end = at + phrase.size();
    const bool starts = at == 0 || !text::is_word(lower[at - 1]);
    const bool ends = end == lower.size() || !text::is_word(lower[end]);
    if (starts && ends) return true;
  }
  return false;
}

// Openings that add nothing and can go: "According to the passage, what ...".
constexpr std::string_view kOpenings[] = {"according to the text",
                                          "according to the passage",
                                          "according to the document",
                                          "according to the documentation",
                                          "according to this passage",
                                          "according to this document",
                                          "according to this section",
                                          "based on the text",
                                          "based on the passage",
                                          "based on the document",
                                          "in the passage",
                                          "in the text",
                                          "in this passage",
                                          "in the given text",
                                          "in the document"};

// Said of the source as a source: a reader of the question does not have it.
constexpr std::string_view kSourceWords[] = {
    "the text",          "the passage",       "the excerpt",   "the snippet",   "the document",
    "this document",     "this passage",      "this text",     "this section",  "the section",
    "this chapter",      "the chapter",       "the author",    "the authors",   "the above",
    "the example above", "the example below", "above example", "the following", "below",
    "mentioned",         "described here",    "shown here",    "given example", "provided code",
    "the provided",      "the given",         "code snippet",  "the figure",    "the table",
    "this page",         "the article",       "this guide",    "this tutorial", "the readme"};

// "this X" and un-named definites: which one?
constexpr std::string_view kNouns[] = {
    "function", "class",       "method",    "file",         "module",    "script",
    "program",  "example",     "code",      "experiment",   "test",      "tests",
    "project",  "package",     "parameter", "argument",     "variable",  "command",
    "tool",     "application", "benchmark", "repository",   "table",     "list",
    "object",   "structure",   "routine",   "macro",        "constant",  "type",
    "value",    "option",      "setting",   "step",         "procedure", "call",
    "library",  "api",         "system",    "feature",      "case",      "approach",
    "software", "component",   "header",    "configuration"};
constexpr std::string_view kUnnamedNouns[] = {
    "function", "class",   "method",  "script",      "experiment", "test",       "project",
    "package",  "code",    "example", "program",     "benchmark",  "repository", "module",
    "macro",    "routine", "tool",    "application", "library",    "software",   "structure"};

constexpr std::string_view kQuestionWords[] = {
    "what",    "which",   "who",      "whom",     "whose",   "where",   "when",  "why",
    "how",     "is",      "are",      "was",      "were",    "do",      "does",  "did",
    "can",     "could",   "should",   "would",    "will",    "may",     "must",  "has",
    "have",    "had",     "in",       "for",      "under",   "on",      "at",    "if",
    "to",      "with",    "from",     "by",       "between", "during",  "after", "before",
    "besides", "given",   "suppose",  "assuming", "as",      "of",      "using", "i",
    "name",    "explain", "describe", "list",     "give",    "compare", "write", "show",
    "through", "within",  "against",  "into",     "than",    "among",   "my"};

std::string first_word(std::string_view s) {
  const auto words = text::words(s);
  if (words.empty()) return "";
  std::string word = text::to_lower(words[0]);
  while (!word.empty() && !text::is_word(word.back())) word.pop_back();
  const std::size_t apostrophe = word.find('\'');
  return word.substr(0, apostrophe);
}

std::string without_opening(std::string_view question) {
  const std::string lower = text::to_lower(question);
  for (const auto opening : kOpenings) {
    if (lower.compare(0, opening.size(), opening) != 0) continue;
    std::size_t at = opening.size();
    while (at < question.size() && (question[at] == ',' || question[at] == ' ')) ++at;
    std::string out(question.substr(at));
    if (!out.empty() && out[0] >= 'a' && out[0] <= 'z')
      out[0] = static_cast<char>(out[0] - 'a' + 'A');
    return out;
  }
  return std::string(question);
}

// A name: `code`, CamelCase, ALLCAPS, with a digit or an underscore, or capitalised inside the
// sentence.
bool names_something(std::string_view question) {
  const auto words = text::words(question);
  if (text::contains(question, "`") || text::contains(question, "\"")) return true;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto word = words[i];
    const auto uppers = std::count_if(word.begin(), word.end(), text::is_upper);
    const bool has_digit = std::any_of(word.begin(), word.end(), text::is_digit);
    if (uppers >= 2 || text::contains(word, "_") || text::contains(word, "()")) return true;
    if ((uppers > 0 && i > 0 && word != "I") || (has_digit && uppers > 0)) return true;
  }
  return false;
}

bool is_identifier(std::string_view word) {
  if (word.size() < 3) return false;
  const auto uppers = std::count_if(word.begin() + 1, word.end(), text::is_upper);
  return text::contains(word, "_") || text::contains(word, "()") ||
         (uppers > 0 &&
          std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; }));
}

// The one identifier of the innermost heading; "" where it has none or several.
std::string identifier_of(const QuestionPlace& place) {
  if (place.headings.empty()) return "";
  std::string found;
  for (const auto word : text::words(place.headings.back())) {
    std::string_view bare = word;
    while (!bare.empty() &&
           (bare.back() == ',' || bare.back() == ':' || bare.back() == '.' || bare.back() == '`'))
      bare.remove_suffix(1);
    while (!bare.empty() && bare.front() == '`') bare.remove_prefix(1);
    if (!is_identifier(bare)) continue;
    if (!found.empty() && found != bare) return "";
    found = bare;
  }
  return found;
}

// Replaces "this function" by the function that the heading names.
std::string with_named_definites(std::string question, const QuestionPlace& place) {
  const std::string name = identifier_of(place);
  if (name.empty()) return question;
  for (const std::string_view noun :
       {"function", "class", "method", "macro", "routine", "command", "structure", "type"})
    for (const std::string_view article : {"this ", "the "}) {
      const std::string phrase = fmt::format("{}{}", article, noun);
      const std::string lower = text::to_lower(question);
      const std::size_t at = lower.find(phrase);
      if (at == std::string::npos || !has_words(lower, phrase) ||
          lower.find(phrase, at + 1) != std::string::npos)
        continue;
      if (text::contains(question, name)) continue;
      question.replace(at, phrase.size(), fmt::format("`{}`", name));
      return question;
    }
  return question;
}

// Which phrase makes it lean on its source; "" where none does.
std::string leaning_words(std::string_view question) {
  const std::string lower = text::to_lower(question);
  for (const auto words : kSourceWords)
    if (has_words(lower, words)) return std::string(words);
  for (const auto noun : kNouns)
    for (const std::string_view article : {"this", "these", "that", "those"}) {
      const std::string phrase = fmt::format("{} {}", article, noun);
      if (has_words(lower, phrase)) return phrase;
    }
  for (const auto noun : kUnnamedNouns) {
    // "the function" alone; "the function `f`", "the test suite of X" name or narrow it.
    const std::string phrase = fmt::format("the {}", noun);
    const std::size_t at = lower.find(phrase);
    if (at == std::string::npos || !has_words(lower, phrase)) continue;
    const std::string_view rest = text::trim(std::string_view(lower).substr(at + phrase.size()));
    const bool narrowed =
        !rest.empty() &&
        (rest[0] == '`' || rest.substr(0, 3) == "of " || rest.substr(0, 5) == "that " ||
         rest.substr(0, 6) == "which " || rest.substr(0, 4) == "for " ||
         rest.substr(0, 3) == "in " || text::is_upper(question[at + phrase.size() + 1]) ||
         is_identifier(text::words(rest)[0]));
    if (!narrowed) return phrase;
  }
  return "";
}

std::optional<Fault> malformed(std::string_view question) {
  const auto fault = [](std::string detail) {
    return Fault{reasons::kMalformedQuestion, std::move(detail)};
  };
  const auto words = text::words(question);
  if (words.size() < kLeastWords) return fault("fewer than three words");
  if (words.size() > kMostWords)
    return fault(fmt::format("{} words; at most {}", words.size(), kMostWords));
  if (question.back() != '?' && question.back() != '.')
    return fault("it does not end like a question");
  if (std::count(question.begin(), question.end(), '?') > 1)
    return fault("several questions in one");
  if (question.find('\n') != std::string_view::npos) return fault("more than one line");
  if (std::count(question.begin(), question.end(), '`') % 2 != 0)
    return fault("a code mark is not closed");
  for (const std::string_view mark :
       {"](", "**", "```", "| ", "<a ", "http://", "https://", "...", "\xE2\x80\xA6"})
    if (text::contains(question, mark)) return fault(fmt::format("it holds \"{}\"", mark));
  const std::string first = first_word(question);
  const bool is_question = std::find(std::begin(kQuestionWords), std::end(kQuestionWords), first) !=
                           std::end(kQuestionWords);
  if (question.back() == '.' && !is_question) return fault("a statement, not a question");
  return std::nullopt;
}

}  // namespace

std::string subject_of(const QuestionPlace& place) {
  // The first name of the title that the passage uses too: "HDF5 Groups" -> "HDF5".
  if (place.headings.empty()) return "";
  for (const auto word : text::words(place.headings.front())) {
    const auto uppers = std::count_if(word.begin(), word.end(), text::is_upper);
    const bool is_name = uppers >= 2 || std::any_of(word.begin(), word.end(), text::is_digit);
    if (is_name && word.size() >= 2 && text::contains(place.passage, word))
      return std::string(word);
  }
  return "";
}

Checked<std::string> stand_alone(std::string_view raw, const QuestionPlace& place) {
  std::string question = text::replace_all(text::trim(raw), "\n", " ");
  question = without_opening(question);
  if (question.empty()) return refuse(reasons::kMalformedQuestion, "an empty question");
  if (question[0] >= 'a' && question[0] <= 'z' && !is_identifier(text::words(question)[0]))
    question[0] = static_cast<char>(question[0] - 'a' + 'A');
  if (auto fault = malformed(question)) return tl::unexpected(std::move(*fault));
  question = with_named_definites(std::move(question), place);
  if (const std::string words = leaning_words(question); !words.empty())
    return refuse(reasons::kNotStandAlone, fmt::format("\"{}\"", words));
  if (!names_something(question)) {
    const std::string subject = subject_of(place);
    if (!subject.empty() && !text::contains(text::to_lower(question), text::to_lower(subject))) {
      const bool lowers =
          question.size() > 1 && text::is_upper(question[0]) && !text::is_upper(question[1]);
      if (lowers) question[0] = static_cast<char>(question[0] - 'A' + 'a');
      question = fmt::format("In {}, {}", subject, question);
    }
  }
  return question;
}

}  // namespace generator::qa
