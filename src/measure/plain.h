// Text as it is compared: the typographic spellings of one character made the same.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/chunk.h"

namespace generator::measure {

/// `text` with hyphens, minus signs, dashes, quotes, special spaces, superscript digits, the five
/// XML entities and Markdown's backslash escapes written in ASCII; every other byte as it is. Knows
/// where each byte came from.
class PlainText {
 public:
  explicit PlainText(std::string_view original);
  std::string_view text() const { return text_; }
  /// The bytes of the original that became [begin, end) of text().
  Span origin(std::size_t begin, std::size_t end) const;

 private:
  struct Anchor {
    std::size_t plain;
    std::size_t original;
  };
  void replace(std::size_t original_end, std::string_view by);
  std::size_t place(std::size_t plain) const;
  std::string text_;
  std::vector<Anchor> anchors_;  // ascending; between two of them offsets run in step
};

}  // namespace generator::measure
