// What an unanswerable row answers: that the passages do not say it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/chunk.h"

namespace generator::qa {

/// Sentences, used in turn. In each `{asked}` is what is not said, as part of a sentence
/// (qa/indirect_question.h), and `{about}` the headings of the passages.
class Refusals {
 public:
  /// An empty list is the built-in one. Errors: kWrongUse: a sentence is blank or has another hole,
  /// or none is without a hole, which every question can be answered with.
  static Result<Refusals> make(std::vector<std::string> sentences);

  /// The sentence whose turn it is for the row, by `seed`: among those that name what is not said
  /// where the question can be turned, else among those that hold nothing they cannot have.
  std::string words(std::string_view row, std::string_view question,
                    const std::vector<Chunk>& shown, std::uint64_t seed) const;

 private:
  explicit Refusals(std::vector<std::string> sentences) : sentences_(std::move(sentences)) {}
  std::vector<std::string> sentences_;
};

}  // namespace generator::qa
