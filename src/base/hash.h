// Two hashes: a name for content that no hostile text can collide, and a checksum for stored bytes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace generator {

/// The first 128 bits of SHA-256; a name for content.
struct Digest {
  std::array<unsigned char, 16> bytes{};
  std::string hex() const;  // 32 lower-case digits
  /// Of what `hex` gives; nothing for any other text.
  static std::optional<Digest> from_hex(std::string_view text);
  friend bool operator==(const Digest&, const Digest&) = default;
  friend auto operator<=>(const Digest&, const Digest&) = default;
};

/// Feeds fields to one digest. Each field is preceded by its length, so that ("ab","c") and
/// ("a","bc") differ.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;
  Hasher& add(std::string_view field);
  Hasher& add(std::uint64_t number);
  Digest finish();  // once

 private:
  void* context_;
};

Digest digest(std::string_view content);
/// XXH3-64 of `bytes`; detects damage, not malice.
std::uint64_t checksum(std::string_view bytes);

struct DigestHash {
  std::size_t operator()(const Digest& d) const;
};

}  // namespace generator
