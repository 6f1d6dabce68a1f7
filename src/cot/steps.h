// A chain of thought as steps, however a model or a file spells it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace generator::cot {

/// How many steps a reasoning has.
struct StepLimits {
  int least = 2;
  int most = 5;
};

/// A step without what numbers it ("1.", "Step 2:", "- ") and with single spaces.
std::string bare_step(std::string_view step);

/// One text as its steps: an item of its numbered list each, else a paragraph or line each, else
/// all of it. Empty ones are left out.
std::vector<std::string> split_steps(std::string_view text);

/// The steps of a reply's field: a list of strings (or of objects with a `step` or `text`), or one
/// string. Nothing where it is neither.
std::optional<std::vector<std::string>> read_steps(json::Value field);

/// "1. First.\n2. Second."
std::string numbered_steps(const std::vector<std::string>& steps);

}  // namespace generator::cot
