// The user's own rows, shown to the model as examples of what is wanted, and never given out.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "data/example.h"

namespace generator::qa {

/// What is the same question whatever its case, punctuation and spaces.
Digest question_key(std::string_view question);

class Seeds {
 public:
  Seeds() = default;
  /// 5 to 50 rows, put in an order of their own by `seed`. Errors: kWrongUse with the number.
  static Result<Seeds> make(std::vector<QaPair> rows, std::uint64_t seed);

  bool empty() const { return rows_.empty(); }
  /// Three rows for the chunk at `position`, others for the next.
  std::vector<const QaPair*> for_chunk(std::uint64_t position) const;
  /// True where a pair repeats a seed's question, or its answer, word for word.
  bool has(std::string_view question, std::string_view answer) const;

 private:
  std::vector<QaPair> rows_;
  std::set<Digest> questions_, answers_;
};

/// Questions kept so far in a run; rows must come in output order.
class KeptQuestions {
 public:
  /// False where the same question was kept before.
  bool add(std::string_view question) { return keys_.insert(question_key(question)).second; }

 private:
  std::set<Digest> keys_;
};

}  // namespace generator::qa
