// Which pairs say again what another says, and which questions have answers that do not agree.
// Without a model: exact and near, and by meaning where pairs come with vectors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "select/min_hash.h"
#include "select/near_vectors.h"

namespace generator::select {

struct PairText {
  std::string_view question, answer;
  std::string_view source;  // document; "" where not known
  double worth = 0;         // of two that say the same the one that is worth more stays
  bool is_fixed = false;    // of another set: it always stays, and is worth more than all others
  SmallVector vector = {};  // what it means, by some model; empty where not known
};

enum class DuplicateKind : std::uint8_t {
  kExact,      // the same question, word for word
  kNear,       // the same question in other order or form; or an answer that is nearly the same to
               // a question that is
  kMeaning,    // in other words: by vector
  kAmbiguous,  // the same question, answered otherwise out of another document
};

struct Duplicate {
  DuplicateKind kind = DuplicateKind::kExact;
  std::size_t other = 0;  // the pair that stays, or of those that contradict each other another
};

/// Some 1 KB a pair, most of it the hashes of its answer's words; its vector takes a byte a number.
class Duplicates {
 public:
  /// Pairs are numbered from 0 in this order. The texts are not kept.
  void add(const PairText& pair);
  /// The pair asks something else now.
  void revise(std::size_t pair, std::string_view question);
  /// The pair goes for a reason of its own: no other is held against it.
  void leave_out(std::size_t pair) { pairs_[pair].is_out = true; }

  /// One entry a pair: why it should go; nothing where it stays, and for every fixed one. Of a
  /// question that is ambiguous all pairs go. Deterministic: of equals the first stays.
  ///
  /// Two questions are the same where their words are, without words that carry no content, plural
  /// endings and order. Two answers to it agree where the shorter has half of its content words in
  /// the longer, or where both are from one document. Answers are nearly the same from 0.8 of their
  /// shingles; their questions must then have half of their words in common, and every name
  /// (spelt as one, or in code font), number, and flag: documentation is full of sentences that
  /// differ by a name. The same goes for pairs whose vectors have a cosine of 0.95, where their
  /// answers agree.
  std::vector<std::optional<Duplicate>> find() const;

  /// The pairs of each question that is ambiguous: questions by their first pair, pairs by worth.
  std::vector<std::vector<std::size_t>> ambiguous() const;
  /// Whether two answers agree by their words, whatever documents they are from.
  bool agree(std::size_t a, std::size_t b) const;

 private:
  using Words = std::vector<std::uint32_t>;  // hashes, ascending, each once
  struct Pair {
    std::uint64_t asked = 0;  // the question, word for word
    std::uint64_t key = 0;    // its content words
    std::uint64_t source = 0;
    Words question, names, answer;
    Signature signature;
    SmallVector vector;
    double worth = 0;
    bool is_fixed = false;
    bool is_out = false;
  };
  using Found = std::vector<std::optional<Duplicate>>;

  using Groups = std::vector<std::vector<std::size_t>>;
  Groups groups() const;
  std::vector<std::size_t> by_worth(std::vector<std::size_t> pairs) const;
  std::optional<std::size_t> contradicts(std::size_t pair,
                                         const std::vector<std::size_t>& group) const;
  void settle_group(const std::vector<std::size_t>& group, Found& found) const;
  bool is_near(const Pair& a, const Pair& b) const;
  using Near = std::vector<std::pair<std::size_t, std::size_t>>;
  void near_in_band(const std::vector<std::size_t>& ranked, std::size_t number, Near& near) const;
  void settle_near(Found& found) const;
  void settle_meaning(Found& found) const;

  std::vector<Pair> pairs_;
};

}  // namespace generator::select
