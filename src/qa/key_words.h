// What a question asks about, by how much each of its words tells among the passages.
#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "data/chunk.h"
#include "select/lexical_index.h"

namespace generator::qa {

using Terms = std::unordered_set<select::LexicalIndex::Term>;
Terms terms_of(std::string_view text);

class KeyWords {
 public:
  /// The words of a text, without those of another and those of no passage of the index.
  KeyWords(const select::LexicalIndex& index, std::string_view text, const Terms& without);
  /// Those of a question, without words that ask and tell nothing.
  static KeyWords of_question(const select::LexicalIndex& index, std::string_view question);

  std::size_t size() const { return words_.size(); }
  /// Of all of them, weighted, those that the terms have; 0 where there are none.
  double share_in(const Terms& text) const;
  /// The most of them that stand in one sentence, item, row or block of code, with the heading
  /// above it and the head of its table: there the answer may be.
  double share_in_one_place(const Chunk& chunk) const;

 private:
  std::vector<std::pair<select::LexicalIndex::Term, double>> words_;
  double all_ = 0;
};

}  // namespace generator::qa
