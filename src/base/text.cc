#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <numeric>
#include <utility>

namespace generator::text {
namespace {

// Length of the UTF-8 sequence that starts `s`, 0 where it is not valid (also for overlong forms
// and surrogates).
std::size_t sequence_length(std::string_view s) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const auto is_tail = [&](std::size_t i) { return i < s.size() && (byte(i) & 0xC0) == 0x80; };
  const unsigned char b = byte(0);
  if (b < 0x80) return 1;
  if (b >= 0xC2 && b <= 0xDF) return is_tail(1) ? 2 : 0;
  if (b >= 0xE0 && b <= 0xEF) {
    if (!is_tail(1) || !is_tail(2)) return 0;
    if (b == 0xE0 && byte(1) < 0xA0) return 0;
    if (b == 0xED && byte(1) > 0x9F) return 0;
    return 3;
  }
  if (b >= 0xF0 && b <= 0xF4) {
    if (!is_tail(1) || !is_tail(2) || !is_tail(3)) return 0;
    if (b == 0xF0 && byte(1) < 0x90) return 0;
    if (b == 0xF4 && byte(1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

std::uint32_t decode(std::string_view s, std::size_t length) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(s[i]));
  };
  switch (length) {
    case 1:
      return byte(0);
    case 2:
      return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    case 3:
      return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    default:
      return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 |
             (byte(3) & 0x3F);
  }
}

// How many bytes from the front are ASCII and not NUL, give or take the last seven.
std::size_t plain_bytes(std::string_view s) {
  std::size_t at = 0;
  for (std::uint64_t word = 0; at + sizeof word <= s.size(); at += sizeof word) {
    std::memcpy(&word, s.data() + at, sizeof word);
    const std::uint64_t zeros = (word - 0x0101010101010101) & ~word;
    if (((word | zeros) & 0x8080808080808080) != 0) break;
  }
  return at;
}

constexpr std::array<bool, 256> kSpaces = [] {
  std::array<bool, 256> table{};
  for (const char c : {' ', '\t', '\n', '\v', '\f', '\r'})
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool is_hostile(std::uint32_t c) {
  if (c < 0x20) return c != '\n' && c != '\t';
  if (c >= 0x7F && c <= 0x9F) return true;
  return c == 0x061C || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

}  // namespace

bool leads_cjk(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0xE3 && byte <= 0xED;
}

std::string_view trim_right(std::string_view s) {
  while (!s.empty() && is_space(s.back())) s.remove_suffix(1);
  return s;
}

std::string_view trim(std::string_view s) {
  while (!s.empty() && is_space(s.front())) s.remove_prefix(1);
  return trim_right(s);
}

std::string to_lower(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = static_cast<char>(c + (is_upper(c) ? 'a' - 'A' : 0));  // no branch: fast
  return out;
}

bool starts_with_ignoring_case(std::string_view s, std::string_view prefix) {
  return s.size() >= prefix.size() && to_lower(s.substr(0, prefix.size())) == to_lower(prefix);
}

bool contains(std::string_view s, std::string_view part) {
  return s.find(part) != std::string_view::npos;
}

std::string replace_all(std::string_view s, std::string_view from, std::string_view to) {
  std::string out;
  out.reserve(s.size());
  std::size_t at = 0;
  while (!from.empty()) {
    const std::size_t hit = s.find(from, at);
    if (hit == std::string_view::npos) break;
    out.append(s.substr(at, hit - at)).append(to);
    at = hit + from.size();
  }
  return out.append(s.substr(at));
}

std::vector<std::string_view> split(std::string_view s, char separator) {
  std::vector<std::string_view> parts;
  std::size_t at = 0;
  for (;;) {
    const std::size_t hit = s.find(separator, at);
    parts.push_back(s.substr(at, hit == std::string_view::npos ? hit : hit - at));
    if (hit == std::string_view::npos) return parts;
    at = hit + 1;
  }
}

std::vector<std::string_view> lines(std::string_view s) {
  auto parts = split(s, '\n');
  if (parts.back().empty()) parts.pop_back();
  for (auto& line : parts)
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return parts;
}

std::vector<std::string_view> words(std::string_view s) {
  const auto space_at = [&](std::size_t at) { return kSpaces[static_cast<unsigned char>(s[at])]; };
  std::vector<std::string_view> out;
  out.reserve(s.size() / 6 + 1);
  std::size_t at = 0;
  while (at < s.size()) {
    while (at < s.size() && space_at(at)) ++at;
    const std::size_t from = at;
    while (at < s.size() && !space_at(at)) ++at;
    if (at > from) out.push_back(s.substr(from, at - from));
  }
  return out;
}

std::string join(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out.append(between);
    out.append(parts[i]);
  }
  return out;
}

bool is_valid_utf8(std::string_view s) {
  for (;;) {
    s.remove_prefix(plain_bytes(s));
    if (s.empty()) return true;
    const std::size_t n = sequence_length(s);
    if (n == 0) return false;
    s.remove_prefix(n);
  }
}

std::string repair_utf8(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  while (!s.empty()) {
    if (const std::size_t plain = plain_bytes(s); plain > 0) {
      out.append(s.substr(0, plain));
      s.remove_prefix(plain);
      continue;
    }
    const std::size_t n = s[0] == '\0' ? 0 : sequence_length(s);
    if (n == 0) {
      out += "\xEF\xBF\xBD";
      s.remove_prefix(1);
    } else {
      out.append(s.substr(0, n));
      s.remove_prefix(n);
    }
  }
  return out;
}

std::size_t length(std::string_view s) {
  return static_cast<std::size_t>(
      std::count_if(s.begin(), s.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string_view prefix(std::string_view s, std::size_t count) {
  std::size_t at = 0;
  while (at < s.size()) {
    if ((s[at] & 0xC0) != 0x80 && count-- == 0) break;
    ++at;
  }
  return s.substr(0, at);
}

std::string for_terminal(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  char escaped[16];
  while (!s.empty()) {
    const std::size_t n = sequence_length(s);
    const std::uint32_t c = n == 0 ? static_cast<unsigned char>(s[0]) : decode(s, n);
    if (n == 0 || is_hostile(c)) {
      std::snprintf(escaped, sizeof escaped, c < 0x100 ? "\\x%02X" : "\\u%04X", c);
      out += escaped;
    } else {
      out.append(s.substr(0, n));
    }
    s.remove_prefix(std::max<std::size_t>(n, 1));
  }
  return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] != b[j] ? 1 : 0);
      diagonal = std::exchange(row[j + 1], std::min({row[j] + 1, row[j + 1] + 1, changed}));
    }
  }
  return row.back();
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_distance = word.size() / 3 + 2;
  for (const auto& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string with_commas(std::int64_t n) {
  std::string digits = std::to_string(n < 0 ? -n : n);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return n < 0 ? "-" + digits : digits;
}

std::string counted(std::int64_t n, std::string_view one, std::string_view many) {
  std::string out = with_commas(n) + ' ';
  if (n == 1) return out.append(one);
  return many.empty() ? out.append(one) + 's' : out.append(many);
}

}  // namespace generator::text
