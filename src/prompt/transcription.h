// A model's JSON while it is copied into strict JSON, and the marks both sides know.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "prompt/repair.h"

namespace generator::prompt {

/// A quotation mark, straight or curly; length 0: none.
struct Quote {
  std::size_t length = 0;  // bytes
  bool is_double = true;   // of the family of `"`, else of that of `'`
};
Quote quote_at(std::string_view s, std::size_t at);

bool is_json_space(char c);
bool is_word_letter(char c);  // of an unquoted key or word
bool starts_value(char c);    // an object, array or number

/// `text` up to `at` is read, and `out` is what it says, strictly. `text` is valid UTF-8.
struct Transcription {
  std::string_view text;
  std::size_t at = 0;
  std::string out;
  Repairs repairs;

  /// The end of the text, or a closing code fence.
  bool at_end() const { return is_end(at); }
  bool is_end(std::size_t place) const;
  bool stands_at(std::size_t place, std::string_view mark) const {
    return text.substr(place).starts_with(mark);
  }
  /// The unquoted word that begins here; "" where there is none.
  std::string_view word() const;
  /// Goes on past spaces and comments.
  void skip_blank();
};

}  // namespace generator::prompt
