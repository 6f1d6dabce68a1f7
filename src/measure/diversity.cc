// Tokens are numbered, so that n-grams compare as numbers and none passes for another.
#include "measure/diversity.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "measure/compression.h"

namespace generator::measure {
namespace {

using Gram = std::array<std::uint32_t, kLongestGram>;  // shorter ones end in zeros

// Words by number, from 1; 0 is none.
class Vocabulary {
 public:
  std::uint32_t number(std::string_view word) {
    return numbers_.emplace(word, static_cast<std::uint32_t>(numbers_.size() + 1)).first->second;
  }

 private:
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

std::vector<Gram> grams(std::span<const std::uint32_t> tokens, std::size_t n) {
  std::vector<Gram> out;
  if (n == 0 || n > kLongestGram || tokens.size() < n) return out;
  out.resize(tokens.size() - n + 1);
  for (std::size_t i = 0; i < out.size(); ++i)
    std::copy_n(tokens.begin() + static_cast<std::ptrdiff_t>(i), n, out[i].begin());
  return out;
}

void leave_one_of_each(std::vector<Gram>& grams) {
  std::ranges::sort(grams);
  const auto rest = std::ranges::unique(grams);
  grams.erase(rest.begin(), rest.end());
}

// Bytes of the white space that `s` begins with, as Python's str.split sees it; 0: it begins with
// none.
std::size_t space_at(std::string_view s) {
  const auto byte = [&](std::size_t i) {
    return i < s.size() ? static_cast<unsigned char>(s[i]) : 0u;
  };
  const unsigned first = byte(0);
  if ((first >= 0x09 && first <= 0x0D) || (first >= 0x1C && first <= 0x20)) return 1;
  if (first == 0xC2) return byte(1) == 0x85 || byte(1) == 0xA0 ? 2 : 0;
  const unsigned rest = byte(1) << 8 | byte(2);
  if (first == 0xE1) return rest == 0x9A80 ? 3 : 0;                     // U+1680
  if (first == 0xE3) return rest == 0x8080 ? 3 : 0;                     // U+3000
  if (first != 0xE2) return 0;
  const bool is_space = (rest >= 0x8080 && rest <= 0x808A) ||           // U+2000 to U+200A
                        rest == 0x80A8 || rest == 0x80A9 ||             // U+2028, U+2029
                        rest == 0x80AF || rest == 0x819F;               // U+202F, U+205F
  return is_space ? 3 : 0;
}

std::vector<std::string_view> split_at_space(std::string_view s) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= s.size();) {
    const std::size_t space = at < s.size() ? space_at(s.substr(at)) : 1;
    if (space == 0) {
      ++at;
      continue;
    }
    if (at > begin) out.push_back(s.substr(begin, at - begin));
    at += space;
    begin = at;
  }
  return out;
}

}  // namespace

double distinct(std::span<const std::uint32_t> tokens, std::size_t n) {
  std::vector<Gram> all = grams(tokens, n);
  if (all.empty()) return 0;
  const auto count = static_cast<double>(all.size());
  leave_one_of_each(all);
  return static_cast<double>(all.size()) / count;
}

double mattr(std::span<const std::uint32_t> tokens, std::size_t window) {
  if (tokens.empty() || window == 0) return 0;
  window = std::min(window, tokens.size());
  std::unordered_map<std::uint32_t, std::size_t> inside;
  double different = 0;  // summed over the windows; whole numbers, so that no digit is lost
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    ++inside[tokens[i]];
    if (i >= window) {
      const auto out = inside.find(tokens[i - window]);
      if (--out->second == 0) inside.erase(out);
    }
    if (i + 1 >= window) different += static_cast<double>(inside.size());
  }
  const auto windows = static_cast<double>(tokens.size() - window + 1);
  return different / windows / static_cast<double>(window);
}

double self_repetition(std::span<const std::string_view> texts, std::size_t n) {
  if (texts.empty()) return 0;
  Vocabulary vocabulary;
  std::vector<std::vector<Gram>> by_text;
  std::vector<Gram> all;
  for (const std::string_view text : texts) {
    std::vector<std::uint32_t> tokens;
    for (const std::string_view word : split_at_space(text))
      tokens.push_back(vocabulary.number(word));
    std::vector<Gram>& own = by_text.emplace_back(grams(tokens, n));
    leave_one_of_each(own);
    all.insert(all.end(), own.begin(), own.end());
  }
  std::ranges::sort(all);
  double sum = 0;
  for (const std::vector<Gram>& own : by_text) {
    std::ptrdiff_t elsewhere = 0;
    for (const Gram& gram : own)
      elsewhere += std::ranges::ssize(std::ranges::equal_range(all, gram)) - 1;
    sum += std::log(static_cast<double>(elsewhere) + 1);
  }
  return sum / static_cast<double>(texts.size());
}

Diversity diversity(std::span<const std::string_view> texts) {
  Diversity out;
  if (texts.empty()) return out;
  std::string joined;
  for (std::size_t i = 0; i < texts.size(); ++i) joined.append(i == 0 ? "" : " ").append(texts[i]);
  Vocabulary vocabulary;
  std::vector<std::uint32_t> tokens;
  for (const std::string_view part : text::split(joined, ' '))
    tokens.push_back(vocabulary.number(part));
  out.texts = std::ssize(texts);
  out.tokens = std::ssize(tokens);
  out.compression_ratio = compression_ratio(joined);
  for (std::size_t n = 1; n <= kLongestGram; ++n) {
    out.distinct[n - 1] = distinct(tokens, n);
    out.ngram_diversity += out.distinct[n - 1];
  }
  out.mattr = mattr(tokens, kMattrWindow);
  out.self_repetition = self_repetition(texts, kSelfRepetitionGram);
  return out;
}

}  // namespace generator::measure
