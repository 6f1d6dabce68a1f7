// The marks in a judge's reply.
#pragma once

#include <string_view>

#include "base/result.h"
#include "data/rating.h"

namespace generator::judge {

/// Reads {"reasons", "clarity", "accuracy", "usefulness", "difficulty"}, and "reasoning_quality"
/// and "on_topic" where they were asked for. `total`, `model`, `grounded` and `topic` are the
/// caller's to set.
///
/// Lenient in spelling (capitals of names, "8" or "8/10" as text, marks inside one object below),
/// strict in content: every mark is a whole number from 1 to 10 and the reasons are there. Errors:
/// kInvalidInput, worded for the model: which field, and what it should be.
Result<Rating> read_marks(std::string_view reply, bool with_reasoning, bool with_topic);

}  // namespace generator::judge
