// The tokens of a text that are facts, and the little that must be remembered between them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "measure/fact_scan.h"
#include "measure/number.h"

namespace generator::measure {

class TokenScanner {
 public:
  explicit TokenScanner(std::string_view text) : text_(text) {}

  /// Takes the token that starts at `at` and gives the offset after it; `at` where nothing starts
  /// there.
  std::size_t scan_token(std::size_t at, std::size_t end, bool code);
  /// The next word starts a sentence: its capital says nothing.
  void begin_sentence() { sentence_start_ = true; }
  void continue_sentence() { sentence_start_ = false; }
  /// Before `end` stands a heading or a bold label, where every word may have a capital.
  void begin_label(std::size_t end) { label_end_ = end; }
  void add(FactKind kind, std::string key, std::size_t begin, std::size_t end, bool weak = false);
  std::vector<FoundFact>& found() { return found_; }
  /// The text looks German, where every noun has a capital.
  bool is_german() const { return german_words_ >= 3 && german_words_ * 20 >= words_; }

 private:
  char at_or_nul(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  std::string_view slice(std::size_t begin, std::size_t end) const {
    return text_.substr(begin, end - begin);
  }
  std::size_t word_end(std::size_t at) const;
  bool is_boundary(
      std::size_t at) const;  // nothing that a name could go on from stands before `at`

  // "--env", "-p"; "-1"; else no token.
  std::size_t scan_dash(std::size_t at, std::size_t end, bool code);
  std::size_t scan_digits(std::size_t at, std::size_t end, bool code);
  // "3x4x7" is 3, 4 and 7, as "3 x 4 x 7" is.
  std::size_t scan_extents(std::size_t at);
  void add_number(const Number& number, std::size_t at, bool weak);
  // "Step 1", "(1)": numbers that only count the parts of this very text.
  bool is_label_number(std::size_t at, std::size_t end) const;
  // URLs, paths, file names and things with '@': several words that are one fact. 0 where none
  // stands at `at`.
  std::size_t compound(std::size_t at, std::size_t end, bool code);
  // "hdf5@1.14.0+hl", "gcc/9.3.0": the release in it covers the release elsewhere.
  void add_parts(std::size_t begin, std::size_t end);
  std::size_t url_end(std::size_t at, std::size_t end) const;
  std::size_t path_end(std::size_t at, std::size_t end) const;
  // "v1.8.0" is the version 1.8.0; "v2" is a name.
  std::size_t scan_release(std::size_t at, std::size_t end);
  std::size_t scan_word(std::size_t at, std::size_t end, bool code);
  // The end of "a" in "x::a", "x->a", "x.a" after `stop`, 0 where the name ends here.
  std::size_t joined_end(std::size_t begin, std::size_t stop, std::size_t end) const;
  // In code "recovery-phase-14" is one name: the end of the words that hyphens tie to the one that
  // ends at `stop`.
  std::size_t dashed_end(std::size_t stop, std::size_t end) const;
  // "UTF-8", "SHA-256": the end, or 0.
  std::size_t hyphenated_end(std::size_t at, std::size_t stop, std::size_t end) const;
  std::size_t scan_number_word(std::size_t at, std::size_t end, bool starts_sentence);
  // "the second", "its third": an ordinal that names a thing, not one that orders the text.
  bool is_determined(std::size_t at) const;

  std::string_view text_;
  std::vector<FoundFact> found_;
  bool sentence_start_ = true;
  std::size_t label_end_ = 0;
  std::size_t compound_free_until_ = 0;  // already looked at as a path, and is none
  std::pair<std::size_t, std::size_t> last_word_{0, 0};
  std::size_t words_ = 0;
  std::size_t german_words_ = 0;
};

}  // namespace generator::measure
