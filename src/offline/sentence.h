// One sentence as words: Markdown and parentheses taken away, every word looked up.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "offline/lexicon.h"

namespace generator::offline {

struct Word {
  std::string text;   // as written, without the mark behind it; a code span keeps its backticks
  std::string lower;  // `text` in lower case, without backticks
  char after = 0;     // ',' ';' ':' '.' '?' '!' or '-' (a dash) behind it; 0: none
  std::uint32_t classes = 0;
  const Verb* verb = nullptr;
  bool code = false;  // an identifier, flag, file name or code span
  bool is(std::uint32_t any_of) const { return (classes & any_of) != 0; }
};

struct Sentence {
  std::vector<Word> words;
  std::size_t size() const { return words.size(); }
  const Word& operator[](std::size_t i) const { return words[i]; }
  /// Index of the first word in [from, to) that is `lower`; nothing where there is none.
  std::optional<std::size_t> find(std::string_view lower, std::size_t from = 0,
                                  std::size_t to = SIZE_MAX) const;
  /// True where the words from `at` on are `lower`: one or more, separated by single spaces.
  bool matches(std::size_t at, std::string_view lower) const {
    // Asked of every word by every family, and nearly always answered by the first letter.
    return at < words.size() && words[at].lower.starts_with(lower.front()) &&
           matches_whole(at, lower);
  }
  bool matches_whole(std::size_t at, std::string_view lower) const;
  char end() const { return words.empty() ? '\0' : words.back().after; }
};

/// Markdown's marks of a unit taken away: list marker, quote marks, emphasis, link targets, images;
/// line breaks become spaces. Code spans stay.
std::string plain_text(std::string_view unit);

/// Splits `plain` into words. "(...)" that is not part of an identifier is left out.
Sentence read_sentence(std::string_view plain);

/// True for what is set in code font: `H5Fcreate`, `file_name`, `std::map`, `--help`, `a.c`,
/// `getName`, `f()`.
bool is_identifier(std::string_view word);

}  // namespace generator::offline
