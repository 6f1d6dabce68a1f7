// How alike long texts are, from small signatures: MinHash over shingles (Broder, "On the
// resemblance and containment of documents", 1997), compared by bands.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace generator::select {

/// Words for comparing: letters and digits with what holds names and numbers together (`a.b`,
/// `x-y`, `--flag`), folded to lower case (ASCII), without punctuation and marks of code.
class FoldedWords {
 public:
  explicit FoldedWords(std::string_view text);
  std::size_t size() const { return begins_.size() - 1; }
  std::string_view operator[](std::size_t word) const {
    return all().substr(begins_[word], begins_[word + 1] - begins_[word] - 1);
  }
  /// Words that follow each other, each with a line end behind it.
  std::string_view run(std::size_t first, std::size_t count) const {
    return all().substr(begins_[first], begins_[first + count] - begins_[first]);
  }
  std::string_view all() const { return text_; }

 private:
  std::string text_;
  std::vector<std::size_t> begins_ = {0};  // of each word in `text_`, then the end
};

inline constexpr std::size_t kHashes = 128;
inline constexpr std::size_t kBands = 32;
/// The lower halves of the minima: two that differ pass for equal once in 65,536 times.
using Signature = std::array<std::uint16_t, kHashes>;

/// Of the runs of three words of a text; of all its words where it has fewer.
Signature signature(const FoldedWords& words);

/// Estimates the share of shingles that two texts have in common, of all they have; standard error
/// at most 0.045.
double similarity(const Signature& a, const Signature& b);

/// Four of the minima as one number. Two texts with 0.8 of their shingles in common agree in one of
/// the 32 bands in all but 5 of 10⁸ cases, with 0.2 in 5 of 100.
std::uint64_t band(const Signature& signature, std::size_t number);

}  // namespace generator::select
