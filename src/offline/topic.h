// What a chunk is about: the product its questions must name, and how its words may stand in a
// question that is read without the page.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>

#include "data/chunk.h"
#include "offline/clause.h"

namespace generator::offline {

class Topic {
 public:
  /// `chunk` must outlive the topic.
  explicit Topic(const Chunk& chunk);

  /// "HDF5", "ripgrep"; "" where the headings name none.
  const std::string& product() const { return product_; }
  /// The product as it stands in a question: "HDF5", "`ripgrep`".
  std::string product_in_text() const;

  /// The words of `range` as they may stand in a question: identifiers in code font, a sentence's
  /// first word in its inner form, "the dataset" as "a dataset" where any one is meant. Nothing
  /// where the words lean on the page: a pronoun, "this", "above", "the example", an unnamed "the
  /// call".
  std::optional<std::string> phrase(const Sentence& sentence, Range range) const;

  /// The same behind a noun that was named already, so that "its" has something to go back to.
  std::optional<std::string> phrase_behind(const Sentence& sentence, Range range) const;

  /// A title as it reads inside a sentence: "Creating a Group" → "creating a group"; names keep
  /// their capitals.
  std::string in_sentence_case(std::string_view title) const;

  /// True where `phrase` names what it is about by itself: an identifier, a proper name, or the
  /// product.
  bool names_product(std::string_view question) const;

  /// True for a noun of the headings: what the pages are about ("dataset", "attributes").
  bool is_concept(std::string_view lower) const;

 private:
  std::string named_in(std::string_view title) const;
  bool is_name(const Word& word) const;
  bool is_sample_name(const Word& word) const;
  std::optional<std::string> phrase(const Sentence& s, Range range, bool noun_seen) const;
  bool append_definite(const Sentence& s, Range range, std::size_t& i, std::string& out) const;
  void append_word(const Sentence& s, Range range, std::size_t i, std::string& out) const;

  bool occurs_indefinite(const Sentence& s, std::size_t begin, std::size_t end) const;

  std::string_view text_;
  std::string product_;
  std::set<std::string, std::less<>> concepts_;  // singular, lower case
  // Looked up, never walked.
  std::unordered_set<std::string_view> names_;   // words written with a capital inside sentences
  std::unordered_set<std::string_view> common_;  // words written in lower case somewhere
};

}  // namespace generator::offline
