// Words are compared by their beginnings, so that "compression" is found in "compressed". The bounds
// are from reading what SmolLM2-135M asked of pages about HDF5.
#include "qa/about.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "base/text.h"
#include "data/reasons.h"
#include "measure/facts.h"
#include "qa/phrase.h"

namespace generator::qa {
namespace {

constexpr std::size_t kShortest = 4;  // letters of a word of content
constexpr std::size_t kMistaken = 7;  // letters of words that look alike, and of their beginning
constexpr std::size_t kAlike = 4;

constexpr std::string_view kAsking[] = {"what", "which", "when",  "where", "whom", "whose", "does",
                                        "that", "this",  "these", "those", "with", "from",  "into",
                                        "have", "will",  "should", "would", "could", "there",
                                        "their", "used", "between", "about", "than", "then"};

bool is_content(const Word& word) {
  return text::length(word.lower) >= kShortest &&
         std::find(std::begin(kAsking), std::end(kAsking), word.lower) == std::end(kAsking);
}

// "HDF5 and HDF5", "HDF5 in HDF5": a thing beside itself.
std::optional<std::string> named_twice(std::string_view question, const std::vector<Word>& words) {
  static const Phrase link("and|or|in|of|to|vs|versus|with|from|than");
  for (std::size_t i = 0; i + 2 < words.size(); ++i)
    if (is_content(words[i]) && words[i].lower == words[i + 2].lower &&
        link.match(words, i + 1) > 0)
      return std::string(question.substr(words[i].begin, words[i + 2].end - words[i].begin));
  return std::nullopt;
}

// A word of the question that the text does not have, and has one that looks like it: "datapacks"
// where it speaks of dataspaces.
std::optional<std::string> mistaken(const Word& word, const std::vector<Word>& text_words) {
  if (text::length(word.lower) < kMistaken) return std::nullopt;
  for (const Word& said : text_words)
    if (text::length(said.lower) >= kMistaken &&
        said.lower.starts_with(text::prefix(word.lower, kAlike)))
      return said.lower;
  return std::nullopt;
}

}  // namespace

std::optional<Fault> drift(std::string_view question, std::string_view text) {
  const std::vector<Word> asked = words_of(question);
  if (const auto twice = named_twice(question, asked))
    return Fault{reasons::kMalformedQuestion, fmt::format("it says \"{}\"", *twice)};
  const auto strange = measure::added(text, question);
  if (!strange.empty())
    return Fault{reasons::kOffPassage,
                 fmt::format("its answer has no {}", measure::to_text(strange))};
  const std::vector<Word> text_words = words_of(text);
  std::size_t content = 0, found = 0;
  for (const Word& word : asked) {
    if (!is_content(word)) continue;
    ++content;
    const bool is_found = word.is_code || std::any_of(
        text_words.begin(), text_words.end(),
        [&](const Word& said) { return is_same_word(said.lower, word.lower); });
    if (is_found) ++found;
    if (const auto other = is_found ? std::nullopt : mistaken(word, text_words))
      return Fault{reasons::kOffPassage,
                   fmt::format("it says \"{}\", its answer \"{}\"", word.lower, *other)};
  }
  if (3 * found >= 2 * content) return std::nullopt;
  return Fault{reasons::kOffPassage,
               fmt::format("{} of its {} of content stand in the answer", found,
                           text::counted(static_cast<std::int64_t>(content), "word"))};
}

}  // namespace generator::qa
