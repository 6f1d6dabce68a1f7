#include "documents/estimate.h"

#include <algorithm>
#include <cstddef>

#include "base/text.h"

namespace generator::documents {
namespace {

// One piece as a byte-pair vocabulary would first cut it: a word with the space before it, up to
// three digits, a run of marks, a run of white space, a run of bytes beyond ASCII.
struct Piece {
  std::size_t end = 0;
  std::int64_t tokens = 1;
};

bool is_mark(char c) { return !text::is_word(c) && !text::is_space(c); }

Piece word_at(std::string_view s, std::size_t begin, std::size_t i) {
  const std::size_t first = i;
  while (i < s.size() && text::is_alpha(s[i]) &&
         (i == first || !text::is_upper(s[i]) || text::is_upper(s[i - 1])))
    ++i;
  const auto length = static_cast<std::int64_t>(i - first);
  const bool is_shouted = length > 2 && text::is_upper(s[first]) && text::is_upper(s[first + 1]);
  const bool begins_word = first > begin || begin == 0 || !text::is_word(s[begin - 1]);
  const std::int64_t whole = is_shouted    ? 4
                             : begins_word ? 10
                                           : 7;  // letters that one token covers
  return {i, 1 + (length - 1) / whole};
}

Piece piece_at(std::string_view s, std::size_t begin) {
  std::size_t i = begin;
  const char c = s[i];
  if (text::is_space(c) && c != ' ') {
    while (i < s.size() && s[i] == c) ++i;
    return {i, 1};
  }
  if (c == ' ') {
    while (i < s.size() && s[i] == ' ') ++i;
    if (i >= s.size() || i - begin > 1 || text::is_space(s[i]) || text::is_digit(s[i]))
      return {i - begin > 1 ? std::max(begin + 1, i - 1) : i, 1};
  }
  if (text::is_alpha(s[i])) return word_at(s, begin, i);
  if (text::is_digit(s[i])) {
    const std::size_t first = i;
    while (i < s.size() && i < first + 3 && text::is_digit(s[i])) ++i;
    return {i, 1};
  }
  if ((s[i] & 0x80) != 0) {
    const std::size_t first = i;
    while (i < s.size() && (s[i] & 0x80) != 0 && i < first + 12) ++i;
    while (i < s.size() && (s[i] & 0xC0) == 0x80) ++i;
    return {i, std::max<std::int64_t>(1, static_cast<std::int64_t>(i - first) / 3)};
  }
  const std::size_t first = i;
  while (i < s.size() && (is_mark(s[i]) || s[i] == '_') && (s[i] & 0x80) == 0 && i < first + 8) ++i;
  return {std::max(i, first + 1), 1 + static_cast<std::int64_t>(i - first) / 4};
}

}  // namespace

std::int64_t EstimatedTokens::count(std::string_view text) const {
  std::int64_t tokens = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Piece piece = piece_at(text, i);
    tokens += piece.tokens;
    i = piece.end;
  }
  return tokens;
}

std::size_t EstimatedTokens::prefix_within(std::string_view text, std::int64_t tokens) const {
  std::size_t i = 0;
  while (i < text.size()) {
    const Piece piece = piece_at(text, i);
    if (piece.tokens > tokens) break;
    tokens -= piece.tokens;
    i = piece.end;
  }
  while (i > 0 && i < text.size() && (text[i] & 0xC0) == 0x80) --i;
  return i;
}

}  // namespace generator::documents
