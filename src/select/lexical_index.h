// Which texts are nearest to a query by the words that they have in common: BM25 (Robertson and
// Zaragoza, "The Probabilistic Relevance Framework", 2009) over an inverted index.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace generator::select {

/// Texts are numbered from 0 in the order in which they are added. Memory: 8 bytes for each
/// distinct term of a text.
class LexicalIndex {
 public:
  using Term = std::uint32_t;  // the caller's name of a word

  /// A term counts as often as it stands there; their order does not matter.
  void add(std::vector<Term> terms);

  struct Hit {
    std::size_t text = 0;
    double score = 0;
  };
  /// The texts that have a term of the query, the nearest first, of equals the earlier; `most` at
  /// most. No text is read for it: it takes time by the texts that have a term of the query.
  std::vector<Hit> nearest(std::vector<Term> query, std::size_t most) const;

  /// How much a term tells: the logarithm of how rare it is; that of a term which no text has is
  /// the highest.
  double weight(Term term) const;
  bool has(Term term) const { return postings_.contains(term); }
  std::size_t size() const { return lengths_.size(); }

 private:
  struct Posting {
    std::uint32_t text;
    std::uint32_t count;
  };
  std::unordered_map<Term, std::vector<Posting>> postings_;  // only looked up
  std::vector<std::uint32_t> lengths_;                       // in terms
  std::uint64_t terms_ = 0;                                  // of all texts
};

}  // namespace generator::select
