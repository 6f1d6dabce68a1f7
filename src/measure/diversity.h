// How varied the texts of a set are, by measures that need no model.
//
// Compression ratio, n-gram diversity and self-repetition are those of PyPI `diversity` 0.3.1 on the
// same texts (Shaib et al., arXiv 2403.00553), before its rounding to three digits. It has no MATTR.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace generator::measure {

inline constexpr std::size_t kLongestGram = 4;
inline constexpr std::size_t kMattrWindow = 50;       // tokens
inline constexpr std::size_t kSelfRepetitionGram = 4;

struct Diversity {
  std::int64_t texts = 0;
  std::int64_t tokens = 0;       // parts between single spaces of all texts, joined by one
  double compression_ratio = 0;  // measure/compression.h; higher: more is repeated
  std::array<double, kLongestGram> distinct{};  // distinct-n, n from 1; 1: no n-gram stands twice
  double ngram_diversity = 0;    // their sum, 0 to 4; higher: more varied
  double mattr = 0;              // 0 to 1; higher: more varied words
  double self_repetition = 0;    // 0: no text has four words in a row that another has

  friend bool operator==(const Diversity&, const Diversity&) = default;
};

/// Of no text everything is 0. Time and memory linear in the texts, but for a sort of their n-grams.
Diversity diversity(std::span<const std::string_view> texts);

/// Different n-grams over all n-grams; 0 where there are fewer than n tokens.
/// Source: distinct-n, Li et al., A Diversity-Promoting Objective Function for Neural Conversation
/// Models, arXiv 1510.03055; of a set: Padmakumar and He, arXiv 2309.05196.
double distinct(std::span<const std::uint32_t> tokens, std::size_t n);

/// Moving-average type-token ratio: the mean share of different tokens over every window of so many
/// in a row; over all where there are not more. Unlike the plain ratio it does not fall with length.
/// Source: Covington and McFall, Cutting the Gordian Knot, 2010, doi 10.1080/09296171003643098.
double mattr(std::span<const std::uint32_t> tokens, std::size_t window);

/// Mean over the texts of log(1 + how often others have the n-grams of a text, each counted once a
/// text). Words are parted at white space, of Unicode too.
/// Source: Salkar et al., Self-Repetition in Abstractive Neural Summarizers, arXiv 2210.08145.
double self_repetition(std::span<const std::string_view> texts, std::size_t n);

}  // namespace generator::measure
