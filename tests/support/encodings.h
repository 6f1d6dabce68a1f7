// The forms in which a key could hide in a text.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace generator::testing {

inline std::string base64(std::string_view bytes, std::string_view last_two) {
  const std::string digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + std::string(last_two);
  std::string out;
  for (std::size_t i = 0; i + 3 <= bytes.size(); i += 3) {  // whole groups: no padding to vary
    const auto at = [&](std::size_t j) { return static_cast<unsigned char>(bytes[i + j]); };
    const unsigned group = static_cast<unsigned>(at(0) << 16 | at(1) << 8 | at(2));
    for (const int shift : {18, 12, 6, 0}) out += digits[group >> shift & 63];
  }
  return out;
}

/// Name and text of `key` in eight encodings: as it is, its first half, %XX, hexadecimal in both
/// cases, JSON's \u00XX, base64 and base64url (each at the three places it can have in a group).
inline std::vector<std::pair<std::string, std::string>> encodings(const std::string& key) {
  std::vector<std::pair<std::string, std::string>> out = {
      {"raw", key}, {"first half", key.substr(0, key.size() / 2)}};
  std::string percent, lower, upper, json;
  for (const char c : key) {
    const auto byte = static_cast<unsigned char>(c);
    percent += fmt::format("%{:02X}", byte);
    lower += fmt::format("{:02x}", byte);
    upper += fmt::format("{:02X}", byte);
    json += fmt::format("\\u00{:02x}", byte);
  }
  out.insert(out.end(), {{"percent", percent}, {"hex", lower}, {"HEX", upper}, {"json", json}});
  for (std::size_t skipped = 0; skipped < 3; ++skipped) {
    out.emplace_back("base64", base64(std::string_view(key).substr(skipped), "+/"));
    out.emplace_back("base64url", base64(std::string_view(key).substr(skipped), "-_"));
  }
  return out;
}

}  // namespace generator::testing
