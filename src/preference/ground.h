// What a fault is planted in: the statements of an answer, and what else its passage names.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "data/example.h"
#include "measure/facts.h"
#include "measure/passage.h"

namespace generator::preference {

enum class FaultKind : std::uint8_t { kName, kNumber, kOpposite, kExchange, kDenial };
std::string_view to_text(FaultKind kind);

/// An answer with one thing in it turned wrong; whether it is wrong is not proved yet.
struct Fault {
  FaultKind kind = FaultKind::kName;
  std::string difference;  // "name: `H5Dopen` became `H5Gopen`"
  std::string answer;
  std::vector<std::string> reasoning;  // its steps with the same thing turned
};

/// A row that has its passage, read once for all planters. The row must outlive it.
class Ground {
 public:
  explicit Ground(const SourcedExample& row);
  Ground(const Ground&) = delete;
  Ground& operator=(const Ground&) = delete;

  std::string_view question() const { return question_; }
  std::string_view answer() const { return answer_; }
  const std::vector<std::string>& reasoning() const { return reasoning_; }
  /// Sentences, list items and table rows of the answer that say how something is. Code is none;
  /// nor are questions, and examples: another number in an example is no fault.
  const std::vector<Span>& statements() const { return statements_; }
  std::string_view text_of(Span span) const;

  /// Facts of the answer that stand in a statement and not in the question, in their order.
  const std::vector<measure::Fact>& open() const { return open_; }
  /// Facts of the passage that neither answer nor question have, each once, in their order.
  const std::vector<measure::Fact>& others() const { return others_; }
  /// Whether some sentence of the passage has both texts: they go together, and one may be as true
  /// as the other.
  bool go_together(std::string_view a, std::string_view b) const;

 private:
  void add_others(const Chunk& chunk, const std::vector<measure::Fact>& said,
                  const std::vector<measure::Fact>& asked);
  std::string question_;  // and what was said before it
  std::string_view answer_;
  const std::vector<std::string>& reasoning_;
  std::vector<Span> statements_;
  std::vector<measure::Fact> open_, others_;
  std::vector<std::string_view> units_;  // of the passage
};

/// A planter appends every fault of its kind that it can plant so that the text still reads well.
/// English, for the most part: where a text offers nothing there is none.
void plant_names(const Ground& ground, std::vector<Fault>& out);
void plant_numbers(const Ground& ground, std::vector<Fault>& out);
void plant_opposites(const Ground& ground, std::vector<Fault>& out);
void plant_exchanges(const Ground& ground, std::vector<Fault>& out);
void plant_denials(const Ground& ground, std::vector<Fault>& out);

/// A fault of the facts with this kind and key: `by` gives what stands in the place of each. The
/// steps of the reasoning are turned as the answer is.
using Replacement = std::string (*)(std::string_view text, std::string_view by);
Fault swapped(const Ground& ground, FaultKind kind, const measure::Fact& fact,
              std::string_view by, Replacement replaced);

/// `text` with [begin, end) replaced; "a" and "an" before it agree with the word that comes.
std::string with(std::string_view text, std::size_t begin, std::size_t end, std::string_view by);

}  // namespace generator::preference
