// Word patterns: what regular expressions would be written for, in linear time and readable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace generator::qa {

/// A word of a text: letters, digits and `_`, joined by `-`, `'` and inner dots; a code span is one
/// word. `lower` has ASCII letters in small.
struct Word {
  std::string lower;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint64_t hash = 0;   // of `lower`
  bool is_code = false;     // in backticks
  bool follows_gap = true;  // only spaces between the word before and this one
};

std::vector<Word> words_of(std::string_view text);

/// Whether two words in small letters are forms of one word, as far as their beginnings tell:
/// "compressed" and "compression", "file" and "files"; not "dataspace" and "dataset".
bool is_same_word(std::string_view a, std::string_view b);

/// A pattern is a row of slots apart by spaces, each `word`, `one|other` or one of these with `?`
/// behind it (may be missing); `#` is a number ("3", "2.1", "4a") or a single capital letter, `*`
/// any word. Names in `{}` stand for the lists of phrase.cc: {shown} {place} {look} {piece} {next}
/// {part}.
class Phrase {
 public:
  explicit Phrase(std::string_view pattern);
  /// Number of words matched from `at` on; 0: none. No punctuation may stand between them.
  std::size_t match(const std::vector<Word>& words, std::size_t at) const;

 private:
  struct Slot {
    std::vector<std::uint64_t> words;  // their hashes, ascending
    std::uint64_t marks = 0;           // a bit each
    bool any = false;
    bool number = false;
    bool optional = false;
    bool takes(const Word& word) const;
  };
  std::size_t match_from(const std::vector<Word>& words, std::size_t at, std::size_t slot,
                         bool first) const;
  std::vector<Slot> slots_;
  std::uint64_t first_marks_ = 0;  // of the words that it can begin with
};

/// The longest match of any of `phrases` at `at`; 0: none.
std::size_t longest_match(const std::vector<Phrase>& phrases, const std::vector<Word>& words,
                          std::size_t at);

std::vector<Phrase> phrases(std::initializer_list<std::string_view> patterns);

}  // namespace generator::qa
