// The marks in a judge's reply.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/rating.h"

namespace generator::judge {

/// Reads {"reasons", "clarity", "accuracy", "usefulness", "difficulty"}, and "on_topic" where it
/// was asked for. `total`, `model`, `grounded` and `topic` are the
/// caller's to set.
///
/// Lenient in spelling (capitals of names, "8" or "8/10" as text, marks inside one object below),
/// strict in content: every mark is a whole number from 1 to 10 and the reasons are there. Errors:
/// kInvalidInput, worded for the model: which field, and what it should be.
Result<Rating> read_marks(std::string_view reply, bool with_topic);

/// Reads {"ratings": [{"id", …as above}, …]}, also the bare list, and {ID: {…}, …}. What comes back
/// is in the order of `ids`: a rating is known by its id alone, never by its place. Nothing where
/// an id has no rating, two, or one that read_marks would refuse. Errors: kInvalidInput where that
/// leaves none at all.
Result<std::vector<std::optional<Rating>>> read_batch_marks(std::string_view reply,
                                                            std::span<const std::string> ids,
                                                            bool with_topic);

/// Reads {"reasons", "reasoning_quality"}, as leniently and as strictly.
struct ReasoningMark {
  double quality = 0;
  std::string reasons;
};
Result<ReasoningMark> read_reasoning_mark(std::string_view reply);

/// Which of two is better, by the places in which they were shown.
enum class Choice : std::uint8_t { kFirst, kSecond, kTie };
std::string_view to_text(Choice choice);  // "1", "2", "tie": as the schema has them

/// Reads {"reasons", "verdict"}: "1", "2" or "tie", a number too, in any capitals. Anything else,
/// such as "both" or a name, is no verdict. Errors: kInvalidInput, worded for the model.
struct PairwiseMark {
  Choice choice = Choice::kTie;
  std::string reasons;
};
Result<PairwiseMark> read_pairwise_mark(std::string_view reply);

}  // namespace generator::judge
