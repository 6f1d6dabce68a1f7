// `--question-mix`: which kinds of question are wanted, and how many of each.
//
// A chunk is told which kinds its share of the pairs should have, and asks for others where it
// bears none of these. So the mix is an aim, which a source can miss; the report shows both.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace generator::qa {

class QuestionMix {
 public:
  struct Share {
    std::string_view kind;  // of data/question_kind.h
    double share = 0;       // they add up to 1
  };

  /// No mix: as the source gives.
  QuestionMix() = default;
  /// "how-to=3,concept=2,reason=1": weights, in any sum. Errors: kWrongUse for an unknown kind, one
  /// that is named twice, and what is no number over 0.
  static Result<QuestionMix> read(std::string_view text);

  bool empty() const { return shares_.empty(); }
  /// In the order of data/question_kind.h, without those that are not wanted.
  const std::vector<Share>& shares() const { return shares_; }

  /// The kinds of the pairs first, first + 1, ... first + count - 1 that are asked of the chunk
  /// `seed`. Over many chunks each kind has its share; inside one they are as mixed as `count`
  /// allows. Empty where there is no mix.
  std::vector<std::string_view> kinds(std::uint64_t seed, std::int64_t first,
                                      std::int64_t count) const;

 private:
  static QuestionMix of(const std::vector<double>& weights);  // one a kind

  std::vector<Share> shares_;
  std::vector<std::string_view> cycle_;  // kCycle kinds, each in its share and spread evenly
};

/// "2 how-to, 1 reason"
std::string in_words(const std::vector<std::string_view>& kinds);

}  // namespace generator::qa
