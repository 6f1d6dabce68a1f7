// Which two passages may make a question that takes both: different ones that speak of the same
// rare things.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "data/chunk.h"
#include "select/near_vectors.h"

namespace generator::qa {

/// By their places among the chunks, from 0; `first` is the earlier one.
struct PassagePair {
  std::uint64_t first = 0, second = 0;
  double score = 0;
};

/// Two chunks of one document whose words of content, alone and in twos, overlap, weighted by how
/// rare each is among all chunks and twice where a heading of either has it; above all those of
/// which the one defines a rare thing that the other speaks of. And, where chunks have vectors,
/// neighbours by these in any document. Those that say nearly the same are none. Memory: about two
/// kilobytes a chunk.
class PassagePairs {
 public:
  static constexpr int kMostOfAChunk = 4;     // pairs that one chunk is in
  static constexpr int kMostTried = 40;       // the same where asking costs nothing
  static constexpr double kSame = 0.7;        // overlap above which two passages are one
  static constexpr double kNear = 0.8, kNearSame = 0.97;  // cosine of vectors
  static constexpr std::size_t kFewestShared = 3;         // words

  /// `seed` orders pairs that are equally good.
  explicit PassagePairs(std::uint64_t seed, int most_of_a_chunk = kMostOfAChunk)
      : seed_(seed), most_of_a_chunk_(most_of_a_chunk) {}

  /// Every chunk once, in order. One that bears no question is in no pair. `vector`: empty, where
  /// there is none.
  void add(const Chunk& chunk, bool bears, select::SmallVector vector = {});

  /// The best first.
  std::vector<PassagePair> choose() const;

 private:
  using Term = std::uint32_t;  // hash of a stem, or of two
  struct Profile {
    std::vector<Term> terms;   // ascending; empty: in no pair
    std::vector<Term> headings, defined;  // of these: in its headings; what its sentences define
  };
  using Scores = std::map<std::pair<std::uint64_t, std::uint64_t>, double>;

  double weight(Term term) const;
  double overlap(const Profile& a, const Profile& b, std::size_t& shared) const;
  double explained(const Profile& a, const Profile& b) const;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> candidates(
      const std::vector<std::uint64_t>& document) const;
  void score_neighbours(Scores& scores) const;

  std::uint64_t seed_;
  int most_of_a_chunk_;
  std::vector<Profile> chunks_;
  std::vector<select::SmallVector> vectors_;
  std::map<std::string, std::vector<std::uint64_t>> documents_;
  std::unordered_map<Term, std::int64_t> in_chunks_;
};

}  // namespace generator::qa
