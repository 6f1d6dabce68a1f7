// The passages among which those are looked for that a question is shown with.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "data/chunk.h"
#include "select/lexical_index.h"

namespace generator::qa {

/// The words of a text that tell what it is about, as terms of an index.
std::vector<select::LexicalIndex::Term> index_terms(std::string_view text);

/// Finds the text of a passage again.
using ReadPassage = std::function<Result<std::optional<Chunk>>(std::string_view chunk_id)>;

/// Knows the passages' words; their texts are read on demand. Memory: about two kilobytes a chunk.
class PassagePool {
 public:
  /// `read` finds every passage that is added.
  explicit PassagePool(ReadPassage read) : read_(std::move(read)) {}

  /// One whose id is there already is passed by.
  void add(const Chunk& chunk);

  /// Ids by nearness to `text` (BM25, headings count as text), the nearest first.
  std::vector<std::string> nearest(std::string_view text, std::size_t most) const;
  /// Errors: those of reading; kNotFound where the passage is gone meanwhile.
  Result<Chunk> read(const std::string& id) const;
  const select::LexicalIndex& index() const { return index_; }
  std::size_t size() const { return ids_.size(); }

 private:
  ReadPassage read_;
  select::LexicalIndex index_;
  std::vector<std::string> ids_;
  std::unordered_set<Digest, DigestHash> known_;
};

/// Whether they are one passage, wholly or in part: of one document with bytes in common, or with
/// half of the shorter one's runs of five words in the other.
bool are_one(const Chunk& a, const Chunk& b);

}  // namespace generator::qa
