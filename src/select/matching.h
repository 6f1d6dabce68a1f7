// Which rows of two sets answer the same thing, so that one can be held against the other.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace generator::select {

struct MatchText {
  std::string_view question;
  std::string_view chunk;  // its passage's id; "" where it is not known
};

enum class MatchKind { kQuestion, kChunk };

struct Match {
  std::size_t a = 0, b = 0;  // places in their sets
  MatchKind kind = MatchKind::kQuestion;
  friend bool operator==(const Match&, const Match&) = default;
};

/// Pairs rows of two sets, each row at most once. First those with the same question: the same words
/// in the same order, whatever their capitals and marks; where it stands several times in both, of
/// one chunk before any other, then in order. Of the rows left, those of one chunk, the two whose
/// questions have the largest share of words in common first; ties go by place. In the order of `a`;
/// deterministic.
std::vector<Match> match(std::span<const MatchText> a, std::span<const MatchText> b);

}  // namespace generator::select
