// Two matched rows before the judge, in both orders at once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "judge/pairwise.h"
#include "run/dialogue.h"

namespace generator::judge {

/// Whose row is better, where both orders say the same; else it is a tie.
enum class Winner : std::uint8_t { kTie, kA, kB };

/// What a judge said of two rows.
struct PairwiseVerdict {
  std::string a, b;                      // their ids, or "row 12"
  std::array<Choice, 2> choices{};       // with a shown as 1, then with b shown as 1
  std::array<std::string, 2> reasons{};  // of each
  std::string model;                     // who judged

  Winner winner() const;
  /// The orders name the same row, or both none.
  bool is_consistent() const;
};

struct MatchedRows {
  std::string a_name, b_name;
  SourcedExample a, b;
};

/// Ends in one example that carries the verdict (verdict_of), and else in a reject that says which
/// of the two requests came to nothing: an item is never decided by half of its replies. A judge
/// that obeys its data is a reject too (`void_rating`).
class PairwiseDialogue final : public Dialogue {
 public:
  /// `judge` must outlive this.
  PairwiseDialogue(const PairwiseJudge& judge, MatchedRows rows);
  Turn open() override;
  Result<Turn> hear(std::span<const Outcome> outcomes) override;
  std::vector<std::size_t> unusable() const override { return unusable_; }

 private:
  Reject reject(std::string_view code, std::string detail, std::string reply) const;
  const PairwiseJudge& judge_;
  MatchedRows rows_;
  std::vector<std::size_t> unusable_;
};

/// The verdict of an example of that dialogue; nothing where it is none.
std::optional<PairwiseVerdict> verdict_of(const Example& example);

}  // namespace generator::judge
