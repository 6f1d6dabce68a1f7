// How many pairs to ask of which chunk.
//
// Two passes over the chunks in the same order: the first adds up what each can bear, the second
// gives each its share. Nothing is kept per chunk, so 10^6 chunks take no memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "data/chunk.h"
#include "measure/passage.h"
#include "qa/style.h"

namespace generator::qa {

/// What a chunk can bear: at most so many pairs, or none and why.
struct Bearing {
  std::int64_t pairs = 0;  // or conversations
  std::string_view skip;  // code of data/reasons.h where `pairs` is 0: short, boilerplate
  std::string detail;     // in words
};

/// From the words of the chunk's units: a pair for every 60 words of text or 90 of code, at least
/// one, at most 12; a conversation for as many of them as it has turns at most, at least one. A chunk with fewer words than an answer needs, and one that is navigation, a
/// licence, a table of contents or imports only, or too short for a conversation's turns, bears
/// none.
Bearing bearing(const Chunk& chunk, const Style& style);
/// The same of a chunk that was read already.
Bearing bearing(const Chunk& chunk, const measure::Passage& passage, const Style& style);

/// `--target-pairs N`: N pairs in all, shared out in proportion to what each chunk can bear.
class TargetPlan {
 public:
  explicit TargetPlan(std::int64_t target) : target_(target) {}

  /// First pass, every chunk once.
  void count(const Bearing& chunk) { possible_ += chunk.pairs; }
  /// Second pass, the same chunks in the same order: this one's share, never more than it can bear.
  /// The shares add up to min(target, possible).
  std::int64_t share(const Bearing& chunk);

  std::int64_t target() const { return target_; }
  std::int64_t possible() const { return possible_; }
  std::int64_t planned() const { return target_ < possible_ ? target_ : possible_; }

 private:
  std::int64_t target_;
  std::int64_t possible_ = 0;
  std::int64_t seen_ = 0;   // of possible_, in the second pass
  std::int64_t given_ = 0;  // of planned()
};

/// `--n-pairs K`: K of every chunk that bears any, also where that is more than it bears well.
inline std::int64_t fixed_share(std::int64_t n_pairs, const Bearing& chunk) {
  return chunk.pairs > 0 ? n_pairs : 0;
}

}  // namespace generator::qa
