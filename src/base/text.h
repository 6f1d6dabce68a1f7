// Small questions about UTF-8 text that every room asks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace generator::text {

inline bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }                 // ASCII
inline bool is_alpha(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }  // ASCII letters
/// The first byte of a Chinese, Japanese or Korean character: U+3040 to U+9FFF and U+AC00 to U+D7AF
/// start with E3 81 to E9 and EA B0 to ED.
bool leads_cjk(char c);
/// ASCII letter, digit, '_' or any byte of a multi-byte character.
inline bool is_word(char c) { return is_alpha(c) || is_digit(c) || c == '_' || (c & 0x80) != 0; }
std::string_view trim(std::string_view s);
std::string_view trim_right(std::string_view s);
std::string to_lower(std::string_view s);  // ASCII letters only; other bytes as they are
bool starts_with_ignoring_case(std::string_view s, std::string_view prefix);
bool contains(std::string_view s, std::string_view part);
std::string replace_all(std::string_view s, std::string_view from, std::string_view to);

/// Splits at every `separator`; "a,,b" gives three parts, "" gives one empty part.
std::vector<std::string_view> split(std::string_view s, char separator);
/// Lines without their '\n' (and '\r'); a final empty line is not counted.
std::vector<std::string_view> lines(std::string_view s);
/// Runs of non-space bytes.
std::vector<std::string_view> words(std::string_view s);
std::string join(const std::vector<std::string>& parts, std::string_view between);

bool is_valid_utf8(std::string_view s);
/// Every invalid byte becomes U+FFFD; NUL bytes too. Valid text comes back unchanged.
std::string repair_utf8(std::string_view s);
/// Number of code points; `s` is valid UTF-8.
std::size_t length(std::string_view s);
/// At most `count` code points from the front, never cutting one.
std::string_view prefix(std::string_view s, std::size_t count);

/// For showing hostile text on a terminal: C0/C1 controls, escapes and bidi marks become `\xNN` or
/// `\uNNNN`; '\n' and '\t' stay. Never applied to data.
std::string for_terminal(std::string_view s);

/// Edit distance (Levenshtein) in bytes; for "did you mean".
std::size_t edit_distance(std::string_view a, std::string_view b);
/// The candidate nearest to `word`, or "" where none is near (distance > 1/3 of the length + 1).
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// "1,234,567"
std::string with_commas(std::int64_t n);
/// "1 row", "1,234 rows"; `many` "": `one` with an s.
std::string counted(std::int64_t n, std::string_view one, std::string_view many = "");

}  // namespace generator::text
