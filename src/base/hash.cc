#include "base/hash.h"

#include <openssl/evp.h>
#include <xxhash.h>

#include <cstring>

#include "base/result.h"

namespace generator {

std::optional<Digest> Digest::from_hex(std::string_view text) {
  Digest out;
  if (text.size() != 2 * out.bytes.size()) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return std::nullopt;
    out.bytes[i / 2] = static_cast<unsigned char>(16 * (i % 2 == 0 ? 0 : out.bytes[i / 2]) + digit);
  }
  return out;
}

std::string Digest::hex() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(32);
  for (const unsigned char byte : bytes) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

Hasher::Hasher() : context_(EVP_MD_CTX_new()) {
  if (context_ == nullptr ||
      EVP_DigestInit_ex(static_cast<EVP_MD_CTX*>(context_), EVP_sha256(), nullptr) != 1)
    throw Fatal(1, "SHA-256 is not available in the installed OpenSSL");
}

Hasher::~Hasher() { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_)); }

Hasher& Hasher::add(std::string_view field) {
  add(static_cast<std::uint64_t>(field.size()));
  EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), field.data(), field.size());
  return *this;
}

Hasher& Hasher::add(std::uint64_t number) {
  unsigned char little_endian[8];
  for (int i = 0; i < 8; ++i) little_endian[i] = static_cast<unsigned char>(number >> (8 * i));
  EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), little_endian, sizeof little_endian);
  return *this;
}

Digest Hasher::finish() {
  unsigned char full[EVP_MAX_MD_SIZE];
  EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_), full, nullptr);
  Digest out;
  std::memcpy(out.bytes.data(), full, out.bytes.size());
  return out;
}

Digest digest(std::string_view content) { return Hasher().add(content).finish(); }

std::uint64_t checksum(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::size_t DigestHash::operator()(const Digest& d) const {
  std::size_t out;
  std::memcpy(&out, d.bytes.data(), sizeof out);
  return out;
}

}  // namespace generator
