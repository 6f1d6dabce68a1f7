// Rows made to find out whether a judge can be trusted: what it should say of them is known.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "data/example.h"

namespace generator::judge {

enum class Probe : std::uint8_t {
  kBase,         // the row as it is
  kRepeat,       // the same request once more
  kFirst,        // the row as the first of two
  kSecond,       // as the second of the same two
  kPadded,       // the answer said twice: longer, and no better
  kWrongAnswer,  // the answer of another row: must be refused
  kChangedFact,  // a number, name or identifier of the answer is another one of the passage: the same
  kDenied,       // the answer says the opposite: the same
  kEasy,         // a plain question with the sentence that answers it: must pass
};
inline constexpr std::array<std::string_view, 9> kProbeNames = {
    "base",         "repeat",       "first_of_two", "second_of_two", "padded",
    "wrong_answer", "changed_fact", "denied",       "easy"};
constexpr std::string_view to_text(Probe probe) {
  return kProbeNames[static_cast<std::size_t>(probe)];
}

struct ProbedRow {
  Probe probe = Probe::kBase;
  SourcedExample row;
};

/// The row with its answer said a second time.
SourcedExample padded(const SourcedExample& row);
/// With the answer of `other`; nothing where that speaks of the same passage.
std::optional<SourcedExample> with_answer_of(const SourcedExample& row,
                                             const SourcedExample& other);
/// With one fact of the answer replaced by another of its kind out of the passage; nothing where
/// there is none, or no passage.
std::optional<SourcedExample> with_changed_fact(const SourcedExample& row);
/// With the first "is", "are", "can", "must", "will", "does" or "should" of the answer denied, or
/// its denial taken away; nothing where it has none.
std::optional<SourcedExample> with_denial(const SourcedExample& row);
/// "What is X?" with the sentence of the passage that begins "An X is a …"; nothing where it has
/// none.
std::optional<SourcedExample> easy_row(const SourcedExample& row);

}  // namespace generator::judge
