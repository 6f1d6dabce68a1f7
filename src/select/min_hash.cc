#include "select/min_hash.h"

#include <algorithm>
#include <limits>

#include "base/hash.h"
#include "base/random.h"
#include "base/text.h"

namespace generator::select {
namespace {

constexpr std::size_t kShingle = 3;
constexpr std::size_t kBandSize = kHashes / kBands;
using Minima = std::array<std::uint32_t, kHashes>;

struct Multipliers {
  std::array<std::uint64_t, kHashes> factor, addend;
  Multipliers() {
    Random random(0, "min-hash");
    for (std::size_t i = 0; i < kHashes; ++i) {
      factor[i] = random.next() | 1;
      addend[i] = random.next();
    }
  }
};

bool joins(char c) { return c == '.' || c == '-' || c == '/' || c == ':' || c == '+' || c == '#'; }
bool is_part(char c) {
  return text::is_word(c) || static_cast<unsigned char>(c) >= 0x80 || c == '$' || c == '@';
}

// Multiply-shift hashing: the upper half of a product is spread well enough for a minimum.
void lower(std::uint64_t shingle, Minima& out) {
  static const Multipliers multipliers;
  for (std::size_t i = 0; i < kHashes; ++i) {
    const auto hash =
        static_cast<std::uint32_t>((shingle * multipliers.factor[i] + multipliers.addend[i]) >> 32);
    out[i] = std::min(out[i], hash);
  }
}

}  // namespace

std::vector<std::string> folded_words(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const bool is_flag = text[at] == '-' && (at == 0 || text::is_space(text[at - 1]));
    if (!is_part(text[at]) && !is_flag) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() &&
           (is_part(text[end]) || joins(text[end]) || (is_flag && text[end] == '-')))
      ++end;
    std::size_t last = end;
    while (last > at && joins(text[last - 1])) --last;
    if (last > at) out.push_back(text::to_lower(text.substr(at, last - at)));
    at = end;
  }
  return out;
}

Signature signature(std::string_view text) {
  const std::vector<std::string> words = folded_words(text);
  Minima minima;
  minima.fill(std::numeric_limits<std::uint32_t>::max());
  const std::size_t size = std::min(kShingle, words.size());
  for (std::size_t i = 0; size > 0 && i + size <= words.size(); ++i) {
    std::string shingle;
    for (std::size_t j = i; j < i + size; ++j) shingle += words[j] + '\n';
    lower(checksum(shingle), minima);
  }
  Signature out;
  for (std::size_t i = 0; i < kHashes; ++i) out[i] = static_cast<std::uint16_t>(minima[i]);
  return out;
}

double similarity(const Signature& a, const Signature& b) {
  std::size_t equal = 0;
  for (std::size_t i = 0; i < kHashes; ++i) equal += a[i] == b[i] ? 1 : 0;
  return static_cast<double>(equal) / kHashes;
}

std::uint64_t band(const Signature& signature, std::size_t number) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < kBandSize; ++i) out = out << 16 | signature[number * kBandSize + i];
  return out;
}

}  // namespace generator::select
