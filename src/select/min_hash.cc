#include "select/min_hash.h"

#include <algorithm>
#include <cstring>
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

enum class Sort : std::uint8_t { kOther, kPart, kJoiner };

const std::array<Sort, 256> kSorts = [] {
  std::array<Sort, 256> sorts{};
  for (std::size_t c = 0; c < sorts.size(); ++c)
    if (text::is_word(static_cast<char>(c))) sorts[c] = Sort::kPart;
  for (const char c : {'$', '@'}) sorts[static_cast<unsigned char>(c)] = Sort::kPart;
  for (const char c : {'.', '-', '/', ':', '+', '#'})
    sorts[static_cast<unsigned char>(c)] = Sort::kJoiner;
  return sorts;
}();
char lower(char c) { return static_cast<char>(c + (text::is_upper(c) ? 'a' - 'A' : 0)); }
Sort sort_of(char c) { return kSorts[static_cast<unsigned char>(c)]; }

// Multiply-shift hashing: the upper half of a product is spread well enough for a minimum.
void take_minima(std::uint64_t shingle, Minima& out) {
  static const Multipliers multipliers;
  for (std::size_t i = 0; i < kHashes; ++i) {
    const auto hash =
        static_cast<std::uint32_t>((shingle * multipliers.factor[i] + multipliers.addend[i]) >> 32);
    out[i] = std::min(out[i], hash);
  }
}

}  // namespace

FoldedWords::FoldedWords(std::string_view text) {
  text_.resize(text.size() + 1);  // words stand apart: a line end each takes no more
  std::size_t size = 0;
  begins_.reserve(text.size() / 5 + 2);
  for (std::size_t at = 0; at < text.size();) {
    const bool is_flag = text[at] == '-' && (at == 0 || text::is_space(text[at - 1]));
    if (sort_of(text[at]) != Sort::kPart && !is_flag) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && sort_of(text[end]) != Sort::kOther) ++end;
    std::size_t last = end;
    while (last > at && sort_of(text[last - 1]) == Sort::kJoiner) --last;
    if (last > at) {
      for (; at < last; ++at) text_[size++] = lower(text[at]);
      text_[size++] = '\n';
      begins_.push_back(size);
    }
    at = end;
  }
  text_.resize(size);
}

Signature signature(const FoldedWords& words) {
  Minima minima;
  minima.fill(std::numeric_limits<std::uint32_t>::max());
  const std::size_t size = std::min(kShingle, words.size());
  for (std::size_t i = 0; size > 0 && i + size <= words.size(); ++i)
    take_minima(checksum(words.run(i, size)), minima);
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
  std::uint64_t out;
  static_assert(sizeof out == kBandSize * sizeof signature[0]);
  std::memcpy(&out, &signature[number * kBandSize], sizeof out);
  return out;
}

}  // namespace generator::select
