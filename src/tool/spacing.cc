#include "tool/spacing.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace generator::tool {
namespace {

struct Range {
  std::uint32_t first, last;
};

bool is_in(std::uint32_t sign, std::initializer_list<Range> ranges) {
  return std::ranges::any_of(ranges, [&](const Range& range) {
    return sign >= range.first && sign <= range.last;
  });
}

bool is_dash(std::uint32_t sign) { return is_in(sign, {{0x2010, 0x2015}, {0xFF0D, 0xFF0D}}); }

bool is_mark(std::uint32_t sign) {
  return is_in(sign, {{0xA0, 0xA9}, {0xAB, 0xB4}, {0xB6, 0xB9}, {0xBB, 0xBF}, {0xD7, 0xD7},
                      {0x2000, 0x206F}, {0x3000, 0x303F}, {0xFF00, 0xFF0F}, {0xFF1A, 0xFF20},
                      {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}});
}

// Kana, Han, and Han for compatibility.
bool stands_alone(std::uint32_t sign) {
  return is_in(sign, {{0x3040, 0x30FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}});
}

// The sign that begins at `at`, and its bytes; a broken one is a byte that stays.
std::uint32_t sign_at(std::string_view text, std::size_t at, std::size_t& bytes) {
  const auto lead = static_cast<unsigned char>(text[at]);
  bytes = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (bytes == 1 || at + bytes > text.size()) {
    bytes = 1;
    return lead < 0x80 ? lead : 0;
  }
  std::uint32_t sign = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i)
    sign = (sign << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  return sign;
}

}  // namespace

std::string spaced(std::string_view text) {
  if (std::ranges::all_of(text, [](char c) { return (c & 0x80) == 0; })) return std::string(text);
  std::string out;
  out.reserve(text.size());
  std::size_t bytes = 1;
  for (std::size_t i = 0; i < text.size(); i += bytes) {
    const std::uint32_t sign = sign_at(text, i, bytes);
    if (sign == 0x2212)  // the minus of mathematics
      out += '-';
    else if (sign >= 0xFF10 && sign <= 0xFF19)
      out += static_cast<char>('0' + (sign - 0xFF10));
    else if (is_dash(sign))
      out += " - ";
    else if (is_mark(sign))
      out += ' ';
    else if (stands_alone(sign))
      out.append(" ").append(text.substr(i, bytes)).append(" ");
    else
      out += text.substr(i, bytes);
  }
  return out;
}

}  // namespace generator::tool
