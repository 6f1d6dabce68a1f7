// The small numbers and lengths of the ledger's bytes: LEB128 and little-endian.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace generator::wire {

inline void put_varint(std::uint64_t value, std::string& out) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

/// Negative numbers become large ones; they come back as they were.
inline void put_signed(std::int64_t value, std::string& out) {
  put_varint(static_cast<std::uint64_t>(value), out);
}

inline void put_bytes(std::string_view bytes, std::string& out) {
  put_varint(bytes.size(), out);
  out.append(bytes);
}

template <class Integer>
void put_fixed(Integer value, std::string& out) {
  for (std::size_t i = 0; i < sizeof value; ++i)
    out += static_cast<char>((value >> (8 * i)) & 0xff);
}

template <class Integer>
Integer get_fixed(const char* bytes) {
  Integer value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i)
    value |= static_cast<Integer>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  return value;
}

/// Takes values off the front of `rest`; nothing where they do not fit.
inline std::optional<std::uint64_t> take_varint(std::string_view& rest) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !rest.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(rest.front());
    rest.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  return std::nullopt;
}

inline std::optional<std::string_view> take_bytes(std::string_view& rest) {
  const std::optional<std::uint64_t> size = take_varint(rest);
  if (!size || *size > rest.size()) return std::nullopt;
  const std::string_view bytes = rest.substr(0, static_cast<std::size_t>(*size));
  rest.remove_prefix(bytes.size());
  return bytes;
}

}  // namespace generator::wire
